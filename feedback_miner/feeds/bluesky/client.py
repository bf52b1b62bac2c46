"""What is asked of Bluesky: what its search finds, and posts by their addresses.

https://docs.bsky.app/docs/api/app-bsky-feed-search-posts
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from feedback_miner.errors import FeedError
from feedback_miner.feeds.bluesky.session import BlueskySession
from feedback_miner.feeds.following.readable import Readable
from feedback_miner.feeds.web.http import Params

#: Most posts that are given at once: of a search, and by their addresses.
PAGE, BATCH = 100, 25
#: Most posts of one search: Bluesky pages no further.
MAX_FOUND = 10_000


class _Said(BaseModel):
    """Part of an answer: what is not named here is kept as it is."""

    model_config = ConfigDict(extra="allow", frozen=True)


class Label(_Said):
    """What a moderator, or the author, says of a post or an account."""

    val: str
    #: it is taken back
    neg: bool = False


class Author(_Said):
    """Whose post it is: `did` stays when the handle changes."""

    did: str
    handle: str
    labels: tuple[Label, ...] = ()


class Record(_Said):
    """The post as its author's program wrote it."""

    text: str = ""
    #: as that program says; anything may stand here
    created_at: str = Field("", alias="createdAt")
    langs: tuple[str, ...] = ()


class Post(_Said):
    """As the API has it (app.bsky.feed.defs#postView)."""

    uri: str
    cid: str
    author: Author
    record: Record
    indexed_at: AwareDatetime = Field(alias="indexedAt")
    labels: tuple[Label, ...] = ()


class _Posts(BaseModel):
    #: each a `Post`, if it can be read
    posts: list[Any]
    cursor: str = ""


class BlueskyClient:
    """What is asked in a session. Every method raises FeedError, which names the server and no secret."""

    def __init__(self, session: BlueskySession, readable: Readable) -> None:
        self._session, self._readable = session, readable

    def found(self, search: str, since: datetime, until: datetime | None) -> tuple[list[Post], bool]:
        """The newest posts that the search finds from one time to before another; whether there are more.

        The search leaves out of a page what must not be shown: even an empty page may not be the last.
        """
        params = {"q": search, "sort": "latest", "limit": str(PAGE), "since": _iso(since)}
        if until:
            params["until"] = _iso(until)
        posts: dict[str, Post] = {}
        for _ in range(MAX_FOUND // PAGE):
            page = self._ask("app.bsky.feed.searchPosts", params)
            with self._read():
                posts |= {post.uri: post for post in self._readable.walked(page.posts, Post.model_validate)}
            if not page.cursor or page.cursor == params.get("cursor"):
                return list(posts.values()), False
            params["cursor"] = page.cursor
        return list(posts.values()), True

    def still_there(self, uris: Sequence[str]) -> list[Post]:
        """Of the posts with these addresses those that the account is shown.

        One request asks for `BATCH`. What it leaves out is asked for singly: what is deleted here is erased for good.
        What is there and can no longer be read is in `Readable.unread`.
        """
        posts: list[Post] = []
        for n in range(0, len(uris), BATCH):
            some = list(uris[n : n + BATCH])
            answered = self._posts(some)
            posts += answered
            there = {post.uri for post in answered} | self._readable.unread
            posts += [post for uri in some if uri not in there for post in self._posts([uri])]
        return posts

    def _posts(self, uris: list[str]) -> list[Post]:
        page = self._ask("app.bsky.feed.getPosts", {"uris": uris})
        with self._read():
            return self._readable.there(page.posts, Post.model_validate, key="uri")

    def _ask(self, method: str, params: Params) -> _Posts:
        answer = self._session.get(method, params)
        with self._read():
            return _Posts.model_validate_json(answer)

    @contextmanager
    def _read(self) -> Iterator[None]:
        try:
            yield
        except ValidationError:
            raise FeedError(
                "Its answer is none of a Bluesky server, or of another version than is known.",
                where=self._session.host,
            ) from None


def _iso(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
