"""A feed that shows its newest entries alone, for hours."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from unittest.mock import patch

from feedback_miner.feeds.rss import connector as rss
from feedback_miner.feeds.rss.connector import RssConnector
from tests.feeds.places import Answer, Place, Request
from tests.feeds.rss_place import Entry, RssFeed
from tests.feeds.soak import START, prepared
from tests.feeds.troubles import TROUBLES, Troubled

#: How many entries are shown; of them the newest are still edited, and the oldest may be taken out. Between the two
#: lies more than an hour: two crashes, with ten minutes each until another may pull, and some failures.
SHOWN, EDITED, OLD = 45, 8, 38
#: How many there are at first.
FIRST = 25
USER, PASSWORD = "ann", "pass:word"
_SIGNED = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


def _empty(_: Request, usual: Answer) -> Answer:
    """A feed without entries, as some servers show while they are worked on."""
    return replace(usual, body=RssFeed().document(), headers={"ETag": '"empty"'})


class RssLife:
    """Implements `soak.Life`. What leaves the feed is not deleted: it stays stored."""

    kind = "rss"
    secrets: dict[str, str] = {"blog": PASSWORD}  # noqa: RUF012

    def __init__(self, began: datetime) -> None:
        self._feed = RssFeed(shows=SHOWN)
        self._server = Troubled(self._signed, (*TROUBLES, _empty))
        self._written = 0
        #: what each id said last; entries without one say what they say once and for all
        self._said: dict[str, str] = {}
        self.place = Place(self._server.answer)
        self.options = {"url": f"{self.place.url}/feed", "user": USER, "password": "blog"}
        for n in range(FIRST):
            self._write(began - timedelta(minutes=FIRST - n), len(self._feed.entries))

    def minute(self, now: datetime, chance: random.Random) -> None:
        """Entries on time and late, edited, repeated, taken out; troubles."""
        entries = self._feed.entries
        if chance.random() < 0.3:
            late = chance.random() < 0.3
            place = len(entries) - chance.randrange(EDITED) if late else len(entries)
            self._write(now - timedelta(hours=2) * chance.random() * late, place, chance)
        if chance.random() < 0.1:
            self._edit(now, chance)
        if chance.random() < 0.06:
            entries.append(entries[self._newest(chance)])
        if chance.random() < 0.05 and len(entries) > SHOWN:
            gone = chance.choice(entries[-SHOWN:-OLD])
            entries[:] = [entry for entry in entries if entry.id != gone.id or not gone.id]
        self._server.expect(chance)

    def rest(self, now: datetime) -> None:
        """One last entry."""
        self._server.rest()
        self._write(now, len(self._feed.entries))

    def texts(self) -> list[str]:
        """All that was ever shown, as it was shown last."""
        return sorted(prepared(text) for text in self._said.values())

    def check_cursor(self, cursor: str) -> None:
        """The version of the feed as it stands, and all that it says is known."""
        said = json.loads(cursor)
        shown = self._feed.answer(Request("/feed", {}, {}))
        assert said["etag"] == shown.headers["ETag"]
        assert len(cursor) < 200_000
        assert self._written > 3 * SHOWN
        connector = RssConnector(RssConnector.Options.model_validate(self.options), self.secrets.__getitem__)
        unknown = json.dumps({**said, "etag": "", "last_modified": ""})
        pages = connector.pages(unknown, since=None, now=datetime.fromisoformat("2026-03-03T00:00Z"))
        assert [page.messages for page in pages if page.messages] == []

    def _write(self, at: datetime, place: int, chance: random.Random | None = None) -> None:
        self._written += 1
        name = f"entry-{self._written}"
        entry = Entry(
            name, f"<p>Entry {self._written} is <b>new</b>.</p>", title=f"Title {self._written}", at=at
        )
        if chance and chance.random() < 0.2:
            entry.id = ""
        if chance and chance.random() < 0.2:
            entry.at = None
        self._feed.entries.insert(place, entry)
        self._said[name] = f"{entry.title} {entry.text}"

    def _edit(self, now: datetime, chance: random.Random) -> None:
        """In its place, or as another entry with the same id above the old one."""
        last = self._newest(chance)
        before = self._feed.entries[last]
        edited = replace(before, text=f"{before.id} as it was edited at {now:%H:%M}")
        self._said[before.id] = f"{edited.title} {edited.text}"
        if edited.at and chance.random() < 0.3:
            self._feed.entries.append(replace(edited, at=now))
        else:
            self._feed.entries[last] = edited

    def _newest(self, chance: random.Random) -> int:
        """Of one of the newest entries that have an id, where it stands last."""
        ids = [entry.id for entry in self._feed.entries]
        chosen = chance.choice([name for name in ids[-EDITED:] if name])
        return max(n for n, name in enumerate(ids) if name == chosen)

    def _signed(self, request: Request) -> Answer:
        if request.headers.get("authorization") != _SIGNED:
            return Answer(status=401)
        return self._feed.answer(request)


@contextmanager
def rss_feed(began: datetime = START) -> Iterator[RssLife]:
    """One feed behind a password, a few entries a page."""
    life = RssLife(began)
    with life.place.open(), patch.object(rss, "PAGE", 3):
        yield life
