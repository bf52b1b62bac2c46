"""Requests to places that may be slow, broken or unfriendly: limits on every answer, and errors for people."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx2
from pydantic import HttpUrl

from feedback_miner import __version__
from feedback_miner.errors import FeedError

#: Largest answer that is read, in bytes, after decompression.
MAX_ANSWER = 50_000_000
#: Longest that a body may take, in seconds: a place that sends a byte now and then would hold us for ever.
MAX_SECONDS = 180.0
_TIMEOUT = httpx2.Timeout(30.0, connect=10.0)
_TOO_MANY = 429
_REFUSED = (401, 403)
_GONE = (404, 410)
_NOT_MODIFIED = 304
_LONGEST_WAIT = timedelta(hours=24)
_LONGEST_VALIDATOR = 500
_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")


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
    """Fetches from one place. Errors name the host and never the query: it may hold a secret."""

    def __init__(
        self,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        max_answer: int = MAX_ANSWER,
    ) -> None:
        agent = {"User-Agent": f"feedback-miner/{__version__}"}
        self._client = httpx2.Client(
            headers={**agent, **(headers or {})}, auth=auth, timeout=_TIMEOUT, follow_redirects=True
        )
        self._max_answer = max_answer

    def get(self, url: str, params: Mapping[str, str] | None = None) -> bytes:
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

    def close(self) -> None:
        """Lets go of connections."""
        self._client.close()

    @contextmanager
    def _answer(
        self, url: str, params: Mapping[str, str] | None, headers: Mapping[str, str]
    ) -> Iterator[httpx2.Response]:
        """A successful answer, its body still to be read, or the “not modified” that was asked for."""
        host = httpx2.URL(url).host
        try:
            with self._client.stream("GET", url, params=params, headers=headers) as answer:
                unmodified = bool(headers) and answer.status_code == _NOT_MODIFIED
                if not (answer.is_success or unmodified):
                    raise _failure(host, answer)
                yield answer
        except httpx2.TimeoutException:
            raise FeedError("No answer came in time. It is tried again.", where=host) from None
        except httpx2.HTTPError as error:
            raise FeedError(
                f"The connection failed ({type(error).__name__}). Is the address right, and the network up?",
                where=host,
            ) from None

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


def keeps_secrets(url: HttpUrl) -> bool:
    """Whether what is sent there can be read on the way by nobody."""
    return url.scheme == "https" or url.host in _THIS_MACHINE


def _failure(host: str, answer: httpx2.Response) -> FeedError:
    status, wait = answer.status_code, retry_after(answer.headers.get("retry-after", ""))
    if status == _TOO_MANY:
        return FeedError("It asks us to come back later: too many requests.", where=host, retry_after=wait)
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


def _validator(answer: httpx2.Response, header: str) -> str:
    """One that can be sent back as it came; "" where there is none."""
    value: str = answer.headers.get(header, "")
    return value if value.isascii() and len(value) <= _LONGEST_VALIDATOR else ""
