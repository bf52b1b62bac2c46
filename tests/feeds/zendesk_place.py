"""Zendesk's incremental export and comments as its documentation has them: changed tickets, oldest change first."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.feeds.places import Answer, Request

EMAIL, TOKEN = "admin@acme.test", "s3cret-token"
_EXPECTED = "Basic " + base64.b64encode(f"{EMAIL}/token:{TOKEN}".encode()).decode()


@dataclass
class ZendeskAccount:
    """Tickets by id. `now` is the account's clock, in seconds since 1970."""

    now: int
    tickets: dict[int, dict[str, Any]] = field(default_factory=dict)
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    #: most tickets and comments a page, whatever is asked for
    page: int = 1_000
    #: tickets that every page shows twice, first as they were
    repeated: dict[int, dict[str, Any]] = field(default_factory=dict)
    #: whether a page begins with the ticket that the one before ended with
    repeats_boundary: bool = False

    def put(self, ticket_id: int, text: str = "It broke again.", **fields: Any) -> None:
        """A ticket that is new, changed or (status="deleted") gone, now."""
        when = _iso(self.now)
        before = self.tickets.get(ticket_id, {"created_at": when})
        self.tickets[ticket_id] = {
            "url": f"https://acme.zendesk.com/api/v2/tickets/{ticket_id}.json",
            "id": ticket_id,
            "via": {"channel": "email"},
            "subject": f"Ticket {ticket_id}",
            "description": text,
            "status": "open",
            "requester_id": 7_000 + ticket_id,
            "priority": None,
            **before,
            **({"description": text} if text else {}),
            **fields,
            "updated_at": when,
            "generated_timestamp": self.now,
        }

    def say(self, ticket_id: int, comment_id: int, text: str, *, author: int, **fields: Any) -> None:
        """A comment, which changes its ticket."""
        said = {
            "id": comment_id,
            "author_id": author,
            "plain_body": text,
            "public": True,
            "created_at": _iso(self.now),
            "via": {"channel": "email"},
            **fields,
        }
        self.comments.setdefault(ticket_id, []).append(said)
        self.put(ticket_id, "")

    def answer(self, request: Request) -> Answer:
        """What the API says."""
        if request.headers.get("authorization") != _EXPECTED:
            return Answer(b'{"error": "Couldn\'t authenticate you"}', status=401)
        if request.path == "/api/v2/incremental/tickets/cursor.json":
            return self._export(request)
        ticket_id = int(request.path.split("/")[4])
        if self.tickets[ticket_id]["status"] == "deleted":
            return Answer(b'{"error": "RecordNotFound"}', status=404)
        return self._comments(request, self.comments.get(ticket_id, []))

    def _export(self, request: Request) -> Answer:
        if "cursor" in request.query:
            stamp, _, ticket_id, _ = base64.b64decode(request.query["cursor"]).decode().split("|")
            after = (int(float(stamp)), int(ticket_id))
        else:
            after = (int(request.query["start_time"]) - 1, 0)
            if after[0] > self.now - 60:
                return Answer(b'{"error": "StartTimeTooRecent"}', status=422)
        changed = sorted((t["generated_timestamp"], n) for n, t in self.tickets.items())
        settled = [
            place
            for place in changed
            if (place > after or (place == after and self.repeats_boundary)) and place[0] <= self.now - 60
        ]
        shown = settled[: min(self.page, int(request.query["per_page"]))]
        last = shown[-1] if shown else after
        tickets = []
        for _, n in shown:
            tickets += [self.repeated[n]] if n in self.repeated else []
            tickets.append(self.tickets[n])
        return _json(
            tickets=tickets,
            after_cursor=base64.b64encode(f"{float(last[0])}||{last[1]}|".encode()).decode(),
            end_of_stream=len(shown) == len(settled),
        )

    def _comments(self, request: Request, comments: list[dict[str, Any]]) -> Answer:
        start = int(request.query.get("page[after]", "0"))
        end = start + min(self.page, int(request.query["page[size]"]))
        more = end < len(comments)
        return _json(
            comments=comments[start:end],
            meta={"has_more": more, "after_cursor": str(end) if more else None},
            links={},
        )


def _iso(stamp: int) -> str:
    return datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _json(**things: Any) -> Answer:
    return Answer(json.dumps(things).encode(), headers={"Content-Type": "application/json"})
