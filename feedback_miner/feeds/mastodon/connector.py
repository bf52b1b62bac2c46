"""Mastodon: posts with a tag, or those that a search finds, with their edits and deletions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from feedback_miner.domain import FeedPage
from feedback_miner.errors import FeedError
from feedback_miner.feeds.following.followed import Found
from feedback_miner.feeds.following.readable import Readable
from feedback_miner.feeds.following.slices import Slice, sliced
from feedback_miner.feeds.following.window import Window
from feedback_miner.feeds.mastodon.client import MastodonClient, check_library, id_at, time_of
from feedback_miner.feeds.mastodon.posts import Posts
from feedback_miner.feeds.options.accounts import own_accounts
from feedback_miner.feeds.options.secrets import Secrets

#: How far the first pull goes back where nothing else is said.
FIRST_PULL = timedelta(days=7)

_SERVER = re.compile(r"https://[\w.-]+(:\d+)?|http://(localhost|127\.0\.0\.1)(:\d+)?")


def _server(address: str) -> str:
    trimmed = address.strip().rstrip("/")
    if not _SERVER.fullmatch(trimmed):
        raise ValueError("give the server's address alone, such as https://mastodon.social")
    return trimmed


class MastodonOptions(BaseModel):
    """What is pulled, and what is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: address of the server that is asked; it knows the posts of those whom its people follow
    server: Annotated[str, AfterValidator(_server)]
    #: posts with this hashtag, with or without its “#”
    tag: Annotated[str, Field(pattern=r"^#?\w{1,200}$")] | None = None
    #: posts that the server's search finds; needs a token with the scope read:search
    search: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    #: name of the secret with the access token
    token: str | None = None
    #: accounts of your own, to be left out: “acme, help@acme.example”
    own_accounts: Annotated[str, Field(max_length=5_000)] = ""
    #: leave out posts that say that they are in another language: “en”
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | None = None
    #: how far back late posts, edits and deletions are looked for, once an hour
    overlap_hours: Annotated[int, Field(ge=1, le=24 * 7)] = 24

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.tag is None) == (self.search is None):
            raise ValueError("give either tag or search")
        if self.search is not None and self.token is None:
            raise ValueError("a search needs a token")
        return self


class MastodonConnector:
    """Implements `ports.Connector`.

    Posts of other servers come late, under ids of the time when they were written, and posts are edited and deleted.
    So each pull begins some minutes before the newest post, and one an hour begins a whole overlap before it: a walk
    through a day of a busy tag takes fifty requests, and servers allow 300 in five minutes. Of what is met again,
    only what was edited is brought again. What is followed and not met any more is asked for by its id; what is not
    there is deleted.
    """

    Options = MastodonOptions

    def __init__(self, options: MastodonOptions, secrets: Secrets) -> None:
        """Raises SetupError where Mastodon.py or the secret is not there."""
        check_library()
        self._options = options
        self._token = secrets(options.token) if options.token else None
        self._overlap = timedelta(hours=options.overlap_hours)
        own = own_accounts(options.own_accounts)
        self._posts = Posts(urlsplit(options.server).netloc, own, options.language)

    @property
    def preset(self) -> str:
        """Which preset knows the keys of its messages."""
        return "mastodon"

    def pages(self, cursor: str | None, *, since: datetime | None, now: datetime) -> Iterator[FeedPage]:
        """New and edited posts, oldest first, and the ids of deleted ones. Raises FeedError."""
        window = Window(cursor, first=since or now - FIRST_PULL, overlap=self._overlap, now=now)
        readable = Readable()
        with MastodonClient(self._options.server, self._token, readable) as client:

            def found(begin: datetime, end: datetime | None) -> Slice:
                posts, is_cut = client.found(
                    self._options.search or "", id_at(begin), id_at(end) if end else None
                )
                return Slice([self._posts.found(post) for post in posts], is_cut)

            def there(ids: Sequence[str]) -> list[Found]:
                posts = client.still_there(ids)
                window.spare(readable.unread)
                return [self._posts.found(post) for post in posts]

            is_tag = self._options.tag is not None
            walk = self._tagged(client, window) if is_tag else sliced(window, found, window.begin, now)
            yield from readable.counted(window.pages(walk, there))

    def _tagged(self, client: MastodonClient, window: Window) -> Iterator[list[Found]]:
        tag = (self._options.tag or "").removeprefix("#")
        begin = id_at(window.begin)
        posts, last = client.tagged(tag, begin)
        while last is not None:
            window.reach(time_of(last))
            yield [self._posts.found(post) for post in posts]
            if last <= begin:
                raise FeedError("It does not page by id, as Mastodon does.", where=self._options.server)
            begin = last
            posts, last = client.tagged(tag, begin)
