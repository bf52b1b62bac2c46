"""Places on this machine that are told of alerts: one that takes webhooks, and one that takes mail."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass(slots=True)
class HookPlace:
    """Takes what is posted; answers with the next of `answers`, or 200."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def hook_place() -> Iterator[HookPlace]:
    """While this lasts, it listens."""
    place = HookPlace()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            place.taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status = place.answers.pop(0) if place.answers else 200
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{place.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with _served(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        place.url = f"http://127.0.0.1:{port}"
        yield place


@dataclass(slots=True)
class MailPlace:
    """Takes mail in plain SMTP (RFC 5321), from who knows user and password where one is set."""

    port: int = 0
    password: str = ""
    refused: tuple[str, ...] = ()
    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)


@contextmanager
def mail_place() -> Iterator[MailPlace]:
    """While this lasts, it listens."""
    place = MailPlace()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 mail.test ESMTP")
            receivers: list[str] = []
            while line := self.rfile.readline().decode().strip():
                verb = line[:4].upper()
                if verb == "EHLO":
                    self._say("250-mail.test\r\n250 AUTH PLAIN" if place.password else "250 mail.test")
                elif verb == "AUTH":
                    from base64 import b64decode

                    known = b64decode(line.split()[2]).split(b"\0")[2].decode() == place.password
                    self._say("235 welcome" if known else "535 not you, secret-of-the-server")
                elif verb == "RCPT":
                    address = line.partition("<")[2].partition(">")[0]
                    if address in place.refused:
                        self._say("550 nobody of that name")
                    else:
                        receivers.append(address)
                        self._say("250 ok")
                elif verb == "DATA":
                    self._say("354 go on")
                    lines = iter(self.rfile.readline, b".\r\n")
                    message = message_from_bytes(b"".join(lines), policy=policy.default)
                    assert isinstance(message, EmailMessage)
                    place.taken.append((receivers, message))
                    self._say("250 taken")
                elif verb == "QUIT":
                    self._say("221 bye")
                    return
                else:
                    self._say("250 ok")

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    with _served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)) as port:
        place.port = port
        yield place


@contextmanager
def _served(server: socketserver.TCPServer) -> Iterator[int]:
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield int(server.socket.getsockname()[1])
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()
