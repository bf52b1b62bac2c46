"""Sound files, to be broken by `mangled`."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from typing import Any

import openpyxl

_WORDS = [
    *(
        "the",
        "app",
        "order",
        "refund",
        "never",
        "arrived",
        "support",
        "answered",
        "late",
        "thanks",
        "great",
        "login",
    ),
    *(
        "broken",
        "again",
        "card",
        "payment",
        "checkout",
        "delivery",
        "friendly",
        "slow",
        "price",
        "cancel",
        "crash",
    ),
    *("naïve", "café", "größer", "señor", "„quoted“", "😡", "日本"),
]

COLUMNS = ["id", "created_at", "customer", "comment", "rating"]


def row(rng: random.Random, n: int) -> list[str]:
    """A row of feedback; each seventh has quotation marks and a line end in it."""
    day = f"2026-0{rng.randint(1, 9)}-{rng.randint(10, 28)} 08:{rng.randint(10, 59)}:00"
    comment = " ".join(rng.choices(_WORDS, k=rng.randint(4, 25)))
    if n % 7 == 0:
        comment = f'She said "{comment}",\nand then: {comment}'
    return [str(1000 + n), day, f"customer{n % 40}@example.com", comment, str(rng.randint(1, 5))]


def rows_of(rng: random.Random, n: int = 200) -> list[list[str]]:
    """`n` rows."""
    return [row(rng, i) for i in range(n)]


def as_csv(rows: list[list[str]], delimiter: str = ",", end: str = "\n") -> str:
    """The rows below their header."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows([COLUMNS, *rows])
    return out.getvalue()


def as_objects(rows: list[list[str]]) -> list[dict[str, Any]]:
    """The rows as objects."""
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def as_jsonl(rows: list[list[str]]) -> str:
    """One object a line."""
    return "".join(json.dumps(thing, ensure_ascii=False) + "\n" for thing in as_objects(rows))


def as_tickets(rows: list[list[str]]) -> bytes:
    """A page of Zendesk's incremental export."""
    tickets = [
        {
            "id": int(r[0]),
            "created_at": "2026-01-05T08:00:00Z",
            "requester_id": 7,
            "subject": "s",
            "description": r[3],
        }
        for r in rows
    ]
    return json.dumps({"tickets": tickets, "count": len(tickets), "next_page": None}).encode()


def workbook_of(fill: Callable[[Any], None]) -> bytes:
    """A workbook as `fill` leaves it."""
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_workbook(rows: list[list[str]]) -> bytes:
    """The rows in a sheet, below their header."""

    def fill(book: Any) -> None:
        for row in [COLUMNS, *rows]:
            book.active.append(row)

    return workbook_of(fill)
