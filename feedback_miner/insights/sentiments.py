"""The sentiment at each place as the columns of a regression, places that go together as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from feedback_miner.domain.facts import Facts, Integers, Reals
from feedback_miner.insights.outcomes import Answers
from feedback_miner.journey.frame import Place

#: Places whose columns correlate as much as this cannot be told apart.
_COLLINEAR = 0.7
#: What is left of equal numbers when their mean is taken away.
_NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Column:
    """A place, or several that are mentioned together in the same mood."""

    places: tuple[Place, ...]
    #: the units that say something there
    units: Integers
    #: of each of them: mean sentiment of what it says there, less the mean of all of them, so that silence (0) counts
    #: neither for nor against
    sentiment: Reals
    #: statements at these places
    statements: int
    #: who say something there
    customers: int

    def of_all(self, values: Reals, units: int) -> Reals:
        """Values of those that say something there, 0 of all other units."""
        found = np.zeros(units)
        found[self.units] = values
        return found


def place_of(facts: Facts, *, touchpoints: bool) -> tuple[Integers, list[Place]]:
    """The place of each statement: its stage, and its touchpoint where `touchpoints` are looked at."""
    width = len(facts.touchpoint.values) if touchpoints else 1
    code = facts.stage.codes.astype(np.int64) * width + (facts.touchpoint.codes if touchpoints else 0)
    codes, numbers = np.unique(code, return_inverse=True)
    stages, names = facts.stage.values, facts.touchpoint.values if touchpoints else ("",)
    return numbers.astype(np.int64), [Place(stages[n // width], names[n % width]) for n in codes.tolist()]


def columns(answers: Answers, place: Integers, places: Sequence[Place]) -> list[Column]:
    """A column for each place; `place`: of each statement, its number among `places`."""
    alone = _columns(answers, place, [(name,) for name in places])
    together = _together(alone, len(answers.value))
    if len(together) == len(alone):
        return alone
    group = np.empty(len(places), np.int64)
    for number, members in enumerate(together):
        group[members] = number
    return _columns(answers, group[place], [tuple(places[one] for one in members) for members in together])


def _columns(answers: Answers, place: Integers, names: Sequence[tuple[Place, ...]]) -> list[Column]:
    """Only what is said takes room: most units are silent on most places."""
    units = len(answers.value)
    pairs, row, counts = np.unique(place * units + answers.unit_of, return_inverse=True, return_counts=True)
    mean = np.bincount(row, answers.facts.sentiment, len(pairs)) / counts
    ends = np.searchsorted(pairs, np.arange(len(names) + 1) * units)
    statements = np.bincount(place, minlength=len(names)).tolist()
    return [
        _column(answers, name, pairs[start:end] - number * units, mean[start:end], statements[number])
        for number, (name, start, end) in enumerate(zip(names, ends, ends[1:], strict=False))
    ]


def _column(
    answers: Answers, places: tuple[Place, ...], units: Integers, mean: Reals, statements: int
) -> Column:
    sentiment = mean - mean.mean()
    sentiment[np.abs(sentiment) < _NOISE] = 0.0
    return Column(places, units, sentiment, statements, len(np.unique(answers.customer[units])))


def _together(alone: Sequence[Column], units: int) -> list[list[int]]:
    """Numbers of the columns that correlate, directly or over others, in the order of their first."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    lengths = [float(np.sqrt((column.sentiment**2).sum())) or 1.0 for column in alone]
    values = np.concatenate([column.sentiment / n for column, n in zip(alone, lengths, strict=True)])
    ends = np.cumsum([0, *(len(column.units) for column in alone)])
    table = csr_array((values, np.concatenate([column.units for column in alone]), ends), (len(alone), units))
    _, group = connected_components((table @ table.T).toarray() >= _COLLINEAR, directed=False)
    found: dict[int, list[int]] = {}
    for number, name in enumerate(group.tolist()):
        found.setdefault(name, []).append(number)
    return list(found.values())
