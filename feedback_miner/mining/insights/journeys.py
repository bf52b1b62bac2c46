"""Use cases: transitions, drop-outs and paths of a cut, the comments behind them, and one customer's steps."""

from __future__ import annotations

from dataclasses import dataclass

from feedback_miner.domain import Page, StatementView
from feedback_miner.errors import QueryError
from feedback_miner.insights.means import Mean, mean
from feedback_miner.insights.paths import (
    SILENT_DAYS,
    Ending,
    Journeys,
    arriving,
    dropped,
    ending_with,
    journeys,
)
from feedback_miner.insights.steps import Flags, Steps, steps
from feedback_miner.mining.insights.answered import Answered, Asked, asked, newest_first, page_of
from feedback_miner.mining.insights.facts import FactReader
from feedback_miner.mining.kept import Kept
from feedback_miner.mining.maps import Maps, Question
from feedback_miner.ports import Store

#: Answers kept ready.
_KEPT = 16


@dataclass(frozen=True, slots=True)
class Arriving:
    """The comments that come to a stage from another."""

    from_stage: str
    to_stage: str


@dataclass(frozen=True, slots=True)
class Parting:
    """The last comments of those who dropped out at a stage."""

    stage: str
    silent_days: int


@dataclass(frozen=True, slots=True)
class Final:
    """The comments that a path ends with."""

    ending: Ending
    stages: tuple[str, ...]


Behind = Arriving | Parting | Final


@dataclass(frozen=True, slots=True)
class JourneyComments:
    """Comments behind a number, newest first."""

    #: of all that the number counts, not of this page alone
    mean: Answered[Mean]
    page: Page[StatementView]


class JourneyReading:
    """Where customers go. Built in `bootstrap`."""

    def __init__(self, store: Store, maps: Maps, facts: FactReader) -> None:
        self._store = store
        self._maps = maps
        self._facts = facts
        self._kept = Kept[Answered[Journeys]](_KEPT)

    def read(
        self, workspace: str, question: Question, *, silent_days: int = SILENT_DAYS
    ) -> Answered[Journeys]:
        """The journeys of the customers who are named. Raises QueryError."""
        revision = self._store.workspace(workspace).revision
        return self._kept.get(
            workspace,
            revision,
            (question, silent_days),
            lambda: self._read(workspace, question, silent_days),
        )

    def _read(self, workspace: str, question: Question, silent_days: int) -> Answered[Journeys]:
        of = asked(self._maps, workspace, question)
        found = journeys(
            self._steps(workspace, of), last_day=self._last_day(workspace, of), silent_days=silent_days
        )
        return of.answered(found)

    def statements(
        self, workspace: str, question: Question, behind: Behind, *, cursor: str | None, limit: int
    ) -> Page[StatementView]:
        """The comments behind a number, newest first. Raises QueryError."""
        return self.comments(workspace, question, behind, cursor=cursor, limit=limit).page

    def comments(
        self, workspace: str, question: Question, behind: Behind, *, cursor: str | None, limit: int
    ) -> JourneyComments:
        """The same with what all of them come to. Raises QueryError."""
        of = asked(self._maps, workspace, question)
        found = self._steps(workspace, of)
        said = found.facts.take(self._chosen(workspace, of, found, behind)[found.step_of])
        return JourneyComments(
            of.answered(mean(said.customer, said.sentiment)),
            page_of(self._store, workspace, newest_first(said), cursor=cursor, limit=limit),
        )

    def _chosen(self, workspace: str, of: Asked, found: Steps, behind: Behind) -> Flags:
        match behind:
            case Arriving(from_stage, to_stage):
                _check_stages(of, (from_stage, to_stage))
                return arriving(found, from_stage, to_stage)
            case Parting(stage, silent_days):
                _check_stages(of, (stage,))
                last_day = self._last_day(workspace, of)
                return dropped(found, stage, last_day=last_day, silent_days=silent_days)
            case Final(ending, path):
                _check_stages(of, path)
                return ending_with(found, ending, path)

    def _steps(self, workspace: str, of: Asked) -> Steps:
        return steps(self._facts.of(workspace, of.cut), of.frame)

    def _last_day(self, workspace: str, of: Asked) -> int:
        """The cut's, or the newest item's: nobody was heard of after it, so silence is told up to there."""
        newest = self._store.newest_day(workspace) or of.cut.last_day
        return min(of.cut.last_day, newest).toordinal()


def _check_stages(of: Asked, stages: tuple[str, ...]) -> None:
    known = [stage.key for stage in of.frame.stages]
    for stage in stages:
        if stage not in known:
            raise QueryError(
                f"The lens has no stage “{stage[:40]}”. It has: {', '.join(known)}.", where="stage"
            )
