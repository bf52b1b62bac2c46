"""`segments`: save them, lay two side by side, see which stand out."""

from __future__ import annotations

from typing import Annotated

import typer

from feedback_miner.cli.answers import Answers, count, interval, print_table, share, signed
from feedback_miner.cli.change import print_comparison
from feedback_miner.cli.context import JsonFlag, house_of, out, show_json
from feedback_miner.cli.options import shared_options
from feedback_miner.cli.questions import Asked, segments_of
from feedback_miner.domain import Source
from feedback_miner.domain.team.personas import Persona

app = typer.Typer(no_args_is_help=True)


@app.command("list")
@shared_options
def list_segments(context: typer.Context, answers: Answers) -> None:
    """All saved segments."""
    with house_of(context) as house:
        found = house.mining.segments.all(house.settings.workspace)
    from api.schemas.segments import SegmentOut, SegmentsOut

    answer = SegmentsOut(items=[SegmentOut.from_domain(one) for one in found])
    answers.show(answer, lambda: _print_segments(found))


@app.command("show")
def show(context: typer.Context, segment_id: str, json_: JsonFlag = False) -> None:
    """One saved segment: its filters, the goal, the sketch."""
    with house_of(context) as house:
        found = house.mining.segments.get(house.settings.workspace, segment_id)
    _show(found, json_=json_)


@app.command("save")
def save(
    context: typer.Context,
    segment_id: Annotated[str, typer.Argument(help="Small letters, digits and dashes.")],
    name: Annotated[str, typer.Option(help="What people call it.")],
    goal: Annotated[str, typer.Option(help="What these customers want.")] = "",
    sketch: Annotated[str, typer.Option(help="Who they are, in your words.")] = "",
    channel: str | None = None,
    source: Source | None = None,
    segment: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help="Repeatable.")] = None,
    json_: JsonFlag = False,
) -> None:
    """Save a segment under a name; one with this id is replaced."""
    kind = source.value if source else None
    persona = Persona(segment_id, name, goal, sketch, channel, kind, segments_of(segment))
    with house_of(context) as house:
        _show(house.mining.segments.save(house.settings.workspace, persona), json_=json_)


@app.command("remove")
def remove(context: typer.Context, segment_id: str, json_: JsonFlag = False) -> None:
    """Remove a saved segment; feedback stays as it is."""
    with house_of(context) as house:
        house.mining.segments.remove(house.settings.workspace, segment_id)
    if json_:
        show_json({"removed": segment_id})
    else:
        out.print(f"{segment_id} is removed.", markup=False)


@app.command("compare")
@shared_options
def compare(
    context: typer.Context,
    a: Annotated[str, typer.Argument(help="Id of a saved segment, or NAME=VALUE.")],
    b: Annotated[str, typer.Argument(help="Likewise.")],
    question: Asked,
    answers: Answers,
) -> None:
    """Where two segments' journeys part."""
    with house_of(context) as house:
        found = house.mining.segments.compare(house.settings.workspace, question, a, b)
    from api.schemas.change import SegmentComparisonOut

    answer = SegmentComparisonOut.of(found)
    answers.show(answer, lambda: print_comparison(answer))


@app.command("standing-out")
@shared_options
def standing_out(context: typer.Context, question: Asked, answers: Answers) -> None:
    """Each value of each segment against the others."""
    with house_of(context) as house:
        found = house.mining.segments.standing_out(house.settings.workspace, question)
    from api.schemas.segments import SegmentsStandingOutOut, StandingOutOut

    def words(items: list[StandingOutOut]) -> None:
        if not items:
            out.print("No comments with segments in this period.")
            return
        print_table(
            items,
            {
                "segment": lambda one: f"{one.segment}={one.value}",
                "#comments": lambda one: count(one.statements),
                "#share": lambda one: share(one.share),
                "#sentiment": lambda one: signed(one.sentiment),
                "#others": lambda one: signed(one.others_sentiment),
                "#difference": lambda one: signed(one.difference.value) if one.difference else "",
                "#95 %": lambda one: interval(one.difference.interval if one.difference else None),
                "": lambda one: (
                    one.no_difference or ("stands out" if one.difference and one.difference.certain else "")
                ),
            },
        )

    answer = SegmentsStandingOutOut.from_domain(found)
    answers.show(answer, lambda: words(answer.items))


def _print_segments(found: list[Persona]) -> None:
    if not found:
        out.print(
            "No segments yet. `feedback-miner segments save ID --name NAME --segment NAME=VALUE` saves one."
        )
        return
    print_table(
        found,
        {
            "id": lambda one: one.id,
            "name": lambda one: one.name,
            "filters": _filters,
            "goal": lambda one: one.goal,
        },
    )


def _show(persona: Persona, *, json_: bool) -> None:
    from api.schemas.segments import SegmentOut

    if json_:
        show_json(SegmentOut.from_domain(persona).model_dump(mode="json"))
        return
    out.print(f"{persona.name} ({persona.id}): {_filters(persona)}", markup=False)
    for text in filter(None, (persona.goal, persona.sketch)):
        out.print(text, markup=False)


def _filters(persona: Persona) -> str:
    found = {"channel": persona.channel, "source": persona.source, **persona.segments}
    return ", ".join(f"{name}={value}" for name, value in found.items() if value)
