"""Requests to Bluesky as an account that has signed in. Errors are for people.

Plain requests, not the library `atproto`: importing it takes 1.4 seconds of CPU and 60 MB for the models of all of
the protocol, it brings cryptography, a DNS client and web sockets along, and it reads answers of any size.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, closing
from hashlib import sha256
from types import TracebackType
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, ValidationError

from feedback_miner.errors import FeedError
from feedback_miner.feeds.web.http import Client, Params

#: Largest answer that is read, in bytes.
MAX_ANSWER = 20_000_000

_BAD_REQUEST, _UNKNOWN = 400, 401
_SESSION_ENDED = ("ExpiredToken", "InvalidToken")
_LONGEST_REASON = 200

#: Access tokens by server, handle and hash of the password. They last two hours, and an account may sign in 300 times
#: a day: pulls each minute must not do so each time. They are kept by the process alone.
_tokens: dict[tuple[str, str, str], str] = {}


class _SignedIn(BaseModel):
    token: str = Field(alias="accessJwt", pattern=r"^[\x21-\x7e]{1,10000}$")


class _Problem(BaseModel):
    error: str
    message: str = ""


class _SessionEndedError(FeedError):
    """One has to sign in again."""


class BlueskySession(AbstractContextManager["BlueskySession"]):
    """One pull's connection. Raises FeedError, which names the server and no secret."""

    def __init__(self, server: str, handle: str, password: str) -> None:
        self.host = urlsplit(server).netloc
        self._base = f"{server}/xrpc"
        self._handle, self._password = handle, password
        self._key = (server, handle, sha256(password.encode()).hexdigest())
        self._client: Client | None = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._disconnect()

    def get(self, method: str, params: Params) -> bytes:
        """The body of a successful answer. Signs in where that was not done yet, or the session has ended."""
        address = f"{self._base}/{method}"
        if self._key in _tokens:
            try:
                return self._connected().get(address, params)
            except _SessionEndedError:
                self._disconnect()
        _tokens[self._key] = self._sign_in()
        return self._connected().get(address, params)

    def _connected(self) -> Client:
        if self._client is None:
            headers = {"Authorization": f"Bearer {_tokens[self._key]}"}
            self._client = Client(headers, max_answer=MAX_ANSWER, explain=self._explain)
        return self._client

    def _disconnect(self) -> None:
        if self._client:
            self._client.close()
        self._client = None

    def _sign_in(self) -> str:
        said = {"identifier": self._handle, "password": self._password}
        with closing(Client(max_answer=MAX_ANSWER, explain=self._explain_sign_in)) as client:
            answer = client.post(f"{self._base}/com.atproto.server.createSession", said)
        try:
            return _SignedIn.model_validate_json(answer).token
        except ValidationError:
            raise FeedError("Its answer is none of a Bluesky server.", where=self.host) from None

    def _explain(self, status: int, body: bytes) -> FeedError | None:
        problem = _problem(body)
        if status == _UNKNOWN or (problem and problem.error in _SESSION_ENDED):
            return _SessionEndedError(
                f"It refuses (status {status}), though it let {self._handle} in before.", where=self.host
            )
        if problem and status == _BAD_REQUEST:
            return FeedError(f"It does not take the request: {_shown(problem)}.", where=self.host)
        return None

    def _explain_sign_in(self, _status: int, body: bytes) -> FeedError | None:
        problem = _problem(body)
        if problem and problem.error == "AuthFactorTokenRequired":
            return FeedError(
                "The account asks for a code by e-mail: give an app password, not the account's own.",
                where=self.host,
            )
        if problem and problem.error in ("AuthenticationRequired", "AccountTakedown", "InvalidRequest"):
            return FeedError(
                f"It does not let {self._handle} in ({_shown(problem)}): are handle and app password right?",
                where=self.host,
            )
        return None


def _problem(body: bytes) -> _Problem | None:
    try:
        return _Problem.model_validate_json(body)
    except ValidationError:
        return None


def _shown(problem: _Problem) -> str:
    said = " ".join((problem.message or problem.error).split())[:_LONGEST_REASON].rstrip(".")
    return "".join(character for character in said if character.isprintable())
