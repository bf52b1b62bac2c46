"""Who is told of what: each target of each alert once, tried again for a day where that fails."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from feedback_miner.domain import EventKind
from feedback_miner.domain.team.alert_targets import (
    AlertDelivery,
    AlertTarget,
    DeliveryState,
    Notice,
    Phase,
)
from feedback_miner.domain.team.alerts import Alert
from feedback_miner.errors import FeedbackMinerError, NotFound
from feedback_miner.mining.insights.alert_words import named, notice_of, text_of
from feedback_miner.ports import Notifier, Store

#: Attempts, and how long after each the next may follow: twice as long as before it.
ATTEMPTS, FIRST_WAIT = 10, timedelta(minutes=2)
#: An attempt that has not ended after this long was cut off.
LEASE = timedelta(minutes=10)
#: An alert found longer ago is not told any more; what is known of deliveries is kept as long after its end.
STALE = timedelta(days=14)

#: The list of events, as who is told; no target's name is empty.
EVENTS = ""

_log = logging.getLogger(__name__)


class Telling:
    """Delivers. Safe to share between threads and processes: an attempt is made by who adds it."""

    def __init__(self, store: Store, notifier: Notifier, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._notifier = notifier
        self._clock = clock

    def tell(self, workspace: str) -> None:
        """Makes every delivery that is due. One that nothing reaches just now is waited for once."""
        targets = self._store.records(workspace, AlertTarget)
        alerts = self._store.records(workspace, Alert)
        made = defaultdict[tuple[str, Phase, str], list[AlertDelivery]](list)
        for attempt in self._store.records(workspace, AlertDelivery):
            made[attempt.alert, attempt.phase, attempt.target].append(attempt)
        out_of_reach = set[str]()
        for alert in alerts:
            self._note(workspace, alert, made)
            for target in targets:
                for phase in self._phases(alert, target, made[alert.id, Phase.BEGAN, target.id]):
                    attempts = sorted(made[alert.id, phase, target.id], key=lambda one: one.attempt)
                    if target.id in out_of_reach or not self._is_due(attempts):
                        continue
                    if not self._attempt(workspace, target, alert, phase, len(attempts) + 1):
                        out_of_reach.add(target.id)
        if any(self._is_old(attempt) for some in made.values() for attempt in some):
            self._forget(workspace, alerts)

    def _note(
        self,
        workspace: str,
        alert: Alert,
        made: Mapping[tuple[str, Phase, str], Sequence[AlertDelivery]],
    ) -> None:
        """Its beginning and its end are events, once each."""
        began = made.get((alert.id, Phase.BEGAN, EVENTS), ())
        if not began and not alert.past and self._clock() - alert.found_at < STALE:
            self._add_event(workspace, alert, Phase.BEGAN)
        if alert.ending and began and not made.get((alert.id, Phase.ENDED, EVENTS)):
            self._add_event(workspace, alert, Phase.ENDED)

    def _add_event(self, workspace: str, alert: Alert, phase: Phase) -> None:
        now = self._clock()
        if self._store.add_record(
            workspace, AlertDelivery(alert.id, phase, EVENTS, 1, now, DeliveryState.SENT)
        ):
            message = " ".join(text_of(alert).split())
            self._store.add_event(workspace, EventKind(phase.value), alert.id, message, at=now)
            _log.warning("%s workspace=%s alert=%s: %s", phase, workspace, alert.id, message)

    def send(self, workspace: str, target: AlertTarget, notice: Notice) -> str | None:
        """Why it failed, in words; None where it was taken."""
        try:
            self._notifier.tell(workspace, target, notice)
        except FeedbackMinerError as error:
            _log.warning("alert not told workspace=%s target=%s: %s", workspace, target.id, error)
            return str(error)
        return None

    def _phases(self, alert: Alert, target: AlertTarget, began: Sequence[AlertDelivery]) -> Iterator[Phase]:
        """What the target is to know of the alert; of an end, who was told of the beginning."""
        wanted = not target.rules or alert.rule.id in target.rules
        recent = target.added_at <= alert.found_at and self._clock() - alert.found_at < STALE
        if wanted and recent and not alert.past:
            yield Phase.BEGAN
        if alert.ending and target.ends and any(one.state is DeliveryState.SENT for one in began):
            yield Phase.ENDED

    def _is_due(self, attempts: Sequence[AlertDelivery]) -> bool:
        if not attempts:
            return True
        last = attempts[-1]
        if last.state is DeliveryState.SENT or len(attempts) >= ATTEMPTS:
            return False
        wait = LEASE if last.state is DeliveryState.SENDING else FIRST_WAIT * 2 ** (last.attempt - 1)
        return self._clock() >= last.at + wait

    def _attempt(self, workspace: str, target: AlertTarget, alert: Alert, phase: Phase, number: int) -> bool:
        """False where it failed."""
        attempt = AlertDelivery(alert.id, phase, target.id, number, self._clock())
        if not self._store.add_record(workspace, attempt):
            return True  # somebody else is at it
        (shown,) = named(self._store, workspace, [alert])
        trouble = self.send(workspace, target, notice_of(shown, phase, workspace, self._clock()))
        state = DeliveryState.FAILED if trouble else DeliveryState.SENT
        self._store.put_record(workspace, replace(attempt, state=state, trouble=trouble))
        return trouble is None

    def _forget(self, workspace: str, alerts: Sequence[Alert]) -> None:
        """What is known of deliveries of alerts that are long over, and of none of which an end may still be told."""
        attempts = self._store.records(workspace, AlertDelivery)
        needed = {alert.id for alert in alerts if alert.ending is None}
        needed |= {attempt.alert for attempt in attempts if not self._is_old(attempt)}
        for attempt in attempts:
            if attempt.alert not in needed:
                try:
                    self._store.remove_record(workspace, AlertDelivery, attempt.id)
                except NotFound:
                    continue  # somebody else did

    def _is_old(self, attempt: AlertDelivery) -> bool:
        return self._clock() - attempt.at > 2 * STALE
