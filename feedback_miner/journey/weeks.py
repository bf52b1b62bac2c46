"""The trends: mean sentiment by week, at every place of a frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import SENTIMENT_SCALE, WeekTotal
from feedback_miner.journey.frame import Frame, Place
from feedback_miner.journey.types import WEEKS


def weekly_means(weeks: Iterable[WeekTotal], frame: Frame) -> Mapping[Place, tuple[float | None, ...]]:
    """For each place WEEKS means (−1 … 1), oldest first; None where nobody spoke."""
    # One row for each stage and touchpoint of the taxonomy: statements and sums of the weeks side by side.
    kinds: dict[tuple[str, str], NDArray[np.int64]] = {}
    for row in weeks:
        sums = kinds.get((row.stage, row.touchpoint))
        if sums is None:
            sums = kinds[row.stage, row.touchpoint] = np.zeros((2, WEEKS), np.int64)
        sums[0, row.week] += row.statements
        sums[1, row.week] += row.sentiment_sum
    places: dict[Place, NDArray[np.int64]] = {}
    for kind, sums in kinds.items():
        for place in frame.places(*kind):
            places[place] = places[place] + sums if place in places else sums
    return {place: tuple(map(_mean, *sums.tolist())) for place, sums in places.items()}


def _mean(statements: int, sentiment_sum: int) -> float | None:
    return sentiment_sum / statements / SENTIMENT_SCALE if statements else None
