"""CSV and TSV files, Qualtrics' among them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from feedback_miner.domain import RowError, SourceRecord
from feedback_miner.errors import FileError
from feedback_miner.sources.csv_rows import csv_rows
from feedback_miner.sources.dialect import Dialect, find_dialect
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.header import HEADER_SAMPLE, find_header
from feedback_miner.sources.limits import RECORD_CHARS
from feedback_miner.sources.table import Row, table_records
from feedback_miner.sources.text_stream import open_text

_SAMPLE_LINES = 1_000
_SAMPLE_CHARS = 512 * 1024


def open_csv(path: Path, *, name: str, encoding: str) -> SourceFile:
    """A delimited text file. Raises FileError where it has no rows, or no lines."""
    with open_text(path, encoding) as text:
        dialect = _sniff(text)
    with open_text(path, encoding) as text:
        rows = (row for row in csv_rows(text, dialect) if isinstance(row, Row))
        header = find_header([row.cells for row in islice(rows, HEADER_SAMPLE)], dialect.width)

    def read() -> Iterator[SourceRecord | RowError]:
        with open_text(path, encoding) as text:
            yield from table_records(csv_rows(text, dialect), header)

    return SourceFile(
        name=name,
        format="tsv" if dialect.delimiter == "\t" else "csv",
        columns=header.columns,
        labels=header.labels,
        native_ids=header.native_ids,
        zones=header.zones,
        _read=read,
    )


def _sniff(text: TextIO) -> Dialect:
    lines: list[str] = []
    size = 0
    while len(lines) < _SAMPLE_LINES and size < _SAMPLE_CHARS:
        line = text.readline(RECORD_CHARS)
        if not line:
            break
        if len(line) >= RECORD_CHARS and not lines:
            raise FileError(
                f"The first line is longer than {RECORD_CHARS:,} characters: this is no table of rows."
            )
        size += len(line)
        if size < RECORD_CHARS:
            lines.append(line.replace("\0", ""))
    return find_dialect(lines, whole=not text.read(1))
