"""A server that answers as Mastodon does: timelines of a tag, search, single posts; and its troubles."""

from __future__ import annotations

import json
import sys
import threading
from collections import deque
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Status = dict[str, Any]
Query = dict[str, list[str]]

VERSION = "4.4.3"
#: Most statuses that are given at once, of a timeline or by their ids.
PAGE, BATCH = 40, 20


class Trouble(Enum):
    """What may come instead of an answer."""

    TOO_MANY = auto()
    BROKEN = auto()
    UNAVAILABLE = auto()
    #: the connection ends in the middle of the body
    CUT = auto()
    #: a page of HTML with status 200, as proxies send it
    JUNK = auto()


class MastodonServer:
    """One server on 127.0.0.1, with posts that a test writes, edits and deletes. Use it as a context manager."""

    def __init__(self, *, batches: bool = True, token: str | None = None) -> None:
        #: every post that is there, by id
        self.statuses: dict[int, Status] = {}
        #: ids of posts that the timeline and the search do not show
        self.unlisted: set[int] = set()
        #: paths with query, in the order in which they were asked for
        self.requests: list[str] = []
        #: what goes wrong with the next requests for posts; None: nothing
        self.troubles: deque[Trouble | None] = deque()
        #: whether it is a version with `GET /api/v1/statuses`
        self.batches = batches
        #: most statuses that it gives at once
        self.page = PAGE
        #: what a search, and everything where `members_only`, must bring
        self.token = token
        self.members_only = False
        self._written = 0
        owner = self

        class Handler(_Handler):
            server_of_test = owner

        self._http = _Http(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(
            target=lambda: self._http.serve_forever(poll_interval=0.02), daemon=True
        )

    def __enter__(self) -> MastodonServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def post(self, at: datetime, text: str, *, acct: str = "ada@example.social", **other: Any) -> str:
        """A post that was written then; one of another server may arrive later. Returns its id.

        `other`: fields of the status, and of its account as `account_bot` …
        """
        self._written += 1
        post_id = (int(at.timestamp() * 1000) << 16) + self._written % 65_536
        account = {k.removeprefix("account_"): v for k, v in other.items() if k.startswith("account_")}
        status = {k: v for k, v in other.items() if not k.startswith("account_")}
        self.statuses[post_id] = _status(post_id, at, text, acct) | status
        self.statuses[post_id]["account"] |= account
        return str(post_id)

    def edit(self, post_id: str, text: str, at: datetime) -> None:
        """Other words under the same id."""
        self.statuses[int(post_id)] |= {"content": _html(text), "edited_at": _iso(at)}

    def delete(self, post_id: str) -> None:
        """Takes a post away."""
        del self.statuses[int(post_id)]

    def asked(self, path: str) -> list[str]:
        """The requests whose path begins so."""
        return [request for request in self.requests if request.startswith(path)]

    def timeline(self, query: Query) -> list[Status]:
        """Newest first; with min_id those next to it."""
        listed = sorted(i for i in list(self.statuses) if i not in self.unlisted)
        above = max(int(query.get(key, ["0"])[0]) for key in ("min_id", "since_id"))
        below = int(query.get("max_id", [str(1 << 70)])[0])
        limit = min(int(query.get("limit", ["20"])[0]), self.page)
        fitting = [i for i in listed if above < i < below]
        chosen = fitting[:limit] if "min_id" in query else fitting[-limit:]
        return [self.statuses[i] for i in reversed(chosen)]

    def search(self, query: Query) -> list[Status]:
        """Newest first. As in Mastodon's own search, ids are taken as times of whole seconds."""
        after = int(query.get("min_id", ["0"])[0]) >> 16
        before = int(query.get("max_id", [str(1 << 70)])[0]) >> 16
        offset, limit = int(query.get("offset", ["0"])[0]), min(int(query.get("limit", ["20"])[0]), self.page)
        fitting = [
            i
            for i in sorted(self.statuses, reverse=True)
            if i not in self.unlisted and after // 1000 < (i >> 16) / 1000 < before // 1000
        ]
        return [self.statuses[i] for i in fitting[offset : offset + limit]]


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Says nothing of clients that hang up: some tests want that."""
        if not isinstance(sys.exception(), ConnectionError):
            raise


class _Handler(BaseHTTPRequestHandler):
    server_of_test: MastodonServer
    protocol_version = "HTTP/1.1"
    # An answer in one piece: else each waits for the other's acknowledgement.
    wbufsize = -1

    def do_GET(self) -> None:
        server, parts = self.server_of_test, urlsplit(self.path)
        path, query = parts.path.rstrip("/"), parse_qs(parts.query)
        server.requests.append(self.path)
        if path.endswith("/instance"):
            return self._answer(_instance(path))
        trouble = server.troubles.popleft() if server.troubles else None
        if trouble:
            return self._trouble(trouble)
        search = path == "/api/v2/search"
        if (search or server.members_only) and self.headers["Authorization"] != f"Bearer {server.token}":
            return self._answer({"error": "This method requires an authenticated user"}, 401)
        if search:
            return self._answer({"accounts": [], "hashtags": [], "statuses": server.search(query)})
        if path.startswith("/api/v1/timelines/tag/"):
            return self._timeline(server.timeline(query), path)
        if path == "/api/v1/statuses" and server.batches:
            ids = [int(i) for i in query.get("id[]", [])]
            if len(ids) > BATCH:
                return self._answer({"error": "Validation failed: too many"}, 422)
            return self._answer([server.statuses[i] for i in ids if i in server.statuses])
        single = path.removeprefix("/api/v1/statuses/")
        if single.isdecimal() and int(single) in server.statuses:
            return self._answer(server.statuses[int(single)])
        return self._answer({"error": "Record not found"}, 404)

    def _timeline(self, statuses: list[Status], path: str) -> None:
        link = (
            f'<{self.server_of_test.url}{path}?max_id={statuses[-1]["id"]}>; rel="next", ' if statuses else ""
        )
        link += (
            f'<{self.server_of_test.url}{path}?min_id={statuses[0]["id"]}>; rel="prev"' if statuses else ""
        )
        self._answer(statuses, headers={"Link": link} if link else {})

    def _answer(self, thing: object, status: int = 200, headers: dict[str, str] | None = None) -> None:
        body = json.dumps(thing).encode()
        self._send(status, body, {"Content-Type": "application/json; charset=utf-8", **(headers or {})})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        reset = datetime.now(UTC) + timedelta(minutes=2)
        self.send_response(status)
        limits = {
            "X-RateLimit-Limit": "300",
            "X-RateLimit-Remaining": "299",
            "X-RateLimit-Reset": _iso(reset),
        }
        for name, value in {**limits, **headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _trouble(self, trouble: Trouble) -> None:
        match trouble:
            case Trouble.TOO_MANY:
                self._answer({"error": "Too many requests"}, 429)
            case Trouble.BROKEN:
                self._send(
                    500, b"<h1>We're sorry, but something went wrong</h1>", {"Content-Type": "text/html"}
                )
            case Trouble.UNAVAILABLE:
                self._answer({"error": "There was a temporary problem"}, 503, {"Retry-After": "90"})
            case Trouble.JUNK:
                self._send(200, b"<html>Please wait</html>", {"Content-Type": "text/html"})
            case Trouble.CUT:
                self.send_response(200)
                self.send_header("Content-Length", "5000")
                self.end_headers()
                self.wfile.write(b'[{"id": "1')
                self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def _status(post_id: int, at: datetime, text: str, acct: str) -> Status:
    name = acct.split("@")[0]
    home = f"https://{acct.split('@')[1] if '@' in acct else 'here.example'}/@{name}"
    return {
        "id": str(post_id),
        "created_at": _iso(at),
        "edited_at": None,
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "uri": f"{home}/statuses/{post_id}",
        "url": f"{home}/{post_id}",
        "replies_count": 0,
        "reblogs_count": 0,
        "favourites_count": 0,
        "content": _html(text),
        "reblog": None,
        "account": {
            "id": "109302436954721982",
            "username": name,
            "acct": acct,
            "display_name": name.title(),
            "locked": False,
            "bot": False,
            "created_at": "2022-11-07T00:00:00.000Z",
            "note": "<p>I write.</p>",
            "url": home,
            "followers_count": 12,
            "fields": [{"name": "Where", "value": "Here", "verified_at": None}],
            "emojis": [],
        },
        "media_attachments": [],
        "mentions": [],
        "tags": [{"name": "acme", "url": "https://here.example/tags/acme"}],
        "emojis": [],
        "card": None,
        "poll": None,
    }


def _html(text: str) -> str:
    tag = '<a href="https://here.example/tags/acme" class="mention hashtag" rel="tag">#<span>acme</span></a>'
    return f"<p>{text} {tag}</p>"


def _iso(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _instance(path: str) -> dict[str, Any]:
    if path.startswith("/api/v1"):
        return {"uri": "here.example", "title": "Here", "version": VERSION, "urls": {}, "stats": {}}
    open_to_all = {"local": "public", "remote": "public"}
    access = dict.fromkeys(("live_feeds", "hashtag_feeds", "trending_link_feeds"), open_to_all)
    return {
        "domain": "here.example",
        "title": "Here",
        "version": VERSION,
        "api_versions": {"mastodon": 6},
        "configuration": {"timelines_access": access},
    }
