"""What a day can be expected to be, by the eight weeks before it.

A day is foreseen as the place's mean plus its weekday's own deviation. The deviations are shrunk by how far weekdays
differ at all (empirical Bayes: Efron and Morris, "Stein's estimation rule and its competitors", JASA 68, 1973), so a
place without a weekly rhythm is not given one by chance. Outliers are cut at 3.5 robust deviations (median and MAD)
first. How far days scatter is taken from the days themselves, and never as less than independent customers would
scatter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback_miner.insights.signals import Flags, Grid

#: Days before a day that it is foreseen by: whole weeks.
BASELINE = 56
#: Fewest of them on which something was seen.
LEAST_DAYS = 14
_WEEK = 7
_CUT = 3.5
#: MAD → standard deviation of a normal; a little more, for medians of a few days lie near their days.
_MAD = 1.4826 * 1.1

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Of one day [places]."""

    #: on the signal's scale
    value: Column
    #: of a day of weight 1
    variance: Column
    #: of `value`, as an estimate
    uncertainty: Column
    #: degrees of freedom of `variance`
    freedom: Column
    #: whether enough is known to judge the day
    known: Flags


def foresee(value: Grid, weight: Grid, scatter: Grid, freedom: Grid) -> Foreseen:
    """The day after `BASELINE` days [places, BASELINE]; days of weight 0 say nothing."""
    shape = (len(value), BASELINE // _WEEK, _WEEK)  # column 0 is the weekday that is foreseen
    y, w = value.reshape(shape), weight.reshape(shape)
    seen = w > 0
    days = seen.sum(axis=(1, 2))
    y = _without_outliers(y, w, seen)

    total = w.sum(axis=(1, 2))
    mean = _ratio((w * y).sum(axis=(1, 2)), total)
    by_weekday = w.sum(axis=1)
    deviation = _ratio((w * (y - mean[:, None, None])).sum(axis=1), by_weekday)
    weekdays = (by_weekday > 0).sum(axis=1)
    around = (w * (y - mean[:, None, None] - deviation[:, None, :]) ** 2).sum(axis=(1, 2))
    noise = _ratio(around, np.maximum(days - weekdays, 1).astype(np.float64))
    error = _ratio(np.broadcast_to(noise[:, None], by_weekday.shape), by_weekday)
    degrees = np.maximum(weekdays - 1, 1)
    rhythm = np.maximum((deviation**2 - error * (degrees / np.maximum(weekdays, 1))[:, None]).sum(axis=1), 0)
    between = (rhythm / degrees)[:, None]
    kept = _ratio(np.broadcast_to(between, error.shape), between + error)
    deviation = deviation * kept

    left = np.maximum(days - 1 - kept.sum(axis=1) * degrees / _WEEK, 1.0)
    residual = (w * (y - mean[:, None, None] - deviation[:, None, :]) ** 2).sum(axis=(1, 2)) / left
    independent = _ratio(scatter.sum(axis=1), freedom.sum(axis=1))
    variance = np.maximum(residual, independent)
    # a weekday that was never seen is as uncertain as weekdays differ
    own = np.where(by_weekday[:, 0] > 0, kept[:, 0] * error[:, 0], between[:, 0])
    return Foreseen(
        mean + deviation[:, 0],
        variance,
        _ratio(variance, total) + own,
        left,
        (days >= LEAST_DAYS) & (variance > 0),
    )


def _without_outliers(y: Grid, w: Grid, seen: Flags) -> Grid:
    """Values pulled in to 3.5 deviations from the median of their weekday."""
    middle = _median(y, seen)[:, None, :]
    away = np.abs(y - middle) * np.sqrt(w)
    flat = (len(y), BASELINE, 1)
    spread = _MAD * _median(away.reshape(flat), seen.reshape(flat))[:, :, None]
    reach = np.divide(_CUT * spread, np.sqrt(w), out=np.zeros_like(y), where=seen)
    pulled: Grid = np.clip(y, middle - reach, middle + reach)
    return np.where(spread > 0, pulled, y)


def _median(values: Grid, seen: Flags) -> Grid:
    """Over the middle axis, of what was seen; 0 where nothing was."""
    ordered = np.sort(np.where(seen, values, np.inf), axis=1)
    count = seen.sum(axis=1, keepdims=True)
    low = np.take_along_axis(ordered, np.maximum((count - 1) // 2, 0), axis=1)
    high = np.take_along_axis(ordered, np.minimum(count // 2, ordered.shape[1] - 1), axis=1)
    found: Grid = np.where(count > 0, (low + high) / 2, 0.0)[:, 0]
    return found


def _ratio(above: Grid, below: Grid) -> Grid:
    return np.divide(above, below, out=np.zeros(np.shape(below)), where=below > 0)
