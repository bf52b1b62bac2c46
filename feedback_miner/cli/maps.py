"""`map`: the journey map in the terminal."""

from __future__ import annotations

import typer
from rich.table import Column, Table

from feedback_miner.cli.context import JsonFlag, house_of, out, show_json
from feedback_miner.cli.options import shared_options
from feedback_miner.cli.questions import Asked
from feedback_miner.journey import headline
from feedback_miner.journey.types import Estimate, Figures, JourneyMap


@shared_options
def show_map(context: typer.Context, question: Asked, json_: JsonFlag = False) -> None:
    """The emotional journey map."""
    with house_of(context) as house:
        journey = house.mining.maps.read(house.settings.workspace, question)
        actions = house.mining.actions.between(house.settings.workspace, journey.cut)
    if json_:
        from api.schemas.maps import MapOut  # the same JSON as GET /v1/map

        show_json(MapOut.from_domain(journey, actions).model_dump(mode="json", by_alias=True))
    elif journey.coverage.items == 0:
        out.print("No feedback in this period. `feedback-miner import FILE` brings some.")
    else:
        _show(journey)
        for action in actions:
            out.print(f"{action.on}: {action.title}", markup=False)


def _show(journey: JourneyMap) -> None:
    out.print(f"[bold]{headline(journey)}[/]")
    cut, coverage = journey.cut, journey.coverage
    out.print(
        f"{cut.first_day} to {cut.last_day}: {journey.overall.statements:,} statements of {coverage.items:,} items"
    )
    numbers = [
        Column(name, justify="right", no_wrap=True)
        for name in ("comments", "est. share", "sentiment", "95 %", "change")
    ]
    table = Table(Column("stage and touchpoint", no_wrap=True), *numbers, "feeling", box=None)
    for stage in journey.stages:
        table.add_row(stage.name, *_cells(stage.figures, _share(stage.estimate)), style="bold")
        for touchpoint in stage.touchpoints[:3]:
            table.add_row(f"  {touchpoint.name}", *_cells(touchpoint.figures, ""))
    out.print(table)
    out.print(
        f"No estimates: {journey.no_estimates}"
        if journey.no_estimates
        else "est. share: corrected for what the model is known to get wrong, with a 95 % range; counts are raw.",
        markup=False,
    )
    if len(journey.models) > 1:
        read = ", ".join(f"{model} ({statements:,})" for model, statements in journey.models.items())
        out.print(f"More than one model read these statements: {read}. Compare with care.", markup=False)
    out.print(
        f"Not on the map: {coverage.statements_no_stage:,} statements without a stage,"
        f" {coverage.other_language:,} messages in other languages, {coverage.rating_only:,} ratings without words,"
        f" {coverage.unscored:,} unscored, {coverage.not_customer:,} not by customers."
    )


def _share(estimate: Estimate | None) -> str:
    if estimate is None:
        return "–"
    low, high = (f"{100 * end:.0f}" for end in (estimate.share_interval.low, estimate.share_interval.high))
    return f"{estimate.share:.0%} ({low}–{high})"


def _cells(figures: Figures, estimated: str) -> tuple[str, ...]:
    if figures.sentiment is None:
        return (f"{figures.statements:,}", estimated, "–", "", "", "")
    interval = f"{figures.interval.low:+.2f} … {figures.interval.high:+.2f}" if figures.interval else ""
    change = f"{figures.change.sentiment:+.2f}" if figures.change else ""
    feeling = ", ".join(f"{key} {share:.0%}" for key, share in list(figures.emotions.items())[:2])
    numbers = (f"{figures.sentiment:+.2f}", interval, change)
    return (f"{figures.statements:,}", estimated, *(text.replace("-", "−") for text in numbers), feeling)
