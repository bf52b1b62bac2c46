"""Bluesky: posts that a search finds, and their deletions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from feedback_miner.domain import FeedPage
from feedback_miner.feeds.bluesky.client import BlueskyClient
from feedback_miner.feeds.bluesky.posts import Posts
from feedback_miner.feeds.bluesky.session import BlueskySession
from feedback_miner.feeds.following.followed import Found
from feedback_miner.feeds.following.readable import Readable
from feedback_miner.feeds.following.slices import Slice, sliced
from feedback_miner.feeds.following.window import Window
from feedback_miner.feeds.options.accounts import own_accounts
from feedback_miner.feeds.options.addresses import BareUrl
from feedback_miner.feeds.options.secrets import Secrets

#: How far the first pull goes back where nothing else is said.
FIRST_PULL = timedelta(days=7)

_ENTRYWAY = TypeAdapter(BareUrl).validate_python("https://bsky.social")


class BlueskyOptions(BaseModel):
    """What is searched for, as whom, and what is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: as one types it into Bluesky's search: “acme app”, “#acme”, “mentions:acme.example”
    search: Annotated[str, Field(min_length=1, max_length=500)]
    #: handle of the account that searches: “acme.bsky.social”
    handle: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]+\.[A-Za-z0-9-]+$", max_length=253)]
    #: name of the secret that is an app password of that account
    password: Annotated[str, Field(min_length=1, max_length=64)]
    #: handles of your own, to be left out: “acme.example, help.acme.example”
    own_accounts: Annotated[str, Field(max_length=5_000)] = ""
    #: leave out posts that say that they are in other languages alone: “en”
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | None = None
    #: how far back late posts and deletions are looked for, once an hour
    overlap_hours: Annotated[int, Field(ge=1, le=24 * 7)] = 24
    #: the server where the account is, if it is none of Bluesky's own
    server: BareUrl = _ENTRYWAY


class BlueskyConnector:
    """Implements `ports.Connector`.

    The search gives the newest first and 10,000 posts at most, so it is asked slice by slice of time. Each pull
    begins some minutes before the newest post, and one an hour a whole overlap before it, for posts that come late.
    What is followed and not found any more is asked for by its address; what the account is not shown is deleted, or
    its author has left, was taken down, or blocks the account. An address whose post was exchanged is an edit;
    Bluesky's own apps offer none. Posts dated back by more than the overlap are not found.
    """

    Options = BlueskyOptions

    def __init__(self, options: BlueskyOptions, secrets: Secrets) -> None:
        """Reaches nothing yet. Raises SetupError where the secret lacks."""
        self._options = options
        self._password = secrets(options.password)
        self._overlap = timedelta(hours=options.overlap_hours)
        self._posts = Posts(own_accounts(options.own_accounts), options.language)

    @property
    def preset(self) -> str:
        """Which preset knows the keys of its messages."""
        return "bluesky"

    def pages(self, cursor: str | None, *, since: datetime | None, now: datetime) -> Iterator[FeedPage]:
        """New posts, oldest first, and the addresses of deleted ones. Raises FeedError."""
        options, readable = self._options, Readable()
        server = str(options.server).rstrip("/")
        window = Window(cursor, first=since or now - FIRST_PULL, overlap=self._overlap, now=now)
        with BlueskySession(server, options.handle, self._password) as session:
            client = BlueskyClient(session, readable)

            def found(begin: datetime, end: datetime | None) -> Slice:
                posts, is_cut = client.found(options.search, begin, end)
                return Slice(sorted(map(self._posts.found, posts), key=lambda one: one.at), is_cut)

            def there(uris: Sequence[str]) -> list[Found]:
                posts = client.still_there(uris)
                window.spare(readable.unread)
                return [self._posts.found(post) for post in posts]

            walk = sliced(window, found, window.begin, now)
            yield from readable.counted(window.pages(walk, there))
