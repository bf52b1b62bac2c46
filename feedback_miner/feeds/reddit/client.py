"""What is asked of Reddit, through prawcore: listings and single things, and errors for people.

prawcore is the part of PRAW that signs in and keeps to Reddit's limits. PRAW itself is not used: it would look for a
new version of itself on the network, takes addresses and passwords from any `praw.ini` in the working directory, and
its objects are no longer the JSON that the preset reads.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from io import BytesIO
from types import TracebackType
from typing import Any, Literal
from urllib.parse import urlsplit

import prawcore
import requests
import urllib3
from pydantic import BaseModel, ValidationError

from feedback_miner import __version__
from feedback_miner.errors import FeedError
from feedback_miner.feeds.following.backwards import Forgotten
from feedback_miner.feeds.following.readable import Readable
from feedback_miner.feeds.reddit.things import COMMENT, POST, Child, Thing
from feedback_miner.feeds.web.http import MAX_ANSWER, MAX_SECONDS, retry_after

#: Where one signs in, and where one asks.
SIGN_IN, API = "https://www.reddit.com", "https://oauth.reddit.com"
#: Most things that are given at once.
PAGE = 100
#: Longest that is waited for Reddit's leave to ask again: prawcore spreads requests over the ten minutes of a limit,
#: some seconds at a time; whoever used the limit up is sent away.
LONGEST_SLEEP = 10.0

_TIMEOUT = 30.0
_BLOCK = 1 << 16
_TOO_MANY, _BROKEN = 429, 500
_UNAUTHORISED, _FORBIDDEN = 401, 403
_NOT_FOUND = (301, 302, 404)


class _Data(BaseModel):
    children: list[Child]
    after: str | None = None


class _Listing(BaseModel):
    kind: Literal["Listing"]
    data: _Data


class RedditClient(AbstractContextManager["RedditClient"]):
    """One pull's connection. Every method raises FeedError, which names the host and no secret."""

    def __init__(
        self, client_id: str, client_secret: str, *, contact: str, url: str | None, readable: Readable
    ) -> None:
        """`contact`: name of a Reddit account that answers for the requests, or ""; `url`: a place that stands in."""
        who = f" (by /u/{contact})" if contact else ""
        requestor = _Requestor(
            oauth_url=f"{url or API}/",  # paths are joined to it as a browser would
            reddit_url=url or SIGN_IN,
            user_agent=f"python:feedback-miner:v{__version__}{who}",
        )
        self._host, self._readable = urlsplit(url or API).netloc, readable
        app = prawcore.TrustedAuthenticator(
            client_id=client_id, client_secret=client_secret, requestor=requestor
        )
        self._session = prawcore.Session(authorizer=prawcore.ReadOnlyAuthorizer(authenticator=app))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def newest(self, path: str, params: Mapping[str, str], at: str) -> tuple[list[Thing], str | None]:
        """A page of a listing, newest first, and what the next one is called, if any.

        `at`: what this page was called, "" for the newest. Raises Forgotten, too: Reddit calls pages by the last thing
        before them, and gives an empty one where that is listed no more.
        """
        page = self._listing(path, {**params, "limit": PAGE, **({"after": at} if at else {})})
        if at and not page.children:
            raise Forgotten("It no longer lists the thing that was the last.", where=self._host)
        return self._readable_things(page), page.after

    def things(self, names: Sequence[str]) -> list[Thing]:
        """Those of the things that Reddit still knows, as they are now: also empty ones in place of deleted ones.

        What an answer leaves out is asked for once more before it counts as unknown.
        """
        found: dict[str, Thing] = {}
        for _ in range(2):
            missing = [name for name in names if name not in found]
            for n in range(0, len(missing), PAGE):
                page = self._listing("api/info/", {"id": ",".join(missing[n : n + PAGE])})
                found |= {thing.name: thing for thing in self._things(page)}
        return [found[name] for name in names if name in found]

    def _readable_things(self, page: _Data) -> list[Thing]:
        try:
            return self._readable.walked(_told(page), Thing.of)
        except ValidationError as error:
            raise self._no_reddit(error) from None

    def _things(self, page: _Data) -> list[Thing]:
        try:
            return [Thing.of(child) for child in _told(page)]
        except ValidationError as error:
            raise self._no_reddit(error) from None

    def _listing(self, path: str, params: Mapping[str, object]) -> _Data:
        self._check_patience()
        try:
            answer = self._session.request(method="GET", path=path, params=params)
            return _Listing.model_validate(answer).data
        except prawcore.PrawcoreException as error:
            raise self._for_people(error) from None
        except ValidationError as error:
            raise self._no_reddit(error) from None
        except (KeyError, TypeError, ValueError, RecursionError):  # of prawcore, for what it does not expect
            raise self._no_reddit(None) from None

    def _check_patience(self) -> None:
        """Raises FeedError where prawcore would sleep for long."""
        next_at = self._session.rate_limiter.next_request_timestamp_ns or 0
        wait = (next_at - time.monotonic_ns()) / 1e9
        if wait > LONGEST_SLEEP:
            raise FeedError(
                "The requests that Reddit allows in ten minutes are used up.",
                where=self._host,
                retry_after=timedelta(seconds=wait),
            )

    def _for_people(self, error: prawcore.PrawcoreException) -> FeedError:
        host, answer = self._host, getattr(error, "response", None)
        status = answer.status_code if isinstance(answer, requests.Response) else 0
        if isinstance(error, prawcore.OAuthException) or status == _UNAUTHORISED:
            return FeedError(
                "It does not let us in: are client_id and the secret those of one app, and is that a “script”?",
                where=host,
            )
        if status == _FORBIDDEN:
            return FeedError(
                "It refuses (status 403): is the subreddit private or quarantined? Is the app allowed to use the API?",
                where=host,
            )
        if status in _NOT_FOUND:
            return FeedError(f"There is no such subreddit (status {status}), or it was banned.", where=host)
        if isinstance(error, prawcore.BadJSON) or not status:
            return self._no_reddit(None)
        return FeedError(f"It answered with status {status}.", where=host)

    def _no_reddit(self, error: ValidationError | None) -> FeedError:
        first: Any = error.errors(include_url=False, include_input=False)[0] if error else None
        what = f" ({'.'.join(map(str, first['loc']))}: {first['msg']})" if first else ""
        return FeedError(f"Its answer is not what Reddit's API gives{what}.", where=self._host)


