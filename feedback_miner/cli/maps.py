"""`map`: the journey map in the terminal. `score`: labels for given statements."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track
from rich.table import Column, Table

from feedback_miner.cli.context import JsonFlag, err, house_of, out, read_settings, show_json
from feedback_miner.errors import FileError, QueryError
from feedback_miner.journey import headline
from feedback_miner.journey.types import Figures, JourneyMap
from feedback_miner.mining import Question
from feedback_miner.mining.maps import MAX_DAYS


def show_map(
    context: typer.Context,
    first: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")] = None,
    days: Annotated[int, typer.Option(min=1, max=MAX_DAYS, help="Length, where no first day is given.")] = 30,
    channel: str | None = None,
    source: str | None = None,
    segment: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help="Repeatable.")] = None,
    lens: Annotated[
        str, typer.Option(help="full, advocacy, loyalty, engagement, emotional or funnel.")
    ] = "full",
    compare: Annotated[str, typer.Option(help="previous, none, or 2026-01-01..2026-01-31.")] = "previous",
    json_: JsonFlag = False,
) -> None:
    """The emotional journey map."""
    question = Question(
        first_day=first.date() if first else None,
        last_day=last.date() if last else None,
        days=days,
        channel=channel,
        source=source,
        segments=dict(_pair(text) for text in segment or ()),
        lens=lens,
        compare=compare,
    )
    with house_of(context) as house:
        journey = house.mining.maps.read(house.settings.workspace, question)
    if json_:
        from api.schemas.maps import MapOut  # the same JSON as GET /v1/map

        show_json(MapOut.from_domain(journey).model_dump(mode="json", by_alias=True))
    elif journey.coverage.items == 0:
        out.print("No feedback in this period. `feedback-miner import FILE` brings some.")
    else:
        _show(journey)


def score(
    context: typer.Context,
    items: Annotated[
        Path, typer.Argument(help="JSON Lines: {id, source, text, statements: [{n, start, end}]}.")
    ],
    output: Annotated[Path, typer.Option(help="JSON Lines: one line a statement, with probabilities.")],
    json_: JsonFlag = False,
) -> None:
    """Score given statements of given messages with the shipped model."""
    from feedback_miner.scoring.loading import load_scorer  # torch takes seconds to import
    from feedback_miner.scoring.predictions import score_items

    settings = read_settings(**context.obj)
    if not items.is_file():
        raise FileError("There is no such file.", where=str(items))
    if output.exists() and output.samefile(items):
        raise FileError("The output would overwrite the input; name another file.", where=str(output))
    scorer = load_scorer(settings.models_dir / settings.model, threads=settings.threads)
    count = 0
    with items.open(encoding="utf-8") as lines, output.open("w", encoding="utf-8") as written:
        for line in track(score_items(scorer, lines), "Scoring", console=err, disable=not err.is_terminal):
            written.write(json.dumps(line) + "\n")
            count += 1
    if json_:
        show_json({"statements": count, "model": scorer.name, "output": str(output)})
    else:
        out.print(f"{count:,} statements scored by {scorer.name}: {output}", markup=False)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name or not value:
        raise QueryError(f"“{text}” is not NAME=VALUE, such as Plan=Plus.", where="segment")
    return name, value


def _show(journey: JourneyMap) -> None:
    out.print(f"[bold]{headline(journey)}[/]")
    cut, coverage = journey.cut, journey.coverage
    out.print(
        f"{cut.first_day} to {cut.last_day}: {journey.overall.statements:,} statements of {coverage.items:,} items"
    )
    numbers = [
        Column(name, justify="right", no_wrap=True) for name in ("comments", "sentiment", "95 %", "change")
    ]
    table = Table(Column("stage and touchpoint", no_wrap=True), *numbers, "feeling", box=None)
    for stage in journey.stages:
        table.add_row(stage.name, *_cells(stage.figures), style="bold")
        for touchpoint in stage.touchpoints[:3]:
            table.add_row(f"  {touchpoint.name}", *_cells(touchpoint.figures))
    out.print(table)
    out.print(
        f"Not on the map: {coverage.statements_no_stage:,} statements without a stage,"
        f" {coverage.other_language:,} messages in other languages, {coverage.rating_only:,} ratings without words,"
        f" {coverage.unscored:,} unscored, {coverage.not_customer:,} not by customers."
    )


def _cells(figures: Figures) -> tuple[str, ...]:
    if figures.sentiment is None:
        return (f"{figures.statements:,}", "–", "", "", "")
    interval = f"{figures.interval.low:+.2f} … {figures.interval.high:+.2f}" if figures.interval else ""
    change = f"{figures.change.sentiment:+.2f}" if figures.change else ""
    feeling = ", ".join(f"{key} {share:.0%}" for key, share in list(figures.emotions.items())[:2])
    numbers = (f"{figures.sentiment:+.2f}", interval, change)
    return (f"{figures.statements:,}", *(text.replace("-", "−") for text in numbers), feeling)
