"""Competitors that customers name: how often, where on the journey, in which mood, and how the comparison goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from feedback_miner.domain import NONE, StatementView
from feedback_miner.domain.team.competitors import Competitor
from feedback_miner.insights.comparisons import Verdict, name_pattern, verdict_of
from feedback_miner.insights.means import Mean, Share, mean, shares


@dataclass(frozen=True, slots=True)
class Mention:
    """A statement that names a competitor."""

    statement: int
    #: of the lens; "none" where it has none
    stage: str
    verdict: Verdict
    sentiment: float
    #: number of its own for each customer, and for each message of nobody
    customer: int


@dataclass(frozen=True, slots=True)
class Rivalry:
    """What is said of one competitor."""

    competitor: Competitor
    mean: Mean
    #: in the order of the lens; "none" last
    stages: tuple[tuple[str, Mean], ...]
    verdicts: Mapping[Verdict, Mean]
    #: of the comparisons that one side wins: those that we win; None where there are none
    ahead: Share | None


def mentions(
    competitor: Competitor, statements: Sequence[StatementView], folded: Mapping[str, str]
) -> list[Mention]:
    """Statements that name the competitor, in their order; `folded`: the taxonomy's stage → the lens's."""
    names = name_pattern(competitor.names)
    customers: dict[str | int, int] = {}
    found = []
    for statement in statements:
        verdict = verdict_of(statement.text, names, statement.labels.sentiment)
        if verdict is not None:
            stage = folded.get(statement.labels.stage, NONE)
            customer = customers.setdefault(statement.customer or statement.item_id, len(customers))
            found.append(Mention(statement.id, stage, verdict, statement.labels.sentiment, customer))
    return found


def rivalry(competitor: Competitor, found: Sequence[Mention], stages: Sequence[str]) -> Rivalry:
    """The figures of one competitor; `stages`: of the lens, in its order."""
    by_stage = ((stage, [m for m in found if m.stage == stage]) for stage in (*stages, NONE))
    decided = [m for m in found if m.verdict in (Verdict.BETTER, Verdict.WORSE)]
    won = np.array([m.verdict is Verdict.BETTER for m in decided], np.bool_)
    customers = np.array([m.customer for m in decided], np.int64)
    return Rivalry(
        competitor,
        _mean(found),
        tuple((stage, _mean(some)) for stage, some in by_stage if some),
        {verdict: _mean([m for m in found if m.verdict is verdict]) for verdict in Verdict},
        shares(np.zeros(len(decided), np.int64), customers, won, 1)[0] if decided else None,
    )


def _mean(found: Sequence[Mention]) -> Mean:
    return mean(
        np.array([m.customer for m in found], np.int64), np.array([m.sentiment for m in found], np.float64)
    )