class _Requestor(prawcore.Requestor):
    """Fails at once, in words: prawcore would sleep and try again, while others wait for the worker."""

    def request(
        self,
        *args: Any,  # noqa: ANN401 - the library's signature
        timeout: float | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> requests.Response:
        host = urlsplit(self.oauth_url).netloc
        try:
            more = {**kwargs, "timeout": timeout or _TIMEOUT, "stream": True}
            with self._http.request(*args, **more) as answer:
                body = _read(answer, host)
        except requests.Timeout:
            raise FeedError("No answer came in time. It is tried again.", where=host) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise FeedError(
                f"The connection failed ({type(error).__name__}). Is the network up?", where=host
            ) from None
        status, wait = answer.status_code, retry_after(answer.headers.get("retry-after", ""))
        if status == _TOO_MANY:
            reset = retry_after(answer.headers.get("x-ratelimit-reset", ""))
            raise FeedError(
                "It asks us to come back later: too many requests.", where=host, retry_after=wait or reset
            )
        if status >= _BROKEN:
            raise FeedError(f"It answered with status {status}.", where=host, retry_after=wait)
        answer.raw = BytesIO(body)
        return answer


def _told(page: _Data) -> list[Child]:
    return [child for child in page.children if child.kind in (COMMENT, POST)]


def _read(answer: requests.Response, host: str) -> bytes:
    """The body, unpacked, within limits of size and time. Raises FeedError."""
    body, deadline = bytearray(), time.monotonic() + MAX_SECONDS
    for block in answer.raw.stream(_BLOCK, decode_content=True):
        body += block
        if len(body) > MAX_ANSWER:
            raise FeedError(f"The answer is larger than {MAX_ANSWER:,} bytes.", where=host)
        if time.monotonic() > deadline:
            raise FeedError(f"The answer was not complete after {MAX_SECONDS:.0f} seconds.", where=host)
    return bytes(body)
