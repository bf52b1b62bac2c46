"""XLSX workbooks: the first sheet with a header. Formulas give the value that Excel stored, and are never run."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from feedback_miner.domain import RowError, SourceRecord
from feedback_miner.errors import FileError
from feedback_miner.sources.byte_stream import open_bytes
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.header import HEADER_SAMPLE, Header, find_header
from feedback_miner.sources.limits import CELL_CHARS, XLSX_ROWS
from feedback_miner.sources.table import Row, table_records
from feedback_miner.sources.xlsx_guard import check_archive

_BLOCK = 500
#: What openpyxl raises on parts that are no workbook's: it trusts what it reads.
_BROKEN = (
    *(
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OverflowError,
        SyntaxError,
        RecursionError,
    ),
    *(OSError, EOFError, zipfile.BadZipFile, InvalidFileException),
)
_DAMAGED = "The workbook is damaged: open it in a spreadsheet program and save it again as .xlsx."


class _Sheet(Protocol):
    def reset_dimensions(self) -> None: ...

    def iter_rows(self, *, values_only: bool, max_row: int) -> Iterator[tuple[object, ...]]: ...


def open_xlsx(path: Path, *, name: str) -> SourceFile:
    """A workbook. Raises FileError where it is a bomb, is damaged, or has no rows."""
    check_archive(path)
    sheet, header = _first_table(path)

    def read() -> Iterator[SourceRecord | RowError]:
        return table_records(_rows(path, sheet), header)

    return SourceFile(
        name=name,
        format="xlsx",
        columns=header.columns,
        labels=header.labels,
        native_ids=header.native_ids,
        zones=header.zones,
        _read=read,
    )


def _first_table(path: Path) -> tuple[str, Header]:
    with _workbook(path) as book:
        sheets = [sheet.title for sheet in book.worksheets]
    for sheet in sheets:
        rows = list(islice((row.cells for row in _rows(path, sheet) if isinstance(row, Row)), HEADER_SAMPLE))
        if rows:
            return sheet, find_header(rows, max(map(len, rows)))
    raise FileError("The workbook has no sheet with rows.")


@contextmanager
def _workbook(path: Path) -> Iterator[Any]:
    # By its stream: of a path, openpyxl wants the ending to be right.
    with open_bytes(path) as stream:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        except _BROKEN as error:
            raise FileError(_DAMAGED) from error
        try:
            yield book
        finally:
            book.close()


def _rows(path: Path, sheet: str) -> Iterator[Row | RowError]:
    """Every row that has a cell, with its number in the sheet."""
    with _workbook(path) as book:
        for number, cells in enumerate(_values(book[sheet]), start=1):
            if number > XLSX_ROWS:
                yield RowError(number, f"A sheet has at most {XLSX_ROWS:,} rows; what follows is left out.")
                return
            if not cells:
                continue
            texts = [_text(cell) for cell in cells]
            while texts and not texts[-1].strip():
                texts.pop()
            if any(len(text) > CELL_CHARS for text in texts):
                yield RowError(number, f"A cell is larger than {CELL_CHARS:,} characters.")
            elif texts:
                yield Row(number, texts)


def _values(sheet: _Sheet) -> Iterator[tuple[object, ...]]:
    try:
        # What a sheet says of its own size is often wrong. The limit keeps openpyxl from filling endless gaps.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True, max_row=XLSX_ROWS + 1)
        while block := _next_block(rows):
            yield from block
    except _BROKEN as error:
        raise FileError(_DAMAGED) from error


def _next_block(rows: Iterator[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Some rows; openpyxl warns of dates that are none, which is no news to anybody."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(islice(rows, _BLOCK))


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell) if not isinstance(cell, timedelta) else str(cell.total_seconds())
