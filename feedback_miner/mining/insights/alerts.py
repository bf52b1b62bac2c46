"""Use cases of alerts: rules, what they noticed, and who is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from feedback_miner.domain import Cut, Source, StatementFilter, StatementView
from feedback_miner.domain.team.alert_targets import (
    AlertDelivery,
    AlertTarget,
    Notice,
    Phase,
)
from feedback_miner.domain.team.alerts import DEFAULT_RULES, Alert, AlertRule, Measure
from feedback_miner.errors import Conflict, NotFound, QueryError, SetupError
from feedback_miner.mining.insights.alert_telling import EVENTS, Telling
from feedback_miner.mining.insights.alert_watch import Watch
from feedback_miner.mining.insights.alert_words import behind, named, text_of
from feedback_miner.mining.insights.facts import FactReader
from feedback_miner.mining.maps import Maps
from feedback_miner.ports import Notifier, Store

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_MOST_RULES, _MOST_TARGETS = 100, 20


@dataclass(frozen=True, slots=True)
class Tested:
    """What became of a sample."""

    target: str
    #: in words; None where it was taken
    trouble: str | None


@dataclass(frozen=True, slots=True)
class AlertReport:
    """An alert, in words, and the statements behind it."""

    alert: Alert
    text: str
    cut: Cut
    where: StatementFilter
    #: of a single alert that was asked for
    quotes: tuple[StatementView, ...] = ()
    deliveries: tuple[AlertDelivery, ...] = ()


class Alerts:
    """What is noticed unasked. Built in `bootstrap`."""

    def __init__(
        self,
        store: Store,
        maps: Maps,
        facts: FactReader,
        notifier: Notifier,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._maps = maps
        self._notifier = notifier
        self._clock = clock
        self._watch = Watch(store, maps, facts, clock)
        self._telling = Telling(store, notifier, clock)

    def look(self, workspace: str) -> list[Alert]:
        """Looks by all rules, tells who is to be told, and returns the alerts that last.

        May be called as often as one likes, by many at once: an episode is one alert, and is told once. While an import
        is under way nothing new is looked for: half a file is not what customers said. Raises QueryError where there
        are too many statements to look at.
        """
        try:
            if not any(job.workspace == workspace for job in self._store.unfinished_imports()):
                self._watch.look(workspace, self.rules(workspace))
        finally:  # what was noticed before is told also where nothing can be looked at now
            self._telling.tell(workspace)
        return [alert for alert in self.all(workspace) if alert.last_day is None]

    def all(self, workspace: str) -> list[Alert]:
        """Those that last first, then the newest."""
        found = named(self._store, workspace, self._store.records(workspace, Alert))
        return sorted(found, key=lambda one: (one.last_day is None, one.noticed_on, one.id), reverse=True)

    def reports(self, workspace: str, *, lasting: bool | None = None, limit: int = 50) -> list[AlertReport]:
        """Those that last first, then the newest."""
        found = [alert for alert in self.all(workspace) if lasting in (None, alert.last_day is None)]
        taxonomy = self._maps.taxonomy(workspace)
        return [AlertReport(alert, text_of(alert), *behind(alert, taxonomy)) for alert in found[:limit]]

    def report(self, workspace: str, alert_id: str) -> AlertReport:
        """With customers' words, and who was told. Raises NotFound."""
        (alert,) = named(self._store, workspace, [self._store.record(workspace, Alert, alert_id)])
        return AlertReport(
            alert,
            text_of(alert),
            *behind(alert, self._maps.taxonomy(workspace)),
            tuple(self._store.statements_by_id(workspace, alert.evidence.quotes)),
            tuple(self._deliveries(workspace, alert_id)),
        )

    def rules(self, workspace: str) -> list[AlertRule]:
        """Those that are there without set-up, each as it was changed, and the team's own."""
        own = {rule.id: rule for rule in self._store.records(workspace, AlertRule)}
        return [own.pop(rule.id, rule) for rule in DEFAULT_RULES] + list(own.values())

    def put_rule(self, workspace: str, rule: AlertRule) -> AlertRule:
        """Adds it, or takes the place of the one with its id. Raises QueryError."""
        self._check_rule(workspace, rule)
        if rule.id not in {known.id for known in self.rules(workspace)}:
            _check_room(len(self.rules(workspace)), _MOST_RULES, "rules")
        self._store.put_record(workspace, rule)
        return rule

    def remove_rule(self, workspace: str, rule_id: str) -> None:
        """One that was changed is as it was without set-up again. Raises NotFound, Conflict for an unchanged one."""
        try:
            self._store.remove_record(workspace, AlertRule, rule_id)
        except NotFound:
            if rule_id in {rule.id for rule in DEFAULT_RULES}:
                raise Conflict(
                    f"“{rule_id}” is there without set-up: pause it in place of removing it."
                ) from None
            raise

    def targets(self, workspace: str) -> list[AlertTarget]:
        """By name."""
        return self._store.records(workspace, AlertTarget)

    def put_target(self, workspace: str, target: AlertTarget) -> AlertTarget:
        """Adds it, or takes the place of the one with its name. Raises QueryError, also where a secret lacks."""
        if not _NAME.fullmatch(target.id):
            raise QueryError("A name is of small letters, digits, “-” and “_”, at most 64.", where="name")
        known = {rule.id for rule in self.rules(workspace)}
        if unknown := [rule for rule in target.rules if rule not in known]:
            raise QueryError(f"There is no rule “{unknown[0]}”.", where="rules")
        try:
            self._notifier.check(workspace, target)
        except SetupError as error:
            raise QueryError(error.message, where=error.where or "options") from None
        if target.id not in {one.id for one in self.targets(workspace)}:
            _check_room(len(self.targets(workspace)), _MOST_TARGETS, "targets")
        self._store.put_record(workspace, target)
        return target

    def remove_target(self, workspace: str, name: str) -> None:
        """Raises NotFound."""
        self._store.remove_record(workspace, AlertTarget, name)

    def test(self, workspace: str, name: str | None = None) -> list[Tested]:
        """Sends a sample to a target, or to all. Raises NotFound for one that is not there."""
        targets = (
            self.targets(workspace) if name is None else [self._store.record(workspace, AlertTarget, name)]
        )
        now = self._clock()
        sample = Notice(
            f"test/{now:%Y%m%dT%H%M%S}",
            Phase.TEST,
            workspace,
            now,
            "Test: alerts arrive here",
            "This is a sample that somebody asked for. Nothing has happened.",
        )
        return [Tested(target.id, self._telling.send(workspace, target, sample)) for target in targets]

    def _deliveries(self, workspace: str, alert_id: str) -> list[AlertDelivery]:
        """Attempts to tell of an alert, in order."""
        found = [
            one
            for one in self._store.records(workspace, AlertDelivery)
            if one.alert == alert_id and one.target != EVENTS
        ]
        return sorted(found, key=lambda one: (one.at, one.id))

    def _check_rule(self, workspace: str, rule: AlertRule) -> None:
        if not _NAME.fullmatch(rule.id):
            raise QueryError("An id is of small letters, digits, “-” and “_”, at most 64.", where="id")
        if not 1 <= len(rule.title.strip()) <= 200:
            raise QueryError("A title has 1 to 200 characters.", where="title")
        taxonomy = self._maps.taxonomy(workspace)
        emotions = [emotion.key for emotion in taxonomy.emotions]
        for field, key, known in (
            ("stage", rule.stage, [stage.key for stage in taxonomy.stages]),
            ("touchpoint", rule.touchpoint, [touchpoint.key for touchpoint in taxonomy.touchpoints]),
            ("emotion", rule.emotion, emotions),
            ("source", rule.source, [source.value for source in Source]),
        ):
            if key is not None and key not in known:
                raise QueryError(f"“{key}” is no {field}. Known: {', '.join(known)}.", where=field)
        if (rule.measure is Measure.EMOTION) != (rule.emotion is not None):
            raise QueryError("A rule on an emotion names it, and no other rule does.", where="emotion")
        if rule.measure is Measure.THEME and rule.each is not None:
            raise QueryError("Themes are looked at one by one already.", where="each")
        if rule.each is not None and getattr(rule, rule.each.value) is not None:
            raise QueryError("It looks at each one, and names one: leave one of the two out.", where="each")


def _check_room(there: int, most: int, what: str) -> None:
    if there >= most:
        raise QueryError(f"There are {most} {what} already: remove some first.", where="id")
