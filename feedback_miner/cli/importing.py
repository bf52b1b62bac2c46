"""`import` and `imports`: files in, the report, the answer to what was asked, and out again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.prompt import IntPrompt
from rich.table import Column, Table

from feedback_miner.bootstrap import House
from feedback_miner.cli.context import FAILED, WAITING, JsonFlag, err, house_of, interactive, out, show_json
from feedback_miner.cli.feed_words import day_words
from feedback_miner.cli.themes import refresh_after_import
from feedback_miner.domain import Import, ImportReport, ImportState, MappingGuess, Source
from feedback_miner.errors import FileError
from feedback_miner.mining import Rehearsal, Wish

app = typer.Typer(no_args_is_help=True)

_BLOCK = 1 << 20
_PLURALS = {
    Source.TICKET: "tickets",
    Source.SURVEY: "survey answers",
    Source.REVIEW: "reviews",
    Source.SOCIAL: "social posts",
}

MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="Say which column is which: text date id customer rating nps csat channel author_role url segment.NAME;"
        " also date_order=day-first. Repeatable.",
    ),
]


def import_files(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="CSV, TSV, JSON Lines, JSON, XLSX.")],
    mapping: MapOption = None,
    source: Annotated[
        Source | None, typer.Option(help="What the messages are, where the file does not tell.")
    ] = None,
    connection: Annotated[
        str | None,
        typer.Option(help="Identities belong to a connection: the same for every export of one system."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Report what would happen; write nothing.")
    ] = False,
    json_: JsonFlag = False,
) -> None:
    """Import files: the same file twice changes nothing."""
    wish = Wish(source=source, connection=connection, overrides=tuple(mapping or ()))
    results: list[dict[str, object]] = []
    status = 0
    for path in files:
        _readable(path)
    with house_of(context) as house:
        house.mining.runs.expire()
        for path in files:
            if dry_run:
                rehearsal = house.mining.imports.rehearse(house.settings.workspace, path, wish)
                results.append(
                    {"file": path.name, "dry_run": True, **_as_data(rehearsal.report, rehearsal.guess)}
                )
                status = max(status, WAITING if rehearsal.guess.questions else 0)
                if not json_:
                    _show_rehearsal(path.name, rehearsal)
                continue
            done = _import_one(house, path, wish)
            results.append(import_data(done))
            status = max(status, _status(done))
            if not json_:
                _show(done)
        if not dry_run:
            refresh_after_import(house)
    if json_:
        show_json(results)
    raise typer.Exit(status)


@app.command("list")
def list_imports(context: typer.Context, limit: int = 20, json_: JsonFlag = False) -> None:
    """The newest imports."""
    with house_of(context) as house:
        page = house.mining.imports.page(house.settings.workspace, cursor=None, limit=limit)
    if json_:
        show_json([import_data(one) for one in page.items])
        return
    table = Table(
        Column("import", no_wrap=True), "file", "state", "read", "added", "updated", "rejected", box=None
    )
    for one in page.items:
        counts = (one.report.read, one.report.added, one.report.updated, one.report.rejected)
        table.add_row(one.id, one.file, one.state.value, *(f"{n:,}" for n in counts))
    out.print(table if page.items else "No imports yet. `feedback-miner import FILE` brings the first.")


@app.command("show")
def show_import(context: typer.Context, import_id: str, json_: JsonFlag = False) -> None:
    """One import: state, report, mapping."""
    with house_of(context) as house:
        one = house.mining.imports.get(house.settings.workspace, import_id)
    _tell(one, as_json=json_)


@app.command("rows")
def rejected_rows(context: typer.Context, import_id: str, json_: JsonFlag = False) -> None:
    """Rows that could not be used, with line number and reason."""
    with house_of(context) as house:
        rows = list(_all_rejected(house, import_id))
    if json_:
        show_json(rows)
        return
    for row in rows:
        out.print(f"row {row['row']}: {row['reason']}", markup=False, soft_wrap=True)
    out.print(f"{len(rows):,} rejected rows.")


@app.command("answer")
def answer(
    context: typer.Context, import_id: str, mapping: MapOption = None, json_: JsonFlag = False
) -> None:
    """Settle what an import asked, and carry it to its end."""
    with house_of(context) as house:
        house.mining.imports.answer(house.settings.workspace, import_id, mapping or ())
        done = _carry(house, import_id)
        refresh_after_import(house)
    _tell(done, as_json=json_)
    raise typer.Exit(_status(done))


@app.command("resume")
def resume(context: typer.Context, import_id: str, json_: JsonFlag = False) -> None:
    """Carry an interrupted or cancelled import on from where it stopped."""
    with house_of(context) as house:
        if house.mining.imports.get(house.settings.workspace, import_id).state is ImportState.CANCELLED:
            house.mining.imports.resume(house.settings.workspace, import_id)
        done = _carry(house, import_id)
        refresh_after_import(house)
    _tell(done, as_json=json_)
    raise typer.Exit(_status(done))


@app.command("cancel")
def cancel(context: typer.Context, import_id: str, json_: JsonFlag = False) -> None:
    """Stop an import. What was written stays: undo it, or resume within the hour."""
    with house_of(context) as house:
        _tell(house.mining.imports.cancel(house.settings.workspace, import_id), as_json=json_)


@app.command("undo")
def undo(context: typer.Context, import_id: str, json_: JsonFlag = False) -> None:
    """Take an import out again; what it had overwritten is restored."""
    with house_of(context) as house:
        house.mining.imports.undo(house.settings.workspace, import_id)
        house.mining.runs.undo_rest(house.settings.workspace, import_id)
        undone = house.mining.imports.get(house.settings.workspace, import_id)
    if json_:
        show_json(import_data(undone))
    else:
        out.print(f"{undone.file} ({undone.id}) is out again.", markup=False)


def _tell(one: Import, *, as_json: bool) -> None:
    if as_json:
        show_json(import_data(one))
    else:
        _show(one)


def import_data(one: Import) -> dict[str, object]:
    """An import as `--json` shows it."""
    return {
        "id": one.id,
        "file": one.file,
        "state": one.state.value,
        "error": one.error,
        "rows_total": one.rows_total,
        "connection": one.connection,
        "source_day": asdict(one.beside) if one.beside else None,
        **_as_data(one.report, one.guess),
    }


def _as_data(report: ImportReport, guess: MappingGuess | None) -> dict[str, object]:
    return {"report": asdict(report), "guess": asdict(guess) if guess else None}


def _readable(path: Path) -> None:
    if not path.exists():
        raise FileError("There is no such file.", where=str(path))
    if path.is_dir():
        raise FileError("This is a folder; name the files in it.", where=str(path))


def _import_one(house: House, path: Path, wish: Wish) -> Import:
    with path.open("rb") as file:
        blocks = iter(lambda: file.read(_BLOCK), b"")
        submitted = house.mining.imports.submit(
            house.settings.workspace, file=path.name, blocks=blocks, wish=wish
        )
    return _carry(house, submitted.id)


def _carry(house: House, import_id: str) -> Import:
    """Runs the import here, with a bar, asking at the terminal where something must be asked."""
    workspace, imports = house.settings.workspace, house.mining.imports
    while True:
        _run_with_bar(house, import_id)
        job = imports.get(workspace, import_id)
        if job.state is not ImportState.NEEDS_MAPPING or not interactive():
            return job
        imports.answer(workspace, import_id, _ask(house, job))


def _run_with_bar(house: House, import_id: str) -> None:
    workspace, imports = house.settings.workspace, house.mining.imports
    failures: list[BaseException] = []

    def run() -> None:
        try:
            house.mining.runs.carry_or_wait(workspace, import_id, patience=lambda: sleep(0.3))
        except BaseException as error:
            failures.append(error)

    work = Thread(target=run, daemon=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("Reading", total=None)
        work.start()
        while work.is_alive():
            work.join(0.3)
            job = imports.get(workspace, import_id)
            bar.update(
                task, description=f"Reading {job.file}", total=job.rows_total, completed=job.report.read
            )
    if failures:
        raise failures[0]


def _ask(house: House, job: Import) -> list[str]:
    preview = house.mining.imports.preview(house.settings.workspace, job.id)
    answers = []
    for question in preview.guess.questions:
        out.print(f"\n{question.message}", markup=False)
        for row in preview.rows[:5]:
            shown = (row.cells.get(choice, "") for choice in question.choices if choice in row.cells)
            if sample := "  |  ".join(cell[:40] for cell in shown):
                out.print(f"  row {row.row}: {sample}", markup=False)
        for number, choice in enumerate(question.choices, 1):
            out.print(f"  {number}  {choice}", markup=False)
        numbers = [str(number) for number in range(1, len(question.choices) + 1)]
        picked = IntPrompt.ask("Which one", console=out, choices=numbers)
        answers.append(f"{question.field}={question.choices[picked - 1]}")
    return answers


def _all_rejected(house: House, import_id: str) -> Iterator[dict[str, object]]:
    cursor = None
    while True:
        page = house.mining.imports.rejected(house.settings.workspace, import_id, cursor=cursor, limit=200)
        yield from (asdict(row) for row in page.items)
        cursor = page.next_cursor
        if cursor is None:
            return


def _status(one: Import) -> int:
    return {ImportState.DONE: 0, ImportState.NEEDS_MAPPING: WAITING}.get(one.state, FAILED)


def _show(one: Import) -> None:
    out.print(f"\n[bold]{one.file}[/]  {one.id}  {one.state.value}", soft_wrap=True)
    if one.error:
        out.print(one.error, markup=False, soft_wrap=True)
    if one.guess:
        _show_guess(one.guess, asks=one.state is ImportState.NEEDS_MAPPING)
    if one.state is ImportState.NEEDS_MAPPING and one.guess:
        answers = _answers(one.guess)
        out.print(f"Answer: feedback-miner imports answer {one.id} {answers}", markup=False, soft_wrap=True)
    else:
        _show_report(one.report)
    if one.beside:
        out.print(f"That day its source also {day_words(one.beside)}.", markup=False)
    if one.report.rejected:
        out.print(f"Why: feedback-miner imports rows {one.id}", markup=False)


def _show_rehearsal(name: str, rehearsal: Rehearsal) -> None:
    out.print(f"\n[bold]{name}[/]  dry run: nothing was written", soft_wrap=True)
    _show_guess(rehearsal.guess, asks=bool(rehearsal.guess.questions))
    if rehearsal.guess.questions:
        out.print(f"Answer by adding: {_answers(rehearsal.guess)}", markup=False, soft_wrap=True)
        return
    _show_report(rehearsal.report)
    for row in rehearsal.rejected[:20]:
        out.print(f"  row {row.row}: {row.reason}", markup=False, soft_wrap=True)


def _show_guess(guess: MappingGuess, *, asks: bool) -> None:
    known = f", as {guess.preset} exports them" if guess.preset else ""
    out.print(f"Read as {_PLURALS[guess.source]}{known}.", markup=False)
    table = Table(box=None, show_header=False, pad_edge=False)
    for field in guess.fields:
        table.add_row(f"  {field.field}", f"= {field.column}", f"{field.confidence:.0%}", field.why)
    out.print(table)
    if guess.mapping.date is None:
        out.print(
            "No column is taken for the date: all of it counts as said today. Is there one? --map date=COLUMN"
        )
    if asks:
        for question in guess.questions:
            out.print(f"? {question.message} ({', '.join(question.choices)})", markup=False, soft_wrap=True)


def _answers(guess: MappingGuess) -> str:
    """The options that answer what is asked, with the first choice of each filled in."""
    return " ".join(
        f'--map {question.field}="{question.choices[0] if question.choices else "COLUMN"}"'
        for question in guess.questions
    )


def _show_report(report: ImportReport) -> None:
    counts = (
        f"{getattr(report, name):,} {name}"
        for name in ("read", "added", "updated", "unchanged", "merged", "skipped", "rejected")
        if getattr(report, name) or name in ("read", "added", "rejected")
    )
    out.print(", ".join(counts) + f"; {report.statements:,} statements.")
    for count, why in (
        (report.not_scored, "kept but not scored: not English, not by customers, or without words"),
        (report.skipped, "skipped: nothing in them, or of an erased customer"),
        (report.merged, "merged: a later row of the file has the same id and stands for them"),
    ):
        if count:
            out.print(f"{count:,} {why}.")
