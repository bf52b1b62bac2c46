"""What a rule finds in the facts: where, since when, and by which statements it is borne out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import NEUTRAL, NONE
from feedback_miner.domain.facts import Coded, Facts
from feedback_miner.domain.team.alerts import AlertRule, Direction, Each, Measure, Sensitivity
from feedback_miner.insights.alerting import (
    LEAST_VOICES,
    THRESHOLD,
    Episode,
    Side,
    Watched,
    find_all_episodes,
    threshold_for,
)
from feedback_miner.insights.signals import (
    Daily,
    Flags,
    Signal,
    daily,
    sentiment_signal,
    share_signal,
    volume_signal,
)

#: What each step makes the threshold.
_THRESHOLDS = {Sensitivity.LOW: THRESHOLD + 1, Sensitivity.USUAL: THRESHOLD, Sensitivity.HIGH: THRESHOLD - 1}
_SIDES = {Direction.DOWN: Side.DOWN, Direction.UP: Side.UP}
#: Statements that quotes are chosen from.
CANDIDATES = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """An episode at a place, with what bears it out up to the day on which it was noticed."""

    #: key, channel, source, or id of a theme; "" the whole
    place: str
    episode: Episode
    value: float
    statements: int
    customers: int
    #: the theme that has most to do with it
    theme: int | None
    #: ids of statements that show it best, the best first; of different customers
    examples: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a rule watches."""

    facts: Facts
    #: of each row, an index into `names`, or −1
    place: NDArray[np.int64]
    names: tuple[str, ...]
    watched: Watched


def find(rules: Sequence[AlertRule], facts: Facts, days: range, *, today: int) -> list[list[Finding]]:
    """What each rule finds in these days. `facts`: of the whole workspace, with the segments that the rules name.

    `today` (ordinal) is not over: that little was said of it says nothing.
    """
    seen = [_seen(rule, facts, days, today) for rule in rules]
    episodes = iter(find_all_episodes([one.watched for one in seen if one is not None]))
    return [
        [] if one is None else _borne([_finding(rule, one, episode) for episode in next(episodes)], one)
        for rule, one in zip(rules, seen, strict=True)
    ]


def _borne(findings: Sequence[Finding], seen: _Seen) -> list[Finding]:
    """Without those of one or two customers, who wrote on several days; silence is nobody's."""
    silence = seen.watched.side is Side.DOWN and seen.watched.signal.silence_speaks
    return [finding for finding in findings if silence or finding.customers >= LEAST_VOICES]


def _seen(rule: AlertRule, facts: Facts, days: range, today: int) -> _Seen | None:
    """None where nothing of it was said."""
    arrived = np.bincount(facts.day - days.start, minlength=len(days)) > 0
    if rule.direction is Direction.DOWN and today in days:
        arrived[today - days.start] = False
    facts = facts.take(_watched(rule, facts))
    place, names = _places(rule, facts)
    if not names:
        return None
    signal = _signal(rule, facts, place, daily(facts, place, len(names), days), arrived)
    height = threshold_for(len(names), _THRESHOLDS[rule.sensitivity])
    return _Seen(facts, place, names, Watched(signal, _SIDES[rule.direction], height))


def _watched(rule: AlertRule, facts: Facts) -> Flags:
    """Of themes all statements; else those of the journey."""
    rows = np.ones(len(facts), dtype=np.bool_) if rule.measure is Measure.THEME else ~facts.stage.equal(NONE)
    filters = (
        (facts.stage, rule.stage),
        (facts.touchpoint, rule.touchpoint),
        (facts.channel, rule.channel),
        (facts.source, rule.source),
        *((facts.segments[name], value) for name, value in rule.segments.items()),
    )
    for column, value in filters:
        if value is not None:
            rows &= column.equal(value)
    return rows


def _places(rule: AlertRule, facts: Facts) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """For each row the index of its place, or −1; and what the places are called."""
    if rule.measure is Measure.THEME:
        ids = np.unique(facts.theme[facts.theme > 0])
        at = np.searchsorted(ids, facts.theme)
        return np.where(facts.theme > 0, at, -1), tuple(str(theme) for theme in ids.tolist())
    if rule.each is None:
        return np.zeros(len(facts), dtype=np.int64), ("",) if len(facts) else ()
    column = _column(rule.each, facts)
    present = [code for code in np.unique(column.codes).tolist() if column.values[code] != NONE]
    index = np.full(len(column.values), -1)
    index[present] = np.arange(len(present))
    return index[column.codes], tuple(column.values[code] for code in present)


