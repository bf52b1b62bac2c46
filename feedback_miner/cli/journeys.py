"""`journeys`: where customers go from stage to stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from feedback_miner.cli.answers import Answers, count, print_table, share, signed
from feedback_miner.cli.context import house_of, out
from feedback_miner.cli.options import shared_options
from feedback_miner.cli.questions import Asked
from feedback_miner.insights.paths import SILENT_DAYS

if TYPE_CHECKING:
    from api.schemas.insights import ShareOut
    from api.schemas.journeys import JourneysOut

_Table = Literal["transitions", "drop_outs", "paths"]

#: rows that are printed of each table
_PRINTED = 15


@shared_options
def show_journeys(
    context: typer.Context,
    question: Asked,
    answers: Answers,
    silent_days: Annotated[
        int, typer.Option(min=1, max=3650, help="Days without a word after which a customer counts as gone.")
    ] = SILENT_DAYS,
    table: Annotated[_Table, typer.Option(help="Which list a file holds.")] = "transitions",
) -> None:
    """Transitions between stages, drop-outs, and the paths that end in praise or in leaving."""
    from api.schemas.journeys import JourneysOut

    with house_of(context) as house:
        found = house.mining.journeys.read(house.settings.workspace, question, silent_days=silent_days)
    answer = JourneysOut.from_domain(found)
    answers.show(answer, lambda: _words(answer), items=table)


def _words(answer: JourneysOut) -> None:
    out.print(
        f"{answer.period.first_day} to {answer.period.last_day}: {count(answer.steps)} steps of"
        f" {count(answer.customers)} customers; {count(answer.messages_of_nobody)} messages name no customer",
        markup=False,
    )
    if not answer.steps:
        return
    print_table(
        answer.transitions[:_PRINTED],
        {
            "from → to": lambda one: one.name,
            "#times": lambda one: count(one.share.count),
            "#share": lambda one: share(one.share.share),
            "#95 %": lambda one: _percent(one.share),
            "#days between": lambda one: f"{one.seconds_between.median / 86_400:.1f}",
            "#sentiment": lambda one: signed(one.arriving.sentiment),
        },
    )
    _print_drop_outs(answer)
    if not answer.paths:
        out.print("No path to praise or to leaving was walked by two customers.")
        return
    print_table(
        answer.paths[:_PRINTED],
        {
            "ends in": lambda one: one.ending.value,
            "path": lambda one: one.name,
            "#customers": lambda one: count(one.share.count),
            "#share": lambda one: share(one.share.share),
            "#95 %": lambda one: _percent(one.share),
        },
    )


def _print_drop_outs(answer: JourneysOut) -> None:
    if answer.too_early:
        out.print(f"Drop-outs: {answer.too_early}", markup=False)
        return
    print_table(
        answer.drop_outs,
        {
            f"silent for {answer.silent_days} days after": lambda one: one.name,
            "#customers": lambda one: count(one.share.count),
            "#share": lambda one: share(one.share.share if one.share.of else None),
            "#95 %": lambda one: _percent(one.share),
            "#too fresh": lambda one: count(one.open),
        },
    )


def _percent(found: ShareOut) -> str:
    return f"{100 * found.interval.low:.0f}–{100 * found.interval.high:.0f} %" if found.interval else ""
