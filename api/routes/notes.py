"""Notes by people."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.dependencies import Reader, TheHouse, Writer
from api.openapi import problems
from api.schemas.notes import NoteIn, NoteOut, NotesOut
from api.tabular import as_asked, tables
from api.theme_questions import TheNotesQuery

router = APIRouter(prefix="/v1", tags=["Map"])

_CSV = "id,text,by,touchpoint\nnote_2f6a,The bank changed its gateway.,Ann,payment\n"
NoteId = Annotated[str, Path(pattern=r"^note_[0-9a-f]{1,32}$")]


@router.get(
    "/notes",
    operation_id="listNotes",
    summary="Notes by people",
    responses=problems() | tables(_CSV),
    response_model=NotesOut,
)
def list_notes(asked: TheNotesQuery, access: Reader, house: TheHouse) -> NotesOut | Response:
    """On a stage, a touchpoint or a theme; newest first."""
    found = house.mining.notes.all(access.workspace, asked.about())
    return as_asked(NotesOut(items=[NoteOut.from_domain(note) for note in found]), asked.format, "notes")


@router.post(
    "/notes", status_code=201, operation_id="addNote", summary="Write a note", responses=problems(404)
)
def add_note(body: NoteIn, access: Writer, house: TheHouse) -> NoteOut:
    """On a theme, or on a stage, a touchpoint, or both."""
    note = house.mining.notes.add(access.workspace, body.about(), body.text, by=body.by or "")
    return NoteOut.from_domain(note)


@router.delete(
    "/notes/{note_id}",
    status_code=204,
    operation_id="removeNote",
    summary="Remove a note",
    responses=problems(404),
)
def remove_note(note_id: NoteId, access: Writer, house: TheHouse) -> None:
    """For good."""
    house.mining.notes.remove(access.workspace, note_id)
