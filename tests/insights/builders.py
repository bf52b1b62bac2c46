"""Facts from rows that say only what matters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import NONE
from feedback_miner.domain.facts import Coded, Facts

#: the day that rows count from
FIRST_DAY = date(2026, 3, 2)
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """A statement."""

    #: 0: nobody is named
    customer: int = 1
    #: its message; None: a message of its own
    item: int | None = None
    sentiment: float = 0.0
    stage: str = "use"
    touchpoint: str = NONE
    #: days since FIRST_DAY, parts of a day too
    day: float = 0.0
    channel: str = "email"
    source: str = "survey"
    theme: int = 0
    emotions: str = ""
    nps: float = np.nan
    csat: float = np.nan
    rating: float = np.nan
    #: seconds
    first_reply: float = np.nan
    solved: float = np.nan
    segments: Mapping[str, str] = field(default_factory=dict)


def facts(rows: Sequence[Row]) -> Facts:
    """As the store gives them; statement n is the n-th row, counted from 1."""
    items = [1_000_000 + n if row.item is None else row.item for n, row in enumerate(rows)]
    names = sorted({name for row in rows for name in row.segments})
    base = (FIRST_DAY - _EPOCH).days
    made = Facts(
        statement=np.arange(1, len(rows) + 1),
        item=np.array(items, np.int64),
        customer=np.array([row.customer or -item for row, item in zip(rows, items, strict=True)], np.int64),
        day=np.array([FIRST_DAY.toordinal() + int(row.day) for row in rows], np.int64),
        at=np.array([round((base + row.day) * 86_400) * 1_000_000 for row in rows], np.int64),
        sentiment=_reals(row.sentiment for row in rows),
        theme=np.array([row.theme for row in rows], np.int64),
        source=coded(row.source for row in rows),
        channel=coded(row.channel for row in rows),
        stage=coded(row.stage for row in rows),
        touchpoint=coded(row.touchpoint for row in rows),
        emotions=coded(row.emotions for row in rows),
        nps=_reals(row.nps for row in rows),
        csat=_reals(row.csat for row in rows),
        rating=_reals(row.rating for row in rows),
        first_reply=_reals(row.first_reply for row in rows),
        solved=_reals(row.solved for row in rows),
        segments={name: coded(row.segments.get(name, "") for row in rows) for name in names},
    )
    return made.take(np.lexsort((made.statement, made.item, made.at, made.customer)))


def coded(values: Iterable[str]) -> Coded:
    """A column of these values."""
    listed = list(values)
    known = sorted(set(listed))
    numbers = {value: number for number, value in enumerate(known)}
    return Coded(np.array([numbers[value] for value in listed], np.int32), tuple(known))


def _reals(values: Iterable[float]) -> NDArray[np.float64]:
    return np.array(list(values), np.float64)
