"""What is asked of YouTube's Data API (version 3), and errors for people.

Not by Google's client library: for three kinds of GET requests it brings 147 MB on the disk (110 MB are descriptions
of Google's other services) and fifteen packages, takes longer to import than a pull without it, reads answers of any
size into memory, and puts the key into addresses, from which logs have it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, ValidationError

from feedback_miner.errors import FeedError
from feedback_miner.feeds.following.readable import Readable
from feedback_miner.feeds.web.google_errors import explained
from feedback_miner.feeds.web.http import Client, Missing
from feedback_miner.feeds.youtube.comments import Comment, Thread

#: Most threads and replies that are given at once, and most comments that are asked for by their ids.
PAGE, BATCH = 100, 50
#: Most pages that are taken of one thread's replies.
MOST_REPLY_PAGES = 10

_PLAIN = {"textFormat": "plainText", "maxResults": str(PAGE)}
_KEY = "Make one in the Google Cloud console under APIs and services, Credentials."
_SAID = {
    "commentsDisabled": "Comments are switched off for this video.",
    "videoNotFound": "There is no such video, or it is not public.",
    "channelNotFound": "There is no such channel: its id begins with UC.",
    "forbidden": "These comments are not public.",
    "keyInvalid": f"The key is none. {_KEY}",
    "keyExpired": f"The key has expired. {_KEY}",
    "API_KEY_INVALID": f"The key is none. {_KEY}",
    "accessNotConfigured": "Switch on “YouTube Data API v3” for the project that the key belongs to.",
    "SERVICE_DISABLED": "Switch on “YouTube Data API v3” for the project that the key belongs to.",
    "ipRefererBlocked": "The key may not be used from this machine: see its restrictions.",
    "API_KEY_SERVICE_BLOCKED": "The key may not be used for “YouTube Data API v3”: see its restrictions.",
    "API_KEY_IP_ADDRESS_BLOCKED": "The key may not be used from this machine: see its restrictions.",
    "API_KEY_HTTP_REFERRER_BLOCKED": "The key is for web pages alone: see its restrictions.",
}


class _Threads(BaseModel):
    #: each a `Thread`, if it can be read
    items: Sequence[Any]
    following: str = Field("", alias="nextPageToken")


class _Comments(BaseModel):
    items: Sequence[Comment]
    following: Annotated[str, Field(alias="nextPageToken")] = ""


Answer = TypeVar("Answer", bound=BaseModel)


class YouTubeClient(AbstractContextManager["YouTubeClient"]):
    """One pull's connection. Each request costs one of the 10,000 units that a key has a day. All raise FeedError."""

    def __init__(self, url: str, key: str, readable: Readable, *, now: datetime) -> None:
        self._base = f"{url.rstrip('/')}/youtube/v3"
        self._host = urlsplit(self._base).netloc
        self._readable = readable
        explain = partial(explained, self._host, now, _SAID)
        self._client = Client(headers={"X-Goog-Api-Key": key}, explain=explain)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def threads(self, place: Mapping[str, str], at: str) -> tuple[list[Thread], str | None]:
        """A page of the threads of a video or a channel, newest first, and what the next one is called, if any.

        `at`: what this page was called, "" for the newest. Raises Forgotten, too.
        """
        params = {**place, **_PLAIN, "part": "snippet,replies", "order": "time"}
        page = self._asked(_Threads, "commentThreads", {**params, "pageToken": at} if at else params)
        return self._read(page.items), page.following or None

    def replies(self, thread: Thread) -> list[Comment]:
        """All of a thread, at most `MOST_REPLY_PAGES` pages."""
        if thread.is_whole:
            return list(thread.replies.comments)
        replies: list[Comment] = []
        params = {**_PLAIN, "part": "snippet", "parentId": thread.id}
        for _ in range(MOST_REPLY_PAGES):
            try:
                page = self._asked(_Comments, "comments", params)
            except Missing:  # it was deleted meanwhile
                return []
            replies += page.items
            if not page.following:
                break
            params["pageToken"] = page.following
        return replies

    def comments(self, ids: Sequence[str]) -> list[Comment]:
        """Those of the comments that are still there.

        What an answer leaves out is asked for singly: what is deleted here is erased for good.
        """
        found: dict[str, Comment] = {}
        for n in range(0, len(ids), BATCH):
            some = ids[n : n + BATCH]
            found |= {comment.id: comment for comment in self._by_id(some)}
            for one in some:
                if one not in found:
                    found |= {comment.id: comment for comment in self._by_id([one])}
        return [found[one] for one in ids if one in found]

    def threads_of(self, ids: Sequence[str]) -> dict[str, Thread]:
        """Those of the threads, by their ids, that are there and can be read."""
        threads: dict[str, Thread] = {}
        for n in range(0, len(ids), BATCH):
            params = {"part": "snippet", "textFormat": "plainText", "id": ",".join(ids[n : n + BATCH])}
            try:
                page = self._asked(_Threads, "commentThreads", params)
            except Missing:
                continue
            threads |= {thread.id: thread for thread in self._read(page.items)}
        return threads

    def _read(self, items: Sequence[Any]) -> list[Thread]:
        try:
            return self._readable.walked(items, Thread.model_validate)
        except ValidationError as error:
            raise self._not_youtube(error, "items") from None

    def _by_id(self, ids: Sequence[str]) -> Sequence[Comment]:
        params = {"part": "snippet", "textFormat": "plainText", "id": ",".join(ids)}
        try:
            return self._asked(_Comments, "comments", params).items
        except Missing:
            return []

    def _asked(self, model: type[Answer], method: str, params: Mapping[str, str]) -> Answer:
        try:
            return model.model_validate_json(self._client.get(f"{self._base}/{method}", params))
        except ValidationError as error:
            raise self._not_youtube(error) from None

    def _not_youtube(self, error: ValidationError, *inside: str) -> FeedError:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, [*inside, *first["loc"]])) or "it"
        return FeedError(
            f"The answer is not what YouTube's API gives ({field}: {first['msg']}).", where=self._host
        )
