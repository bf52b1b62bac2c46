"""JSON in its shapes: documents, lines, pages of APIs, recorded answers."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback_miner.domain import RowError, SourceRecord
from feedback_miner.errors import FileError
from feedback_miner.sources.flatten import to_record
from tests.sources.builders import numbers_of_good_and_bad, opened, reasons

_TWO = [{"id": 1, "text": "good"}, {"id": 2, "text": "bad"}]


def _records(tmp_path: Path, content: Any, name: str = "file.json") -> list[dict[str, str]]:
    text = content if isinstance(content, str | bytes) else json.dumps(content)
    rows = list(opened(tmp_path, text, name).records())
    assert not [row for row in rows if isinstance(row, RowError)]
    return [dict(row.cells) for row in rows]


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
    rows = _records(tmp_path, json.dumps(document, indent=indent))
    assert [(row[f"{prefix}id"], row[f"{prefix}text"]) for row in rows] == [("1", "good"), ("2", "bad")]


def test_pages_of_such_an_api_on_lines(tmp_path: Path) -> None:
    rows = _records(tmp_path, "\n".join([json.dumps(_LISTING)] * 2), "pages.jsonl")
    assert [row["data.id"] for row in rows] == ["1", "2", "1", "2"]


def test_one_thing_with_lists_of_its_own_is_one_record(tmp_path: Path) -> None:
    thing = {"id": 1, "text": "late", "parts": [{"id": 7, "text": "a"}, {"id": 8, "text": "b"}]}
    for indent in (1, None):
        (row,) = _records(tmp_path, json.dumps(thing, indent=indent))
        assert (row["id"], row["text"]) == ("1", "late")


def test_a_topic_is_one_record_with_its_posts(tmp_path: Path) -> None:
    topic = {"id": 9, "title": "x", "suggested_topics": _TWO * 2, "post_stream": {"posts": _TWO}}
    for text, name in [(json.dumps(topic), "topic.json"), (json.dumps(topic), "topics.jsonl")]:
        (row,) = _records(tmp_path, text, name)
        assert (row["id"], row["post_stream.posts"]) == ("9", json.dumps(_TWO))


def _comment(name: str, *replies: dict[str, Any]) -> dict[str, Any]:
    page = {"kind": "Listing", "data": {"children": list(replies)}}
    return {"kind": "t1", "data": {"id": name, "replies": page if replies else ""}}


@pytest.mark.parametrize(("indent", "name"), [(1, "page.json"), (None, "page.json"), (None, "page.jsonl")])
def test_replies_within_a_record_follow_it(indent: int | None, name: str, tmp_path: Path) -> None:
    deep = _comment("20")
    for n in range(19, 4, -1):
        deep = _comment(str(n), deep)
    page = _comment("", _comment("1", _comment("2", _comment("3")), _comment("4", deep)), _comment("21"))
    rows = _records(tmp_path, json.dumps(page["data"]["replies"], indent=indent), name)
    assert [row["data.id"] for row in rows] == [str(n) for n in range(1, 22)]


@pytest.mark.parametrize("children", [[], [{"id": 7, "text": "other"}]])
def test_children_of_a_record_do_not_replace_it(children: list[Any], tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": n, "data": {"comment": "late", "after": 1, "children": children}}) for n in (1, 2)
    ]
    rows = _records(tmp_path, "\n".join(lines), "file.jsonl")
    assert [(row["id"], row["data.comment"]) for row in rows] == [("1", "late"), ("2", "late")]


def test_children_below_a_record_do_not_outdo_the_records(tmp_path: Path) -> None:
    tree = {"kind": "Listing", "data": {"after": None, "children": [{"x": 1}, {"x": 2}]}}
    tickets = {"tickets": [{**one, "tree": tree} for one in _TWO]}
    rows = _records(tmp_path, json.dumps(tickets, indent=1))
    assert [row["id"] for row in rows] == ["1", "2"]


@pytest.mark.parametrize("name", ["answers", "entries"])
def test_an_id_beside_a_list_makes_no_record_of_a_document(name: str, tmp_path: Path) -> None:
    rows = _records(tmp_path, json.dumps({"id": "survey-7", name: _TWO}, indent=1))
    assert [row["id"] for row in rows] == ["1", "2"]


def test_long_keys_are_cut_and_stay_apart(tmp_path: Path) -> None:
    long = "q" * 5_000
    (row,) = _records(tmp_path, [{long: {"a": "1", "b": "2"}, f"{long}x": "3", "id": 1}])
    assert sorted(row.values()) == ["1", "1", "2", "3"]
    assert max(map(len, row)) == 200


def test_a_record_that_is_too_long_costs_itself(tmp_path: Path) -> None:
    long = {f"part {n}": "x" * 900_000 for n in range(5)}
    file = opened(tmp_path, json.dumps([{"id": 1}, long], indent=1), "file.json")
    assert reasons(file) == ["The record is longer than 4,000,000 characters."]


def test_lines(tmp_path: Path) -> None:
    file = opened(tmp_path, "\n".join(map(json.dumps, _TWO)), "anything")
    assert file.format == "jsonl"
    assert [row.row for row in file.records()] == [1, 2]


def test_one_line_with_one_record_is_one_record(tmp_path: Path) -> None:
    assert _records(tmp_path, {"id": 1, "fields": [{"a": 1}, {"a": 2}]}) == [
        {"id": "1", "fields": '[{"a": 1}, {"a": 2}]'}
    ]


def test_pretty_printed_objects_one_after_the_other(tmp_path: Path) -> None:
    text = "\n".join(json.dumps(one, indent=2) for one in [{**_TWO[0], "tags": [{"x": 1}]}, _TWO[1]])
    assert [row["id"] for row in _records(tmp_path, text)] == ["1", "2"]


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
    assert _records(tmp_path, [thing]) == [
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


def test_every_record_has_every_column(tmp_path: Path) -> None:
    assert _records(tmp_path, [{"id": 1}, {"text": "late"}]) == [
        {"id": "1", "text": ""},
        {"id": "", "text": "late"},
    ]


def test_a_bad_line_costs_itself(tmp_path: Path) -> None:
    file = opened(tmp_path, '{"id": 1}\nnot json\n\n[1]\n{"id": 2}\n{"id": 3', "file.jsonl")
    assert numbers_of_good_and_bad(file) == ([1, 4], [2, 3, 5])
    assert [reason.split(":")[0] for reason in reasons(file)] == ["Line 2", "Line 4", "Line 6"]


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


def test_authors_of_x_are_joined(tmp_path: Path) -> None:
    page = {
        "data": [{"id": "1", "author_id": "7", "text": "good"}, {"id": "2", "author_id": "9", "text": "bad"}],
        "includes": {"users": [{"id": "7", "username": "ann", "name": "Ann"}]},
    }
    for text in (json.dumps(page, indent=1), json.dumps(page) + "\n" + json.dumps({"data": []})):
        rows = _records(tmp_path, text)
        assert [row["author.username"] for row in rows] == ["ann", ""]
        assert rows[0]["author.name"] == "Ann"


def _numbers(tmp_path: Path, content: str, name: str = "file.json") -> list[int]:
    return [row.row for row in opened(tmp_path, content, name).records()]


def _ticket(number: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "requester_id": 7, "subject": "Late", "created_at": "2026-01-05T08:00:00Z", **more}


def test_comments_of_a_ticket_are_messages_of_their_own(tmp_path: Path) -> None:
    comments = [
        {"id": 50, "author_id": 7, "plain_body": "Where is it?", "created_at": "2026-01-05T08:00:00Z"},
        {"id": 51, "author_id": 3, "body": "note", "public": False, "created_at": "2026-01-05T08:05:00Z"},
        {
            "id": 52,
            "author_id": 3,
            "body": "On its way",
            "public": True,
            "created_at": "2026-01-05T09:00:00Z",
        },
        {"id": 53, "author_id": 7, "body": "Thanks", "created_at": "2026-01-05T10:00:00Z"},
    ]
    lines = [json.dumps(_ticket(1, comments=comments)), json.dumps(_ticket(2, comments=[]))]
    rows = _records(tmp_path, "\n".join(lines), "tickets.ndjson")
    assert [row["message.id"] for row in rows] == ["1", "1/52", "1/53", "2"]
    assert [row["message.author_role"] for row in rows] == ["customer", "agent", "customer", "customer"]
    assert rows[0]["message.text"] == "Late\n\nWhere is it?"
    assert rows[0]["message.first_reply_at"] == "2026-01-05T09:00:00Z"
    assert rows[2]["message.thread"] == "1"
    assert _numbers(tmp_path, "\n".join(lines), "tickets.ndjson") == [1, 2, 3, 4]
    assert _numbers(tmp_path, json.dumps({"tickets": [json.loads(line) for line in lines]})) == [1, 2, 3, 4]


def test_every_record_of_a_page_on_a_line_has_a_number_of_its_own(tmp_path: Path) -> None:
    pages = [
        json.dumps({"tickets": [_ticket(1), _ticket(2)]}),
        "broken",
        json.dumps({"tickets": [_ticket(3)]}),
    ]
    file = opened(tmp_path, "\n".join(pages), "pages.jsonl")
    assert numbers_of_good_and_bad(file) == ([1, 2, 4], [3])
    assert reasons(file)[0].startswith("Line 2: ")


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
