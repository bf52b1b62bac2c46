"""The report as one page of HTML that can be mailed: tables and styles of its own, nothing from elsewhere, no script.

Mail programs drop style sheets, scripts, SVG and most of CSS; what they all show is tables with colours and widths. The
same page has no link where no address of the service is given: who is mailed it may not reach the service.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from api.pages.environment import template
from api.pages.quotes import in_brackets
from api.questions import statements_url
from feedback_miner.domain import StatementFilter
from feedback_miner.domain.team.alerts import Alert
from feedback_miner.insights.change import Contrast
from feedback_miner.insights.differences import Difference
from feedback_miner.insights.sides import Side
from feedback_miner.journey import Interval, JourneyMap, compared_words, headline, signed, tone
from feedback_miner.journey.types import StageResult
from feedback_miner.mining.insights.alert_words import behind, figures_of, text_of
from feedback_miner.mining.insights.change import Compared
from feedback_miner.mining.insights.highlights import Highlight, ThemeHere
from feedback_miner.mining.insights.report import Report

#: what a browser may do with the page: show its own styles, and nothing else
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

#: themes that came or went, and those of a pain point, at most
_THEMES, _THEMES_HERE = 5, 3
#: of a sentiment's step −3 … 3, readable on white for who sees few colours: blue is good, orange is bad
_COLOURS = {
    -3: "#a63d00",
    -2: "#d1661f",
    -1: "#e8a878",
    0: "#b5bcc4",
    1: "#9dbfda",
    2: "#4a8fc0",
    3: "#1f6299",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A sentiment as two cells on the sides of 0: their widths in per cent of a side, and the colour."""

    left: int
    right: int
    colour: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A place, or a theme, that is surely another than in the period compared with."""

    name: str
    #: less before; of a theme the share of all comments, of a place its sentiment
    value: float
    low: float
    high: float
    a: Side
    b: Side
    url: str


def render_report(report: Report, *, service: str | None = None) -> str:
    """The page. `service`: where numbers and quotes can be looked up, such as "https://feedback.example.com"."""
    journey = report.map
    return template("summary.html").render(
        report=report,
        journey=journey,
        title=title(report),
        headline=str(headline(journey)),
        compared=compared_words(journey) if journey.compared else None,
        moved=_moved_places(report.change) if isinstance(report.change, Compared) else None,
        themes=_moved_themes(report.change) if isinstance(report.change, Compared) else [],
        alerts=[
            (alert, figures_of(alert.rule, alert.evidence), _alert_url(report, alert))
            for alert in report.alerts
        ],
        stage_of=lambda key: report.taxonomy.name_of("stage", key),
        touchpoint_of=lambda key: report.taxonomy.name_of("touchpoint", key),
        action_url=lambda one, cut: statements_url(cut, one.place),
        bar=_bar,
        range=_range,
        in_brackets=in_brackets,
        stage_names={stage.key: stage.name for stage in journey.stages},
        zone=ZoneInfo(report.workspace.time_zone),
        service=service.rstrip("/") if service else None,
        map_url="/?" + urlencode(_asked(journey)),
        stage_url=lambda stage: _stage_url(journey, stage),
        several_say=_several_say,
        theme_url=lambda one, part: _theme_url(journey, one, part),
        touchpoint_url=lambda stages, touchpoint: _touchpoint_url(journey, stages, touchpoint),
    )


def title(report: Report) -> str:
    """The heading, which is the subject of a mail as well."""
    cut, workspace = report.map.cut, report.workspace
    about = [workspace.name] if workspace.name != workspace.id else []
    about += [value for value in (cut.channel, cut.source, *cut.segments.values()) if value]
    days = f"{_day(cut.first_day)} to {_day(cut.last_day)}"
    return " · ".join(["What customers said", *about, days])


def report_text(report: Report) -> str:
    """The report in a few lines, for who sees no HTML."""
    lines = [str(headline(report.map)), ""]
    lines += [f"Hurts: {one.point.name}, {one.point.figures.statements:,} comments" for one in report.pains]
    lines += [f"Alert: {text_of(alert)}" for alert in report.alerts]
    return "\n".join(lines)


def _moved_places(found: Compared) -> list[Moved]:
    """Those that stand out, all that was looked at considered; the largest difference first."""
    parts = [(one, one.sentiment) for one in (found.comparison.whole, *found.comparison.places)]
    moved = [
        _moved(found, one, difference, _place_name(found, one))
        for one, difference in parts
        if isinstance(difference, Difference) and difference.certain
    ]
    return sorted(moved, key=lambda one: -abs(one.value))


def _moved_themes(found: Compared) -> list[Moved]:
    moved = [
        _moved(found, one, one.share, in_brackets(found.themes.get(one.a.where.theme or 0, "")))
        for one in found.comparison.themes
        if isinstance(one.share, Difference) and one.share.certain
    ]
    return sorted(moved, key=lambda one: -abs(one.value))[:_THEMES]


def _moved(found: Compared, one: Contrast, difference: Difference, name: str) -> Moved:
    interval = difference.interval
    url = statements_url(found.a.cut, one.a.where)
    return Moved(name, difference.value, interval.low, interval.high, one.a, one.b, url)


def _place_name(found: Compared, one: Contrast) -> str:
    if one.level == "whole":
        return "All comments"
    stage = next(stage.name for stage in found.a.frame.stages if stage.key == one.stage)
    touchpoint = one.a.where.touchpoint
    return f"{stage}: {found.a.taxonomy.name_of('touchpoint', touchpoint)}" if touchpoint else stage


def _stage_url(journey: JourneyMap, stage: StageResult) -> str:
    return statements_url(journey.cut, StatementFilter(stages=stage.stages))


def _touchpoint_url(journey: JourneyMap, stages: tuple[str, ...], touchpoint: str) -> str:
    return statements_url(journey.cut, StatementFilter(stages=stages, touchpoint=touchpoint))


def _several_say(one: Highlight) -> list[ThemeHere]:
    """Its largest themes: what one customer alone says is no theme of a report."""
    themes = one.grouped.themes if one.grouped else ()
    return [part for part in themes if part.mean.customers > 1][:_THEMES_HERE]


def _theme_url(journey: JourneyMap, one: Highlight, part: ThemeHere) -> str:
    where = StatementFilter(stages=one.stages, touchpoint=one.point.touchpoint, theme=part.theme.id)
    return statements_url(journey.cut, where)


def _alert_url(report: Report, alert: Alert) -> str:
    return statements_url(*behind(alert, report.taxonomy))


def _asked(journey: JourneyMap) -> dict[str, str]:
    cut = journey.cut
    asked = {"from": cut.first_day.isoformat(), "to": cut.last_day.isoformat(), "lens": journey.lens}
    asked |= {name: value for name, value in (("channel", cut.channel), ("source", cut.source)) if value}
    return asked | {f"segment.{name}": value for name, value in cut.segments.items()}


def _bar(sentiment: float) -> Bar:
    width = round(100 * abs(sentiment))
    return Bar(width if sentiment < 0 else 0, width if sentiment > 0 else 0, _COLOURS[tone(sentiment)])


def _range(interval: Interval | None) -> str:
    return f"{signed(interval.low)} to {signed(interval.high)}" if interval else "too few customers to tell"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
