"""A tag on Mastodon that people write about, for hours."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from tests.feeds.mastodon_server import MastodonServer, Trouble
from tests.feeds.soak import prepared

#: How old a post is at most when it arrives, is edited or deleted; and how far back pulls look.
LATEST, OVERLAP = timedelta(hours=2), timedelta(hours=3)


class MastodonLife:
    """Implements `soak.Life`."""

    kind = "mastodon"
    secrets: dict[str, str] = {}  # noqa: RUF012

    def __init__(self, server: MastodonServer) -> None:
        self._server = server
        server.page = 10
        overlap = OVERLAP // timedelta(hours=1)
        self.options = {"server": server.url, "tag": "acme", "overlap_hours": str(overlap)}
        self._written = 0
        self._left_out: set[str] = set()
        self._last = ""

    def minute(self, now: datetime, chance: random.Random) -> None:
        """Posts on time and late, of people and of bots; edits, deletions, troubles."""
        if chance.random() < 0.25:
            late = chance.random() < 0.3
            self._post(now - LATEST * chance.random() if late else now, chance)
        fresh = [
            i for i in self._server.statuses if now.timestamp() - (i >> 16) / 1000 < LATEST.total_seconds()
        ]
        if fresh and chance.random() < 0.1:
            post = str(chance.choice(fresh))
            self._server.edit(post, f"Post {post} as it was edited at {now:%H:%M}", now)
        if fresh and chance.random() < 0.06:
            self._server.delete(str(chance.choice(fresh)))
        self._server.troubles.clear()
        if chance.random() < 0.2:
            self._server.troubles.extend([*[None] * chance.randrange(3), chance.choice(list(Trouble))])

    def rest(self, now: datetime) -> None:
        """One last post of a person."""
        self._server.troubles.clear()
        self._last = self._server.post(now, "The last post")

    def texts(self) -> list[str]:
        """What is there, but for the bots."""
        return sorted(prepared(self._server.statuses[int(i)]["content"]) for i in self._kept())

    def check_cursor(self, cursor: str) -> None:
        """The time of the newest post, and of the window those that are there, each in its list."""
        said = json.loads(cursor)
        reached = _seconds(self._last)
        window = reached - OVERLAP.total_seconds()
        assert datetime.fromisoformat(said["reached"]).timestamp() == reached
        assert list(said["followed"]) == [i for i in self._kept() if _seconds(i) >= window]
        assert len(said["left_out"]) == sum(_seconds(i) >= window for i in self._left_out & self._there())

    def _post(self, at: datetime, chance: random.Random) -> None:
        self._written += 1
        bot = chance.random() < 0.15
        post = self._server.post(at, f"Post number {self._written} is <b>new</b>", account_bot=bot)
        if bot:
            self._left_out.add(post)

    def _there(self) -> set[str]:
        return {str(i) for i in self._server.statuses}

    def _kept(self) -> list[str]:
        return sorted(self._there() - self._left_out, key=int)


def _seconds(post: str) -> int:
    """When it was written, in seconds since 1970, as ids have it."""
    return (int(post) >> 16) // 1000


@contextmanager
def mastodon() -> Iterator[MastodonLife]:
    """One tag of one server."""
    with MastodonServer() as server:
        yield MastodonLife(server)
