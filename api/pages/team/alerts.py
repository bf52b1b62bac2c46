"""The pages of alerts as text: what was noticed, what it rests on, and customers' words. No storage, no clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from api.pages.chrome import Chrome
from api.pages.environment import day, template
from api.pages.moments import moments
from api.pages.ranges import RangeDrawing, range_drawing
from api.pages.shapes import tone_class
from api.questions import comments_url
from feedback_miner.domain.team.alert_targets import DeliveryState, Phase
from feedback_miner.domain.team.alerts import Alert, Ending, Measure
from feedback_miner.mining import AlertReport
from feedback_miner.mining.insights.alert_words import figures_of
from feedback_miner.taxonomy import Taxonomy

_ENDINGS = {
    None: "Lasts",
    Ending.OVER: "Over: days are as before",
    Ending.SETTLED: "The new usual, after four weeks",
    Ending.WITHDRAWN: "Withdrawn: its rule, or what it was seen in, was changed",
}
_PHASES = {
    Phase.BEGAN: "That it began",
    Phase.ENDED: "That it is over",
    Phase.TEST: "A sample",
    Phase.REPORT: "A report",
}
_STATES = {
    DeliveryState.SENDING: "Being sent",
    DeliveryState.SENT: "Arrived",
    DeliveryState.FAILED: "Failed",
}
#: room on both sides of what is drawn, as a share of it
_ROOM = 0.12


@dataclass(frozen=True, slots=True)
class AlertCard:
    """An alert in words, and the way to the comments that it counts."""

    alert: Alert
    days: str
    figures: str
    ending: str
    url: str
    drawing: RangeDrawing
    #: the class that colours it
    tone: str


@dataclass(frozen=True, slots=True)
class AlertsPage:
    """Everything that the list shows."""

    reports: tuple[AlertReport, ...]
    #: of the rules, those that are not paused
    watched: int
    #: whether any feedback is here
    has_feedback: bool
    chrome: Chrome


@dataclass(frozen=True, slots=True)
class AlertPage:
    """Everything that the page of one alert shows."""

    report: AlertReport
    taxonomy: Taxonomy
    chrome: Chrome


def render_alerts(view: AlertsPage) -> str:
    """The page at `/alerts`."""
    cards = [_card(report) for report in view.reports]
    return template("alerts.html").render(
        view=view,
        chrome=view.chrome,
        lasting=[card for card in cards if card.alert.last_day is None],
        earlier=[card for card in cards if card.alert.last_day is not None],
    )


def render_alert(view: AlertPage) -> str:
    """The page at `/alerts/ID`."""
    return template("alert.html").render(
        view=view,
        chrome=view.chrome,
        card=_card(view.report),
        taxonomy=view.taxonomy,
        moment=moments(view.chrome.workspace),
        phases=_PHASES,
        states=_STATES,
    )


def _card(report: AlertReport) -> AlertCard:
    alert = report.alert
    return AlertCard(
        alert=alert,
        days=_days(alert.first_day, alert.last_day or alert.noticed_on),
        figures=figures_of(alert.rule, alert.evidence),
        ending=_ENDINGS[alert.ending],
        url=comments_url(report.cut, report.where),
        drawing=_drawing(alert),
        tone=_tone(alert),
    )


def _drawing(alert: Alert) -> RangeDrawing:
    """What was expected, as a range, and what came; neutral is of sentiment alone."""
    known = alert.evidence
    least, most = min(known.value, known.low), max(known.value, known.high)
    room = _ROOM * (most - least)
    drawing = range_drawing(known.value, known.low, known.high, least=least - room, most=most + room)
    return drawing if alert.rule.measure is Measure.SENTIMENT else replace(drawing, zero=None)


def _tone(alert: Alert) -> str:
    """Sentiment by its height; of everything else colour would say good or bad, and nobody knows which it is."""
    return tone_class(alert.evidence.value if alert.rule.measure is Measure.SENTIMENT else 0.0)


def _days(first: date, last: date) -> str:
    return day(first) if first == last else f"{day(first)} to {day(last)}"
