"""Files in, mappings answered, imports undone."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from anyio import to_thread
from fastapi import APIRouter, Query, Request

from api.dependencies import Cursor, ImportId, Limit, Reader, TheHouse, Writer
from api.openapi import problems
from api.schemas.imports import ImportOut, ImportsOut, RowErrorsOut
from api.schemas.mappings import MappingIn, PreviewOut, TrialOut
from api.upload import blocks_of, open_form
from feedback_miner.domain import Import

router = APIRouter(prefix="/v1/imports", tags=["Feedback in"])

_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "source": {"type": "string", "enum": ["ticket", "survey", "review", "social"]},
                        "connection": {
                            "type": "string",
                            "description": "Ids are unique within a connection.",
                        },
                        "map": {
                            "type": "array",
                            "items": {"type": "string"},
                            "description": "FIELD=COLUMN: text date id customer rating nps csat channel author_role "
                            "url segment.NAME; also date_order=day-first",
                        },
                        "file": {"type": "string", "format": "binary", "description": "Comes last."},
                    },
                },
                "example": {"source": "survey", "map": ["text=Comment"], "file": "@survey-may.csv"},
            }
        },
    }
}


@router.post(
    "",
    status_code=202,
    operation_id="createImport",
    summary="Upload a file",
    responses=problems(413),
    openapi_extra=_FORM,
)
async def create_import(request: Request, access: Writer, house: TheHouse) -> ImportOut:
    """CSV, TSV, JSON Lines, XLSX, Zendesk's JSON, Qualtrics' CSV. What the columns are is found out; where only a
    person can say it, the import waits in the state `needs_mapping`."""

    def take_in() -> Import:
        form = open_form(blocks_of(request.stream()), request.headers.get("content-type", ""))
        return house.mining.imports.submit(
            access.workspace, file=form.file, blocks=form.blocks, wish=form.wish()
        )

    return ImportOut.from_domain(await to_thread.run_sync(take_in, limiter=request.app.state.uploads))


@router.get("", operation_id="listImports", summary="Imports, newest first", responses=problems())
def list_imports(access: Reader, house: TheHouse, cursor: Cursor = None, limit: Limit = 50) -> ImportsOut:
    """What came in, and what became of it."""
    return ImportsOut.from_domain(house.mining.imports.page(access.workspace, cursor=cursor, limit=limit))


@router.get("/{import_id}", operation_id="getImport", summary="One import", responses=problems(404))
def get_import(import_id: ImportId, access: Reader, house: TheHouse) -> ImportOut:
    """Its state, its report, and what is asked."""
    return ImportOut.from_domain(house.mining.imports.get(access.workspace, import_id))


@router.get(
    "/{import_id}/preview",
    operation_id="previewImport",
    summary="First rows of a file that waits",
    responses=problems(404),
)
def preview_import(import_id: ImportId, access: Writer, house: TheHouse) -> PreviewOut:
    """20 rows as they are in the file, with personal data: they are shown and not stored."""
    return PreviewOut.from_domain(house.mining.imports.preview(access.workspace, import_id))


@router.put(
    "/{import_id}/mapping",
    operation_id="answerImport",
    summary="Say what the columns are",
    responses=problems(404, 409),
)
def answer_import(import_id: ImportId, said: MappingIn, access: Writer, house: TheHouse) -> ImportOut:
    """Settles what was asked; the import goes on. Remembered for the next file with this header."""
    return ImportOut.from_domain(house.mining.imports.answer(access.workspace, import_id, said.overrides()))


@router.post(
    "/{import_id}/mapping/trial",
    operation_id="tryMapping",
    summary="What an answer would come to",
    responses=problems(404),
)
def try_mapping(import_id: ImportId, said: MappingIn, access: Writer, house: TheHouse) -> TrialOut:
    """The first 200 rows, read by this answer; nothing is stored."""
    return TrialOut.from_domain(
        house.mining.imports.try_answer(access.workspace, import_id, said.overrides())
    )


@router.get(
    "/{import_id}/rows",
    operation_id="listImportRows",
    summary="Rows that were rejected",
    responses=problems(404),
)
def list_rows(
    import_id: ImportId,
    access: Reader,
    house: TheHouse,
    status: Annotated[Literal["rejected"], Query(description="Which rows.")] = "rejected",  # noqa: ARG001
    cursor: Cursor = None,
    limit: Limit = 50,
) -> RowErrorsOut:
    """Each with its line in the file and the reason."""
    return RowErrorsOut.from_domain(
        house.mining.imports.rejected(access.workspace, import_id, cursor=cursor, limit=limit)
    )


@router.post(
    "/{import_id}/cancel",
    operation_id="cancelImport",
    summary="Stop an import",
    responses=problems(404, 409),
)
def cancel_import(import_id: ImportId, access: Writer, house: TheHouse) -> ImportOut:
    """What was written stays: undo it, or resume within the hour."""
    return ImportOut.from_domain(house.mining.imports.cancel(access.workspace, import_id))


@router.post(
    "/{import_id}/resume",
    operation_id="resumeImport",
    summary="Go on with a cancelled import",
    responses=problems(404, 409),
)
def resume_import(import_id: ImportId, access: Writer, house: TheHouse) -> ImportOut:
    """Its upload is kept for an hour."""
    return ImportOut.from_domain(house.mining.imports.resume(access.workspace, import_id))


@router.delete(
    "/{import_id}",
    operation_id="undoImport",
    summary="Take an import out again",
    responses=problems(404, 409),
)
def undo_import(import_id: ImportId, access: Writer, house: TheHouse) -> ImportOut:
    """What it had added goes, what it had overwritten comes back. A large one is `undoing` first."""
    return ImportOut.from_domain(house.mining.imports.undo(access.workspace, import_id))
