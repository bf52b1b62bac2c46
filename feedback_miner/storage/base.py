"""What the parts of the store share: the database and the label policy, and pages of lists."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Select, Tuple, literal, tuple_

from feedback_miner.domain import LabelPolicy, Page
from feedback_miner.errors import QueryError
from feedback_miner.storage.engine import Database

#: The most entries of one page.
PAGE_MAX = 1000

T = TypeVar("T")
R = TypeVar("R")


class Room:
    """One part of the store. Each public method is one transaction."""

    def __init__(self, database: Database, policy: LabelPolicy) -> None:
        self._db = database
        self._policy = policy


def plain_rows(connection: Connection, query: Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """All rows as the driver gives them: plain numbers and texts need no Row around each."""
    cursor = connection.execute(query).cursor
    return list(cursor.fetchall()) if cursor is not None else []


def to_cursor(key: Sequence[int | str]) -> str:
    """The place after a row, for the caller to hand back unread."""
    return base64.urlsafe_b64encode(json.dumps(list(key)).encode()).decode().rstrip("=")


def from_cursor(cursor: str, kinds: Sequence[type]) -> list[int | str]:
    """The key of a cursor, of these kinds. Raises QueryError where it is not one of ours."""
    try:
        key = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        key = None
    if not isinstance(key, list) or [type(part) for part in key] != list(kinds) or not _bounded(key):
        raise QueryError(
            "this is not a cursor of this list; leave it out to begin at the start", where="cursor"
        )
    return key


def after(columns: Sequence[Column[Any]], key: Sequence[object]) -> ColumnElement[bool]:
    """Rows that come after this key where the columns rise."""
    return tuple_(*columns) > _as_kept(columns, key)


def before(columns: Sequence[Column[Any]], key: Sequence[object]) -> ColumnElement[bool]:
    """Rows that come after this key where the columns fall."""
    return tuple_(*columns) < _as_kept(columns, key)


def check_limit(limit: int) -> None:
    """Raises QueryError where a page cannot be that long."""
    if not 1 <= limit <= PAGE_MAX:
        raise QueryError(f"a page has 1 to {PAGE_MAX} entries", where="limit")


def to_page(entries: Sequence[T], keys: Sequence[Sequence[int | str]], limit: int) -> Page[T]:
    """A page of entries that were read one beyond the limit; `keys` are their places."""
    more = len(entries) > limit
    return Page(tuple(entries[:limit]), to_cursor(keys[limit - 1]) if more else None)


def _as_kept(columns: Sequence[Column[Any]], key: Sequence[object]) -> Tuple:
    """A key whose values are bound as its columns keep them: in a bare tuple a date would be a text."""
    return tuple_(*(literal(value, column.type) for column, value in zip(columns, key, strict=True)))


def _bounded(key: Sequence[int | str]) -> bool:
    return all(isinstance(part, str) or -(2**63) <= part < 2**63 for part in key)
