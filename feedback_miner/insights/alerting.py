"""When something has changed: a self-starting CUSUM over days, by place.

Each day is compared with what the weeks before it foresee (`baselines`), as Student's t, and that is brought to a
normal score z (Hawkins, "Self-starting CUSUM charts for location and scale", The Statistician 36, 1987). On the side
that is watched, S ← max(0, S + z − k) adds up what is more than k = 1 deviations; an episode begins when S reaches the
threshold: one day of 4 deviations does, or three of 2. Its first day is the one on which S last rose from 0.

While an episode lasts, its days are left out of the baseline. It ends when a CUSUM the other way round says that days
are again as foreseen, or after four weeks: then what was new is usual, and the baseline begins with the episode.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from math import log

import numpy as np
from scipy.special import ndtri, stdtr

from feedback_miner.insights.baselines import BASELINE, Column, Foreseen, foresee
from feedback_miner.insights.signals import Flags, Grid, Signal

#: Deviations a day that are let pass.
ALLOWANCE = 1.0
#: What S must reach, where one place is watched.
THRESHOLD = 3.0
#: What the CUSUM the other way round must reach.
RECOVERY = 3.0
#: Days after which what is new is usual.
SETTLED = 28
#: Fewest customers that an episode points at.
LEAST_VOICES = 3.0
#: Days from the first that was seen until one is judged.
_WARMING_UP = 28
#: Most that one day counts.
_MOST = 6.0
#: The 0.975 quantile of the normal.
Z = 1.959964


class Side(IntEnum):
    """Which way a number must go to be told of."""

    DOWN = -1
    UP = 1


@dataclass(frozen=True, slots=True)
class Expected:
    """What the days of an episode, up to the one on which it was noticed, should have come to: with a 95 % range."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Episode:
    """A time in which a place was not as foreseen. Days are ordinals."""

    place: int
    first: int
    #: the day on which it was noticed
    noticed: int
    #: its last day; None while it lasts
    last: int | None
    #: it ended because what was new had become usual
    settled: bool
    expected: Expected


def threshold_for(places: int, base: float = THRESHOLD) -> float:
    """What S must reach so that a rule fires falsely about as seldom however many places it looks at.

    The time between false alarms grows as e^(2·k·h) (Siegmund, "Sequential Analysis", 1985).
    """
    return base + log(max(places, 1)) / (2 * ALLOWANCE)


@dataclass(frozen=True, slots=True)
class Watched:
    """A signal, and when something is told of it."""

    signal: Signal
    side: Side
    threshold: float


def find_episodes(signal: Signal, side: Side, *, threshold: float | None = None) -> list[Episode]:
    """All episodes of a signal, by their first day. A day is judged by the days before it alone."""
    height = threshold_for(len(signal.value)) if threshold is None else threshold
    return find_all_episodes([Watched(signal, side, height)])[0]


def find_all_episodes(watched: Sequence[Watched]) -> list[list[Episode]]:
    """The episodes of each of several signals of the same days: what takes time is the days, not the places."""
    if not watched:
        return []
    watch = _Watch(watched)
    for day in range(watched[0].signal.value.shape[1]):
        watch.look_at(day)
    found: list[list[Episode]] = [[] for _ in watched]
    ends = np.cumsum([len(one.signal.value) for one in watched])
    for episode in sorted(watch.found(), key=lambda one: (one.first, one.place)):
        which = int(np.searchsorted(ends, episode.place, side="right"))
        found[which].append(replace(episode, place=episode.place - int(ends[which - 1] if which else 0)))
    return found


