"""What is asked of a Mastodon server, through Mastodon.py: posts as plain JSON, and errors for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from feedback_miner.errors import FeedError, SetupError
from feedback_miner.feeds.following.readable import ODD, Readable
from feedback_miner.feeds.web.http import MAX_ANSWER, Client, Missing

#: Most posts that a server gives at once: of a timeline or a search, and by their ids.
PAGE, BATCH = 40, 20
#: Elasticsearch, which searches for Mastodon, pages no further.
MAX_FOUND = 10_000

_REFUSED = (401, 403, 422)
_SNOWFLAKE_BITS = 16
#: of the year 6429: as dates, larger ones would not be understood
_MAX_ID = 2**63 - 1

Post = dict[str, Any]


def id_at(when: datetime) -> int:
    """The id before all of posts of this time: milliseconds since 1970, and 16 bits that tell them apart."""
    return (int(when.timestamp() * 1000) << _SNOWFLAKE_BITS) - 1


def time_of(post_id: int) -> datetime:
    """When a post with this id was written."""
    return datetime.fromtimestamp((post_id >> _SNOWFLAKE_BITS) / 1000, UTC)


def check_library() -> None:
    """Raises SetupError where Mastodon.py is not installed."""
    if find_spec("mastodon") is None:
        raise SetupError(
            "Sources of the kind mastodon need Mastodon.py: `pip install 'feedback-miner[mastodon]'`."
        )


class MastodonClient(AbstractContextManager["MastodonClient"]):
    """One pull's connection to a server. Every method raises FeedError, which names the host and no secret.

    Mastodon.py makes no request itself: `Client` does, with its limits and its rule of redirects. None leads to
    another server: that one has never been asked for by anybody, and what it shows to a guest is not all that there is.
    """

    def __init__(self, server: str, token: str | None, readable: Readable) -> None:
        # Importing it takes as long as the rest of a pull: only those who pull pay for it.
        import mastodon

        from feedback_miner.feeds.mastodon.session import session

        self._errors = mastodon
        self._host, self._readable = urlsplit(server).netloc, readable
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        self._client = Client(headers, max_answer=MAX_ANSWER, explain=self._explain)
        self._library = mastodon.Mastodon(
            api_base_url=server, session=session(self._client), ratelimit_method="throw"
        )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def tagged(self, tag: str, after: int) -> tuple[list[Post], int | None]:
        """The oldest posts with this tag whose ids are larger than `after`, oldest first; and the last one's id, also
        where that post cannot be read, or None at the end.
        """
        page = self._ask(lambda: self._library.timeline_hashtag(tag, min_id=str(after), limit=PAGE))
        return self._read(page), max(_ids(page), default=None)

    def found(self, search: str, after: int, before: int | None) -> tuple[list[Post], bool]:
        """The newest posts that a search finds between two ids, oldest first; whether there are more.

        Servers take the ids as times of whole seconds, so a second more on each side is asked for.
        """
        second = 1000 << _SNOWFLAKE_BITS
        posts: dict[str, Post] = {}
        is_cut = False
        for offset in range(0, MAX_FOUND, PAGE):
            page = self._ask(
                lambda offset=offset: (
                    self._library.search_v2(  # type: ignore[misc]
                        search,
                        resolve=False,
                        result_type="statuses",
                        min_id=str(after - second),
                        max_id=str(before + second) if before else None,
                        offset=offset,
                        limit=PAGE,
                    ).statuses
                )
            )
            if not page:
                break
            posts |= {post["id"]: post for post in self._read(page) if _id(post) > after}
        else:
            is_cut = True
        return sorted(posts.values(), key=_id), is_cut

    def still_there(self, ids: Sequence[str]) -> list[Post]:
        """Of the posts with these ids those that were not deleted.

        One request asks for `BATCH`. What it leaves out is asked for singly: what is deleted here is erased for good.
        What is there and can no longer be read is in `Readable.unread`.
        """
        posts: list[Post] = []
        for n in range(0, len(ids), BATCH):
            some = list(ids[n : n + BATCH])
            answered = self._batch(some)
            posts += answered
            there = {post["id"] for post in answered} | self._readable.unread
            posts += [post for i in some if i not in there for post in self._single(i)]
        return posts

    def _batch(self, ids: list[str]) -> list[Post]:
        try:
            return self._there(self._ask(lambda: self._library.statuses(ids)))
        except Missing:
            return []  # before version 4.3 there was no such request

    def _single(self, post_id: str) -> list[Post]:
        try:
            return self._there(self._ask(lambda: [self._library.status(post_id)]))
        except Missing:
            return []

    def _read(self, page: list[Any]) -> list[Post]:
        try:
            return sorted(self._readable.walked(page, _checked), key=_id)
        except ODD:
            raise self._no_mastodon() from None

    def _there(self, answer: list[Any]) -> list[Post]:
        try:
            return self._readable.there(answer, _checked, key="id")
        except ODD:
            raise self._no_mastodon() from None

    def _ask(self, request: Callable[[], object]) -> list[Any]:
        """What was answered, as JSON has it: times as ISO 8601."""
        try:
            answer = json.loads(json.dumps(request(), default=_as_text))
        except self._errors.MastodonError as error:
            said = error.__context__
            raise (said if isinstance(said, FeedError) else self._no_mastodon()) from None
        except ODD:
            raise self._no_mastodon() from None
        if not isinstance(answer, list):
            raise self._no_mastodon()
        return answer

    def _explain(self, status: int, _body: bytes) -> FeedError | None:
        if status in _REFUSED:
            return FeedError(
                f"It refuses (status {status}): is the token right, and may it read this? Without a token: "
                "some servers want one (option “token”).",
                where=self._host,
            )
        return None

    def _no_mastodon(self) -> FeedError:
        return FeedError(
            "Its answer is none of a Mastodon server, or of another version than is known.", where=self._host
        )


def _checked(post: Any) -> Post:  # noqa: ANN401 - whatever the server sent
    """The post, where it has what is counted on. Raises one of `ODD`."""
    _id(post)
    if not (post["account"]["acct"] and isinstance(post["account"]["acct"], str)):
        raise ValueError
    if not isinstance(post["content"], str):
        raise TypeError
    return dict(post)


def _id(post: Any) -> int:  # noqa: ANN401
    """Raises one of `ODD`."""
    if post["id"].isdecimal() and (number := int(post["id"])) <= _MAX_ID:
        return number
    raise ValueError


def _ids(page: list[Any]) -> list[int]:
    ids: list[int] = []
    for post in page:
        with suppress(*ODD):
            ids.append(_id(post))
    return ids


def _as_text(thing: object) -> str:
    return thing.isoformat() if isinstance(thing, datetime) else str(thing)
