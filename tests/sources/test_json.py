"""JSON documents, in which the list of records lies where each API puts it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from feedback_miner.errors import FileError
from tests.sources.builders import numbers_of_good_and_bad, opened, reasons, records_of

_TWO = [{"id": 1, "text": "good"}, {"id": 2, "text": "bad"}]


@pytest.mark.parametrize(
    ("document", "format_"),
    [
        (_TWO, "json"),
        ({"data": _TWO, "meta": {"n": 2}}, "json"),
        ({"users": [{"id": 7}], "tickets": _TWO, "count": 2}, "json"),
        ({"response": {"page": {"results": _TWO}}}, "json"),
        ({"data": {"reviews": _TWO}, "errors": [{"id": 1}]}, "json"),
        ({"anything": _TWO, "labels": ["a", "b", "c"]}, "json"),
    ],
)
def test_the_list_of_records_is_found(document: Any, format_: str, tmp_path: Path) -> None:
    file = opened(tmp_path, json.dumps(document, indent=1), "file.json")
    assert file.format == format_
    assert [row.cells for row in file.records()] == [{"id": "1", "text": "good"}, {"id": "2", "text": "bad"}]


_LISTING = {
    "kind": "Listing",
    "data": {"after": None, "children": [{"kind": "t3", "data": one} for one in _TWO]},
}


@pytest.mark.parametrize(
    ("document", "prefix"),
    [
        (_LISTING, "data."),
        ([_LISTING, {"kind": "Listing", "data": {"children": []}}], "data."),
        ({"feed": {"link": [{"a": 1}, {"a": 2}, {"a": 3}], "entry": _TWO}}, ""),
        ({"_embedded": {"conversations": _TWO}, "page": {"number": 1}}, ""),
        ({"expand": "names", "issues": _TWO}, ""),
        ({"cursor": "x", "feed": [{"post": one} for one in _TWO]}, "post."),
    ],
)
@pytest.mark.parametrize("indent", [1, None])
def test_records_lie_where_apis_put_them(
    document: Any, prefix: str, indent: int | None, tmp_path: Path
) -> None:
    rows = records_of(tmp_path, json.dumps(document, indent=indent))
    assert [(row[f"{prefix}id"], row[f"{prefix}text"]) for row in rows] == [("1", "good"), ("2", "bad")]


@pytest.mark.parametrize("name", ["answers", "entries"])
def test_an_id_beside_a_list_makes_no_record_of_a_document(name: str, tmp_path: Path) -> None:
    rows = records_of(tmp_path, json.dumps({"id": "survey-7", name: _TWO}, indent=1))
    assert [row["id"] for row in rows] == ["1", "2"]


def test_a_document_that_is_cut_off_keeps_the_records_before(tmp_path: Path) -> None:
    whole = json.dumps({"data": [{"id": n, "text": "x" * 50} for n in range(100)]})
    file = opened(tmp_path, whole[: len(whole) // 2], "file.json")
    good, bad = numbers_of_good_and_bad(file)
    assert 40 < len(good) < 60
    assert bad == [len(good) + 1]
    assert "cut off" in reasons(file)[0]


@pytest.mark.parametrize("content", ["[]", "{}", "[1, 2]", "{'id': 1}", '[{"id": ', "id,text", '{"a": [[[['])
def test_what_has_no_records_is_refused_by_name(content: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"^file\.json: .{10,}"):
        opened(tmp_path, content, "file.json")


def test_pretty_printed_objects_one_after_the_other(tmp_path: Path) -> None:
    text = "\n".join(json.dumps(one, indent=2) for one in [{**_TWO[0], "tags": [{"x": 1}]}, _TWO[1]])
    assert [row["id"] for row in records_of(tmp_path, text)] == ["1", "2"]


def test_authors_of_x_are_joined(tmp_path: Path) -> None:
    page = {
        "data": [{"id": "1", "author_id": "7", "text": "good"}, {"id": "2", "author_id": "9", "text": "bad"}],
        "includes": {"users": [{"id": "7", "username": "ann", "name": "Ann"}]},
    }
    for text in (json.dumps(page, indent=1), json.dumps(page) + "\n" + json.dumps({"data": []})):
        rows = records_of(tmp_path, text)
        assert [row["author.username"] for row in rows] == ["ann", ""]
        assert rows[0]["author.name"] == "Ann"
