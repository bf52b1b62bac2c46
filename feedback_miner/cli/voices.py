"""`voices`: statements fit as testimonials, to be approved by a person."""

from __future__ import annotations

from typing import Annotated

import typer

from feedback_miner.cli.answers import Answers, Columns, print_table, signed
from feedback_miner.cli.context import JsonFlag, house_of, out, show_json
from feedback_miner.cli.options import MAX_ROW_ID, shared_options
from feedback_miner.cli.questions import Asked
from feedback_miner.domain import Access, Scope
from feedback_miner.mining import Voice, VoiceState

app = typer.Typer(no_args_is_help=True)

StatementId = Annotated[int, typer.Argument(min=1, max=MAX_ROW_ID, help="The statement's id.")]
#: by whom decisions at the terminal are
_TERMINAL = "cli"

_COLUMNS: Columns[Voice] = {
    "#statement": lambda one: str(one.statement.id),
    "words": lambda one: one.statement.text,
    "#sentiment": lambda one: signed(one.statement.labels.sentiment),
    "stage": lambda one: one.statement.labels.stage,
    "day": lambda one: f"{one.statement.occurred_at:%Y-%m-%d}",
}


@app.command("list")
@shared_options
def list_voices(
    context: typer.Context,
    asked: Asked,
    shown: Answers,
    state: Annotated[VoiceState, typer.Option(help="Decided ones are of all time.")] = VoiceState.WAITING,
    limit: Annotated[int, typer.Option(min=1, max=100, help="At most so many.")] = 20,
) -> None:
    """Strongly positive, sure, readable, without personal data, one a customer."""
    from api.schemas.voices import VoiceOut, VoicesOut  # the same JSON as GET /v1/voices

    with house_of(context) as house:
        voices, workspace = house.mining.voices, house.settings.workspace
        if state is VoiceState.WAITING:
            found = voices.waiting(workspace, asked, limit=limit)
        else:
            found = voices.decided(workspace, state)[:limit]
    answer = VoicesOut(items=[VoiceOut.from_domain(voice) for voice in found])
    shown.show(answer, lambda: print_table(found, _COLUMNS) if found else out.print(f"No {state} voices."))


@app.command("approve")
def approve(context: typer.Context, statement: StatementId, json_: JsonFlag = False) -> None:
    """It may be shown. Ask its customer first."""
    _decide(context, statement, approved=True, as_json=json_)


@app.command("decline")
def decline(context: typer.Context, statement: StatementId, json_: JsonFlag = False) -> None:
    """It is not shown, and not proposed again."""
    _decide(context, statement, approved=False, as_json=json_)


def _decide(context: typer.Context, statement: int, *, approved: bool, as_json: bool) -> None:
    with house_of(context) as house:
        access = Access(house.settings.workspace, Scope.ADMIN, _TERMINAL)
        voice = house.mining.voices.decide(access, statement, approved=approved)
    if as_json:
        from api.schemas.voices import VoiceOut

        show_json(VoiceOut.from_domain(voice).model_dump(mode="json"))
    else:
        out.print(f"{statement} is {voice.state}.", markup=False)
