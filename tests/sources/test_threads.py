"""Rows that hold a conversation, and cells that hold a list or an object."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback_miner.domain import ColumnMapping, RowError, SourceRecord
from feedback_miner.ports import TextPreparer
from feedback_miner.sources import SourceFile, guess_mapping, identity_key, open_source
from feedback_miner.sources.preset import Preset
from tests.sources.builders import numbers_of_good_and_bad, opened, reasons
from tests.sources.samples import imported

_TABLE: dict[str, Any] = {
    "name": "desk",
    "title": "Desk",
    "source": "ticket",
    "origin": "vendor's documentation",
    "export": "Press the button.",
    "recognised_by": [["case", "said"]],
    "text": [["said"]],
    "fields": {"id": ["case"], "date": ["on"], "customer": ["who"], "csat": ["mark"]},
    "thread": {
        "messages": ["answers"],
        "id": ["id"],
        "text": ["plain", "words"],
        "date": ["on"],
        "author": ["by"],
        "role": ["kind"],
        "agents": ["desk"],
        "bots": ["robot"],
        "requester": ["who"],
        "left_out": {"hidden": ["true"]},
    },
}


def _read(folder: Path, rows: list[dict[str, Any]], preset: dict[str, Any]) -> SourceFile:
    path = folder / "upload"
    path.write_text("\n".join(map(json.dumps, rows)))
    return open_source(path, name="cases.jsonl", presets=[Preset.model_validate(preset)])


def _messages(folder: Path, *answers: Any, **row: Any) -> list[dict[str, str]]:
    case = {"case": 7, "said": "It broke", "on": "2026-01-05 08:00", "who": "ann", "mark": 2, **row}
    file = _read(folder, [{**case, "answers": list(answers)}], _TABLE)
    return [
        {column.removeprefix("message."): cell for column, cell in row.cells.items()}
        for row in file.records()
        if isinstance(row, SourceRecord)
    ]


def test_messages_are_brought_into_order_and_answers_timed(tmp_path: Path) -> None:
    rows = _messages(
        tmp_path,
        {"id": 3, "words": "Thanks", "on": "2026-01-05 11:00", "by": "ann"},
        {"id": 2, "words": "Sorry", "on": "2026-01-05 10:00", "kind": "desk"},
        {"id": 1, "words": "We got your mail", "on": "2026-01-05 08:01", "kind": "robot"},
    )
    assert [(row["id"], row["author_role"]) for row in rows] == [
        ("7", "customer"),
        ("7/1", "bot"),
        ("7/2", "agent"),
        ("7/3", "customer"),
    ]
    assert [row["first_reply_at"] for row in rows] == ["2026-01-05 10:00", "", "", ""]
    assert {row["thread"] for row in rows} == {"7"}


def test_dates_that_cannot_be_told_leave_the_order_as_it_is(tmp_path: Path) -> None:
    rows = _messages(
        tmp_path,
        {"id": 2, "words": "b", "on": "03/04/2026"},
        {"id": 1, "words": "a", "on": "2026-01-05 10:00"},
    )
    assert [row["id"] for row in rows] == ["7", "7/2", "7/1"]


def test_a_mark_for_the_whole_conversation_counts_once(tmp_path: Path) -> None:
    rows = _messages(tmp_path, {"words": "a", "by": "ann"}, {"words": "b", "kind": "desk"})
    assert [row["mark"] for row in rows] == ["2", "", ""]
    started_by_us = _messages(
        tmp_path, {"words": "Hello?", "kind": "desk"}, {"words": "Yes", "by": "ann"}, said=""
    )
    assert [row["mark"] for row in started_by_us] == ["", "2"]


def test_what_a_customer_never_saw_or_nobody_wrote_is_left_out(tmp_path: Path) -> None:
    rows = _messages(
        tmp_path,
        {"words": "secret", "kind": "desk", "hidden": True},
        {"words": " "},
        {"event": "closed"},
        "x",
        None,
    )
    assert [row["text"] for row in rows] == ["It broke"]


def test_a_reply_belongs_to_the_customer_and_another_customer_is_another(tmp_path: Path) -> None:
    table = {**_TABLE, "thread": {**_TABLE["thread"], "customers": ["guest"]}}
    case = {"case": 7, "said": "It broke", "on": "2026-01-05", "who": "ann"}
    answers = [{"words": "Sorry", "by": "kim"}, {"words": "Me too", "by": "bob", "kind": "Guest"}]
    rows = list(_read(tmp_path, [{**case, "answers": answers}], table).records())
    assert [row.cells["message.customer"] for row in rows] == ["ann", "ann", "bob"]
    assert [row.cells["message.author_role"] for row in rows] == ["customer", "agent", "customer"]


def test_an_id_that_is_made_stays_where_an_earlier_message_goes(tmp_path: Path) -> None:
    first, second = ({"words": w, "on": f"2026-01-05 1{n}:00", "by": "kim"} for n, w in enumerate("ab"))
    both = [row["id"] for row in _messages(tmp_path, first, second)]
    assert [row["id"] for row in _messages(tmp_path, second)] == [both[0], both[2]]


def test_what_one_person_wrote_at_once_stays_apart(tmp_path: Path) -> None:
    said = [{"words": words, "on": "2026-01-05 10:00", "by": "kim"} for words in "abc"]
    ids = [row["id"] for row in _messages(tmp_path, *said)]
    assert len(set(ids)) == 4
    hidden = {**said[0], "hidden": True}
    assert [row["id"] for row in _messages(tmp_path, hidden, *said[1:])] == [ids[0], *ids[2:]]


_LISTED = {**_TABLE, "thread": {**_TABLE["thread"], "first": "list"}}
_CASE = {"case": 7, "said": "It broke", "on": "2026-01-05 08:00", "who": "ann", "mark": 2}
_ASKED = {"id": 1, "words": "It broke", "on": "2026-01-05 08:00", "by": "ann"}
_SORRY = {"id": 2, "words": "Sorry", "on": "2026-01-05 09:00", "kind": "desk"}


def _said(folder: Path, answers: list[dict[str, Any]], thread: dict[str, Any]) -> list[tuple[str, str]]:
    table = {**_LISTED, "thread": {**_LISTED["thread"], **thread}}
    rows = _read(folder, [{**_CASE, "answers": answers}], table).records()
    return [(row.cells["message.id"], row.cells["message.text"]) for row in rows]


def test_a_conversation_that_occurs_again_replaces_itself(tmp_path: Path, preparer: TextPreparer) -> None:
    later = {**_CASE, "answers": [_ASKED, {**_SORRY, "words": "So sorry"}]}
    file = _read(tmp_path, [{**_CASE, "answers": [_ASKED, _SORRY]}, later], _LISTED)
    items = imported(file, guess_mapping(file), preparer).items
    assert [(item.external_id, item.text) for item in items] == [("7", "It broke"), ("7/2", "So sorry")]


@pytest.mark.parametrize("change", [{"hidden": "True"}, {"words": ""}])
def test_a_first_message_that_goes_leaves_the_second_its_id(change: dict[str, str], tmp_path: Path) -> None:
    assert _said(tmp_path, [_SORRY, _ASKED], {}) == [("7", "It broke"), ("7/2", "Sorry")]
    assert _said(tmp_path, [_SORRY, {**_ASKED, **change}], {}) == [("7/2", "Sorry")]


def test_a_row_does_not_tell_what_its_list_hides(tmp_path: Path) -> None:
    assert _said(tmp_path, [{**_ASKED, "hidden": True}], {}) == [("7", "")]
    assert _said(tmp_path, [{**_ASKED, "words": ""}], {}) == [("7", "It broke")]


def test_a_list_that_lacks_the_first_message_gives_nobody_its_id(tmp_path: Path) -> None:
    opening = {"subject": ["said"], "opening": {"id": ["1"]}}
    assert _said(tmp_path, [_SORRY], opening) == [("7/2", "Sorry")]
    assert _said(tmp_path, [_ASKED, _SORRY], opening)[0] == ("7", "It broke\n\nIt broke")


_ROWS = {**_TABLE, "fields": {**_TABLE["fields"], "author_role": ["kind"], "thread": ["on"]}}


def test_who_wrote_a_row_is_told_in_the_words_of_the_preset(tmp_path: Path) -> None:
    rows = [{**_CASE, "kind": kind} for kind in ("Desk", "robot", "admin", "")]
    file = _read(tmp_path, rows, _ROWS)
    assert guess_mapping(file).mapping.author_role == "message.author_role"
    assert [row.cells["message.author_role"] for row in file.records()] == ["agent", "bot", "admin", ""]


@pytest.mark.parametrize("preset", [_TABLE, _ROWS])
def test_a_row_that_the_customer_never_saw_says_nothing(preset: dict[str, Any], tmp_path: Path) -> None:
    rows = [{**_CASE, "Hidden": "TRUE"}, {**_CASE, "Hidden": "false"}]
    assert [row.cells["said"] for row in _read(tmp_path, rows, preset).records()] == ["", "It broke"]


def test_mappings_take_what_messages_say(tmp_path: Path) -> None:
    file = _read(tmp_path, [{"case": 1, "said": "Hm", "answers": [{"words": "a"}]}], _TABLE)
    mapping = guess_mapping(file).mapping
    assert (mapping.text, mapping.id, mapping.thread) == (("message.text",), "message.id", "message.thread")
    assert "answers" not in file.columns


def test_repeated_columns_are_messages_and_no_part_of_what_a_file_is(tmp_path: Path) -> None:
    def issues(comments: int) -> SourceFile:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["Summary", "Issue key", "Issue id", "Created", "Reporter", *["Comment"] * comments])
        said = [f"0{n}/Jan/26 9:00 AM;kim;Answer {n}; more" for n in range(1, comments + 1)]
        writer.writerow(["Late", "A-1", "1", "01/Jan/26 8:00 AM", "ann", *said])
        return opened(tmp_path, out.getvalue())

    fingerprint = issues(2).header_fingerprint
    rows = list(issues(3).records())
    assert [row.cells["message.text"] for row in rows] == [
        "Late",
        *(f"Answer {n}; more" for n in (1, 2, 3)),
    ]
    assert [row.row for row in rows] == [1, 2, 3, 4]
    assert issues(3).header_fingerprint == fingerprint


def test_a_broken_row_says_where_it_stands(tmp_path: Path) -> None:
    lines = [
        "Summary,Issue key,Issue id,Created,Comment",
        "a,A-1,1,2026-01-01,2026-01-01 08:00;kim;x",
        "b,A-2,1,2,3,4,5",
    ]
    file = opened(tmp_path, "\n".join([*lines, "c,A-3,1,2026-01-02,"]) + "\n")
    assert numbers_of_good_and_bad(file) == ([1, 2, 4], [3])
    assert reasons(file)[0].startswith("Row 3: The row has 7 cells")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "words", "on", "by", "kind"]) | st.text(max_size=3), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=_JSON)
def test_whatever_lies_where_messages_ought_to_loses_no_row(answers: Any, tmp_path: Path) -> None:
    file = _read(tmp_path, [{"case": 1, "said": "Hm", "answers": answers}, {"case": 2, "said": "Oh"}], _TABLE)
    rows = list(file.records())
    assert not [row for row in rows if isinstance(row, RowError)]
    assert [row.row for row in rows] == list(range(1, len(rows) + 1))
    if "message.id" in file.columns:
        assert [row.cells["message.id"] for row in rows if "/" not in row.cells["message.id"]] == ["1", "2"]


_PACKED = {**_TABLE, "thread": None, "unpacked": ["answers"]}


def _unpacked(folder: Path, cell: Any) -> dict[str, str]:
    (row,) = _read(folder, [{"case": 1, "said": "Hm", "answers": cell}], _PACKED).records()
    return {column: text for column, text in row.cells.items() if column.startswith("answers") and text}


def test_what_a_row_is_does_not_depend_on_the_rows_before_it(tmp_path: Path) -> None:
    said = [{"love": "x", "hate": "y"}, {"hate": "z"}, {"why": "w", "love": "v"}]
    rows = [{"said": "Hm", "answers": answers, "mark": n} for n, answers in enumerate(said)]

    def opened_rows(rows: list[dict[str, Any]]) -> SourceFile:
        lines = [[row["said"], json.dumps(row["answers"]), row["mark"]] for row in rows]
        out = io.StringIO()
        csv.writer(out).writerows([["said", "answers", "case"], *lines])
        path = tmp_path / "upload"
        path.write_text(out.getvalue())
        return open_source(path, name="cases.csv", presets=[Preset.model_validate(_PACKED)])

    def keys(rows: list[dict[str, Any]]) -> set[str]:
        records = [row for row in opened_rows(rows).records() if isinstance(row, SourceRecord)]
        return {identity_key(row, ColumnMapping()) for row in records}

    assert keys(rows) == keys(rows[::-1])
    assert keys(rows[1:2]) < keys(rows)
    assert opened_rows(rows).header_fingerprint == opened_rows(rows[1:2]).header_fingerprint


@pytest.mark.parametrize(
    ("cell", "cells"),
    [
        (
            "{'love': \"it's quick\", 'hate': 'the price'}",
            {"answers.love": "it's quick", "answers.hate": "the price"},
        ),
        ("['a', 'b']", {"answers": "a, b"}),
        ('{"love": "all", "none": null}', {"answers.love": "all"}),
        ([{"q": "why"}, {"q": "how"}], {"answers.0.q": "why", "answers.1.q": "how"}),
        ("[not a list", {"answers": "[not a list"}),
        ("{print('x')}", {"answers": "{print('x')}"}),
        ("just words", {"answers": "just words"}),
    ],
)
def test_cells_that_hold_a_list_or_an_object(cell: Any, cells: dict[str, str], tmp_path: Path) -> None:
    assert _unpacked(tmp_path, cell) == cells


@pytest.mark.parametrize(
    "cell",
    [
        *("[" * 90_000, "{'a':" * 5_000, "[" + "-" * 50_000 + "1]", "['" + "x" * 200_000 + "']"),
        *("[{(1, 2): 3}]", "[{(1, 2): 3}, [4]]", "{'a': 0x" + "f" * 5_000 + "}"),
    ],
)
def test_a_cell_that_cannot_be_unpacked_stays_as_it_is(cell: str, tmp_path: Path) -> None:
    assert _unpacked(tmp_path, cell) == {"answers": cell}
