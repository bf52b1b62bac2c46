"""A place that messages are pulled from, as a small server on this machine that answers as it is told."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Request:
    """What was asked."""

    path: str
    query: Mapping[str, str]
    #: by lower-case name
    headers: Mapping[str, str]
    method: str = "GET"
    body: bytes = b""
    #: every value of each name, where `query` has the last
    queries: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What is answered."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    #: bytes that are announced and never sent: the connection is cut before
    missing: int = 0


TOO_MANY = Answer(status=429, headers={"Retry-After": "37"})
BROKEN = Answer(status=503, headers={"Retry-After": "120"})


class Place:
    """The server, what it was asked so far, and what it answers in place of its usual answers."""

    def __init__(self, answer: Callable[[Request], Answer]) -> None:
        self.answer = answer
        self.requests: list[Request] = []
        #: given out before any usual answer, one a request; None: the usual one
        self.instead: deque[Answer | None] = deque()
        self._server = HTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def open(self) -> Iterator[Place]:
        """Serves while the block lasts."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        place = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                place._serve(self)

            def do_POST(self) -> None:
                place._serve(self)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's signature
                """Says nothing."""

        return Handler

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        split = urlsplit(handler.path)
        queries = parse_qs(split.query)
        query = {name: values[-1] for name, values in queries.items()}
        headers = {name.lower(): value for name, value in handler.headers.items()}
        body = handler.rfile.read(int(headers.get("content-length", 0)))
        request = Request(split.path, query, headers, handler.command, body, queries)
        self.requests.append(request)
        answer = (self.instead.popleft() if self.instead else None) or self.answer(request)
        handler.send_response(answer.status)
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(answer.body) + answer.missing))
        handler.end_headers()
        handler.wfile.write(answer.body)
