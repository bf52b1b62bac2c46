"""A subreddit that people write in, for hours."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from feedback_miner.feeds.following import backwards
from tests.feeds.places import Place
from tests.feeds.reddit_place import APP, SECRET, RedditPlace
from tests.feeds.soak import prepared
from tests.feeds.troubles import Troubled

#: How old a thing is at most when it comes, is edited or deleted; and how far back pulls look.
LATEST, OVERLAP = timedelta(hours=2), timedelta(hours=3)


class RedditLife:
    """Implements `soak.Life`."""

    kind = "reddit"
    secrets: dict[str, str] = {"app": SECRET}  # noqa: RUF012

    def __init__(self) -> None:
        self._reddit = RedditPlace(page=10)
        self._server = Troubled(self._reddit.answer, most_before=4)
        self.place = Place(self._server.answer)
        overlap = OVERLAP // timedelta(hours=1)
        self.options = {**APP, "server": self.place.url, "overlap_hours": str(overlap)}
        self._bots: set[str] = set()
        self._gone: set[str] = set()
        self._last = ""

    def minute(self, now: datetime, chance: random.Random) -> None:
        """Posts and comments on time and late, of people and of bots; edits, deletions, troubles."""
        if chance.random() < 0.4:
            late = chance.random() < 0.3
            self._write(now - LATEST * chance.random() if late else now, chance)
        fresh = [name for name in self._there() if now.timestamp() - self._at(name) < LATEST.total_seconds()]
        if fresh and chance.random() < 0.1:
            name = chance.choice(fresh)
            self._reddit.edit(name, f"{name} as it was edited at {now:%H:%M}", now)
        if fresh and chance.random() < 0.06:
            name = chance.choice(fresh)
            chance.choice([self._reddit.delete, self._reddit.remove])(name)
            self._reddit.unlisted.add(name)
            self._gone.add(name)
        self._server.expect(chance)

    def rest(self, now: datetime) -> None:
        """One last post of a person."""
        self._server.rest()
        self._last = self._reddit.post(now, "The last post")

    def texts(self) -> list[str]:
        """What is there, but for the bots."""
        things = [self._reddit.things[name] for name in self._kept()]
        return sorted(
            prepared("\n\n".join(thing.get(key, "") for key in ("title", "selftext", "body")))
            for thing in things
        )

    def check_cursor(self, cursor: str) -> None:
        """The time of the newest thing, and of the window those that are there, each in its list."""
        said = json.loads(cursor)
        window = int(self._at(self._last) - OVERLAP.total_seconds())
        assert datetime.fromisoformat(said["reached"]).timestamp() == int(self._at(self._last))
        assert set(said["followed"]) == {name for name in self._kept() if int(self._at(name)) >= window}
        bots = [name for name in self._bots - self._gone if int(self._at(name)) >= window]
        assert len(said["left_out"]) == len(bots)

    def _write(self, at: datetime, chance: random.Random) -> None:
        number = len(self._reddit.things)
        author = "AutoModerator" if chance.random() < 0.15 else f"person_{number % 7}"
        write = self._reddit.post if chance.random() < 0.4 else self._reddit.comment
        name = write(at, f"Thing number {number} is new", author=author)
        if author == "AutoModerator":
            self._bots.add(name)

    def _at(self, name: str) -> float:
        return float(self._reddit.things[name]["created_utc"])

    def _there(self) -> list[str]:
        return [name for name in self._reddit.things if name not in self._gone]

    def _kept(self) -> list[str]:
        return [name for name in self._there() if name not in self._bots]


@contextmanager
def subreddit() -> Iterator[RedditLife]:
    """One subreddit, a few things a page."""
    life = RedditLife()
    with life.place.open(), patch.object(backwards, "PAGE", 5):
        yield life
