"""Alerts in words, and as what is sent to people and programs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from feedback_miner.domain import Cut, StatementFilter
from feedback_miner.domain.team.alert_targets import Notice, Phase
from feedback_miner.domain.team.alerts import Alert, AlertRule, Direction, Each, Ending, Evidence, Measure
from feedback_miner.errors import NotFound
from feedback_miner.ports import Store
from feedback_miner.taxonomy import Taxonomy

#: How a theme stands in what is kept of it; no database counts further.
_NUMBERED = re.compile(r"“theme (\d{1,18})”")
_ENDED = {
    Ending.OVER: "It is over: days are as before",
    Ending.SETTLED: "It has lasted for four weeks and is taken for the usual from now on",
    Ending.WITHDRAWN: "It is withdrawn: its rule, or what it was seen in, was changed or taken out",
}


def title_of(rule: AlertRule, place: str, taxonomy: Taxonomy, *, is_new: bool) -> str:
    """What was noticed, in a line, as it is kept: a theme's name is customers' words, so its number stands here."""
    where = place_name(rule, place, taxonomy)
    if rule.measure is Measure.THEME:
        said = "is a new theme" if is_new else "is said much more often"
        return f"“theme {place}” {said}{_at(where)}"
    if rule.measure is Measure.SENTIMENT:
        return f"Sentiment{_at(where)} {'fell' if rule.direction is Direction.DOWN else 'rose'}"
    if rule.measure is Measure.VOLUME:
        return f"{'Many more' if rule.direction is Direction.UP else 'Far fewer'} comments{_at(where)}"
    shown = taxonomy.name_of("emotion", rule.emotion or "")
    return f"{'More' if rule.direction is Direction.UP else 'Less'} {shown.lower()}{_at(where)}"


def named(store: Store, workspace: str, alerts: Sequence[Alert]) -> list[Alert]:
    """With the names that their themes have today in their titles; see `with_names`."""
    titles = with_names(store, workspace, [alert.title for alert in alerts])
    return [replace(alert, title=title) for alert, title in zip(alerts, titles, strict=True)]


def with_names(store: Store, workspace: str, said: Sequence[str]) -> list[str]:
    """What was kept of themes, with the names of today; one that nobody speaks of any more keeps its number."""
    if not any(map(_NUMBERED.search, said)):
        return list(said)
    names = {theme.id: theme.name for theme in store.themes(workspace)}

    def name(numbered: re.Match[str]) -> str:
        found = _name_today(store, workspace, int(numbered[1]), names)
        return f"“{found}”" if found else numbered[0]

    return [_NUMBERED.sub(name, one) for one in said]


def _name_today(store: Store, workspace: str, theme: int, names: dict[int, str]) -> str | None:
    theme_id: int | None = theme
    try:
        while theme_id and theme_id not in names:
            theme_id = store.theme(workspace, theme_id).merged_into
    except NotFound:  # all themes were forgotten
        return None
    return names[theme_id] if theme_id else None


def place_name(rule: AlertRule, place: str, taxonomy: Taxonomy) -> str:
    """Of the rule's filters and of what it looks at one by one; "" is the whole journey."""
    names = [
        taxonomy.name_of("stage", rule.stage) if rule.stage else "",
        taxonomy.name_of("touchpoint", rule.touchpoint) if rule.touchpoint else "",
        rule.channel or "",
        rule.source or "",
        *(f"{name} {value}" for name, value in rule.segments.items()),
    ]
    if rule.each is Each.STAGE:
        names.append(taxonomy.name_of("stage", place))
    elif rule.each is Each.TOUCHPOINT:
        names.append(taxonomy.name_of("touchpoint", place))
    elif rule.each is not None:
        names.append(place)
    return ", ".join(filter(None, names))


def figures_of(rule: AlertRule, evidence: Evidence) -> str:
    """The value against what was expected, with its 95 % range."""
    if rule.measure is Measure.SENTIMENT:
        value, expected, low, high = (
            f"{number:+.2f}".replace("-", "−")
            for number in (evidence.value, evidence.expected, evidence.low, evidence.high)
        )
        return f"{value} where {expected} was expected ({low} … {high})"
    if rule.measure is Measure.VOLUME:
        return (
            f"{evidence.value:.0f} comments a day where {evidence.expected:.0f} were expected "
            f"({evidence.low:.0f} … {evidence.high:.0f})"
        )
    return (
        f"{evidence.value:.1%} of comments where {evidence.expected:.1%} were expected "
        f"({evidence.low:.1%} … {evidence.high:.1%})"
    )


def text_of(alert: Alert) -> str:
    """Some lines for people."""
    evidence = alert.evidence
    lines = [
        f"{alert.title}: {figures_of(alert.rule, evidence)}.",
        (
            f"{_days(alert.first_day, alert.noticed_on)}: {evidence.statements:,} comments of "
            f"{evidence.customers:,} customers."
        ),
    ]
    if alert.ending:
        lines.append(f"{_ENDED[alert.ending]} ({alert.last_day:%Y-%m-%d}).")
    return "\n".join(lines)


def behind(alert: Alert, taxonomy: Taxonomy) -> tuple[Cut, StatementFilter]:
    """The statements that the alert's evidence counts."""
    rule = alert.rule
    each = {rule.each: alert.place} if rule.each else {}
    stage, touchpoint = each.get(Each.STAGE, rule.stage), each.get(Each.TOUCHPOINT, rule.touchpoint)
    of_theme = rule.measure is Measure.THEME
    all_stages = None if of_theme else tuple(part.key for part in taxonomy.stages)
    cut = Cut(
        alert.first_day,
        alert.noticed_on,
        each.get(Each.CHANNEL, rule.channel),
        each.get(Each.SOURCE, rule.source),
        rule.segments,
    )
    return cut, StatementFilter(
        stages=(stage,) if stage else all_stages,
        touchpoint=touchpoint,
        emotion=rule.emotion if rule.measure is Measure.EMOTION else None,
        theme=int(alert.place) if of_theme else None,
    )


def notice_of(alert: Alert, phase: Phase, workspace: str, at: datetime) -> Notice:
    """As it is sent. Customers' words are not in it, but for the name of a theme: who is told may look them up."""
    return Notice(
        f"{alert.id}/{phase}",
        phase,
        workspace,
        at,
        ("Over: " if phase is Phase.ENDED else "") + alert.title,
        text_of(alert),
        _plain(alert),
    )


def _plain(alert: Alert) -> dict[str, Any]:
    rule, evidence = alert.rule, alert.evidence
    return {
        "alert": alert.id,
        "rule": rule.id,
        "measure": rule.measure.value,
        "direction": rule.direction.value,
        "place": alert.place,
        "first_day": alert.first_day.isoformat(),
        "noticed_on": alert.noticed_on.isoformat(),
        "last_day": alert.last_day.isoformat() if alert.last_day else None,
        "ending": alert.ending.value if alert.ending else None,
        "value": round(evidence.value, 4),
        "expected": round(evidence.expected, 4),
        "interval": {"low": round(evidence.low, 4), "high": round(evidence.high, 4)},
        "statements": evidence.statements,
        "customers": evidence.customers,
        "theme": evidence.theme,
        "quotes": list(evidence.quotes),
    }


def _days(first: date, last: date) -> str:
    return f"{first:%Y-%m-%d}" if first == last else f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"


def _at(where: str) -> str:
    return f" at {where}" if where else ""
