"""What one item adds to the cells: the one place where counting is defined. Pure.

Writing adds it, replacing, undo and erasure subtract it, a correction subtracts the old and adds the new, a recount
adds it for every item: so the cells equal a recount to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from operator import add
from typing import Any

from feedback_miner.domain import NEUTRAL, NONE, SCORED_LANGUAGES, AuthorRole, FeedbackItem
from feedback_miner.storage.cell_tables import EMOTIONS

_EMOTION_INDEX = {emotion: 3 + i for i, emotion in enumerate(EMOTIONS)}
_CELL_WIDTH = 3 + len(EMOTIONS)

#: (segment, value, day, source, channel), then what the family counts by: stage and touchpoint (and customer), or judge
#: and stage
Key = tuple[Any, ...]
Sums = dict[Key, list[int]]


class Kind(StrEnum):
    """Why an item is scored, or is not: the columns of the coverage line."""

    SCORED = "scored"
    UNSCORED = "unscored"
    OTHER_LANGUAGE = "other_language"
    RATING_ONLY = "rating_only"
    NOT_CUSTOMER = "not_customer"


_KIND_INDEX = {kind: 1 + i for i, kind in enumerate(Kind)}


def kind_of(item: FeedbackItem, *, model: str) -> Kind:
    """Which kind an item is; `model` is "" where none has scored it yet."""
    if item.author_role is not AuthorRole.CUSTOMER:
        return Kind.NOT_CUSTOMER
    if not item.text.strip():
        return Kind.RATING_ONLY
    if item.language not in SCORED_LANGUAGES:
        return Kind.OTHER_LANGUAGE
    if not item.statements:
        return Kind.RATING_ONLY
    return Kind.SCORED if model else Kind.UNSCORED


@dataclass(frozen=True, slots=True)
class CountedStatement:
    """A statement as far as cells count it, with its effective labels."""

    stage: str
    touchpoint: str
    #: fixed point
    sentiment: int
    #: empty means neutral
    emotions: tuple[str, ...]
    #: whose labels these are: NAME/VERSION of the model, or PERSON
    judge: str


@dataclass(frozen=True, slots=True)
class CountedItem:
    """A current version of an item as far as cells count it."""

    day: int
    source: str
    channel: str
    kind: Kind
    #: number of the customer, or −item_id
    customer: int
    nps: int | None
    #: hundredths
    csat: int | None
    #: hundredths
    rating: int | None
    #: segment and bucket, of declared segments
    buckets: tuple[tuple[str, str], ...]
    statements: tuple[CountedStatement, ...]


@dataclass(slots=True)
class Amounts:
    """Sums to add to each family of cells, columns in the tables' order."""

    cells: Sums = field(default_factory=dict)
    customers: Sums = field(default_factory=dict)
    metrics: Sums = field(default_factory=dict)
    coverage: Sums = field(default_factory=dict)
    judged: Sums = field(default_factory=dict)

    @property
    def families(self) -> tuple[Sums, Sums, Sums, Sums, Sums]:
        """The five, in a fixed order."""
        return self.cells, self.customers, self.metrics, self.coverage, self.judged

    def add(self, other: Amounts, sign: int = 1) -> None:
        """Adds (1) or subtracts (−1) other amounts."""
        for mine, theirs in zip(self.families, other.families, strict=True):
            for key, values in theirs.items():
                _add(mine, key, values if sign == 1 else [-v for v in values])

    def count(self, items: Iterable[CountedItem]) -> None:
        """Adds the contributions of items."""
        for item in items:
            _contribute(self, item)

    def without_zeros(self) -> Amounts:
        """The same, less what comes to nothing."""
        return Amounts(*({k: v for k, v in sums.items() if any(v)} for sums in self.families))


def total(items: Iterable[CountedItem]) -> Amounts:
    """The contributions of many items together."""
    amounts = Amounts()
    amounts.count(items)
    return amounts


def _contribute(amounts: Amounts, item: CountedItem) -> None:
    """Adds everything that one item adds: to the base cells, and to the cells of each of its buckets."""
    coverage, metric = _coverage(item), _metric(item)
    cells = [(statement, _cell(statement)) for statement in item.statements]
    levels = () if item.kind is Kind.NOT_CUSTOMER else _levels(item.statements)
    for segment, value in (("", ""), *item.buckets):
        place: Key = (segment, value, item.day, item.source, item.channel)
        _add(amounts.coverage, place, coverage)
        for statement, cell in cells:
            at = (*place, statement.stage, statement.touchpoint)
            one = [1, statement.sentiment]
            _add(amounts.cells, at, cell)
            _add(amounts.customers, (*at, item.customer), one)
            _add(amounts.judged, (*place, statement.judge, statement.stage), one)
        for level in levels:
            _add(amounts.metrics, (*place, *level), metric)


def _add(sums: Sums, key: Key, values: list[int]) -> None:
    there = sums.get(key)
    sums[key] = list(values) if there is None else [*map(add, there, values)]


def _cell(statement: CountedStatement) -> list[int]:
    sentiment = statement.sentiment
    values = [1, sentiment, sentiment * sentiment, *([0] * (_CELL_WIDTH - 3))]
    for emotion in statement.emotions or (NEUTRAL,):
        values[_EMOTION_INDEX[emotion]] = 1
    return values


def _coverage(item: CountedItem) -> list[int]:
    values = [1, *([0] * len(Kind)), len(item.statements), sum(s.stage == NONE for s in item.statements)]
    values[_KIND_INDEX[item.kind]] = 1
    return values


def _metric(item: CountedItem) -> list[int]:
    nps, csat, rating = item.nps, item.csat, item.rating
    return [
        1,
        int(nps is not None),
        int(nps is not None and nps >= 9),
        int(nps is not None and nps <= 6),
        int(csat is not None),
        csat or 0,
        int(rating is not None),
        rating or 0,
    ]


def _levels(statements: tuple[CountedStatement, ...]) -> set[tuple[str, str]]:
    """What an item's scores count for, once each: everything, its stages, its touchpoints."""
    return {("", ""), *((s.stage, "") for s in statements), *((s.stage, s.touchpoint) for s in statements)}
