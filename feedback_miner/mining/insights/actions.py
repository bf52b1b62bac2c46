"""Use cases of actions: what a team changed, and whether it helped."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import NONE, Cut, StatementFilter
from feedback_miner.domain.facts import Facts
from feedback_miner.domain.team.actions import Action
from feedback_miner.errors import NotFound, QueryError
from feedback_miner.insights.effects_of_actions import LEAST_DAYS, WINDOW, Effect, effect, untold, window_days
from feedback_miner.mining.insights.facts import MOST, FactReader
from feedback_miner.mining.kept import Kept
from feedback_miner.mining.maps import Maps
from feedback_miner.ports import Store
from feedback_miner.taxonomy import Taxonomy

#: Reports kept ready.
_KEPT = 64
#: Days on each side that are tried: fewer where so many hold more statements than are read at once.
_WINDOWS = (WINDOW, WINDOW // 2, LEAST_DAYS)

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ActionReport:
    """An action, and what can be said of its effect."""

    action: Action
    effect: Effect
    #: None where no day of it has feedback yet
    before: Cut | None
    after: Cut | None
    #: the statements at the place
    place: StatementFilter
    #: stages of the full lens at which untouched touchpoints are compared
    stages: tuple[str, ...]
    #: ids of other actions at the same place in these days: their effects cannot be told apart
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Places:
    """What was touched: whole stages, touchpoints at any stage, and single themes."""

    stages: frozenset[str]
    touchpoints: frozenset[str]


class Actions:
    """What a team changed. Built in `bootstrap`."""

    def __init__(self, store: Store, maps: Maps, facts: FactReader) -> None:
        self._store = store
        self._maps = maps
        self._facts = facts
        self._kept = Kept[ActionReport](_KEPT)

    def add(self, workspace: str, action: Action) -> Action:
        """Keeps it under a new id. Raises QueryError for a place that is not known, NotFound for a theme."""
        self._check(workspace, action)
        kept = replace(action, id="act_" + secrets.token_hex(6))
        self._store.add_record(workspace, kept)
        return kept

    def change(self, workspace: str, action: Action) -> Action:
        """Takes the place of the one with its id. Raises as `add` does, and NotFound where there is none."""
        self._store.record(workspace, Action, action.id)
        self._check(workspace, action)
        self._store.put_record(workspace, action)
        return action

    def remove(self, workspace: str, action_id: str) -> None:
        """Raises NotFound."""
        self._store.remove_record(workspace, Action, action_id)

    def all(self, workspace: str) -> list[Action]:
        """The newest first."""
        found = self._store.records(workspace, Action)
        return sorted(found, key=lambda action: (action.on, action.id), reverse=True)

    def between(self, workspace: str, cut: Cut) -> list[Action]:
        """Those of a map's days, the oldest first."""
        return [one for one in reversed(self.all(workspace)) if cut.first_day <= one.on <= cut.last_day]

    def reports(self, workspace: str, *, limit: int) -> list[ActionReport]:
        """The newest actions, and their effects."""
        actions = self.all(workspace)
        return [self._report(workspace, action, actions) for action in actions[:limit]]

    def report(self, workspace: str, action_id: str) -> ActionReport:
        """Raises NotFound."""
        action = self._store.record(workspace, Action, action_id)
        return self._report(workspace, action, self.all(workspace))

    def _report(self, workspace: str, action: Action, actions: Sequence[Action]) -> ActionReport:
        revision = self._store.workspace(workspace).revision
        return self._kept.get(
            workspace, revision, action.id, lambda: self._reckon(workspace, action, actions)
        )

    def _reckon(self, workspace: str, action: Action, actions: Sequence[Action]) -> ActionReport:
        others = [
            other for other in actions if other.id != action.id and abs((other.on - action.on).days) < WINDOW
        ]
        taxonomy = self._maps.taxonomy(workspace)
        place = self._place_of(workspace, action)
        touched = self._touched(workspace, [action, *others])
        free = tuple(stage.key for stage in taxonomy.stages if stage.key not in touched.stages)
        before, after, found = self._effect(workspace, action, place, touched, free)
        return ActionReport(
            action,
            found,
            _cut(before),
            _cut(after),
            place,
            free,
            tuple(sorted(other.id for other in others if _meet(self._place_of(workspace, other), place))),
        )

    def _effect(
        self, workspace: str, action: Action, place: StatementFilter, touched: _Places, free: Sequence[str]
    ) -> tuple[range, range, Effect]:
        """Days before, days after, and what they tell."""
        newest = self._store.newest_day(workspace) or action.on - timedelta(days=1)
        on = action.on.toordinal()
        for days in _WINDOWS:
            span = Cut(action.on - timedelta(days=days), action.on + timedelta(days=days - 1))
            try:
                known = self._facts.of(workspace, span)
            except QueryError:  # too many
                continue
            oldest = int(known.day.min()) if len(known) else on
            before, after = window_days(on, oldest, newest.toordinal(), most=days)
            told = effect(known, _at(known, place), _free_of(known, touched, free), before, after)
            return before, after, told
        return (
            range(0),
            range(0),
            untold(f"The days around it hold more than {MOST:,} comments: too many to compare at once."),
        )

    def _place_of(self, workspace: str, action: Action) -> StatementFilter:
        """Of a theme what is said where most of it is: elsewhere its statements are among those that are compared."""
        stage, touchpoint = action.stage, action.touchpoint
        theme_id = self._theme_today(workspace, action.theme)
        if theme_id is not None and not touchpoint:
            stage, touchpoint = self._theme_place(workspace, theme_id, stage)
        return StatementFilter(stages=(stage,) if stage else None, touchpoint=touchpoint, theme=theme_id)

    def _touched(self, workspace: str, actions: Sequence[Action]) -> _Places:
        stages, touchpoints = set[str](), {NONE}
        for action in actions:
            place = self._place_of(workspace, action)
            if place.touchpoint:
                touchpoints.add(place.touchpoint)
            else:
                stages.update(place.stages or ())
        return _Places(frozenset(stages), frozenset(touchpoints))

    def _theme_place(self, workspace: str, theme_id: int, stage: str | None) -> tuple[str | None, str | None]:
        try:
            theme = self._store.theme(workspace, theme_id)
        except NotFound:
            return stage, None
        return (theme.stage, None) if theme.touchpoint == NONE else (stage, theme.touchpoint)

    def _theme_today(self, workspace: str, theme_id: int | None) -> int | None:
        """The theme that it went into."""
        try:
            while theme_id and (into := self._store.theme(workspace, theme_id).merged_into):
                theme_id = into
        except NotFound:  # all themes were forgotten
            pass
        return theme_id

    def _check(self, workspace: str, action: Action) -> None:
        if not (action.stage or action.touchpoint or action.theme):
            raise QueryError("Say where it was: a stage, a touchpoint or a theme.", where="touchpoint")
        if not action.title.strip() or len(action.title) > 200:
            raise QueryError("A title has 1 to 200 characters.", where="title")
        if not date(1970, 1, 1) <= action.on <= date(2199, 12, 31):
            raise QueryError("Dates lie between 1970 and 2199.", where="date")
        _check_keys(action, self._maps.taxonomy(workspace))
        if action.theme:
            self._store.theme(workspace, action.theme)


