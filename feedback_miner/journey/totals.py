"""Totals of a cut, folded into the places of a frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from feedback_miner.domain import SENTIMENT_SCALE, CellTotal, CutTotals, MetricTotal
from feedback_miner.journey.clusters import customer_spreads
from feedback_miner.journey.frame import WHOLE, Frame, Place
from feedback_miner.journey.intervals import NO_SPREAD, Spread


@dataclass(slots=True)
class Tally:
    """Sums at one place."""

    statements: int = 0
    #: fixed point, SENTIMENT_SCALE
    sentiment_sum: int = 0
    emotions: dict[str, int] = field(default_factory=dict)

    def add(self, cell: CellTotal) -> None:
        """Counts a cell in."""
        self.statements += cell.statements
        self.sentiment_sum += cell.sentiment_sum
        emotions = self.emotions
        for emotion, count in cell.emotions.items():
            emotions[emotion] = emotions.get(emotion, 0) + count

    @property
    def mean(self) -> float | None:
        """Mean sentiment, −1 … 1; None where there are no statements."""
        return self.sentiment_sum / self.statements / SENTIMENT_SCALE if self.statements else None


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that the figures of one cut are read from, by place."""

    tallies: Mapping[Place, Tally]
    spreads: Mapping[Place, Spread]
    metrics: Mapping[Place, tuple[MetricTotal, ...]]

    def tally(self, place: Place) -> Tally:
        """Zeros where nobody spoke."""
        return self.tallies.get(place) or Tally()

    def spread(self, place: Place) -> Spread:
        """No customers where nobody spoke."""
        return self.spreads.get(place, NO_SPREAD)


def summarise(totals: CutTotals, frame: Frame) -> Summary:
    """Folds a cut's totals into the places of a frame."""
    tallies: dict[Place, Tally] = {}
    for cell in totals.cells:
        for place in frame.places(cell.stage, cell.touchpoint):
            tallies.setdefault(place, Tally()).add(cell)
    return Summary(tallies, customer_spreads(totals.customers, frame), _metrics(totals.metrics, frame))


def _metrics(rows: Iterable[MetricTotal], frame: Frame) -> Mapping[Place, tuple[MetricTotal, ...]]:
    found: dict[Place, tuple[MetricTotal, ...]] = {}
    for row in rows:
        if not row.stage:
            place = WHOLE
        elif row.stage in frame.folded and row.touchpoint not in frame.hidden_touchpoints:
            place = Place(frame.folded[row.stage], row.touchpoint)
        else:
            continue
        found[place] = (*found.get(place, ()), row)
    return found
