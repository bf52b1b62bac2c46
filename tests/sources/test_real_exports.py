"""Exports as other people's systems wrote them. They are not in this repository: FEEDBACK_MINER_SHARED says where."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from feedback_miner.domain import ColumnMapping, Source, SourceRecord
from feedback_miner.sources import Scan, SourceFile, guess_mapping, open_source, parse_when, scan

_SHARED = Path(os.environ.get("FEEDBACK_MINER_SHARED", Path(__file__).parents[3] / "shared"))
_TWEETS = "data/public/airline_tweets/Tweets.csv"

pytestmark = pytest.mark.skipif(
    not (_SHARED / "exports").is_dir(),
    reason="REAL EXPORTS NOT CHECKED: FEEDBACK_MINER_SHARED names no folder with exports",
)


def _read(name: str) -> tuple[SourceFile, ColumnMapping, Source, Scan]:
    file = open_source(_SHARED / name, name=Path(name).name)
    guess = guess_mapping(file)
    assert guess.questions == ()
    return file, guess.mapping, guess.source, scan(file, guess.mapping)


@pytest.mark.parametrize(
    ("name", "rows", "distinct"),
    [
        (_TWEETS, 14_640, 14_485),
        ("exports/telecom_complaints.csv", 2_224, 2_224),
        ("exports/freshdesk_tickets.csv", 45, 45),
        ("exports/qualtrics_three_headers.csv", 1, 1),
        ("exports/qualtrics_legacy_two_headers.csv", 1, 1),
        ("exports/zendesk_incremental_recorded.json", 182, 87),
    ],
)
def test_nothing_is_lost(name: str, rows: int, distinct: int) -> None:
    file, mapping, _, seen = _read(name)
    records = [row for row in file.records() if isinstance(row, SourceRecord)]
    assert seen.rows == len(records) == rows
    assert rows - sum(seen.duplicates.values()) + len(seen.duplicates) == distinct
    assert seen.question is None
    assert mapping.date is not None
    for row in records:
        assert parse_when(
            row.cells[mapping.date], seen.date_order, row.cells[mapping.time] if mapping.time else None
        )


def test_tweets() -> None:
    _, mapping, source, _ = _read(_TWEETS)
    assert mapping == ColumnMapping(text=("text",), date="tweet_created", id="tweet_id", customer="name")
    assert source is Source.SOCIAL


def test_complaints() -> None:
    _, mapping, source, _ = _read("exports/telecom_complaints.csv")
    assert mapping == ColumnMapping(
        text=("Customer Complaint",),
        id="Ticket #",
        date="Date_month_year",
        time="Time",
        channel="Received Via",
    )
    assert source is Source.TICKET


def test_tickets() -> None:
    _, mapping, source, _ = _read("exports/freshdesk_tickets.csv")
    assert (mapping.text, mapping.date) == (("Subject", "Description"), "Created time")
    assert source is Source.TICKET
