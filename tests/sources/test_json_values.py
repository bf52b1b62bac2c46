"""JSON objects as rows: nested keys, long ones, and values that no cell can hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from feedback_miner.domain import SourceRecord
from feedback_miner.sources.flatten import to_record
from tests.sources.builders import opened, reasons, records_of


def test_nested_things_are_flattened(tmp_path: Path) -> None:
    thing = {
        "id": 12345678901234567890,
        "via": {"channel": "web", "source": {"from": {}}},
        "tags": ["vip", None, "eu"],
        "custom_fields": [{"id": 7, "value": "gold"}, {"id": 8, "value": None}],
        "price": 1.50,
        "open": True,
        "none": None,
    }
    assert records_of(tmp_path, [thing]) == [
        {
            "id": "12345678901234567890",
            "via.channel": "web",
            "tags": "vip, eu",
            "custom_fields.7": "gold",
            "custom_fields.8": "",
            "price": "1.5",
            "open": "true",
            "none": "",
        }
    ]


def test_every_record_has_every_column(tmp_path: Path) -> None:
    assert records_of(tmp_path, [{"id": 1}, {"text": "late"}]) == [
        {"id": "1", "text": ""},
        {"id": "", "text": "late"},
    ]


def test_long_keys_are_cut_and_stay_apart(tmp_path: Path) -> None:
    long = "q" * 5_000
    (row,) = records_of(tmp_path, [{long: {"a": "1", "b": "2"}, f"{long}x": "3", "id": 1}])
    assert sorted(row.values()) == ["1", "1", "2", "3"]
    assert max(map(len, row)) == 200


def test_a_record_that_is_too_long_costs_itself(tmp_path: Path) -> None:
    long = {f"part {n}": "x" * 900_000 for n in range(5)}
    file = opened(tmp_path, json.dumps([{"id": 1}, long], indent=1), "file.json")
    assert reasons(file) == ["The record is longer than 4,000,000 characters."]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.text(), _JSON))
def test_whatever_is_flattened_can_be_stored(thing: dict[str, Any]) -> None:
    record = to_record(1, thing, ())
    assert isinstance(record, SourceRecord)
    for name, cell in record.cells.items():
        assert "\0" not in name + cell
        (name + cell).encode()
