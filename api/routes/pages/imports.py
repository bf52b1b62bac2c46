"""The pages of imports: a file in, what is asked of it answered, what became of it, and out again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from http import HTTPStatus

from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from api.dependencies import Cursor, ImportId, Reader, TheChrome, TheHouse, Writer
from api.errors import of_domain
from api.pages.chrome import Chrome
from api.pages.intake.answers import Draft, guessed_draft, overrides_of, posted_draft, problems_of, unanswered
from api.pages.intake.imports import (
    ImportPage,
    ImportsPage,
    rejected_csv,
    render_import,
    render_imports,
    render_outcome,
)
from api.pages.intake.pickers import MOST_COLUMNS, mapping_form
from api.routes.pages.posted import Posted
from api.upload import blocks_of, open_form
from feedback_miner.bootstrap import House
from feedback_miner.domain import Import, ImportState, RowError, Scope
from feedback_miner.errors import Conflict, InputError, LimitExceeded, MappingError
from feedback_miner.mining import Preview, Rehearsal

router = APIRouter(prefix="/imports", include_in_schema=False)

_LISTED = 50
_REJECTED_SHOWN = 20


@router.get("")
def show_imports(chrome: TheChrome, house: TheHouse, cursor: Cursor = None) -> HTMLResponse:
    """What came in, newest first; what waits for a person stands above."""
    return HTMLResponse(render_imports(_list(house, chrome, cursor)))


@router.post("")
async def take_file(request: Request, access: Writer, chrome: TheChrome, house: TheHouse) -> Response:
    """A file by the form of the list; on to its page."""

    def take_in() -> Response:
        try:
            form = open_form(blocks_of(request.stream()), request.headers.get("content-type", ""))
            taken = house.mining.imports.submit(
                access.workspace, file=form.file, blocks=form.blocks, wish=form.wish()
            )
        except (InputError, LimitExceeded) as error:
            page = _list(house, chrome, None, problem=str(error))
            return HTMLResponse(render_imports(page), of_domain(error).status)
        return _to(taken.id)

    return await to_thread.run_sync(take_in, limiter=request.app.state.uploads)


@router.get("/{import_id}")
def show_import(import_id: ImportId, access: Reader, chrome: TheChrome, house: TheHouse) -> HTMLResponse:
    """What is asked, how far it is, or what became of it."""
    job = house.mining.imports.get(access.workspace, import_id)
    if job.state is ImportState.NEEDS_MAPPING and access.allows(Scope.WRITE):
        preview = _preview(house, job)
        return _form(house, chrome, job, preview, guessed_draft(preview), {})
    return HTMLResponse(render_import(_page(house, chrome, job)))


@router.post("/{import_id}")
def answer(import_id: ImportId, access: Writer, chrome: TheChrome, house: TheHouse, said: Posted) -> Response:
    """Settles what was asked; where the answer cannot be used, the form says so at its fields."""
    job = house.mining.imports.get(access.workspace, import_id)
    if job.state is not ImportState.NEEDS_MAPPING:
        return _to(import_id)
    preview = _preview(house, job)
    draft = posted_draft(preview, said)
    problems = problems_of(draft) | unanswered(preview, draft)
    if not problems:
        try:
            house.mining.imports.answer(access.workspace, import_id, overrides_of(preview, draft))
        except MappingError as error:
            problems = {error.where or "text": error.message}
        except Conflict:
            return _to(import_id)  # somebody else was quicker: the page says what became of it
    if not problems:
        return _to(import_id)
    page = _form(house, chrome, job, preview, draft, problems)
    page.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return page


@router.post("/{import_id}/check")
def check(import_id: ImportId, access: Writer, chrome: TheChrome, house: TheHouse, said: Posted) -> Response:
    """The same form, with what the first rows would come to."""
    job = house.mining.imports.get(access.workspace, import_id)
    if job.state is not ImportState.NEEDS_MAPPING:
        return _to(import_id)
    preview = _preview(house, job)
    draft = posted_draft(preview, said)
    problems, trial = problems_of(draft), None
    if not problems:
        try:
            overrides = overrides_of(preview, draft)
            trial = house.mining.imports.try_answer(access.workspace, import_id, overrides)
        except MappingError as error:
            problems = {error.where or "text": error.message}
    return _form(house, chrome, job, preview, draft, problems, trial)


@router.post("/{import_id}/undo")
def undo(import_id: ImportId, access: Writer, house: TheHouse) -> Response:
    """Takes the import out again."""
    house.mining.imports.undo(access.workspace, import_id)
    return _to(import_id)


@router.post("/{import_id}/cancel")
def cancel(import_id: ImportId, access: Writer, house: TheHouse) -> Response:
    """Stops it; what was read stays."""
    house.mining.imports.cancel(access.workspace, import_id)
    return _to(import_id)


@router.post("/{import_id}/resume")
def resume(import_id: ImportId, access: Writer, house: TheHouse) -> Response:
    """Goes on with one that was stopped, as long as its upload is kept."""
    house.mining.imports.resume(access.workspace, import_id)
    return _to(import_id)


@router.get("/{import_id}/outcome")
def show_outcome(import_id: ImportId, access: Reader, house: TheHouse) -> HTMLResponse:
    """How far it is, or what became of it, for where the file was dropped."""
    return HTMLResponse(render_outcome(house.mining.imports.get(access.workspace, import_id)))


@router.get("/{import_id}/rejected.csv")
def download_rejected(import_id: ImportId, access: Reader, house: TheHouse) -> Response:
    """Every row that could not be used, with its reason."""
    house.mining.imports.get(access.workspace, import_id)
    lines = rejected_csv(_all_rejected(house, access.workspace, import_id))
    headers = {"Content-Disposition": f'attachment; filename="rejected-{import_id}.csv"'}
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


def _list(house: House, chrome: Chrome, cursor: str | None, problem: str | None = None) -> ImportsPage:
    imports, workspace = house.mining.imports, chrome.workspace.id
    return ImportsPage(
        imports=imports.page(workspace, cursor=cursor, limit=_LISTED),
        waiting=tuple(imports.waiting(workspace)),
        chrome=chrome,
        problem=problem,
    )


def _preview(house: House, job: Import) -> Preview:
    return house.mining.imports.redacted_preview(job.workspace, job.id, most_columns=MOST_COLUMNS)


def _form(
    house: House,
    chrome: Chrome,
    job: Import,
    preview: Preview,
    draft: Draft,
    problems: Mapping[str, str],
    trial: Rehearsal | None = None,
) -> HTMLResponse:
    page = _page(house, chrome, job)
    form = mapping_form(preview, draft, problems=problems, trial=trial)
    return HTMLResponse(render_import(replace(page, form=form, system=preview.system)))


def _page(house: House, chrome: Chrome, job: Import) -> ImportPage:
    rejected = house.mining.imports.rejected(job.workspace, job.id, cursor=None, limit=_REJECTED_SHOWN)
    return ImportPage(job, chrome, tuple(rejected.items))


def _all_rejected(house: House, workspace: str, import_id: str) -> Iterator[RowError]:
    cursor = None
    while True:
        page = house.mining.imports.rejected(workspace, import_id, cursor=cursor, limit=200)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def _to(import_id: str) -> RedirectResponse:
    return RedirectResponse(f"/imports/{import_id}", status_code=303)
