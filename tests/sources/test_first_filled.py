"""Columns that are worked out of others, row by row."""

from __future__ import annotations

from pathlib import Path

from feedback_miner.domain import SourceRecord
from feedback_miner.sources import SourceFile, guess_mapping, identity_key
from tests.sources.builders import opened

_ZENDESK = "Id,Subject,Requester,Requester id,Requester email,Created at\n"
_TRUSTPILOT = "Review Id,Review Created (UTC),Review Stars,Review Title,Review Content,content\n"


def _cells(file: SourceFile, column: str | None) -> list[str]:
    rows = [row for row in file.records() if isinstance(row, SourceRecord)]
    return [row.cells[column or ""] for row in rows]


def test_a_field_is_the_first_filled_cell_of_each_row(tmp_path: Path) -> None:
    rows = "1,Late,Ann,,,2026-01-05\n2,Late,Bob,902,bob@example.com,2026-01-05\n3,Late,,,,2026-01-05\n"
    file = opened(tmp_path, _ZENDESK + rows)
    customer = guess_mapping(file).mapping.customer
    assert customer == "Requester id or Requester email or Requester"
    assert _cells(file, customer) == ["Ann", "902", ""]


def test_so_is_the_text_where_a_system_has_several(tmp_path: Path) -> None:
    rows = "a,2026-01-05,5,Good,Very good,\nb,2026-01-05,1,,,It broke\nc,2026-01-05,1,Bad,,ignored\n"
    file = opened(tmp_path, _TRUSTPILOT + rows)
    (text,) = guess_mapping(file).mapping.text
    assert _cells(file, text) == ["Good\n\nVery good", "It broke", "Bad"]


def test_an_id_is_of_one_kind_all_through_a_file(tmp_path: Path) -> None:
    file = opened(tmp_path, "Id,Ticket ID,Subject,Requester,Created at\n,77,Late,Ann,2026-01-05\n")
    assert guess_mapping(file).mapping.id == "Ticket ID"


def test_what_follows_from_other_cells_tells_no_rows_apart(tmp_path: Path) -> None:
    file = opened(tmp_path, _ZENDESK + "1,Late,Ann,,,2026-01-05\n")
    (row,) = file.records()
    own = SourceRecord(1, {column: cell for column, cell in row.cells.items() if column in _ZENDESK})
    mapping = guess_mapping(file).mapping
    assert set(own.cells) < set(row.cells)
    assert identity_key(SourceRecord(1, {**row.cells, "Id": ""}), mapping) == identity_key(
        SourceRecord(1, {**own.cells, "Id": ""}), mapping
    )


def test_a_header_is_the_same_whatever_follows_from_it(tmp_path: Path) -> None:
    known = opened(tmp_path, _ZENDESK + "1,Late,Ann,,,2026-01-05\n")
    plain = SourceFile("x", "csv", tuple(_ZENDESK.strip().split(",")), known.records)
    assert known.header_fingerprint == plain.header_fingerprint
