"""What is said of an action: its effect in words, drawn, and the comments that it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from api.pages.ranges import RangeDrawing, range_drawing, reach
from api.questions import comments_url
from feedback_miner.domain import Cut, StatementFilter
from feedback_miner.domain.team.actions import Action
from feedback_miner.insights.contrasts import Contrast
from feedback_miner.insights.effects_of_actions import Effect, Side
from feedback_miner.journey import signed
from feedback_miner.mining import ActionReport
from feedback_miner.taxonomy import Taxonomy

_ELSEWHERE = "touchpoints that nobody touched"
_EARLY = "Too early to tell"


class Verdict(StrEnum):
    """What can be said of an action."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    EARLY = "early"
    UNTOLD = "untold"


_VERDICTS = {
    Verdict.BETTER: "Better since",
    Verdict.WORSE: "Worse since",
    Verdict.SAME: "No difference seen",
    Verdict.EARLY: _EARLY,
    Verdict.UNTOLD: "Cannot be told",
}


@dataclass(frozen=True, slots=True)
class SideShown:
    """What was said on one side of an action, and where it can be read."""

    side: Side
    days: Cut | None
    #: None where no day of it has feedback yet
    url: str | None


@dataclass(frozen=True, slots=True)
class Untouched:
    """A touchpoint that nobody touched, over the same days."""

    name: str
    before: SideShown
    after: SideShown


@dataclass(frozen=True, slots=True)
class ActionCard:
    """An action, its effect in words, and what these rest on."""

    action: Action
    where: str
    verdict: Verdict
    state: str
    sentence: str
    drawing: RangeDrawing | None
    before: SideShown
    after: SideShown
    untouched: tuple[Untouched, ...]
    #: in words; None where it cannot be told
    share: str | None
    #: titles of other actions at the same place in these days
    beside: tuple[str, ...]


def action_cards(
    reports: Sequence[ActionReport], actions: Sequence[Action], taxonomy: Taxonomy, themes: Mapping[int, str]
) -> list[ActionCard]:
    """All on one axis, so that they can be compared. `actions`: all there are; `themes`: id → name."""
    known = [
        number
        for report in reports
        if (found := report.effect.sentiment) and found.interval
        for number in (found.interval.low, found.interval.high)
    ]
    titles = {action.id: action.title for action in actions}
    most = reach(*known)
    return [_card(report, taxonomy, themes, titles, most) for report in reports]


def _card(
    report: ActionReport,
    taxonomy: Taxonomy,
    themes: Mapping[int, str],
    titles: Mapping[str, str],
    most: float,
) -> ActionCard:
    effect = report.effect
    verdict = _verdict(effect)
    return ActionCard(
        action=report.action,
        where=_place_of(report.action, taxonomy, themes),
        verdict=verdict,
        state=_VERDICTS[verdict],
        sentence=_sentence(effect, verdict),
        drawing=_drawing(effect.sentiment, most),
        before=_side(effect.before, report.before, report.place),
        after=_side(effect.after, report.after, report.place),
        untouched=tuple(
            Untouched(
                taxonomy.name_of("touchpoint", part.touchpoint),
                _side(part.before, report.before, elsewhere),
                _side(part.after, report.after, elsewhere),
            )
            for part in effect.untouched
            for elsewhere in [StatementFilter(stages=report.stages, touchpoint=part.touchpoint)]
        ),
        share=_share(effect.share),
        beside=tuple(titles[other] for other in report.beside if other in titles),
    )


def _place_of(action: Action, taxonomy: Taxonomy, themes: Mapping[int, str]) -> str:
    """Where it was, in words: "“parcel late”, Delivery, Onboarding"."""
    names = [
        f"“{themes.get(action.theme, f'theme {action.theme}')}”" if action.theme else "",
        taxonomy.name_of("touchpoint", action.touchpoint) if action.touchpoint else "",
        taxonomy.name_of("stage", action.stage) if action.stage else "",
    ]
    return ", ".join(filter(None, names))


def _verdict(effect: Effect) -> Verdict:
    if effect.sentiment is None:
        return Verdict.EARLY if (effect.missing or "").startswith(_EARLY) else Verdict.UNTOLD
    interval = effect.sentiment.interval
    if interval is None:
        return Verdict.UNTOLD
    if interval.low > 0:
        return Verdict.BETTER
    return Verdict.WORSE if interval.high < 0 else Verdict.SAME


def _sentence(effect: Effect, verdict: Verdict) -> str:
    found = effect.sentiment
    if found is None:
        return effect.missing or ""
    if found.interval is None:
        return f"{signed(found.value)} against {_ELSEWHERE}; so few customers give no range."
    within = f"95 % range {signed(found.interval.low)} to {signed(found.interval.high)}"
    if verdict is Verdict.SAME:
        return f"No difference to {_ELSEWHERE} can be told: {signed(found.value)}, {within}."
    moved = "rose" if found.value > 0 else "fell"
    return f"Sentiment here {moved} by {abs(found.value):.2f} against {_ELSEWHERE} ({within})."


def _share(share: Contrast | None) -> str | None:
    if share is None:
        return None
    said = f"{_points(share.value)} points"
    if share.interval is None:
        return said
    return f"{said} (95 % range {_points(share.interval.low)} to {_points(share.interval.high)})"


def _points(share: float) -> str:
    text = f"{abs(100 * share):.1f}"
    return text if text == "0.0" else f"{'−' if share < 0 else '+'}{text}"


def _drawing(found: Contrast | None, most: float) -> RangeDrawing | None:
    if found is None or found.interval is None:
        return None
    return range_drawing(found.value, found.interval.low, found.interval.high, least=-most, most=most)


def _side(side: Side, days: Cut | None, where: StatementFilter) -> SideShown:
    return SideShown(side, days, comments_url(days, where) if days and side.statements else None)
