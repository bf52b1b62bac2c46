"""`pain-points`, `delights`, `suggestions`: what hurts, what delights, and what teams commonly do about it."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.padding import Padding

from feedback_miner.cli.answers import Answers, count, interval, share, signed
from feedback_miner.cli.context import house_of, out
from feedback_miner.cli.options import shared_options
from feedback_miner.cli.questions import Asked
from feedback_miner.domain import Tone
from feedback_miner.mining.insights.highlights import Highlight, Highlights
from feedback_miner.mining.insights.suggestions import Sought, Suggestions

Limit = Annotated[int, typer.Option(min=1, max=50, help="At most so many.")]
#: Themes and suggestions that are printed of one touchpoint.
_THEMES, _SUGGESTIONS = 4, 2


@shared_options
def pain_points(context: typer.Context, asked: Asked, shown: Answers, limit: Limit = 10) -> None:
    """What hurts most: touchpoints with their themes, and what teams commonly do there."""
    from api.schemas.pain_points import PainPointsOut  # the same JSON as GET /v1/pain-points

    with house_of(context) as house:
        found = house.mining.highlights.pain_points(house.settings.workspace, asked, limit=limit)
    shown.show(PainPointsOut.from_domain(found), lambda: _print(found))


@shared_options
def delights(context: typer.Context, asked: Asked, shown: Answers, limit: Limit = 10) -> None:
    """What delights most: touchpoints with their themes."""
    from api.schemas.pain_points import DelightsOut

    with house_of(context) as house:
        found = house.mining.highlights.delights(house.settings.workspace, asked, limit=limit)
    shown.show(DelightsOut.from_domain(found), lambda: _print(found))


@shared_options
def suggestions(
    context: typer.Context,
    asked: Asked,
    shown: Answers,
    stage: Annotated[str | None, typer.Option(help="Key of a stage of the taxonomy.")] = None,
    touchpoint: Annotated[str | None, typer.Option(help="Key of a touchpoint.")] = None,
    theme: Annotated[int | None, typer.Option(help="Id of a theme.")] = None,
) -> None:
    """What teams commonly do about a theme, or about what hurts at a stage, a touchpoint, or anywhere."""
    from api.schemas.suggestions import SuggestionsOut

    with house_of(context) as house:
        found = house.mining.suggestions.list(
            house.settings.workspace, asked, Sought(stage, touchpoint, theme)
        )
    shown.show(SuggestionsOut.from_domain(found), lambda: _print_suggestions(found))


def _print(found: Highlights) -> None:
    if not found.items:
        hurts = "Nothing hurts" if found.tone is Tone.PAIN else "Nothing delights"
        out.print(f"{hurts} more than the rest in this period, or too little was said.")
    for one in found.items:
        _print_one(one, "negative" if found.tone is Tone.PAIN else "positive")


def _print_one(one: Highlight, side: str) -> None:
    point, figures = one.point, one.point.figures
    out.print(
        f"[bold]{point.name}[/] ({point.stage}): {count(figures.statements)} comments of"
        f" {count(figures.customers)} customers, sentiment {signed(figures.sentiment)}"
        f" ({interval(figures.interval)}), impact {point.impact:.1f}"
    )
    if one.grouped:
        for part in one.grouped.themes[:_THEMES]:
            _indented(
                f"{count(part.mean.statements)} × {part.theme.name} (theme {part.theme.id}, {part.state})"
            )
        if one.grouped.comments:
            alone = share(one.grouped.ungrouped / one.grouped.comments)
            _indented(f"{alone} of {count(one.grouped.comments)} {side} comments are in no group.")
    for quote in one.quotes[:1]:
        _indented(f"“{quote.text}”")
    for note in one.notes:
        _indented(f"note of {note.written_at:%Y-%m-%d}: {note.text}")
    for suggestion in one.suggestions[:_SUGGESTIONS]:
        if suggestion.fits:
            _indented(f"→ {suggestion.suggestion.pain}: {suggestion.suggestion.remedy}")


def _print_suggestions(found: Suggestions) -> None:
    if found.stage:
        out.print(f"The customer's goal: {found.stage.goal}", markup=False)
        out.print(f"What to see to: {found.stage.action}", markup=False)
    for one in found.items:
        place = f"{one.touchpoint}, {one.stage}" if one.stage else one.touchpoint
        said = f"  (said: {', '.join(one.fitting.words)})" if one.fitting.words else ""
        out.print(f"{place}: {one.fitting.suggestion.pain}{said}", markup=False)
        _indented(f"→ {one.fitting.suggestion.remedy}")
    if not found.items:
        out.print("There is nothing to suggest: nothing hurts here, or the playbook says nothing of it.")


def _indented(text: str) -> None:
    out.print(Padding(text.replace("[", "\\["), (0, 0, 0, 2)))
