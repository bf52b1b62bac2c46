"""From rows of cells to records: the header's names on every cell. Shared by CSV and XLSX."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from feedback_miner.domain import RowError, SourceRecord
from feedback_miner.sources.header import Header


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as they stand in the file."""

    #: where it begins: 1-based line or row
    number: int
    cells: list[str]
    #: False where the file ends without a line end
    ended: bool = True


def table_records(rows: Iterator[Row | RowError], header: Header) -> Iterator[SourceRecord | RowError]:
    """Records of the rows below the header. Short rows are filled up; a row with too many cells is a row error."""
    columns = header.columns
    width = len(columns)
    above = header.rows
    for row in rows:
        if isinstance(row, RowError):
            yield row
        elif above > 0:
            above -= 1
        elif len(row.cells) == width:
            yield SourceRecord(row.number, dict(zip(columns, row.cells, strict=True)))
        else:
            yield _ragged(row, columns)


def _ragged(row: Row, columns: tuple[str, ...]) -> SourceRecord | RowError:
    missing = len(columns) - len(row.cells)
    padded = row.cells + [""] * missing
    cells = dict(zip(columns, padded, strict=False))
    if missing > 0 and not row.ended:
        return RowError(row.number, "The file ends in the middle of this row: it seems to be cut off.", cells)
    if any(cell.strip() for cell in row.cells[len(columns) :]):
        return RowError(
            row.number,
            f"The row has {len(row.cells)} cells, the header has {len(columns)}: "
            "a cell with the delimiter in it may lack its quotation marks.",
            cells,
        )
    return SourceRecord(row.number, cells)
