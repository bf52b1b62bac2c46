"""After a change everybody who has the page open asks for the same map at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from threading import Barrier, Lock
from typing import Any

import pytest

from feedback_miner.bootstrap import House
from feedback_miner.domain import Cut, CutTotals
from feedback_miner.errors import Busy
from feedback_miner.mining import Maps, Question
from feedback_miner.mining.kept import Kept
from tests.api.house import bring, feedback_csv

ASKING = 6
ALONE = Question(compare="none")


class Counter:
    """A store that counts how often a map's sums are read; the first reading waits until all have asked."""

    def __init__(self, house: House, *, failures: int = 0) -> None:
        self._store, self._failures = house.store, failures
        self._asked = Barrier(ASKING)
        self.readings = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def workspace(self, workspace: str) -> Any:
        if self.readings == 0:
            self._asked.wait(30)
        return self._store.workspace(workspace)

    def totals(self, workspace: str, cut: Cut) -> CutTotals:
        self.readings += 1
        if self.readings <= self._failures:
            raise Busy("not now")
        return self._store.totals(workspace, cut)


@pytest.fixture
def everybody() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(ASKING) as pool:
        yield pool


def test_one_of_them_reads_and_all_see_the_same(house: House, everybody: ThreadPoolExecutor) -> None:
    bring(house, feedback_csv(30))
    store = Counter(house)
    maps = Maps(store, lambda: datetime.now(UTC))
    answers = list(everybody.map(lambda _: maps.read("default", ALONE), range(ASKING)))
    assert store.readings == 1
    assert all(answer is answers[0] for answer in answers)
    bring(house, feedback_csv(5, first=30))
    assert maps.read("default", ALONE) is not answers[0]


def test_what_went_wrong_is_asked_again(house: House, everybody: ThreadPoolExecutor) -> None:
    bring(house, feedback_csv(30))
    store = Counter(house, failures=1)
    maps = Maps(store, lambda: datetime.now(UTC))
    asked = [everybody.submit(maps.read, "default", ALONE) for _ in range(ASKING)]
    assert any(isinstance(one.exception(), Busy) for one in asked)
    assert maps.read("default", ALONE).overall.statements > 0


def test_while_changes_come_in_a_question_is_worked_out_once_at_a_time_and_nobody_sees_the_past(
    everybody: ThreadPoolExecutor,
) -> None:
    """A workspace whose revision counts up with every asking: each answer says which revision it was made of."""
    kept, revisions, together = Kept[int](4), count(1), Barrier(ASKING)
    changing, working = Lock(), Lock()
    newest, made = 0, []

    def make() -> int:
        assert working.acquire(blocking=False), "worked out twice at a time"
        try:
            found = newest
            made.append(sum(range(20_000)))  # long enough for others to come in between
            return found
        finally:
            working.release()

    def ask(_: int) -> list[tuple[int, int]]:
        nonlocal newest
        together.wait(30)
        answers = []
        for _ in range(50):
            with changing:
                seen = newest = next(revisions)
            answers.append((seen, kept.get("default", seen, "the map", make)))
        return answers

    answers = [answer for some in everybody.map(ask, range(ASKING)) for answer in some]
    assert len(made) <= len(answers) == 50 * ASKING
    assert all(answer >= seen for seen, answer in answers)
