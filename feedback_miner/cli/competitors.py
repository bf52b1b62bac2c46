"""`competitors`: who they are, and what customers say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from feedback_miner.cli.answers import Answers, count, interval, print_table, share, signed
from feedback_miner.cli.context import JsonFlag, house_of, out, show_json
from feedback_miner.cli.options import shared_options
from feedback_miner.cli.questions import Asked
from feedback_miner.insights.comparisons import Verdict
from feedback_miner.mining.insights.competitors import Named

if TYPE_CHECKING:
    from api.schemas.competitors import RivalriesOut

app = typer.Typer(no_args_is_help=True)


@app.command("set")
def set_competitors(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME[=ALIAS,…]", help='Such as "Northbank=North Bank,NB".')
    ] = None,
    json_: JsonFlag = False,
) -> None:
    """Write down the whole list, in the place of the one before; without names it is empty."""
    with house_of(context) as house:
        named = [_named(text) for text in names or ()]
        known = house.mining.competitors.replace(house.settings.workspace, named)
    if json_:
        from api.schemas.competitors import CompetitorListOut

        show_json(CompetitorListOut.from_domain(known).model_dump(mode="json"))
    else:
        out.print(f"{len(known)} competitors: {', '.join(one.name for one in known) or 'none'}", markup=False)


@app.command("show")
@shared_options
def show_competitors(context: typer.Context, question: Asked, answers: Answers) -> None:
    """What customers say of each, where on the journey, and how the comparison goes."""
    from api.schemas.competitors import RivalriesOut

    with house_of(context) as house:
        found = house.mining.competitors.read(house.settings.workspace, question)
    answer = RivalriesOut.from_domain(found)
    answers.show(answer, lambda: _words(answer))


def _named(text: str) -> Named:
    name, _, aliases = text.partition("=")
    others = (alias.strip() for alias in aliases.split(","))
    return Named(name.strip(), tuple(alias for alias in others if alias))


def _words(answer: RivalriesOut) -> None:
    if not answer.items:
        out.print("No competitor is written down. `feedback-miner competitors set NAME …` does it.")
        return
    print_table(
        answer.items,
        {
            "competitor": lambda one: one.name,
            "#comments": lambda one: count(one.comments.statements),
            "#sentiment": lambda one: signed(one.comments.sentiment),
            "#95 %": lambda one: interval(one.comments.interval),
            "#better": lambda one: count(one.comparisons[Verdict.BETTER].statements),
            "#worse": lambda one: count(one.comparisons[Verdict.WORSE].statements),
            "#even": lambda one: count(one.comparisons[Verdict.EVEN].statements),
            "#ahead": lambda one: share(one.ahead.share) if one.ahead else "–",
        },
    )
