"""The figures of themes in a cut, from its facts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import NEUTRAL, Theme, Tone
from feedback_miner.domain.facts import Spoken
from feedback_miner.insights.means import Mean, means
from feedback_miner.insights.theme_shares import ShareChange, share_changes, theme_places
from feedback_miner.taxonomy import Taxonomy

#: Weeks of the trend.
WEEKS = 12
#: Weeks at the end of the trend that tell, against those before, whether a theme grows or fades; and of a new one.
LATELY = 4
#: It grows where its share is certainly larger than before, and this many times as large; it fades likewise.
GROWTH = 1.25
#: Fewer comments than this before are no ground to say that a theme fades.
_LEAST = 5
#: How much of the severity is the mean sentiment; the rest is the share of strong emotions.
_OF_SENTIMENT = 0.7
#: From how far off the middle of the page's colour ramp an emotion is strong.
_STRONG = 2
_BARS = 5


class State(StrEnum):
    """How a theme has gone of late: in the last four weeks, against the eight before."""

    NEW = "new"
    GROWING = "growing"
    STEADY = "steady"
    FADING = "fading"


@dataclass(frozen=True, slots=True)
class Severity:
    """How much it hurts, or delights.

    value = 0.7 · m + 0.3 · (2e − 1), where m is the mean sentiment, its sign turned for pain, and e the share of
    comments with a strong emotion of this side (of pain: sad, regretful, let down, frustrated, angry; of delight:
    delighted, excited, grateful, satisfied, relieved): two views of one thing, the larger weight on the finer scale.
    """

    #: −1 … 1
    value: float
    #: 1 … 5: the fifth of 0 … 1 in which the value lies; one below 0, too
    bars: int


@dataclass(frozen=True, slots=True)
class WeekOfTheme:
    """One week of a trend."""

    first_day: date
    last_day: date
    comments: int
    #: None where there are no comments
    sentiment: float | None


@dataclass(frozen=True, slots=True)
class ThemeFigures:
    """What is known of a theme in a cut."""

    mean: Mean
    #: of all comments of the cut
    share: float
    #: None where there are no comments
    severity: Severity | None
    #: emotion (or "neutral") → share of the comments that show it, largest first
    emotions: Mapping[str, float]
    #: oldest first
    weeks: tuple[WeekOfTheme, ...]
    #: None where nothing is compared, or nobody spoke there
    change: ShareChange | None
    state: State


def theme_figures(
    themes: Sequence[Theme],
    now: Spoken,
    before: Spoken | None,
    trend: Spoken,
    *,
    last_day: date,
    taxonomy: Taxonomy,
) -> dict[int, ThemeFigures]:
    """The figures of each theme, by its id.

    `now`: of the cut; `before`: of the period compared with; `trend`: of the twelve weeks that end with `last_day`,
    the last of the cut; all with the cut's filters.
    """
    ids = np.array([theme.id for theme in themes], dtype=np.int64)
    places = theme_places(ids, now)
    found = means(places, now.customer, now.sentiment, len(ids))
    emotions = emotion_shares(places, now, len(ids))
    weeks = _weeks(ids, trend, last_day)
    changes = share_changes(ids, now, before) if before is not None else [None] * len(ids)
    states = _states(themes, ids, trend, last_day)
    strong = strong_emotions(taxonomy)
    return {
        theme.id: ThemeFigures(
            mean=mean,
            share=mean.statements / len(now) if len(now) else 0.0,
            severity=severity(theme.tone, mean, emotions[n].strong(strong[theme.tone])),
            emotions=emotions[n].shares,
            weeks=weeks[n],
            change=changes[n],
            state=states[n],
        )
        for n, (theme, mean) in enumerate(zip(themes, found, strict=True))
    }


def severity(tone: Tone, mean: Mean, strong_share: float) -> Severity | None:
    """See `Severity`; None where nobody spoke."""
    if mean.sentiment is None:
        return None
    towards = -mean.sentiment if tone is Tone.PAIN else mean.sentiment
    value = _OF_SENTIMENT * towards + (1 - _OF_SENTIMENT) * (2 * strong_share - 1)
    return Severity(value, min(_BARS, 1 + int(max(value, 0.0) * _BARS)))


def strong_emotions(taxonomy: Taxonomy) -> Mapping[Tone, frozenset[str]]:
    """The emotions that stand far off the middle, by side."""
    return {
        tone: frozenset(part.key for part in taxonomy.emotions if part.tone * sign >= _STRONG)
        for tone, sign in ((Tone.PAIN, -1), (Tone.DELIGHT, 1))
    }


@dataclass(frozen=True, slots=True)
class EmotionShares:
    """The emotions of a group of statements."""

    #: emotion (or "neutral") → share of the statements that show it, largest first
    shares: Mapping[str, float]
    #: sets of emotions that are shown together → share of the statements
    together: Mapping[frozenset[str], float]

    def strong(self, emotions: Collection[str]) -> float:
        """The share of the statements that show one of these at least."""
        return sum(share for shown, share in self.together.items() if shown & frozenset(emotions))


def emotion_shares(group: NDArray[np.int64], facts: Spoken, groups: int) -> list[EmotionShares]:
    """Of each of `groups` groups; `group`: of each statement, −1 where it is of none."""
    sets = [
        frozenset(filter(None, value.split(","))) or frozenset({NEUTRAL}) for value in facts.emotions.values
    ]
    width = max(len(sets), 1)
    inside = group >= 0
    keys = group[inside] * width + facts.emotions.codes[inside]
    counts = np.bincount(keys, minlength=groups * width).reshape(groups, width)
    return [_shares(row, sets) for row in counts]


def _shares(counts: NDArray[np.int64], sets: Sequence[frozenset[str]]) -> EmotionShares:
    total = max(int(counts.sum()), 1)
    together: dict[frozenset[str], float] = {}
    shares: dict[str, float] = {}
    for code in np.flatnonzero(counts).tolist():
        share = int(counts[code]) / total
        together[sets[code]] = together.get(sets[code], 0.0) + share
        for emotion in sets[code]:
            shares[emotion] = shares.get(emotion, 0.0) + share
    return EmotionShares(dict(sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))), together)


def _weeks(ids: NDArray[np.int64], trend: Spoken, last_day: date) -> list[tuple[WeekOfTheme, ...]]:
    group = theme_places(ids, trend)
    week = WEEKS - 1 - (last_day.toordinal() - trend.day) // 7
    inside = (group >= 0) & (week >= 0) & (week < WEEKS)
    keys = group[inside] * WEEKS + week[inside]
    shape = (len(ids), WEEKS)
    counts = np.bincount(keys, minlength=len(ids) * WEEKS).reshape(shape)
    sums = np.bincount(keys, trend.sentiment[inside], len(ids) * WEEKS).reshape(shape)
    days = [
        (last_day - timedelta(days=7 * (WEEKS - n) - 1), last_day - timedelta(days=7 * (WEEKS - 1 - n)))
        for n in range(WEEKS)
    ]
    return [
        tuple(
            WeekOfTheme(*span, int(count), float(total) / int(count) if count else None)
            for span, count, total in zip(days, row, totals, strict=True)
        )
        for row, totals in zip(counts, sums, strict=True)
    ]


def _states(themes: Sequence[Theme], ids: NDArray[np.int64], trend: Spoken, last_day: date) -> list[State]:
    from_day = last_day.toordinal() - 7 * LATELY + 1
    of_late = trend.day >= from_day
    lately, earlier = trend.take(of_late), trend.take(~of_late)
    changes = share_changes(ids, lately, earlier)
    has_history = len(earlier) > 0
    return [
        State.NEW if has_history and theme.born_on.toordinal() >= from_day else _state(change)
        for theme, change in zip(themes, changes, strict=True)
    ]


def _state(change: ShareChange | None) -> State:
    if change is None:
        return State.STEADY
    if change.certain and change.share > GROWTH * change.share_before:
        return State.GROWING
    gone = change.comments == 0 and change.comments_before >= _LEAST
    if gone or (change.certain and change.share_before > GROWTH * change.share):
        return State.FADING
    return State.STEADY
