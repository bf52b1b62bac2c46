"""Lists that give the newest first: wherever a walk is broken off, all comes, and each message once."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from feedback_miner.errors import FeedError
from feedback_miner.feeds.following.backwards import Ask, Forgotten, ListPage, backwards
from feedback_miner.feeds.following.followed import Found
from feedback_miner.feeds.following.window import Window
from tests.feeds.times import NOON, hours, minutes

OVERLAP, PAGE = hours(6), 3


@dataclass
class Lists:
    """Two lists, three messages a page, of which one is called by the last message before it; and who pulls them."""

    there: dict[str, Found] = field(default_factory=dict)
    came: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    cursor: str | None = None
    #: that are answered before the place asks to wait
    requests: int = 0
    #: whether it knows no more what it called its pages in earlier pulls
    forgets: bool = False

    def write(self, name: str, at: datetime) -> None:
        self.there[name] = Found(name, at, name, name, [name], {"id": name})

    def pull(self, now: datetime, requests: int = 1_000, *, forgets: bool = False) -> None:
        self.requests, self.forgets = requests, forgets
        window = Window(self.cursor, first=NOON - hours(1), overlap=OVERLAP, now=now)
        lists = {"a": self._list("a"), "b": self._list("b")}
        for page in window.pages(backwards(window, lists, now=now), self._still_there):
            self.came += [message["id"] for message in page.messages]
            self.deleted += page.deleted
            self.cursor = page.cursor

    def _list(self, name: str) -> Ask:
        known = {""}

        def listed(page: str) -> ListPage:
            self._ask()
            if self.forgets and page not in known:
                raise Forgotten("Which page?")
            newest = sorted(
                (one for one in self.there.values() if one.id[0] == name),
                key=lambda one: (one.at, one.id),
                reverse=True,
            )
            last = self.there[page] if page else None
            below = [one for one in newest if last is None or (one.at, one.id) < (last.at, last.id)]
            shown = below[:PAGE]
            following = shown[-1].id if len(below) > PAGE else None
            known.add(following or "")
            return ListPage(shown[::-1], [one.at for one in shown], following)

        return listed

    def _still_there(self, ids: Sequence[str]) -> Sequence[Found]:
        self._ask()
        return [self.there[i] for i in ids if i in self.there]

    def _ask(self) -> None:
        if self.requests == 0:
            raise FeedError("Too many requests.")
        self.requests -= 1


#: What happens to which list, after how many minutes, and how late it is or how many requests are answered.
_EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "write", "pull", "forgotten"]),
        st.sampled_from("ab"),
        st.integers(0, 60),
        st.integers(0, 8),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=100)
@given(_EVENTS)
def test_all_comes_once_wherever_a_walk_is_broken_off(events: list[tuple[str, str, int, int]]) -> None:
    lists, now = Lists(), NOON
    for number, (what, name, wait, much) in enumerate(events):
        now += minutes(wait)
        if what == "write":
            lists.write(f"{name}{number}", max(now - minutes(10 * much), NOON - hours(1)))
            continue
        with suppress(FeedError):
            lists.pull(now, much, forgets=what == "forgotten")
    for _ in range(4):
        now += hours(1)
        lists.pull(now)
    assert sorted(lists.came) == sorted(lists.there)
    assert lists.deleted == []


def test_every_three_requests_bring_a_long_list_further() -> None:
    lists = Lists()
    for n in range(40):
        lists.write(f"a{n}", NOON - minutes(n))
    pulls = 0
    while len(lists.came) < 40:
        pulls += 1
        try:
            lists.pull(NOON + timedelta(minutes=pulls), 3)
        except FeedError:
            assert len(lists.came) == min(9 * pulls, 40)
    assert pulls == 5
