"""Service accounts of Google: a key signs a claim, and Google gives an access token for it (RFC 7523)."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

import httpx2
from pydantic import HttpUrl, TypeAdapter, ValidationError

from feedback_miner.errors import FeedError, SetupError
from feedback_miner.feeds.web.http import keeps_secrets, retry_after

#: Largest answer of the place that gives tokens, in bytes.
_MAX_ANSWER = 100_000
_TIMEOUT = 30.0
_NEEDED = ("client_email", "private_key", "token_uri")
_TROUBLED = 500
_TOO_MANY = 429


class ServiceAccount:
    """Whom the key stands for. The key is in no error, and in no log."""

    def __init__(self, key: str, *, name: str) -> None:
        """`key`: the JSON file as Google Cloud gives it; `name`: of the secret. Raises SetupError where it is none."""
        self._name = name
        self._info = _read(key, name)

    def access_token(self, scope: str) -> str:
        """A token for an hour. Raises FeedError where Google gives none, SetupError where the key cannot sign."""
        # Importing it takes a second: only those who pull pay for it.
        from google.auth.exceptions import GoogleAuthError
        from google.oauth2.service_account import Credentials

        try:
            credentials = Credentials.from_service_account_info(self._info, scopes=[scope])  # type: ignore[no-untyped-call]
        except (GoogleAuthError, TypeError, ValueError):  # TypeError: a private key under a password
            raise SetupError(_NO_KEY, where=self._name) from None
        try:
            credentials.refresh(_post)
        except (GoogleAuthError, TypeError, ValueError):
            raise FeedError(
                "Google gives no access for this key: is it still valid, and the clock of this machine right?",
                where=_host(self._info["token_uri"]),
            ) from None
        token: str = credentials.token
        return token


_NO_KEY = (
    "The secret is not the JSON key of a service account: in Google Cloud open the account, Keys, Add key, JSON, and "
    "give the whole file."
)


def _read(key: str, name: str) -> dict[str, Any]:
    try:
        info = json.loads(key)
        if not all(isinstance(info[part], str) for part in _NEEDED):
            raise ValueError
        address = TypeAdapter(HttpUrl).validate_python(info["token_uri"])
    except (ValueError, KeyError, TypeError, RecursionError, ValidationError):
        raise SetupError(_NO_KEY, where=name) from None
    if not keeps_secrets(address):
        raise SetupError("The key's token_uri must be an https:// address.", where=name)
    return dict(info)


@dataclass(frozen=True, slots=True)
class _Answer:
    """As google.auth.transport.Response has it."""

    status: int
    headers: httpx2.Headers
    data: bytes


def _post(url: str, method: str, headers: dict[str, str], body: bytes) -> _Answer:
    """As google.auth.transport.Request has it; its trouble is said at once, for pulls are tried again anyway."""
    host = _host(url)
    try:
        with httpx2.stream(method, url, headers=headers, content=body, timeout=_TIMEOUT) as answer:
            if answer.status_code >= _TROUBLED or answer.status_code == _TOO_MANY:
                wait = retry_after(answer.headers.get("retry-after", ""))
                raise FeedError(
                    f"It answered with status {answer.status_code}.", where=host, retry_after=wait
                )
            data, deadline = bytearray(), time.monotonic() + _TIMEOUT
            for block in answer.iter_bytes():
                data += block
                if len(data) > _MAX_ANSWER:
                    raise FeedError(f"The answer is larger than {_MAX_ANSWER:,} bytes.", where=host)
                if time.monotonic() > deadline:
                    raise FeedError(f"The answer was not complete after {_TIMEOUT:.0f} seconds.", where=host)
            return _Answer(answer.status_code, answer.headers, bytes(data))
    except httpx2.HTTPError as error:
        raise FeedError(
            f"The connection failed ({type(error).__name__}). Is the network up?", where=host
        ) from None


def _host(url: str) -> str:
    return httpx2.URL(url).host
