"""`change`: two parts of the feedback against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from feedback_miner.cli.answers import Answers, count, interval, print_table, share, signed
from feedback_miner.cli.context import house_of, out
from feedback_miner.cli.options import shared_options
from feedback_miner.cli.questions import Asked, segments_of
from feedback_miner.mining import Against

if TYPE_CHECKING:
    from api.schemas.change import ComparisonOut, ContrastOut, DifferenceOut, PartOut

#: Quotes that are printed.
_QUOTES = 5


@shared_options
def show_change(
    context: typer.Context,
    question: Asked,
    answers: Answers,
    against_channel: Annotated[str | None, typer.Option(help="Channel of the other side.")] = None,
    against_source: Annotated[str | None, typer.Option(help="Source of the other side.")] = None,
    against_segment: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="Repeatable.")
    ] = None,
    against_lens: Annotated[str | None, typer.Option(help="Lens of the other side.")] = None,
) -> None:
    """What differs from the period before, or from another channel, source, segment or lens in the same days."""
    against = Against(against_channel, against_source, segments_of(against_segment), against_lens)
    with house_of(context) as house:
        found = house.mining.changes.read(house.settings.workspace, question, against)
    from api.schemas.change import ComparisonOut

    answer = ComparisonOut.from_domain(found)
    answers.show(answer, lambda: print_comparison(answer))


def print_comparison(answer: ComparisonOut) -> None:
    """What differs, in words: what nobody spoke of is left out, and touchpoints that too few spoke of."""
    spoken = [
        one
        for one in answer.items
        if (one.a.statements or one.b.statements)
        and (one.level in ("whole", "stage") or one.sentiment or one.share)
    ]
    if not spoken:
        out.print("No comments on the map on either side.")
        return
    out.print(f"a: {_side(answer.a)}\nb: {_side(answer.b)}", markup=False)
    print_table(
        spoken,
        {
            "": lambda one: f"{_INDENT[one.level]}{one.name}",
            "#a": lambda one: count(one.a.statements),
            "#b": lambda one: count(one.b.statements),
            "#sentiment a": lambda one: signed(one.a.sentiment),
            "#b ": lambda one: signed(one.b.sentiment),
            "#difference": lambda one: _difference(one.sentiment),
            "#95 %": lambda one: interval(one.sentiment.interval if one.sentiment else None),
            "#share a": lambda one: share(one.a.share),
            "#b  ": lambda one: share(one.b.share),
            "#moved": lambda one: "*" if one.share and one.share.certain else "",
        },
    )
    out.print("* stands out, all that was compared considered (Benjamini and Hochberg, 5 %).", markup=False)
    parting = next((one.name for one in spoken if one.level == "stage" and one.stage == answer.parting), None)
    out.print(
        f"They first part at: {parting}." if parting else "No stage stands apart for certain.", markup=False
    )
    for said in [quote for one in spoken if _stands_out(one) for quote in one.quotes[:1]][:_QUOTES]:
        out.print(f"“{said.text}”", markup=False)


_INDENT = {"whole": "", "stage": "", "touchpoint": "  ", "theme": "theme: ", "emotion": "emotion: "}


def _side(part: PartOut) -> str:
    filters = {"channel": part.channel, "source": part.source and part.source.value, **part.segments}
    said = [f"{name}={value}" for name, value in filters.items() if value]
    said += [] if part.lens == "full" else [f"lens={part.lens}"]
    return ", ".join([f"{part.period.first_day} to {part.period.last_day}", *said])


def _difference(found: DifferenceOut | None) -> str:
    if found is None:
        return "too few"
    return f"{signed(found.value)}{' *' if found.certain else '  '}"


def _stands_out(one: ContrastOut) -> bool:
    return any(found is not None and found.certain for found in (one.sentiment, one.share))
