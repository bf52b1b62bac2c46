"""The window: whatever people write, edit and delete, and however pulls end, what is stored is what is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feedback_miner.errors import FeedError
from feedback_miner.feeds.following.followed import Found
from feedback_miner.feeds.following.window import MAX_FOLLOWED, MAX_ID, Ask, Window

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OVERLAP = 6 * HOUR


def message(
    message_id: str, at: datetime, words: str, author: str = "", left_out: str | None = None
) -> Found:
    return Found(
        message_id, at, author or message_id, words, [words], {"id": message_id, "words": words}, left_out
    )


@dataclass
class Talk:
    """A place, and what was pulled from it."""

    there: dict[str, Found] = field(default_factory=dict)
    stored: dict[str, str] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    cursor: str | None = None
    #: messages that are stored together
    stretch: int = 3
    #: how many messages were walked through, and the ids that were asked for
    walked: int = 0
    asked: list[str] = field(default_factory=list)

    def write(self, message_id: str, at: datetime, words: str = "", **more: str) -> None:
        self.there[message_id] = message(message_id, at, words or message_id, **more)

    def pull(
        self, now: datetime, *, pages: int | None = None, requests: int | None = None, can_ask: bool = True
    ) -> None:
        """`pages`: the process dies after so many; `requests`: the place gives no more stretches, and an error."""
        window = Window(self.cursor, first=NOON - 24 * HOUR, overlap=OVERLAP, now=now)
        ask: Ask | None = self._still_there if can_ask else None
        for number, page in enumerate(window.pages(self._walk(window, requests), ask)):
            if number == pages:
                return
            self.stored |= {one["id"]: one["words"] for one in page.messages}
            for gone in page.deleted:
                self.stored.pop(gone)
            self.left_out.update(page.left_out)
            self.cursor = page.cursor

    def words(self) -> dict[str, str]:
        return {one.id: one.words for one in self.there.values() if not one.left_out}

    def _walk(self, window: Window, requests: int | None) -> Iterator[Sequence[Found]]:
        found = sorted((one for one in self.there.values() if one.at >= window.begin), key=lambda one: one.at)
        self.walked = len(found)
        for n in range(0, len(found), self.stretch):
            if n // self.stretch == requests:
                raise FeedError("Too many requests.")
            part = found[n : n + self.stretch]
            window.reach(part[-1].at)
            yield part

    def _still_there(self, ids: Sequence[str]) -> Sequence[Found]:
        self.asked += ids
        return [self.there[i] for i in ids if i in self.there]


@pytest.fixture(autouse=True)
def believed_at_once() -> None:
    """Here a message must really be missing for some time."""


#: What happens, to which of the newest messages, and after how many minutes.
_EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "late", "bot", "edit", "delete", "pull", "crash"]),
        st.integers(0, 9),
        st.integers(0, 100),
    ),
    min_size=15,
    max_size=40,
)


#: A whole walk is broken off, something comes late, and nobody pulls before that has left the overlap.
_LATE_AND_LEFT_ALONE = [("write", 0, 0)] * 10 + [("crash", 1, 0), ("late", 9, 0), ("write", 0, 253)]


@settings(deadline=None, max_examples=60)
@given(_EVENTS)
@example(_LATE_AND_LEFT_ALONE)
def test_what_is_stored_is_what_is_there(events: list[tuple[str, int, int]]) -> None:
    talk, now = Talk(), NOON
    for number, (what, which, minutes) in enumerate(events):
        now += minutes * MINUTE
        fresh = [one for one in talk.there.values() if now - one.at < OVERLAP - HOUR]
        match what:
            case "write":
                talk.write(f"m{number}", now)
            case "late":
                talk.write(f"m{number}", now - which * 12 * MINUTE)
            case "bot":
                talk.write(f"m{number}", now, left_out="bots")
            case "edit" if fresh:
                one = fresh[which % len(fresh)]
                words = f"{one.words}, edited"
                talk.there[one.id] = replace(
                    one, words=words, said=[words], message={"id": one.id, "words": words}
                )
            case "delete" if fresh:
                del talk.there[fresh[which % len(fresh)].id]
            case "pull":
                talk.pull(now)
            case "crash":
                talk.pull(now, pages=which % 4)
    for _ in range(4):
        now += HOUR
        talk.pull(now)
    assert talk.stored == talk.words()
    written = sum(what == "bot" for what, _, _ in events)
    assert sum(bool(one.left_out) for one in talk.there.values()) <= talk.left_out["bots"] <= written
    cursor, counted = talk.cursor, Counter(talk.left_out)
    talk.pull(now + MINUTE)
    assert (talk.cursor, talk.left_out, talk.stored) == (cursor, counted, talk.words())


def test_a_quiet_minute_walks_through_the_last_minutes_alone() -> None:
    talk = Talk()
    for n in range(200):
        talk.write(f"m{n}", NOON - n * MINUTE)
    talk.pull(NOON)
    assert talk.walked == 200
    talk.pull(NOON + MINUTE)
    assert talk.walked == 16
    talk.pull(NOON + HOUR)
    assert 200 >= talk.walked > 16
    assert (talk.stored, talk.asked) == (talk.words(), [])


def test_the_future_is_not_reached() -> None:
    talk = Talk()
    talk.write("2100", datetime(2100, 1, 1, tzinfo=UTC))
    talk.pull(NOON)
    talk.write("now", NOON + MINUTE)
    talk.pull(NOON + 2 * MINUTE)
    assert talk.stored.keys() == {"2100", "now"}
    del talk.there["2100"]
    talk.pull(NOON + HOUR)
    talk.pull(NOON + HOUR + 5 * MINUTE)
    assert talk.stored.keys() == {"now"}


def test_what_an_author_says_again_and_again_is_spam() -> None:
    talk = Talk()
    for n in range(4):
        talk.write(f"eve{n}", NOON - n * MINUTE, "Cheap  pills" if n % 2 else "cheap pills", author="eve")
        talk.write(f"p{n}", NOON - n * MINUTE, "It is down", author=f"person {n}")
        talk.there[f"picture{n}"] = message(f"picture{n}", NOON, "", author="bo")
    talk.pull(NOON)
    assert sum(i.startswith("eve") for i in talk.stored) == 2
    assert len(talk.stored) == 2 + 4 + 4
    assert talk.left_out == {"spam": 2}


def test_where_nobody_can_be_asked_nothing_is_taken_for_deleted() -> None:
    talk = Talk()
    talk.write("old", NOON)
    talk.pull(NOON, can_ask=False)
    del talk.there["old"]
    talk.write("new", NOON + 8 * HOUR)
    for n in (8, 10, 12):
        talk.pull(NOON + n * HOUR, can_ask=False)
    assert talk.stored.keys() == {"old", "new"}
    assert '"old"' not in (talk.cursor or "")


def test_no_more_are_asked_for_in_a_pull_than_it_may() -> None:
    talk = Talk()
    for n in range(130):
        talk.write(f"m{n}", NOON - n * MINUTE)
    talk.write("bot", NOON - 10 * MINUTE, left_out="bots")
    talk.pull(NOON)
    talk.there = {"bot": talk.there["bot"]}
    talk.write("new", NOON + 7 * HOUR)
    talk.pull(NOON + 7 * HOUR)
    assert len(talk.asked) == 100 + 1
    talk.pull(NOON + 8 * HOUR)
    assert len(talk.stored) == 30 + 1
    for n in (9, 10, 11):
        talk.pull(NOON + n * HOUR)
    assert talk.stored.keys() == {"new"}
    # For the last thirty the walk went further back than the window, past what was left out and is not remembered.
    assert talk.left_out == {"bots": 1}


def test_what_is_missing_for_a_moment_is_not_deleted() -> None:
    talk = Talk()
    for n in range(3):
        talk.write(f"m{n}", NOON - n * MINUTE)
    talk.pull(NOON)
    away = {i: talk.there.pop(i) for i in ("m1", "m2")}
    talk.pull(NOON + MINUTE)
    talk.pull(NOON + 2 * MINUTE)
    assert (len(talk.stored), sorted(talk.asked)) == (3, ["m1", "m2"])
    talk.there["m1"] = away["m1"]
    talk.pull(NOON + 6 * MINUTE)
    assert talk.stored.keys() == {"m0", "m1"}
    del talk.there["m1"]
    talk.pull(NOON + 7 * MINUTE)
    assert talk.stored.keys() == {"m0", "m1"}


def test_an_ill_place_that_knows_nothing_any_more_erases_nothing() -> None:
    talk = Talk()
    for n in range(40):
        talk.write(f"m{n}", NOON - n * MINUTE)
    talk.pull(NOON)
    there, talk.there = talk.there, {}
    for n in (1, 2, 3):
        with pytest.raises(FeedError, match="Nothing was deleted here"):
            talk.pull(NOON + n * HOUR)
    assert len(talk.stored) == 40
    talk.there = there
    talk.pull(NOON + 4 * HOUR)
    assert (len(talk.stored), talk.asked.count("m39")) == (40, 3)


def test_a_whole_walk_that_is_broken_off_again_and_again_comes_to_its_end() -> None:
    talk = Talk(stretch=1)
    for n in range(60):
        talk.write(f"m{n}", NOON - n * MINUTE)
    talk.pull(NOON)
    talk.write("new", NOON + HOUR)
    pulls = 0
    while "new" not in talk.stored:
        pulls += 1
        assert pulls < 10
        with suppress(FeedError):
            talk.pull(NOON + HOUR + pulls * MINUTE, requests=20)
    assert pulls == 4
    talk.pull(NOON + 2 * HOUR)
    assert talk.stored == talk.words()


def test_who_was_left_out_and_has_changed_is_looked_at_again() -> None:
    talk = Talk()
    talk.write("m", NOON, "Es geht nicht", left_out="other languages")
    talk.pull(NOON)
    talk.write("m", NOON, "It is down")
    talk.pull(NOON + MINUTE)
    assert (talk.stored, talk.left_out) == ({"m": "It is down"}, {"other languages": 1})


def test_a_cursor_stays_small_however_much_is_written() -> None:
    talk = Talk(stretch=1_000)
    for n in range(MAX_FOLLOWED + 500):
        at = NOON - 3 * HOUR + n * timedelta(seconds=5)
        talk.write(f"{n:x>{MAX_ID}}", at)
        talk.write(f"bot {n}", at, left_out="bots")
    talk.write("y" * (MAX_ID + 1), NOON)
    talk.pull(NOON)
    assert len(talk.cursor or "") < 200_000
    assert talk.stored == talk.words()
    counted = Counter(talk.left_out)
    talk.pull(NOON + HOUR)
    assert talk.left_out == counted


def test_a_cursor_of_something_else_is_told() -> None:
    with pytest.raises(FeedError, match="cannot be read"):
        Window('{"start_time": 7}', first=NOON, overlap=OVERLAP, now=NOON)
