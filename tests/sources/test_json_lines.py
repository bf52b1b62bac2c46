"""JSON Lines: an object a line, or a page of an API a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.sources.builders import numbers_of_good_and_bad, opened, reasons, records_of

_TWO = [{"id": 1, "text": "good"}, {"id": 2, "text": "bad"}]


_LISTING = {
    "kind": "Listing",
    "data": {"after": None, "children": [{"kind": "t3", "data": one} for one in _TWO]},
}


def test_lines(tmp_path: Path) -> None:
    file = opened(tmp_path, "\n".join(map(json.dumps, _TWO)), "anything")
    assert file.format == "jsonl"
    assert [row.row for row in file.records()] == [1, 2]


def test_one_line_with_one_record_is_one_record(tmp_path: Path) -> None:
    assert records_of(tmp_path, {"id": 1, "fields": [{"a": 1}, {"a": 2}]}) == [
        {"id": "1", "fields": '[{"a": 1}, {"a": 2}]'}
    ]


def test_a_bad_line_costs_itself(tmp_path: Path) -> None:
    file = opened(tmp_path, '{"id": 1}\nnot json\n\n[1]\n{"id": 2}\n{"id": 3', "file.jsonl")
    assert numbers_of_good_and_bad(file) == ([1, 4], [2, 3, 5])
    assert [reason.split(":")[0] for reason in reasons(file)] == ["Line 2", "Line 4", "Line 6"]


def test_pages_of_such_an_api_on_lines(tmp_path: Path) -> None:
    rows = records_of(tmp_path, "\n".join([json.dumps(_LISTING)] * 2), "pages.jsonl")
    assert [row["data.id"] for row in rows] == ["1", "2", "1", "2"]


def _ticket(number: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "requester_id": 7, "subject": "Late", "created_at": "2026-01-05T08:00:00Z", **more}


def test_every_record_of_a_page_on_a_line_has_a_number_of_its_own(tmp_path: Path) -> None:
    pages = [
        json.dumps({"tickets": [_ticket(1), _ticket(2)]}),
        "broken",
        json.dumps({"tickets": [_ticket(3)]}),
    ]
    file = opened(tmp_path, "\n".join(pages), "pages.jsonl")
    assert numbers_of_good_and_bad(file) == ([1, 2, 4], [3])
    assert reasons(file)[0].startswith("Line 2: ")
