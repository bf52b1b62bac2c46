"""`priorities` and `feasibility`: what to mend first, and how easily."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from feedback_miner.cli.answers import Answers, count, print_table, share, signed
from feedback_miner.cli.context import JsonFlag, house_of, out, show_json
from feedback_miner.cli.options import shared_options
from feedback_miner.cli.questions import Asked

if TYPE_CHECKING:
    from api.schemas.priorities import PrioritiesOut


@shared_options
def show_priorities(
    context: typer.Context,
    question: Asked,
    answers: Answers,
    outcome: Annotated[
        str | None,
        typer.Option(help="What weights are taken from: nps, csat, rating, segment.NAME, or none."),
    ] = None,
) -> None:
    """Touchpoints, the first to mend first."""
    with house_of(context) as house:
        found = house.mining.priorities.read(house.settings.workspace, question, outcome=outcome)
    from api.schemas.priorities import PrioritiesOut

    answer = PrioritiesOut.from_domain(found)
    answers.show(answer, lambda: _print(answer))


def rate(
    context: typer.Context,
    stage: Annotated[str, typer.Argument(help="Key of a stage, such as onboarding.")],
    touchpoint: Annotated[str, typer.Argument(help="Key of a touchpoint, such as delivery.")],
    feasibility: Annotated[
        int | None,
        typer.Argument(min=1, max=5, help="1: hardly possible … 5: done in a day; without: nobody says."),
    ] = None,
    json_: JsonFlag = False,
) -> None:
    """Say how easily a touchpoint could be mended."""
    with house_of(context) as house:
        house.mining.priorities.rate(house.settings.workspace, stage, touchpoint, feasibility)
    if json_:
        show_json({"stage": stage, "touchpoint": touchpoint, "feasibility": feasibility})
    else:
        out.print(f"{stage}/{touchpoint}: {feasibility or 'not rated'}", markup=False)


def _print(answer: PrioritiesOut) -> None:
    if not answer.items:
        out.print("No touchpoint was spoken of in this period.")
        return
    told = [one for one in answer.items if one.no_impact is None]
    out.print(f"{answer.period.first_day} to {answer.period.last_day}", markup=False)
    print_table(
        told,
        {
            "##": lambda one: str(one.rank or ""),
            "touchpoint": lambda one: one.name,
            "#priority": lambda one: _number(one.priority),
            "#impact": lambda one: _number(one.impact),
            "#comments": lambda one: count(one.volume),
            "#sentiment": lambda one: signed(one.sentiment),
            "#below the mean": lambda one: _number(one.below),
            "#customers": lambda one: share(one.reach),
            "#weight": lambda one: _number(one.weight),
            "#feasibility": lambda one: str(one.feasibility or "–"),
            "": lambda one: "" if one.certain or not one.impact else "perhaps not below",
        },
    )
    if len(told) < len(answer.items):
        out.print(f"Too few comments or customers to tell: {len(answer.items) - len(told)} touchpoints.")
    out.print(f"{answer.formula}. {answer.weights}", markup=False)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.2f}"
