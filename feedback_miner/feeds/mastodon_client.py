"""What is asked of a Mastodon server, through Mastodon.py: posts as plain JSON, and errors for people."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from feedback_miner import __version__
from feedback_miner.errors import FeedError, SetupError
from feedback_miner.feeds.http import MAX_ANSWER, MAX_SECONDS, retry_after

if TYPE_CHECKING:
    from requests import Response
    from urllib3 import HTTPResponse

#: Most posts that a server gives at once: of a timeline or a search, and by their ids.
PAGE, BATCH = 40, 20
#: Elasticsearch, which searches for Mastodon, pages no further.
MAX_FOUND = 10_000

_TIMEOUT = 30
_GONE = (404, 410)
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
    """One pull's connection to a server. Every method raises FeedError, which names the host and no secret."""

    def __init__(self, server: str, token: str | None) -> None:
        # Importing it takes as long as the rest of a pull: only those who pull pay for it.
        import mastodon
        import requests

        self._errors = mastodon
        self._host = urlsplit(server).netloc
        self._wait: timedelta | None = None
        self._session = requests.Session()
        self._session.hooks["response"].append(self._see)
        self._library = mastodon.Mastodon(
            api_base_url=server,
            session=self._session,
            request_timeout=_TIMEOUT,
            ratelimit_method="throw",
            user_agent=f"feedback-miner/{__version__}",
        )
        # Not by the constructor: that would take a token that is the name of a file for the file.
        self._library.access_token = token

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def tagged(self, tag: str, after: int) -> list[Post]:
        """The oldest posts with this tag whose ids are larger than `after`, oldest first; empty at the end."""
        return self._ask(lambda: self._library.timeline_hashtag(tag, min_id=str(after), limit=PAGE))

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
            posts |= {post["id"]: post for post in page if int(post["id"]) > after}
        else:
            is_cut = True
        return sorted(posts.values(), key=lambda post: int(post["id"])), is_cut

    def still_there(self, ids: Sequence[str]) -> list[Post]:
        """Of the posts with these ids those that were not deleted.

        One request asks for `BATCH`. What it leaves out is asked for singly: what is deleted here is erased for good.
        """
        posts: list[Post] = []
        for n in range(0, len(ids), BATCH):
            some = list(ids[n : n + BATCH])
            answered = {post["id"]: post for post in self._batch(some)}
            posts += answered.values()
            posts += [post for i in some if i not in answered for post in self._single(i)]
        return posts

    def _batch(self, ids: list[str]) -> list[Post]:
        try:
            return self._ask(lambda: self._library.statuses(ids))
        except _Gone:
            return []  # before version 4.3 there was no such request

    def _single(self, post_id: str) -> list[Post]:
        try:
            return self._ask(lambda: [self._library.status(post_id)])
        except _Gone:
            return []

    def _ask(self, request: Callable[[], object]) -> list[Post]:
        self._wait = None
        try:
            answer = request()
        except self._errors.MastodonError as error:
            raise self._for_people(error) from None
        except (AttributeError, TypeError, ValueError):
            raise self._no_mastodon() from None
        return self._plain(answer)

    def _plain(self, answer: object) -> list[Post]:
        """As JSON has it, sorted by id; times as ISO 8601."""
        try:
            posts = json.loads(json.dumps(answer, default=datetime.isoformat))
            return sorted(_checked(posts), key=lambda post: int(post["id"]))
        except (AttributeError, KeyError, TypeError, ValueError):
            raise self._no_mastodon() from None

    def _for_people(self, error: Exception) -> FeedError:
        errors, host = self._errors, self._host
        if isinstance(error.__context__, FeedError):
            return error.__context__
        if isinstance(error, errors.MastodonRatelimitError):
            return FeedError(
                "It asks us to come back later: too many requests.",
                where=host,
                retry_after=self._wait or self._until_reset(),
            )
        if isinstance(error, errors.MastodonNetworkError):
            return FeedError(
                "The connection failed, or no answer came in time. Is the address right, and the network up?",
                where=host,
            )
        status = next((part for part in error.args if isinstance(part, int)), None)
        if status is None:
            return self._no_mastodon()
        if status in _GONE:
            return _Gone(f"It answered with status {status}. Is it a Mastodon server?", where=host)
        if status in _REFUSED:
            return FeedError(
                f"It refuses (status {status}): is the token right, and may it read this? Without a token: "
                "some servers want one (option “token”).",
                where=host,
            )
        return FeedError(f"It answered with status {status}.", where=host, retry_after=self._wait)

    def _no_mastodon(self) -> FeedError:
        return FeedError(
            "Its answer is none of a Mastodon server, or of another version than is known.", where=self._host
        )

    def _until_reset(self) -> timedelta | None:
        reset: float | None = self._library.ratelimit_reset
        return timedelta(seconds=max(0.0, reset - time.time())) if reset else None

    def _see(self, answer: Response, **_: object) -> None:
        """Keeps what Mastodon.py does not tell, and watches over the body, which is not read yet.

        Raises FeedError where it sends us on to another server: that one has never been asked for by anybody, and
        what it shows to a guest is not all that there is.
        """
        self._wait = retry_after(answer.headers.get("retry-after", ""))
        if answer.is_redirect:
            at, to = urlsplit(answer.url), urlsplit(urljoin(answer.url, answer.headers["location"]))
            if (to.scheme, to.netloc) != (at.scheme, at.netloc):
                raise FeedError(
                    f"It sends us on to {to.scheme}://{to.netloc.rpartition('@')[2]}: give that address.",
                    where=self._host,
                )
        answer.raw = _Limited(answer.raw, self._host)


class _Gone(FeedError):
    """There is no such thing."""


class _Limited:
    """The body of an answer as urllib3 has it, within `MAX_ANSWER` and `MAX_SECONDS`."""

    def __init__(self, body: HTTPResponse, host: str) -> None:
        self._body, self._host = body, host

    def __getattr__(self, name: str) -> object:
        return getattr(self._body, name)

    def stream(self, amount: int, *, decode_content: bool | None = None) -> Iterator[bytes]:
        """The body in blocks, unpacked. Raises FeedError."""
        size, deadline = 0, time.monotonic() + MAX_SECONDS
        for block in self._body.stream(amount, decode_content=decode_content):
            size += len(block)
            if size > MAX_ANSWER:
                raise FeedError(f"The answer is larger than {MAX_ANSWER:,} bytes.", where=self._host)
            if time.monotonic() > deadline:
                raise FeedError(
                    f"The answer was not complete after {MAX_SECONDS:.0f} seconds.", where=self._host
                )
            yield block


def _checked(posts: list[Post]) -> list[Post]:
    """The posts, where each has what is counted on. Raises KeyError, TypeError, ValueError."""
    sound = isinstance(posts, list) and all(
        post["id"].isdecimal()
        and int(post["id"]) <= _MAX_ID
        and post["account"]["acct"]
        and isinstance(post["content"], str)
        for post in posts
    )
    if not sound:
        raise ValueError
    return posts
