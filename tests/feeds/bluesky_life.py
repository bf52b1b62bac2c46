"""A search of Bluesky that people write for, for hours."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from tests.feeds.bluesky_place import HANDLE, PASSWORD, BlueskyPlace
from tests.feeds.places import Place
from tests.feeds.soak import prepared
from tests.feeds.troubles import Troubled

#: How old a post is at most when it arrives, is exchanged or deleted; and how far back pulls look.
LATEST, OVERLAP = timedelta(hours=2), timedelta(hours=3)


class BlueskyLife:
    """Implements `soak.Life`."""

    kind = "bluesky"
    secrets: dict[str, str] = {"app": PASSWORD}  # noqa: RUF012

    def __init__(self) -> None:
        self._bluesky = BlueskyPlace(page=10)
        self._server = Troubled(self._bluesky.answer, most_before=3)
        self.place = Place(self._server.answer)
        self.options = {
            "search": "acme",
            "handle": HANDLE,
            "password": "app",
            "server": self.place.url,
            "overlap_hours": str(OVERLAP // timedelta(hours=1)),
        }
        self._written = 0
        self._last = ""

    def minute(self, now: datetime, chance: random.Random) -> None:
        """Posts on time and late, of people and of bots; exchanges, deletions, troubles, ends of the session."""
        if chance.random() < 0.4:
            self._written += 1
            at = now - LATEST * chance.random() if chance.random() < 0.3 else now
            labels = [{"val": "bot"}] if chance.random() < 0.15 else []
            self._bluesky.post(at, f"Post number {self._written} is new", labels=labels)
        fresh = [uri for uri in self._bluesky.posts if now - self._at(uri) < LATEST]
        if fresh and chance.random() < 0.05:
            uri = chance.choice(fresh)
            self._bluesky.posts[uri]["record"]["text"] = f"Post {uri[-5:]} as it was at {now:%H:%M}"
        if fresh and chance.random() < 0.06:
            del self._bluesky.posts[chance.choice(fresh)]
        if chance.random() < 0.05:
            self._bluesky.sessions += 1
        self._server.expect(chance)

    def rest(self, now: datetime) -> None:
        """One last post of a person."""
        self._server.rest()
        self._last = self._bluesky.post(now, "The last post")

    def texts(self) -> list[str]:
        """What is there, but for the bots."""
        return sorted(prepared(self._bluesky.posts[uri]["record"]["text"]) for uri in self._of(bots=False))

    def check_cursor(self, cursor: str) -> None:
        """The time of the newest post, and of the window those that are there, each in its list."""
        said = json.loads(cursor)
        reached = self._at(self._last)
        assert datetime.fromisoformat(said["reached"]) == reached
        window = reached - OVERLAP
        assert said["followed"].keys() == {uri for uri in self._of(bots=False) if self._at(uri) >= window}
        assert len(said["left_out"]) == sum(self._at(uri) >= window for uri in self._of(bots=True))

    def _of(self, *, bots: bool) -> list[str]:
        return [uri for uri, post in self._bluesky.posts.items() if bool(post["author"]["labels"]) is bots]

    def _at(self, uri: str) -> datetime:
        return datetime.fromisoformat(self._bluesky.posts[uri]["indexedAt"]).replace(microsecond=0)


@contextmanager
def bluesky() -> Iterator[BlueskyLife]:
    """One search."""
    life = BlueskyLife()
    with life.place.open():
        yield life