def _check_keys(action: Action, taxonomy: Taxonomy) -> None:
    for field, key, known in (
        ("stage", action.stage, [stage.key for stage in taxonomy.stages]),
        ("touchpoint", action.touchpoint, [touchpoint.key for touchpoint in taxonomy.touchpoints]),
    ):
        if key and key not in known:
            raise QueryError(f"“{key}” is no {field}. Known: {', '.join(known)}.", where=field)


def _at(facts: Facts, place: StatementFilter) -> Flags:
    rows = np.ones(len(facts), dtype=np.bool_)
    for stage in place.stages or ():
        rows &= facts.stage.equal(stage)
    if place.touchpoint is not None:
        rows &= facts.touchpoint.equal(place.touchpoint)
    if place.theme is not None:
        rows &= facts.theme == place.theme
    return rows


def _free_of(facts: Facts, touched: _Places, stages: Sequence[str]) -> Flags:
    rows = np.zeros(len(facts), dtype=np.bool_)
    for stage in stages:
        rows |= facts.stage.equal(stage)
    for touchpoint in touched.touchpoints:
        rows &= ~facts.touchpoint.equal(touchpoint)
    return rows


def _meet(one: StatementFilter, other: StatementFilter) -> bool:
    return all(
        getattr(one, part) is None
        or getattr(other, part) is None
        or getattr(one, part) == getattr(other, part)
        for part in ("stages", "touchpoint", "theme")
    )


def _cut(days: range) -> Cut | None:
    return Cut(date.fromordinal(days.start), date.fromordinal(days.stop - 1)) if days else None
