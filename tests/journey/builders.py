"""Totals built from plain statements, the way the store sums them."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from feedback_miner.domain import (
    NEUTRAL,
    SENTIMENT_SCALE,
    CellTotal,
    Coverage,
    CustomerTotals,
    Cut,
    CutTotals,
    JudgedTotal,
    MetricTotal,
    WeekTotal,
)
from feedback_miner.journey import JourneyMap, Transfer, build_map
from feedback_miner.taxonomy import Taxonomy, load_default

NOW = Cut(date(2026, 9, 1), date(2026, 9, 30))
BEFORE = Cut(date(2026, 8, 2), date(2026, 8, 31))


@dataclass(frozen=True)
class Said:
    """One statement of one customer; sentiment in hundredths."""

    stage: str
    touchpoint: str
    customer: int
    hundredths: int
    emotions: tuple[str, ...] = (NEUTRAL,)
    judge: str = "tiny/1"

    @property
    def fixed(self) -> int:
        return self.hundredths * SENTIMENT_SCALE // 100


def totals(said: Sequence[Said], metrics: Iterable[MetricTotal] = ()) -> CutTotals:
    """Cells and customers' totals of these statements."""
    groups: defaultdict[tuple[str, str], list[Said]] = defaultdict(list)
    for one in said:
        groups[one.stage, one.touchpoint].append(one)
    cells = [
        CellTotal(
            stage,
            touchpoint,
            len(ones),
            sum(one.fixed for one in ones),
            sum(one.fixed**2 for one in ones),
            Counter(emotion for one in ones for emotion in one.emotions),
        )
        for (stage, touchpoint), ones in groups.items()
    ]
    customers = [
        CustomerTotals(stage, touchpoint, *_columns(ones)) for (stage, touchpoint), ones in groups.items()
    ]
    return CutTotals(tuple(cells), tuple(customers), tuple(metrics), Coverage(), _judged(said))


def _judged(said: Iterable[Said]) -> tuple[JudgedTotal, ...]:
    sums: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for one in said:
        sums[one.judge, one.stage].append(one.fixed)
    return tuple(JudgedTotal(*by, len(fixed), sum(fixed)) for by, fixed in sums.items())


def _columns(said: Iterable[Said]) -> tuple[array[int], array[int], array[int]]:
    people: defaultdict[int, list[int]] = defaultdict(list)
    for one in said:
        people[one.customer].append(one.fixed)
    sentiments = people.values()
    return array("q", people), array("q", map(len, sentiments)), array("q", map(sum, sentiments))


def mapped(
    now: CutTotals,
    before: CutTotals | None = None,
    weeks: Iterable[WeekTotal] = (),
    *,
    lens: str = "full",
    taxonomy: Taxonomy | None = None,
    transfers: Mapping[str, Transfer] | None = None,
) -> JourneyMap:
    """The map of these totals for September 2026, against August where there is a before."""
    return build_map(
        now,
        before,
        list(weeks),
        cut=NOW,
        compared=BEFORE if before is not None else None,
        default_period=False,
        lens=lens,
        taxonomy=taxonomy or load_default(),
        transfers=transfers or {},
    )


def crowd(stage: str, touchpoint: str, hundredths: Iterable[int], first_customer: int = 0) -> list[Said]:
    """One statement each of as many customers."""
    return [
        Said(stage, touchpoint, first_customer + number, value) for number, value in enumerate(hundredths)
    ]
