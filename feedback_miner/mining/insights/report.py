"""Use cases of the report: what a team should know of a period, gathered for one page, and mailed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from feedback_miner.domain import Workspace
from feedback_miner.domain.team.alert_targets import AlertTarget, Notice, Phase, TargetKind
from feedback_miner.domain.team.alerts import Alert
from feedback_miner.errors import QueryError
from feedback_miner.insights.effects_of_actions import WINDOW
from feedback_miner.journey import Interval, JourneyMap
from feedback_miner.mining.insights.actions import ActionReport, Actions
from feedback_miner.mining.insights.alerts import Alerts
from feedback_miner.mining.insights.change import Changes, Compared
from feedback_miner.mining.insights.highlights import Highlight, HighlightReading, Highlights
from feedback_miner.mining.maps import Maps, Question
from feedback_miner.ports import Notifier, Store
from feedback_miner.taxonomy import Taxonomy

#: Touchpoints of which those are named that are surely felt so.
_LOOKED_AT = 20
#: Of each, at most so many.
_PAINS, _DELIGHTS, _ALERTS, _ACTIONS = 5, 3, 10, 10


@dataclass(frozen=True, slots=True)
class Report:
    """A period on one page."""

    workspace: Workspace
    taxonomy: Taxonomy
    #: against the period before
    map: JourneyMap
    #: those whose mean is surely below 0, or above, the largest impact first
    pains: tuple[Highlight, ...]
    delights: tuple[Highlight, ...]
    #: what differs from the period before; else in words why nothing is compared
    change: Compared | str
    #: of the whole workspace, noticed in these days or lasting through them; the newest first
    alerts: tuple[Alert, ...]
    #: whose days before or after fall into these days; the newest first
    actions: tuple[ActionReport, ...]
    #: aware; when it was gathered
    written_at: datetime


class Reports:
    """Gathers reports. Built in `bootstrap`."""

    def __init__(
        self,
        store: Store,
        maps: Maps,
        highlights: HighlightReading,
        changes: Changes,
        alerts: Alerts,
        actions: Actions,
        notifier: Notifier,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._maps = maps
        self._highlights = highlights
        self._changes = changes
        self._alerts = alerts
        self._actions = actions
        self._notifier = notifier
        self._clock = clock

    def read(self, workspace: str, question: Question) -> Report:
        """The report of a question's period and filters. Raises QueryError."""
        journey = self._maps.read(workspace, question)
        return Report(
            workspace=self._maps.workspace(workspace),
            taxonomy=self._maps.taxonomy(workspace),
            map=journey,
            pains=self._sure(self._highlights.pain_points(workspace, question, limit=_LOOKED_AT), _PAINS),
            delights=self._sure(self._highlights.delights(workspace, question, limit=_LOOKED_AT), _DELIGHTS),
            change=self._change(workspace, question),
            alerts=self._alerts_of(workspace, journey),
            actions=self._actions_of(workspace, journey),
            written_at=self._clock(),
        )

    def mail_target(self, workspace: str, name: str) -> AlertTarget:
        """One of the targets of alerts that is reached by mail. Raises NotFound, QueryError where it is another."""
        target = self._store.record(workspace, AlertTarget, name)
        if target.by is not TargetKind.EMAIL:
            raise QueryError(f"“{name}” is told by {target.by}; a report goes out by e-mail.", where="mail")
        return target

    def mail(self, report: Report, target: AlertTarget, *, title: str, text: str, page: str) -> None:
        """Sends a report that was drawn: `text` for those who see no HTML. Raises NoticeError, SetupError."""
        day, workspace = report.map.cut.last_day, report.workspace.id
        notice = Notice(f"report/{day}", Phase.REPORT, workspace, report.written_at, title, text, page=page)
        self._notifier.tell(workspace, target, notice)

    def _sure(self, found: Highlights, most: int) -> tuple[Highlight, ...]:
        sure = [one for one in found.items if not _may_be(0.0, one.point.figures.interval)]
        return tuple(sure[:most])

    def _change(self, workspace: str, question: Question) -> Compared | str:
        if question.compare == "none":
            return "This report compares with nothing."
        try:
            return self._changes.read(workspace, question)
        except QueryError as error:
            return str(error)

    def _alerts_of(self, workspace: str, journey: JourneyMap) -> tuple[Alert, ...]:
        cut = journey.cut
        found = [
            alert
            for alert in self._alerts.all(workspace)
            if alert.first_day <= cut.last_day and (alert.last_day or cut.last_day) >= cut.first_day
        ]
        return tuple(found[:_ALERTS])

    def _actions_of(self, workspace: str, journey: JourneyMap) -> tuple[ActionReport, ...]:
        cut, reach = journey.cut, timedelta(days=WINDOW)
        found = [
            action
            for action in self._actions.all(workspace)
            if cut.first_day - reach < action.on <= cut.last_day
        ]
        return tuple(self._actions.report(workspace, action.id) for action in found[:_ACTIONS])


def _may_be(value: float, interval: Interval | None) -> bool:
    return interval is None or interval.low <= value <= interval.high
