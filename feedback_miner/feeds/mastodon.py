"""Mastodon: posts with a tag, or those that a search finds, with their edits and deletions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from feedback_miner.domain import FeedPage
from feedback_miner.errors import FeedError
from feedback_miner.feeds.cursors import read_cursor
from feedback_miner.feeds.mastodon_client import (
    MastodonClient,
    Post,
    check_library,
    id_at,
    time_of,
)
from feedback_miner.feeds.mastodon_window import Cursor, Rules, Window
from feedback_miner.feeds.secrets import Secrets

#: How far the first pull goes back where nothing else is said.
FIRST_PULL = timedelta(days=7)
#: How often the whole overlap is walked.
WHOLE_EVERY = timedelta(hours=1)
#: Most posts that a pull asks for by their ids.
MAX_ASKED = 100
#: A search is asked for day by day: servers give the newest posts first, and not without end.
_SLICE = timedelta(days=1)
#: Most posts of a search that are stored in one transaction.
_PAGE = 200

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
        own = [account for account in options.own_accounts.split(",") if account.strip()]
        self._rules = Rules(urlsplit(options.server).netloc, own, options.language)

    @property
    def preset(self) -> str:
        """Which preset knows the keys of its messages."""
        return "mastodon"

    def pages(self, cursor: str | None, *, since: datetime | None, now: datetime) -> Iterator[FeedPage]:
        """New and edited posts, oldest first, and the ids of deleted ones. Raises FeedError."""
        first = id_at(since or now - FIRST_PULL)
        came = read_cursor(Cursor, cursor) if cursor else Cursor(first=first, reached=first)
        whole = came.walked_at is None or now - came.walked_at >= WHOLE_EVERY
        begin = came.window(self._overlap) if whole else came.recent()
        window = Window(came, self._rules, self._overlap)
        with MastodonClient(self._options.server, self._token) as client:
            walk = (
                self._tagged(client, begin) if self._options.tag else self._found(client, window, begin, now)
            )
            for posts in walk:
                page = window.take(posts)
                if page.messages or page.left_out or not posts:
                    yield page
            asked = window.unmet(begin)[:MAX_ASKED]
            page = window.end(asked, client.still_there(asked), now if whole else None)
            if page.cursor != came.model_dump_json():
                yield page

    def _tagged(self, client: MastodonClient, begin: int) -> Iterator[list[Post]]:
        tag = (self._options.tag or "").removeprefix("#")
        while posts := client.tagged(tag, begin):
            yield posts
            if int(posts[-1]["id"]) <= begin:
                raise FeedError("It does not page by id, as Mastodon does.", where=self._options.server)
            begin = int(posts[-1]["id"])

    def _found(
        self, client: MastodonClient, window: Window, begin: int, now: datetime
    ) -> Iterator[list[Post]]:
        """An empty list says how far nothing was found: a long back-fill goes on from there."""
        end = time_of(begin)
        while end < now:
            end += _SLICE
            until = id_at(end) if end < now else None
            posts = client.found(self._options.search or "", begin, until)
            yield from (posts[i : i + _PAGE] for i in range(0, len(posts), _PAGE))
            if until:
                begin = until
                if until > window.reached:
                    window.reach(until)
                    yield []
