"""Requests to places that may be slow, broken or unfriendly: limits on every answer, and errors for people."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from ssl import SSLContext

import httpx2
from pydantic import HttpUrl

from feedback_miner import __version__
from feedback_miner.errors import FeedError
from feedback_miner.feeds.web.redirects import check_side, is_from_inside, redirected

# They log addresses with their queries, in which a secret may stand.
for _name in ("httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.WARNING)

#: Largest answer that is read, in bytes, after decompression.
MAX_ANSWER = 50_000_000
#: Longest that a body may take, in seconds: a place that sends a byte now and then would hold us for ever.
MAX_SECONDS = 180.0
#: Most redirects that are followed.
MAX_REDIRECTS = 5
_TIMEOUT = httpx2.Timeout(30.0, connect=10.0)
_TOO_MANY = 429
_REFUSED = (401, 403)
_GONE = (404, 410)
_NOT_MODIFIED = 304
_RESETS = ("x-rate-limit-reset", "ratelimit-reset", "x-ratelimit-reset")
_LONGEST_WAIT = timedelta(hours=24)
_LONGEST_VALIDATOR = 500
_LONGEST_REASON = 100_000
_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")


#: What a place says of a failure in its own way: of the status and the (beginning of the) body; None where it says
#: no more than the status.
Explain = Callable[[int, bytes], FeedError | None]


#: A name may have several values.
Params = Mapping[str, str | Sequence[str]]


class Missing(FeedError):
    """The place says that there is nothing under this address (any more)."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a place calls the version that it answered with, so that it can say “not modified” (RFC 9110, 8.8)."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A successful answer."""

    body: bytes
    content_type: str
    validators: Validators


class Client:
    """Fetches from one place. Errors name the host and never the query: it may hold a secret.

    Redirects are followed where `redirected` lets us; with `headers` or `auth` never to another origin: it must not
    learn them, and what it shows to a guest is not all that there is.
    """

    def __init__(
        self,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        max_answer: int = MAX_ANSWER,
        explain: Explain | None = None,
    ) -> None:
        agent = {"User-Agent": f"feedback-miner/{__version__}"}
        self._client = httpx2.Client(headers=agent, timeout=_TIMEOUT, verify=_authorities())
        self._headers = dict(headers or {})
        self._auth = auth
        self._max_answer = max_answer
        self._explain = explain

    def get(self, url: str, params: Params | None = None) -> bytes:
        """The body of a successful answer. Raises FeedError; of it Missing where nothing is there."""
        with self._answer(url, params, {}) as answer:
            return self._body(answer)

    def get_changed(self, url: str, known: Validators) -> Document | None:
        """The document, or None where it is still the known one. Raises as `get` does."""
        conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        with self._answer(url, None, headers) as answer:
            if answer.status_code == _NOT_MODIFIED:
                return None
            return Document(
                body=self._body(answer),
                content_type=answer.headers.get("content-type", ""),
                validators=Validators(_validator(answer, "etag"), _validator(answer, "last-modified")),
            )

    def post(self, url: str, said: Mapping[str, str]) -> bytes:
        """The body of a successful answer to a JSON object, which may hold a secret: no redirect is followed."""
        at = httpx2.URL(url)
        request = self._client.build_request("POST", at, json=said, headers=self._headers)
        with (
            _failures_of(at.host),
            closing(self._client.send(request, stream=True, auth=self._auth)) as answer,
        ):
            if not answer.is_success:
                raise self._explained(answer) or _failure(answer)
            return self._body(answer)

    def close(self) -> None:
        """Lets go of connections."""
        self._client.close()

    @contextmanager
    def _answer(
        self, url: str, params: Params | None, headers: Mapping[str, str]
    ) -> Iterator[httpx2.Response]:
        """A successful answer, its body still to be read, or the “not modified” that was asked for."""
        first = httpx2.URL(url, params=params) if params else httpx2.URL(url)
        with _failures_of(first.host), closing(self._at_the_end(first, headers)) as answer:
            unmodified = bool(headers) and answer.status_code == _NOT_MODIFIED
            if not (answer.is_success or unmodified):
                raise self._explained(answer) or _failure(answer)
            yield answer

    def _at_the_end(self, first: httpx2.URL, headers: Mapping[str, str]) -> httpx2.Response:
        """What stands behind all redirects, whose own bodies are not read."""
        at = first
        began_inside: bool | None = None
        for _ in range(MAX_REDIRECTS + 1):
            request = self._client.build_request("GET", at, headers={**headers, **self._headers})
            answer = self._client.send(request, stream=True, auth=self._auth)
            try:
                if began_inside is None:
                    began_inside = is_from_inside(answer)
                check_side(answer, began_inside=began_inside)
                if not answer.has_redirect_location:
                    return answer
                at = redirected(answer)
                if (self._headers or self._auth) and at.origin != first.origin:
                    raise FeedError(
                        f"It sends us on to {at.scheme}://{at.netloc.decode()}: give that address.",
                        where=first.host,
                    )
            except BaseException:
                answer.close()
                raise
            answer.close()
        raise FeedError(f"It sends us on more than {MAX_REDIRECTS} times.", where=first.host)

    def _explained(self, answer: httpx2.Response) -> FeedError | None:
        if self._explain is None:
            return None
        said = bytearray()
        deadline = time.monotonic() + MAX_SECONDS
        for block in answer.iter_bytes():
            said += block
            if len(said) > _LONGEST_REASON or time.monotonic() > deadline:
                break
        return self._explain(answer.status_code, bytes(said))

    def _body(self, answer: httpx2.Response) -> bytes:
        body = bytearray()
        deadline = time.monotonic() + MAX_SECONDS
        for block in answer.iter_bytes():
            body += block
            if len(body) > self._max_answer:
                raise FeedError(
                    f"The answer is larger than {self._max_answer:,} bytes.", where=answer.url.host
                )
            if time.monotonic() > deadline:
                raise FeedError(
                    f"The answer was not complete after {MAX_SECONDS:.0f} seconds.", where=answer.url.host
                )
        return bytes(body)


@contextmanager
def _failures_of(host: str) -> Iterator[None]:
    """Raises what fails on the way there as FeedError."""
    try:
        yield
    except httpx2.TimeoutException:
        raise FeedError("No answer came in time. It is tried again.", where=host) from None
    except httpx2.HTTPError as error:
        raise FeedError(
            f"The connection failed ({type(error).__name__}). Is the address right, and the network up?",
            where=host,
        ) from None


def keeps_secrets(url: HttpUrl) -> bool:
    """Whether what is sent there can be read on the way by nobody."""
    return url.scheme == "https" or url.host in _THIS_MACHINE


@cache
def _authorities() -> SSLContext:
    """Whose certificates are believed; reading them takes longer than most pulls."""
    return httpx2.create_ssl_context()


def _failure(answer: httpx2.Response) -> FeedError:
    host, status = answer.url.host, answer.status_code
    wait = retry_after(answer.headers.get("retry-after", ""))
    if status == _TOO_MANY:
        return FeedError(
            "It asks us to come back later: too many requests.",
            where=host,
            retry_after=_until_reset(answer) if wait is None else wait,
        )
    if status in _REFUSED:
        return FeedError(
            f"It refuses (status {status}): is the secret right, and may it read this?", where=host
        )
    if status in _GONE:
        return Missing(f"Nothing is there (status {status}): is the address right?", where=host)
    return FeedError(f"It answered with status {status}.", where=host, retry_after=wait)


def retry_after(value: str) -> timedelta | None:
    """Seconds or a date (RFC 9110, 10.2.3), at most a day."""
    if value.isdecimal():
        return min(timedelta(seconds=int(value[:9])), _LONGEST_WAIT)
    try:
        wait = parsedate_to_datetime(value) - datetime.now(UTC)
    except (TypeError, ValueError):
        return None
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)


def _until_reset(answer: httpx2.Response) -> timedelta | None:
    """X, Bluesky and others say in place of Retry-After when they count anew, in seconds since 1970; Mastodon as ISO
    8601.
    """
    reset = next((answer.headers[name] for name in _RESETS if name in answer.headers), "")
    try:
        at = int(reset[:12]) if reset.isdecimal() else datetime.fromisoformat(reset).timestamp()
    except (OverflowError, ValueError):
        return None
    return min(timedelta(seconds=max(at - time.time(), 0)), _LONGEST_WAIT)


def _validator(answer: httpx2.Response, header: str) -> str:
    """One that can be sent back as it came; "" where there is none."""
    value: str = answer.headers.get(header, "")
    return value if value.isascii() and len(value) <= _LONGEST_VALIDATOR else ""
