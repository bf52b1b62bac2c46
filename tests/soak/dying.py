"""Where a worker dies of itself: points that a kill from outside would seldom meet."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, event

from feedback_miner.domain import ScorableMessage, Scores
from feedback_miner.sources import scan
from tests.mangling.house import LightScorer


class Point(StrEnum):
    """Where it is when it dies."""

    FIRST_PASS = "in a first pass"
    SCORING = "while it scores"
    STATEMENT = "before a statement"
    COMMIT = "before a commit"
    #: the transaction is written, and the engine does not know of it yet
    AFTER_COMMIT = "after a commit"


#: How often each point is passed at most before a worker dies there.
PASSED = {
    Point.FIRST_PASS: 0,
    Point.SCORING: 6,
    Point.STATEMENT: 300,
    Point.COMMIT: 30,
    Point.AFTER_COMMIT: 30,
}


@dataclass
class Fate:
    """The point at which a process kills itself, and how often it passes there before."""

    point: Point
    left: int

    def passing(self, point: Point) -> None:
        """Dies here, or lives on."""
        if point is self.point:
            self.left -= 1
            if self.left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def awaited(self) -> Iterator[LightScorer]:
        """While the block lasts, this process may die. The scorer at which it may."""
        committed = False

        def before_statement(*_: object) -> None:
            nonlocal committed
            self.passing(Point.STATEMENT)
            if committed:
                committed = False
                self.passing(Point.AFTER_COMMIT)

        def before_commit(_: object) -> None:
            nonlocal committed
            self.passing(Point.COMMIT)
            committed = True

        def first_pass(*given: Any) -> Any:
            first = scan(*given)
            self.passing(Point.FIRST_PASS)
            return first

        event.listen(Engine, "before_cursor_execute", before_statement)
        event.listen(Engine, "commit", before_commit)
        try:
            with patch("feedback_miner.mining.runs.scan", first_pass):
                yield _DyingScorer(self)
        finally:
            event.remove(Engine, "before_cursor_execute", before_statement)
            event.remove(Engine, "commit", before_commit)


class _DyingScorer(LightScorer):
    def __init__(self, fate: Fate) -> None:
        self._fate = fate

    def score(self, messages: Sequence[ScorableMessage]) -> list[list[Scores]]:
        self._fate.passing(Point.SCORING)
        return super().score(messages)
