"""`drivers`: what goes with an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from feedback_miner.cli.answers import Answers, count, interval, print_table, share, signed
from feedback_miner.cli.context import house_of, out
from feedback_miner.cli.options import shared_options
from feedback_miner.cli.questions import Asked
from feedback_miner.insights.drivers import Level

if TYPE_CHECKING:
    from api.schemas.drivers import DriversOut


@shared_options
def show_drivers(
    context: typer.Context,
    outcome: Annotated[str, typer.Argument(help="nps, csat, rating, or segment.NAME (yes/no, or a number).")],
    question: Asked,
    answers: Answers,
    level: Annotated[Level, typer.Option(help="Touchpoints of stages, or stages as a whole.")] = "touchpoint",
) -> None:
    """How far sentiment at each touchpoint goes with an outcome, all others being equal."""
    from api.schemas.drivers import DriversOut

    with house_of(context) as house:
        found = house.mining.drivers.find(house.settings.workspace, question, outcome, level=level)
    answer = DriversOut.from_domain(found)
    answers.show(answer, lambda: _words(answer))


def _words(answer: DriversOut) -> None:
    out.print(
        f"{answer.period.first_day} to {answer.period.last_day}: {count(answer.answers)} {answer.unit}s with"
        f" {answer.outcome}, of {count(answer.customers)} customers",
        markup=False,
    )
    if answer.too_early:
        out.print(answer.too_early, markup=False)
        return
    print_table(
        answer.items,
        {
            "goes with it": lambda one: one.name if one.certain else f"({one.name})",
            "#effect": lambda one: signed(one.effect),
            "#95 %": lambda one: interval(one.interval),
            "#mentions": lambda one: count(one.mentions),
            "#of all": lambda one: share(one.share),
        },
    )
    out.print(
        f"Effect: {answer.effect_is}. In brackets: cannot be told. Goes with, not causes."
        f" Too rare to tell: {len(answer.too_rare)} places.",
        markup=False,
    )
