"""A forum that people write in, for hours."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from tests.feeds.discourse_place import DiscoursePlace
from tests.feeds.places import Place
from tests.feeds.soak import prepared
from tests.feeds.troubles import Troubled

#: How old a post is at most when it is edited or goes; and how far back pulls look.
LATEST, OVERLAP = timedelta(hours=2), timedelta(hours=3)


class DiscourseLife:
    """Implements `soak.Life`."""

    kind = "discourse"
    secrets: dict[str, str] = {}  # noqa: RUF012

    def __init__(self) -> None:
        self._forum = DiscoursePlace(page=50)
        self._server = Troubled(self._forum.answer)
        self.place = Place(self._server.answer)
        overlap = OVERLAP // timedelta(hours=1)
        self.options = {"server": self.place.url, "own_accounts": "acme", "overlap_hours": str(overlap)}
        self._written = 0

    def minute(self, now: datetime, chance: random.Random) -> None:
        """Posts of people and of the forum's own; edits, and all the ways in which a post goes; troubles."""
        forum = self._forum
        if chance.random() < 0.5:
            forum.skip(chance.choice([0, 0, 1, 60]))
            self._write(now, by="acme" if chance.random() < 0.15 else "lid_fan")
        fresh = [i for i, post in forum.posts.items() if now - _written(post["created_at"]) < LATEST]
        if fresh and chance.random() < 0.1:
            post = chance.choice(fresh)
            forum.edit(post, f"Post {post} as it was edited at {now:%H:%M}")
        if fresh and chance.random() < 0.06:
            self._take_away(chance.choice(fresh), chance)
        self._server.expect(chance)

    def rest(self, now: datetime) -> None:
        """One last post."""
        self._server.rest()
        self._write(now)

    def texts(self) -> list[str]:
        """What people are shown, with its title, but for the forum's own."""
        return sorted(prepared(f"Topic {p['topic_id']} {p['raw']}") for p in self._kept().values())

    def check_cursor(self, cursor: str) -> None:
        """Up to the newest post; of the window those that are there are followed."""
        said, newest = json.loads(cursor), self._forum.posts[max(self._forum.posts)]
        reached = _written(newest["created_at"])
        assert datetime.fromisoformat(said["reached"]) == reached
        in_window = {
            str(i) for i, p in self._kept().items() if _written(p["created_at"]) >= reached - OVERLAP
        }
        assert set(said["followed"]) == in_window

    def _write(self, now: datetime, by: str = "lid_fan") -> None:
        self._written += 1
        self._forum.post(now, f"Post number {self._written} is new", by=by)

    def _take_away(self, post: int, chance: random.Random) -> None:
        """Deleted, unlisted, withdrawn by its author, or hidden after flags."""
        match chance.randrange(4):
            case 0:
                del self._forum.posts[post]
            case 1:
                self._forum.unlisted.add(post)
            case 2:
                self._forum.posts[post] |= {"user_deleted": True, "raw": "(post deleted by author)"}
            case _:
                self._forum.posts[post] |= {"hidden": True, "raw": "This post was flagged."}

    def _kept(self) -> dict[int, dict[str, object]]:
        return {
            i: post
            for i, post in self._forum.posts.items()
            if not (post["user_deleted"] or post["hidden"] or post["username"] == "acme")
            and i not in self._forum.unlisted
        }


def _written(created_at: object) -> datetime:
    return datetime.fromisoformat(str(created_at))


@contextmanager
def discourse() -> Iterator[DiscourseLife]:
    """One forum."""
    life = DiscourseLife()
    with life.place.open():
        yield life
