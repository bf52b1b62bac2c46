"""Records of JSON that have records within them: topics, replies, comments."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sources.builders import opened, records_of

_TWO = [{"id": 1, "text": "good"}, {"id": 2, "text": "bad"}]


def test_one_thing_with_lists_of_its_own_is_one_record(tmp_path: Path) -> None:
    thing = {"id": 1, "text": "late", "parts": [{"id": 7, "text": "a"}, {"id": 8, "text": "b"}]}
    for indent in (1, None):
        (row,) = records_of(tmp_path, json.dumps(thing, indent=indent))
        assert (row["id"], row["text"]) == ("1", "late")


def test_a_topic_is_one_record_with_its_posts(tmp_path: Path) -> None:
    topic = {"id": 9, "title": "x", "suggested_topics": _TWO * 2, "post_stream": {"posts": _TWO}}
    for text, name in [(json.dumps(topic), "topic.json"), (json.dumps(topic), "topics.jsonl")]:
        (row,) = records_of(tmp_path, text, name)
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
    rows = records_of(tmp_path, json.dumps(page["data"]["replies"], indent=indent), name)
    assert [row["data.id"] for row in rows] == [str(n) for n in range(1, 22)]


@pytest.mark.parametrize("children", [[], [{"id": 7, "text": "other"}]])
def test_children_of_a_record_do_not_replace_it(children: list[Any], tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": n, "data": {"comment": "late", "after": 1, "children": children}}) for n in (1, 2)
    ]
    rows = records_of(tmp_path, "\n".join(lines), "file.jsonl")
    assert [(row["id"], row["data.comment"]) for row in rows] == [("1", "late"), ("2", "late")]


def test_children_below_a_record_do_not_outdo_the_records(tmp_path: Path) -> None:
    tree = {"kind": "Listing", "data": {"after": None, "children": [{"x": 1}, {"x": 2}]}}
    tickets = {"tickets": [{**one, "tree": tree} for one in _TWO]}
    rows = records_of(tmp_path, json.dumps(tickets, indent=1))
    assert [row["id"] for row in rows] == ["1", "2"]


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
    rows = records_of(tmp_path, "\n".join(lines), "tickets.ndjson")
    assert [row["message.id"] for row in rows] == ["1", "1/52", "1/53", "2"]
    assert [row["message.author_role"] for row in rows] == ["customer", "agent", "customer", "customer"]
    assert rows[0]["message.text"] == "Late\n\nWhere is it?"
    assert rows[0]["message.first_reply_at"] == "2026-01-05T09:00:00Z"
    assert rows[2]["message.thread"] == "1"
    assert _numbers(tmp_path, "\n".join(lines), "tickets.ndjson") == [1, 2, 3, 4]
    assert _numbers(tmp_path, json.dumps({"tickets": [json.loads(line) for line in lines]})) == [1, 2, 3, 4]
