"""What is asked of X: what its recent search finds, and posts by their ids. Errors are for people.

Plain requests, not the library `tweepy`: it logs the token, reads answers of any size, and can be pointed at no other
address than X's own. Two requests are needed here.
https://docs.x.com/x-api/posts/recent-search
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from types import TracebackType
from urllib.parse import urlsplit

from pydantic import ValidationError

from feedback_miner.errors import FeedError
from feedback_miner.feeds.following.readable import Readable
from feedback_miner.feeds.web.http import Client
from feedback_miner.feeds.x.answers import XAnswer, XPost, XProblem

#: Most posts that are given at once, and most of one search: a slice of time that has more is asked for in parts.
PAGE, MAX_FOUND = 100, 2_000
#: Largest answer that is read, in bytes.
MAX_ANSWER = 20_000_000

_WANTED = {
    "tweet.fields": "author_id,conversation_id,created_at,edit_history_tweet_ids,lang,note_tweet,referenced_tweets",
    "expansions": "author_id",
    "user.fields": "username",
}
#: It was deleted; or its author was suspended, or shows posts to followers alone.
_GONE = ("resource-not-found", "not-authorized-for-resource")
_BAD_REQUEST, _NO_CREDITS, _REFUSED = 400, 402, (401, 403)


class XClient(AbstractContextManager["XClient"]):
    """One pull's connection. Every method raises FeedError, which names the host and no secret."""

    def __init__(self, server: str, token: str, readable: Readable) -> None:
        #: X's words on posts of which it did not say whether they are there
        self.why = ""
        self._base, self.host, self._readable = f"{server}/2", urlsplit(server).netloc, readable
        headers = {"Authorization": f"Bearer {token}"}
        self._client = Client(headers, max_answer=MAX_ANSWER, explain=self._explain)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def found(self, query: str, start: datetime, end: datetime | None) -> tuple[list[XPost], bool]:
        """The newest posts that the query finds from one time to before another; whether there are more."""
        params = {"query": query, "max_results": str(PAGE), "start_time": _iso(start), **_WANTED}
        if end:
            params["end_time"] = _iso(end)
        posts: list[XPost] = []
        for _ in range(MAX_FOUND // PAGE):
            answer = self._ask("tweets/search/recent", params)
            with self._read():
                posts += self._readable.walked(answer.data, answer.read)
            if not answer.meta.next_token:
                return posts, False
            params["next_token"] = answer.meta.next_token
        return posts, True

    def still_there(self, first_ids: Sequence[str]) -> tuple[list[XPost], frozenset[str]]:
        """Of the posts with these first ids those that can be read, as they are now; and of which X said nothing.

        What is deleted here is erased for good: only what X says is gone is. What is there and can no longer be read
        is in `Readable.unread`, by its first id.
        """
        unread = self._readable.unread
        posts: list[XPost] = []
        gone: set[str] = set()
        for n in range(0, len(first_ids), PAGE):
            asked, not_there = self._posts(first_ids[n : n + PAGE])
            gone |= not_there
            posts += [post for post in asked if post.id == post.newest_id]
            edited = {post.newest_id: post.first_id for post in asked if post.id != post.newest_id}
            if edited:
                newest, not_there = self._posts(list(edited))
                posts += newest
                gone |= {edited[i] for i in not_there & edited.keys()}
                unread |= {edited[i] for i in unread & edited.keys()}
        return posts, frozenset(first_ids) - gone - unread - {post.first_id for post in posts}

    def _posts(self, ids: Sequence[str]) -> tuple[list[XPost], set[str]]:
        """Those that can be read, and the ids of those that are gone."""
        answer = self._ask("tweets", {"ids": ",".join(ids), **_WANTED})
        problems = [problem for problem in answer.errors if not problem.type.endswith(_GONE)]
        self.why = next((problem.shown for problem in problems), self.why)
        with self._read():
            posts = self._readable.there(answer.data, answer.read, key="id")
        return posts, {one.resource_id for one in answer.errors if one.type.endswith(_GONE)}

    def _ask(self, path: str, params: dict[str, str]) -> XAnswer:
        body = self._client.get(f"{self._base}/{path}", params)
        with self._read():
            return XAnswer.model_validate_json(body)

    @contextmanager
    def _read(self) -> Iterator[None]:
        try:
            yield
        except ValidationError:
            raise FeedError(
                "Its answer is none of X, or of another version than is known.", where=self.host
            ) from None

    def _explain(self, status: int, body: bytes) -> FeedError | None:
        try:
            problem = XProblem.model_validate_json(body)
        except ValidationError:
            return None
        said = problem.shown
        if status in _REFUSED:
            return FeedError(
                f"It refuses (status {status}): is the bearer token right, and has its app access to the recent "
                f"search? {said}",
                where=self.host,
            )
        is_used_up = status == _NO_CREDITS or problem.type.endswith("usage-capped")
        if is_used_up or "CreditsDepleted" in problem.title:
            return FeedError(f"What was paid for at X is used up. {said}", where=self.host)
        if status == _BAD_REQUEST:
            return FeedError(f"It does not take the query: {said}", where=self.host)
        return None


def _iso(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
