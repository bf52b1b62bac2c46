"""What a message's hash tells apart, and what it does not."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feedback_miner.domain import AuthorRole, FeedbackItem, Source, Statement

ITEM = FeedbackItem(
    connection="file",
    external_id="1",
    source=Source.TICKET,
    channel="email",
    occurred_at=datetime(2026, 9, 1, 12, tzinfo=UTC),
    text="It broke. Again.",
    language="en",
    statements=(Statement(0, 0, 9), Statement(1, 10, 16)),
    segments={"plan": "pro", "region": "north"},
)
OTHERWISE: dict[str, Any] = {
    "connection": "shop",
    "external_id": "2",
    "source": Source.REVIEW,
    "channel": "chat",
    "occurred_at": ITEM.occurred_at + timedelta(microseconds=1),
    "text": "It broke. again.",
    "language": "und",
    "statements": (Statement(0, 0, 9), Statement(1, 9, 16)),
    "author_role": AuthorRole.AGENT,
    "customer": "",
    "rating": 1.0,
    "nps": 0,
    "csat": 1.0,
    "url": "",
    "thread": "",
    "first_reply_seconds": 0,
    "solved_seconds": 0,
    "segments": {"plan": "pro", "region": "south"},
    "file": "other.csv",
    "row": 7,
    "dated": False,
}


def test_every_field_is_tried() -> None:
    assert OTHERWISE.keys() == {field.name for field in fields(FeedbackItem)}


@pytest.mark.parametrize("name", OTHERWISE)
def test_the_hash_tells_apart_what_is_said_but_not_where_it_was_read(name: str) -> None:
    other = replace(ITEM, **{name: OTHERWISE[name]})
    assert other != ITEM
    assert (other.content_hash() == ITEM.content_hash()) == (name in ("file", "row"))


def test_neighbours_do_not_run_into_each_other() -> None:
    hashes = {
        replace(ITEM, url=url, thread=thread).content_hash()
        for url, thread in (
            ("ab", "c"),
            ("a", "bc"),
            ("abc", ""),
            (None, "abc"),
            ("abc", None),
            ("null", "abc"),
        )
    }
    assert len(hashes) == 6


def test_the_order_of_segments_says_nothing() -> None:
    turned = replace(ITEM, segments=dict(reversed(list(ITEM.segments.items()))))
    assert turned.content_hash() == ITEM.content_hash()
