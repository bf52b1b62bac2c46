"""Recorded HTTP answers: the records of all their pages."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

from feedback_miner.domain import RowError, SourceRecord
from tests.sources.builders import opened


def _ticket(number: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "requester_id": 7, "subject": "Late", "created_at": "2026-01-05T08:00:00Z", **more}


def test_recorded_answers_give_the_records_of_all_their_pages(tmp_path: Path) -> None:
    def answer(body: Any, code: int = 200) -> dict[str, Any]:
        return {"request": {"uri": "x"}, "response": {"status": {"code": code}, "body": body}}

    def packed(*numbers: int) -> dict[str, str]:
        page = json.dumps({"tickets": [_ticket(n) for n in numbers], "end_of_stream": True}).encode()
        return {"base64_string": base64.b64encode(gzip.compress(page)).decode(), "string": ""}

    plain = {"string": json.dumps({"tickets": [_ticket(2)]})}
    broken = {"base64_string": packed(9)["base64_string"][:40]}
    answers = [
        answer(packed(1, 2)),
        answer({"string": "slow"}, 429),
        answer(broken),
        answer(plain),
        answer(""),
    ]
    file = opened(tmp_path, json.dumps({"http_interactions": answers}, indent=1), "recorded.json")
    assert file.format == "http-recording"
    rows = list(file.records())
    assert [row.cells["id"] for row in rows if isinstance(row, SourceRecord)] == ["1", "2", "2"]
    assert [row.row for row in rows] == [1, 2, 3, 4]
    assert [row.reason for row in rows if isinstance(row, RowError)] == [
        "Recorded answer 3: The recorded body is cut off."
    ]
