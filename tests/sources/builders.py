"""Files for the tests of this room, and short ways to read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl

from feedback_miner.domain import RowError, SourceRecord
from feedback_miner.sources import SourceFile, open_source


def opened(folder: Path, content: str | bytes, name: str = "file.csv") -> SourceFile:
    """The content as a file, opened."""
    path = folder / "upload"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_source(path, name=name)


def workbook(folder: Path, *sheets: list[list[Any]]) -> SourceFile:
    """A workbook with these sheets, opened."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for n, rows in enumerate(sheets):
        sheet = book.create_sheet(f"sheet {n}")
        for row in rows:
            sheet.append(row)
    path = folder / "upload"
    book.save(path)
    return open_source(path, name="file.xlsx")


def cells(file: SourceFile) -> list[list[str]]:
    """The cells of all rows; fails where there is a row error."""
    rows = list(file.records())
    assert not [row for row in rows if isinstance(row, RowError)]
    return [list(row.cells.values()) for row in rows]


def numbers_of_good_and_bad(file: SourceFile) -> tuple[list[int], list[int]]:
    """Row numbers of the records and of the row errors."""
    rows = list(file.records())
    good = [row.row for row in rows if isinstance(row, SourceRecord)]
    return good, [row.row for row in rows if isinstance(row, RowError)]


def reasons(file: SourceFile) -> list[str]:
    """The reasons of the row errors."""
    return [row.reason for row in file.records() if isinstance(row, RowError)]


def records_of(folder: Path, content: Any, name: str = "file.json") -> list[dict[str, str]]:
    """The cells of all records of JSON, given as text or as a value; fails where there is a row error."""
    file = opened(folder, content if isinstance(content, str | bytes) else json.dumps(content), name)
    rows = list(file.records())
    assert not [row for row in rows if isinstance(row, RowError)]
    return [dict(row.cells) for row in rows]
