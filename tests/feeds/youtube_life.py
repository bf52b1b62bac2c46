"""A channel whose videos people comment on, for hours."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from feedback_miner.feeds.following import backwards
from tests.feeds.places import Place
from tests.feeds.soak import prepared
from tests.feeds.troubles import Troubled
from tests.feeds.youtube_place import CHANNEL, KEY, OTHER_VIDEO, VIDEO, YouTubePlace

#: How old a comment is at most when it comes, is answered, edited or deleted; and how far back pulls look.
LATEST, OVERLAP = timedelta(hours=2), timedelta(hours=4)


class YouTubeLife:
    """Implements `soak.Life`."""

    kind = "youtube"
    secrets: dict[str, str] = {"google": KEY}  # noqa: RUF012

    def __init__(self) -> None:
        self._tube = YouTubePlace(page=10)
        self._server = Troubled(self._tube.answer, most_before=4)
        self.place = Place(self._server.answer)
        overlap = OVERLAP // timedelta(hours=1)
        self.options = {
            "channel": CHANNEL,
            "key": "google",
            "server": self.place.url,
            "overlap_hours": str(overlap),
        }
        self._written = 0
        self._last = ""

    def minute(self, now: datetime, chance: random.Random) -> None:
        """Comments on time and late, replies, of people and of the channel; edits, deletions, troubles."""
        fresh = [i for i in self._tube.comments if now - self._at(i) < LATEST]
        threads = [i for i in fresh if "." not in i]
        if chance.random() < 0.3:
            late = chance.random() < 0.3
            self._write(now - LATEST * chance.random() if late else now, "", chance)
        if threads and chance.random() < 0.3:
            self._write(now, chance.choice(threads[:5]), chance)
        if fresh and chance.random() < 0.1:
            chosen = chance.choice(fresh)
            self._tube.edit(chosen, f"{chosen} as it was edited at {now:%H:%M}", now)
        if fresh and chance.random() < 0.04:
            self._tube.delete(chance.choice(fresh))
        self._server.expect(chance)

    def rest(self, now: datetime) -> None:
        """One last comment of a person."""
        self._server.rest()
        self._last = self._tube.comment(now, "The last comment")

    def texts(self) -> list[str]:
        """What is there, but for the channel's own."""
        return sorted(prepared(self._tube.comments[i]["snippet"]["textOriginal"]) for i in self._kept())

    def check_cursor(self, cursor: str) -> None:
        """The time of the newest thread, and of the window those that are there, each in its list."""
        said = json.loads(cursor)
        reached = self._at(self._last)
        assert datetime.fromisoformat(said["reached"]) == reached
        in_window = {i for i in self._tube.comments if self._at(i) >= reached - OVERLAP}
        assert set(said["followed"]) == in_window.intersection(self._kept())

    def _write(self, at: datetime, to: str, chance: random.Random) -> None:
        self._written += 1
        author = "acme" if chance.random() < 0.15 else f"person{self._written % 7}"
        text = f"Comment number {self._written} is new"
        if to:
            self._tube.reply(to, at, text, author=author)
        else:
            self._tube.comment(at, text, author=author, video=chance.choice([VIDEO, OTHER_VIDEO]))

    def _at(self, comment_id: str) -> datetime:
        return datetime.fromisoformat(self._tube.comments[comment_id]["snippet"]["publishedAt"])

    def _kept(self) -> list[str]:
        return [
            i
            for i, comment in self._tube.comments.items()
            if comment["snippet"]["authorDisplayName"] != "@acme"
        ]


@contextmanager
def channel() -> Iterator[YouTubeLife]:
    """One channel, a few threads a page."""
    life = YouTubeLife()
    with life.place.open(), patch.object(backwards, "PAGE", 5):
        yield life
