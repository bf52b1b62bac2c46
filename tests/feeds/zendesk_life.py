"""A help desk, for hours: its tickets with their comments, of which some are for agents alone."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.feeds.places import Place
from tests.feeds.soak import START, prepared
from tests.feeds.troubles import TROUBLES, Troubled
from tests.feeds.zendesk_place import EMAIL, TOKEN, ZendeskAccount

#: How many tickets are still talked about.
OPEN = 20
AGENT = 3
Comment = dict[str, Any]


class ZendeskLife:
    """Implements `soak.Life`."""

    kind = "zendesk"
    secrets: dict[str, str] = {"desk": TOKEN}  # noqa: RUF012

    def __init__(self, began: datetime) -> None:
        self._account = ZendeskAccount(now=int(began.timestamp()), page=4, repeats_boundary=True)
        self._server = Troubled(self._account.answer, TROUBLES, most_before=4)
        self._written = 0
        self.place = Place(self._server.answer)
        self.options = {"server": self.place.url, "email": EMAIL, "token": "desk", "comments": "yes"}

    def minute(self, now: datetime, chance: random.Random) -> None:
        """Tickets on time and imported late, talk, second thoughts of all kinds; troubles."""
        account = self._account
        account.now = max(int(now.timestamp()) - chance.randrange(60), account.now)
        if chance.random() < 0.2:
            self._open(chance)
        for happens, probability in (
            (self._talk, 0.12),
            (self._rename, 0.03),
            (self._make_private, 0.04),
            (self._redact, 0.03),
            (self._delete, 0.03),
            (self._restore, 0.02),
        ):
            if chance.random() < probability and account.tickets:
                happens(chance)
        twice = chance.sample(sorted(account.tickets), len(account.tickets) // 5)
        account.repeated = {n: {**account.tickets[n], "subject": "Before"} for n in twice}
        account.now = int(now.timestamp())
        self._server.expect(chance)

    def rest(self, now: datetime) -> None:
        """One last ticket."""
        self._server.rest()
        self._account.now = int(now.timestamp())
        self._account.repeated = {}
        self._open(random.Random(0))
        self._account.now += 61

    def texts(self) -> list[str]:
        """What was said by the customers of the tickets that are there; what is said first has the subject."""
        texts: list[str] = []
        for n, ticket in self._account.tickets.items():
            shown = [c for c in self._account.comments[n] if c["public"] and c["plain_body"]]
            words = [c["plain_body"] for c in shown]
            words[:1] = [f"{ticket['subject']} {first}" for first in words[:1]]
            if ticket["status"] != "deleted":
                texts += [
                    prepared(text)
                    for c, text in zip(shown, words, strict=True)
                    if c["author_id"] == ticket["requester_id"]
                ]
        return sorted(texts)

    def check_cursor(self, cursor: str) -> None:
        """The last ticket that changed."""
        last = max((ticket["generated_timestamp"], n) for n, ticket in self._account.tickets.items())
        stamp, _, ticket_id, _ = base64.b64decode(json.loads(cursor)["cursor"]).decode().split("|")
        assert (int(float(stamp)), int(ticket_id)) == last

    def _open(self, chance: random.Random) -> None:
        self._written += 1
        n = self._written
        created_at = datetime.fromtimestamp(self._account.now, UTC) - timedelta(days=chance.randrange(3))
        self._account.put(
            n, f"Ticket {n}", subject=f"Subject {n}", created_at=f"{created_at:%Y-%m-%dT%H:%M:%SZ}"
        )
        private = chance.random() < 0.15
        author = AGENT if private or chance.random() < 0.1 else 7_000 + n
        self._say(n, f"Ticket {n}", author=author, public=not private)

    def _say(self, n: int, text: str, *, author: int, public: bool) -> None:
        said = len(self._account.comments.get(n, []))
        self._account.say(n, 100 * n + said, text, author=author, public=public)
        self._changed(n)

    def _changed(self, n: int) -> None:
        public = any(comment["public"] for comment in self._account.comments[n])
        self._account.put(n, "", is_public=public)

    def _talk(self, chance: random.Random) -> None:
        n = self._there(chance)
        number = len(self._account.comments[n])
        author = chance.choice([AGENT, 7_000 + n])
        private = author == AGENT and chance.random() < 0.4
        self._say(n, f"Comment {number} on {n}", author=author, public=not private)

    def _rename(self, chance: random.Random) -> None:
        n = self._there(chance)
        self._account.put(n, "", subject=f"Subject {n} at {self._account.now}")

    def _make_private(self, chance: random.Random) -> None:
        n, comment = self._comment(chance)
        comment["public"] = False
        self._changed(n)

    def _redact(self, chance: random.Random) -> None:
        n, comment = self._comment(chance)
        whole = comment is not self._account.comments[n][0] and chance.random() < 0.5
        comment["plain_body"] = "" if whole else f"{comment['plain_body'][:4]} ▇▇▇▇"
        self._changed(n)

    def _delete(self, chance: random.Random) -> None:
        self._account.put(self._there(chance), "", status="deleted")

    def _restore(self, chance: random.Random) -> None:
        gone = [n for n, ticket in self._account.tickets.items() if ticket["status"] == "deleted"]
        if gone:
            self._account.put(chance.choice(gone[-5:]), "", status="open")

    def _there(self, chance: random.Random) -> int:
        there = [n for n, ticket in self._account.tickets.items() if ticket["status"] != "deleted"]
        return chance.choice(there[-OPEN:])

    def _comment(self, chance: random.Random) -> tuple[int, Comment]:
        n = self._there(chance)
        return n, chance.choice(self._account.comments[n])


@contextmanager
def zendesk() -> Iterator[ZendeskLife]:
    """One account, pulled with its comments."""
    life = ZendeskLife(START)
    with life.place.open():
        yield life