class _Watch:
    """Goes from day to day, all places of all signals at once."""

    def __init__(self, watched: Sequence[Watched]) -> None:
        self._of = [one for one in watched for _ in one.signal.value]
        self._first_day = watched[0].signal.first_day
        self._value = np.concatenate([one.signal.value for one in watched])
        self._weight = np.concatenate([one.signal.weight for one in watched])
        self._scatter = np.concatenate([one.signal.scatter for one in watched])
        self._freedom = np.concatenate([one.signal.freedom for one in watched])
        self._support = np.concatenate([one.signal.support for one in watched])
        self._share = np.concatenate([one.signal.share for one in watched])
        self._side = np.array([one.side.value for one in self._of], dtype=np.float64)
        self._threshold = np.array([one.threshold for one in self._of])
        places, days = self._value.shape
        #: what has added up, and the day on which it last began to
        self._sum, self._since = np.zeros(places), np.zeros(places, dtype=np.int64)
        #: the same of what says that an episode is over
        self._back, self._back_since = np.zeros(places), np.zeros(places, dtype=np.int64)
        #: place → first day and the day on which it was noticed
        self._open: dict[int, tuple[int, int]] = {}
        self._ended: list[Episode] = []
        #: days that baselines are made of
        self._calm = np.ones((places, days), dtype=np.bool_)
        self._foreseen: list[Foreseen] = []
        seen = self._weight > 0
        self._begun = np.where(seen.any(axis=1), seen.argmax(axis=1), days)

    def look_at(self, day: int) -> None:
        """The next day."""
        score, judged = self._score(day)
        self._since = np.where(self._sum == 0, day, self._since)
        self._sum = np.where(judged, np.maximum(0, self._sum + score - ALLOWANCE), self._sum)
        self._back_since = np.where(self._back == 0, day, self._back_since)
        self._back = np.where(judged, np.maximum(0, self._back - score + ALLOWANCE), self._back)
        for place, (first, _) in list(self._open.items()):
            if self._back[place] >= RECOVERY:
                self._end(place, int(self._back_since[place]) - 1, settled=False)
            elif day - first >= SETTLED:
                self._end(place, day, settled=True)
        for place in np.flatnonzero(judged & (self._sum >= self._threshold)).tolist():
            if place not in self._open and self._is_borne(place, day):
                self._begin(place, day)

    def found(self) -> list[Episode]:
        """What has ended, and what lasts."""
        lasting = [self._episode(place, *days, None, settled=False) for place, days in self._open.items()]
        return self._ended + lasting

    def _score(self, day: int) -> tuple[Column, Flags]:
        """How far the day is out on the watched side, as a normal score, and whether that can be said."""
        weight = self._weight[:, day]
        foreseen = self._foresee(day)
        self._foreseen.append(foreseen)
        judged = foreseen.known & (weight > 0) & (day - self._begun >= _WARMING_UP)
        spread = np.sqrt(foreseen.variance / np.where(judged, weight, 1.0) + foreseen.uncertainty)
        away = np.where(judged, self._value[:, day] - foreseen.value, 0.0) / np.where(judged, spread, 1.0)
        score = -ndtri(stdtr(foreseen.freedom, -np.abs(away)))
        return np.sign(away) * self._side * np.minimum(score, _MOST), judged

    def _foresee(self, day: int) -> Foreseen:
        missing = max(BASELINE - day, 0)

        def before(grid: Grid) -> Grid:
            return np.pad(grid[:, max(day - BASELINE, 0) : day], ((0, 0), (missing, 0)))

        calm = before(self._calm.astype(np.float64))
        return foresee(
            before(self._value),
            before(self._weight) * calm,
            before(self._scatter) * calm,
            before(self._freedom) * calm,
        )

    def _is_borne(self, place: int, day: int) -> bool:
        """Whether enough customers stand behind it; of silence nobody can."""
        watched = self._of[place]
        if watched.side is Side.DOWN and watched.signal.silence_speaks:
            return True
        return bool(self._support[place, self._since[place] : day + 1].sum() >= LEAST_VOICES)

    def _begin(self, place: int, day: int) -> None:
        first = int(self._since[place])
        self._open[place] = (first, day)
        self._calm[place, first:] = False
        self._back[place] = 0.0

    def _end(self, place: int, last: int, *, settled: bool) -> None:
        first, noticed = self._open.pop(place)
        self._ended.append(self._episode(place, first, noticed, last, settled=settled))
        self._sum[place] = 0.0
        if settled:
            self._calm[place, :first] = False
            self._calm[place, first:] = True
        else:
            self._calm[place, last + 1 :] = True

    def _episode(self, place: int, first: int, noticed: int, last: int | None, *, settled: bool) -> Episode:
        begin = self._first_day
        return Episode(
            place,
            begin + first,
            begin + noticed,
            None if last is None else begin + last,
            settled,
            self._expected(place, first, noticed),
        )

    def _expected(self, place: int, first: int, noticed: int) -> Expected:
        """For the days' mean: what is foreseen of each, and the chance of the days and of the baseline together."""
        days = slice(first, noticed + 1)
        known, weight = self._foreseen[noticed], self._weight[place, days]
        half = Z * np.sqrt(known.variance[place] / weight.sum() + known.uncertainty[place])
        value = np.array([foreseen.value[place] for foreseen in self._foreseen[days]])
        share, readable = self._share[place, days], self._of[place].signal.readable

        def over_days(shift: float) -> float:
            return float(np.average(readable(value + shift), weights=share))

        return Expected(over_days(0.0), over_days(-half), over_days(half))