def _column(each: Each, facts: Facts) -> Coded:
    columns = {
        Each.STAGE: facts.stage,
        Each.TOUCHPOINT: facts.touchpoint,
        Each.CHANNEL: facts.channel,
        Each.SOURCE: facts.source,
    }
    return columns[each]


def _signal(rule: AlertRule, facts: Facts, place: NDArray[np.int64], said: Daily, arrived: Flags) -> Signal:
    places, days = said.statements.shape
    within = range(said.first_day, said.first_day + days)
    if rule.measure is Measure.SENTIMENT:
        return sentiment_signal(said)
    if rule.measure is Measure.VOLUME:
        return volume_signal(said, arrived)
    if rule.measure is Measure.EMOTION:
        shown = np.where(_showing(rule.emotion or NEUTRAL, facts), place, -1)
        return share_signal(daily(facts, shown, places, within), said)
    whole = daily(facts, np.zeros(len(facts), dtype=np.int64), 1, within)
    return share_signal(said, _for_each(whole, places))


def _for_each(whole: Daily, places: int) -> Daily:
    grids = (whole.statements, whole.total, whole.squares, whole.voices, whole.heard)
    return Daily(whole.first_day, *(np.repeat(grid, places, axis=0) for grid in grids))


def _showing(emotion: str, facts: Facts) -> Flags:
    wanted = "" if emotion == NEUTRAL else emotion
    shown = np.array([wanted in said.split(",") for said in facts.emotions.values], dtype=np.bool_)
    found: Flags = shown[facts.emotions.codes]
    return found


def _finding(rule: AlertRule, seen: _Seen, episode: Episode) -> Finding:
    facts, place, names, signal = seen.facts, seen.place, seen.names, seen.watched.signal
    in_days = (facts.day >= episode.first) & (facts.day <= episode.noticed)
    here = in_days & (place == episode.place)
    shown = here & _showing(rule.emotion or NEUTRAL, facts) if rule.measure is Measure.EMOTION else here
    days = slice(episode.first - signal.first_day, episode.noticed + 1 - signal.first_day)
    number = int(shown.sum())
    if rule.measure is Measure.SENTIMENT:
        value = float(facts.sentiment[here].mean())
    elif rule.measure is Measure.VOLUME:
        value = number / max(float(signal.share[episode.place, days].sum()), 1.0)
    else:
        value = number / max(int((here if rule.measure is Measure.EMOTION else in_days).sum()), 1)
    theme = (
        int(names[episode.place]) if rule.measure is Measure.THEME else _loudest(rule, facts, shown, episode)
    )
    return Finding(
        names[episode.place],
        episode,
        value,
        number,
        len(np.unique(facts.customer[shown])),
        theme,
        _examples(rule, facts, shown, theme),
    )


def _loudest(rule: AlertRule, facts: Facts, rows: Flags, episode: Episode) -> int | None:
    """The theme of most of what was said; where a mean fell, of what lies below what was foreseen."""
    rows = rows & (facts.theme > 0)
    if rule.measure is Measure.SENTIMENT:
        lower = rule.direction is Direction.DOWN
        rows &= (
            (facts.sentiment < episode.expected.value)
            if lower
            else (facts.sentiment > episode.expected.value)
        )
    themes, counts = np.unique(facts.theme[rows], return_counts=True)
    return int(themes[counts.argmax()]) if len(themes) else None


def _examples(rule: AlertRule, facts: Facts, rows: Flags, theme: int | None) -> tuple[int, ...]:
    """Those of the theme first, the strongest first, one a customer."""
    at = np.flatnonzero(rows)
    mood = facts.sentiment[at]
    strength = mood if _is_bad_news(rule, mood) else -mood
    ordered = at[np.lexsort((facts.statement[at], strength, facts.theme[at] != (theme or 0)))]
    _, first = np.unique(facts.customer[ordered], return_index=True)
    return tuple(int(facts.statement[row]) for row in ordered[np.sort(first)[:CANDIDATES]])


def _is_bad_news(rule: AlertRule, mood: NDArray[np.float64]) -> bool:
    if rule.measure is Measure.SENTIMENT:
        return rule.direction is Direction.DOWN
    return len(mood) == 0 or float(mood.mean()) < 0
