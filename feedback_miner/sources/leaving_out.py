"""Rows that are nobody's own words: reposts, and what was deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from feedback_miner.domain import RowError, SourceRecord
from feedback_miner.sources.file import SourceFile


def without_words(
    file: SourceFile, left_out: Mapping[str, re.Pattern[str]], text: Sequence[str]
) -> SourceFile:
    """The file where rows whose cell in a column of `left_out` has its pattern lose their `text`, and so are skipped.

    The same file where it has none of the columns.
    """
    marks = {column: pattern for column, pattern in left_out.items() if column in file.columns}
    if not marks:
        return file
    blank = dict.fromkeys(text, "")

    def read() -> Iterator[SourceRecord | RowError]:
        for row in file.records():
            if isinstance(row, SourceRecord) and _is_marked(row.cells, marks):
                yield replace(row, cells={**row.cells, **blank})
            else:
                yield row

    return replace(file, _read=read)


def _is_marked(cells: Mapping[str, str], marks: Mapping[str, re.Pattern[str]]) -> bool:
    return any(pattern.search(cells.get(column, "")) for column, pattern in marks.items())
