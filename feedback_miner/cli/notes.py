"""`notes`: what people know of a stage, a touchpoint or a theme."""

from __future__ import annotations

from typing import Annotated

import typer

from feedback_miner.cli.answers import Answers, Columns, print_table
from feedback_miner.cli.context import JsonFlag, house_of, out, show_json
from feedback_miner.cli.options import shared_options
from feedback_miner.domain.team import Remark
from feedback_miner.mining.insights.notes import About

app = typer.Typer(no_args_is_help=True)

Stage = Annotated[str, typer.Option(help="Key of a stage.")]
Touchpoint = Annotated[str, typer.Option(help="Key of a touchpoint.")]
ThemeId = Annotated[int, typer.Option(min=0, help="Id of a theme.")]

_COLUMNS: Columns[Remark] = {
    "note": lambda note: note.id,
    "on": lambda note: (
        f"theme {note.theme}" if note.theme else " ".join((note.stage, note.touchpoint)).strip()
    ),
    "written": lambda note: f"{note.written_at:%Y-%m-%d}",
    "by": lambda note: note.by,
    "text": lambda note: note.text,
}


@app.command("list")
@shared_options
def list_notes(
    context: typer.Context, shown: Answers, stage: Stage = "", touchpoint: Touchpoint = "", theme: ThemeId = 0
) -> None:
    """All notes, or those on a stage, a touchpoint or a theme; newest first."""
    from api.schemas.notes import NoteOut, NotesOut  # the same JSON as GET /v1/notes

    with house_of(context) as house:
        found = house.mining.notes.all(house.settings.workspace, About(stage, touchpoint, theme))
    answer = NotesOut(items=[NoteOut.from_domain(note) for note in found])
    shown.show(answer, lambda: print_table(found, _COLUMNS) if found else out.print("No notes yet."))


@app.command("add")
def add_note(
    context: typer.Context,
    text: str,
    stage: Stage = "",
    touchpoint: Touchpoint = "",
    theme: ThemeId = 0,
    by: Annotated[str, typer.Option(help="Who says so.")] = "",
    json_: JsonFlag = False,
) -> None:
    """Write a note on a theme, or on a stage, a touchpoint, or both."""
    with house_of(context) as house:
        note = house.mining.notes.add(house.settings.workspace, About(stage, touchpoint, theme), text, by=by)
    if json_:
        from api.schemas.notes import NoteOut

        show_json(NoteOut.from_domain(note).model_dump(mode="json", by_alias=True))
    else:
        out.print(f"{note.id} is kept.", markup=False)


@app.command("remove")
def remove_note(context: typer.Context, note: str, json_: JsonFlag = False) -> None:
    """Remove a note, for good."""
    with house_of(context) as house:
        house.mining.notes.remove(house.settings.workspace, note)
    if json_:
        show_json({"removed": note})
    else:
        out.print(f"{note} is removed.", markup=False)
