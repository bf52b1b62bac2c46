"""What is asked of the map, and the sums that answer it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Cut:
    """Which part of the feedback a question is about: days (inclusive, in the workspace's zone) and filters.

    Empty filters mean everything. `segments`: name → value; two or more are a combination.
    """

    first_day: date
    last_day: date
    channel: str | None = None
    source: str | None = None
    segments: Mapping[str, str] = field(default_factory=dict)

    @property
    def days(self) -> int:
        """Length in days, at least 1."""
        return (self.last_day - self.first_day).days + 1


@dataclass(frozen=True, slots=True)
class CellTotal:
    """Sums over a cut for one stage and touchpoint (either may be "none")."""

    stage: str
    touchpoint: str
    statements: int
    #: fixed point, SENTIMENT_SCALE
    sentiment_sum: int
    #: sum of squares of the fixed-point sentiments
    sentiment_squares: int
    #: emotion (or "neutral") → statements that show it
    emotions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class JudgedTotal:
    """Sums over a cut for one judge and one stage (which may be "none"): whose labels they are that count."""

    #: NAME/VERSION of a model, or PERSON
    judge: str
    stage: str
    statements: int
    #: fixed point, SENTIMENT_SCALE
    sentiment_sum: int


@dataclass(frozen=True, slots=True)
class CustomerTotals:
    """What each customer said over a cut at one stage and touchpoint: the clusters of the intervals.

    Columns of type "q", all of the same length, for a busy month has tens of thousands of rows. A customer may have
    several rows: whoever reads adds them up.
    """

    stage: str
    touchpoint: str
    #: opaque number; an item without a customer has one of its own
    customers: array[int]
    statements: array[int]
    #: fixed point
    sentiment_sums: array[int]


@dataclass(frozen=True, slots=True)
class MetricTotal:
    """Scores that customers gave, over the items that have a statement here; an item counts once.

    stage "" is every item of the cut (also those without words), touchpoint "" every item of the stage.
    """

    stage: str
    touchpoint: str
    items: int
    nps_answers: int
    promoters: int
    detractors: int
    csat_answers: int
    #: hundredths
    csat_sum: int
    rating_answers: int
    #: hundredths
    rating_sum: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of a cut is on the map and what is not: counts of items, and of statements where said."""

    items: int = 0
    #: customers' items in English with words: those that are scored
    scored: int = 0
    #: customers' items that wait for a model
    unscored: int = 0
    other_language: int = 0
    rating_only: int = 0
    #: agents' and bots' messages
    not_customer: int = 0
    statements: int = 0
    statements_no_stage: int = 0


@dataclass(frozen=True, slots=True)
class WeekTotal:
    """Sums of one of the weeks that end with a cut: 0 is the oldest."""

    week: int
    stage: str
    touchpoint: str
    statements: int
    sentiment_sum: int


@dataclass(frozen=True, slots=True)
class CutTotals:
    """Everything that the map of a cut is computed from."""

    cells: tuple[CellTotal, ...]
    customers: tuple[CustomerTotals, ...]
    metrics: tuple[MetricTotal, ...]
    coverage: Coverage
    #: the statements of `cells` by who judged them
    judged: tuple[JudgedTotal, ...]
