"""A search of X that people write for, for hours."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from tests.feeds.places import Place
from tests.feeds.soak import START, prepared
from tests.feeds.troubles import Troubled
from tests.feeds.x_place import TOKEN, XPlace

#: How old a post is at most when the search learns of it, when it is edited, and when it is deleted.
LATEST, EDITED, DELETED = timedelta(minutes=10), timedelta(hours=1), timedelta(hours=2)
OVERLAP = timedelta(hours=3)


class XLife:
    """Implements `soak.Life`."""

    kind = "x"
    secrets: dict[str, str] = {"app": TOKEN}  # noqa: RUF012

    def __init__(self) -> None:
        self._x = XPlace(START, page=10)
        self._server = Troubled(self._x.answer, most_before=2)
        self.place = Place(self._server.answer)
        self.options = {
            "search": "acme",
            "token": "app",
            "server": self.place.url,
            "own_accounts": "acme",
            "overlap_hours": str(OVERLAP // timedelta(hours=1)),
            "recheck_hours": "1",
        }
        self._written = 0
        self._last = ""

    def minute(self, now: datetime, chance: random.Random) -> None:
        """Posts on time and late, of people and of the brand itself; edits, deletions, troubles."""
        self._x.now = now + timedelta(minutes=1)
        if chance.random() < 0.4:
            self._written += 1
            at = now - LATEST * chance.random() if chance.random() < 0.3 else now
            who = "acme" if chance.random() < 0.15 else f"person{self._written % 7}"
            self._x.post(at, f"Post number {self._written} is new", who=who)
        if (fresh := self._newest(now - EDITED)) and chance.random() < 0.1:
            post = chance.choice(fresh)
            self._x.edit(post, f"Post {post} as it was edited at {now:%H:%M}", now)
        if (fresh := self._newest(now - DELETED)) and chance.random() < 0.06:
            self._x.delete(chance.choice(fresh))
        self._server.expect(chance)

    def rest(self, now: datetime) -> None:
        """One last post of a person."""
        self._server.rest()
        self._x.now = now + timedelta(minutes=1)
        self._last = self._x.post(now, "The last post", who="ann")

    def texts(self) -> list[str]:
        """How the posts of people were edited last."""
        return sorted(prepared(self._x.posts[post]["text"]) for post in self._of_people())

    def check_cursor(self, cursor: str) -> None:
        """The time of the newest post, and the posts of the window by their first ids."""
        said = json.loads(cursor)
        reached = self._at(self._last)
        assert datetime.fromisoformat(said["reached"]) == reached
        followed = {
            self._x.posts[post]["edit_history_tweet_ids"][0]
            for post in self._of_people()
            if self._at(post) >= reached - OVERLAP
        }
        assert said["followed"].keys() == followed

    def _newest(self, since: datetime) -> list[str]:
        """Ids of the newest versions, of posts that are not older."""
        return [
            post
            for post, said in self._x.posts.items()
            if said["edit_history_tweet_ids"][-1] == post and self._at(post) >= since
        ]

    def _of_people(self) -> list[str]:
        brand = {user for user, name in self._x.users.items() if name == "acme"}
        posts = self._x.posts
        return [post for post in self._newest(START - DELETED) if posts[post]["author_id"] not in brand]

    def _at(self, post: str) -> datetime:
        return datetime.fromisoformat(self._x.posts[post]["created_at"]).replace(microsecond=0)


@contextmanager
def x() -> Iterator[XLife]:
    """One query."""
    life = XLife()
    with life.place.open():
        yield life
