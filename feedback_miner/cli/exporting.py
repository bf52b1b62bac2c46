"""`export`: the user's own file back, with its labels appended."""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, TextIO

import typer

from feedback_miner.cli.context import JsonFlag, house_of, out, show_json
from feedback_miner.domain import Import, ImportState, StatementView
from feedback_miner.errors import FileError, NotFound

#: Columns that the export appends; a message of several statements names each value once, in the order of its words.
COLUMNS = ("fm_stages", "fm_touchpoints", "fm_sentiment", "fm_emotions", "fm_statements", "fm_labels")

Cells = dict[str, str]
Rows = Iterator[tuple[int, Cells]]
Statements = tuple[StatementView, ...]

_NO_MORE: tuple[float, Statements] = (math.inf, ())


def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file as it was imported.")],
    output: Annotated[Path, typer.Option(help="CSV: the same rows and columns, and the labels.")],
    import_id: Annotated[
        str | None,
        typer.Option("--import", help="Which import; default: the newest of a file with this name."),
    ] = None,
    json_: JsonFlag = False,
) -> None:
    """Write your own file back with its labels appended."""
    if not file.is_file():
        raise FileError("There is no such file.", where=str(file))
    if output.suffix.lower() != ".csv":
        raise FileError(
            "The labelled file is written as CSV: give it a name that ends in .csv.", where=str(output)
        )
    if output.exists() and output.samefile(file):
        raise FileError("The output would overwrite your own file; name another.", where=str(output))
    with house_of(context) as house:
        workspace, imports = house.settings.workspace, house.mining.imports
        job = imports.get(workspace, import_id) if import_id else _newest(imports.all(workspace), file.name)
        columns, rows = imports.rows(file)
        with output.open("w", encoding="utf-8", newline="") as target:
            counts = _write(target, columns, _joined(rows, imports.labels_by_row(workspace, job.id)))
    if json_:
        show_json({"import": job.id, "output": str(output), **counts})
    else:
        out.print(
            f"{counts['rows']:,} rows, {counts['labelled']:,} of them with labels: {output}", markup=False
        )


def _newest(imports: Iterable[Import], name: str) -> Import:
    for job in imports:
        if job.file == name and job.state is ImportState.DONE:
            return job
    raise NotFound(f"No import of a file named {name}. Import it first, or name the import with --import.")


def _joined(rows: Rows, labelled: Iterator[tuple[int, Statements]]) -> Iterator[tuple[Cells, Statements]]:
    """Both come in the file's order: neither is held in memory."""
    row, statements = next(labelled, _NO_MORE)
    for number, cells in rows:
        while row < number:
            row, statements = next(labelled, _NO_MORE)
        yield cells, statements if row == number else ()


def _write(
    target: TextIO, columns: tuple[str, ...], rows: Iterator[tuple[Cells, Statements]]
) -> Counter[str]:
    counts: Counter[str] = Counter(rows=0, labelled=0)
    writer = csv.writer(target)
    writer.writerow((*columns, *COLUMNS))
    for cells, statements in rows:
        writer.writerow((*(cells.get(column, "") for column in columns), *_labels(statements)))
        counts["rows"] += 1
        counts["labelled"] += bool(statements)
    return counts


def _labels(statements: Statements) -> tuple[str, ...]:
    if not statements:
        return ("",) * len(COLUMNS)
    labels = [statement.labels for statement in statements]
    mean = sum(one.sentiment for one in labels) / len(labels)
    detail = [
        {
            "text": statement.text,
            "stage": one.stage,
            "touchpoint": one.touchpoint,
            "sentiment": round(one.sentiment, 4),
            "emotions": one.emotions,
        }
        for statement, one in zip(statements, labels, strict=True)
    ]
    return (
        "; ".join(dict.fromkeys(one.stage for one in labels)),
        "; ".join(dict.fromkeys(one.touchpoint for one in labels)),
        f"{mean:.4f}",
        "; ".join(dict.fromkeys(key for one in labels for key in one.emotions)),
        str(len(statements)),
        json.dumps(detail, ensure_ascii=False),
    )
