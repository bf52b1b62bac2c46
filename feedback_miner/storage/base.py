"""What the parts of the store share: the database and the label policy, and pages of lists."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Column, ColumnElement, Connection, Select, Tuple, literal, tuple_

from feedback_miner.domain import LabelPolicy, Page
from feedback_miner.errors import QueryError
from feedback_miner.storage.engine import Database
from feedback_miner.storage.tables import from_micros, to_micros

#: The most entries of one page.
PAGE_MAX = 1000

#: A value of a key that a list is ordered by.
KeyPart = int | str | datetime

T = TypeVar("T")
R = TypeVar("R")


class Room:
    """One part of the store. Each public method is one transaction."""

    def __init__(self, database: Database, policy: LabelPolicy) -> None:
        self._db = database
        self._policy = policy


def plain_rows(
    connection: Connection, query: Select[*tuple[Any, ...]], given: Mapping[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    """All rows as the driver gives them: plain numbers and texts need no Row around each."""
    cursor = connection.execute(query, given).cursor
    return list(cursor.fetchall()) if cursor is not None else []


def to_cursor(key: Sequence[KeyPart]) -> str:
    """The place after a row, for the caller to hand back unread."""
    return base64.urlsafe_b64encode(json.dumps(list(key), default=to_micros).encode()).decode().rstrip("=")


def from_cursor(cursor: str, kinds: Sequence[type[KeyPart]]) -> list[KeyPart]:
    """The key of a cursor, of these kinds. Raises QueryError where it is not one of ours."""
    try:
        key = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        if not isinstance(key, list):
            raise TypeError("a key is a list")
        return [_key_part(part, kind) for part, kind in zip(key, kinds, strict=True)]
    except (binascii.Error, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise QueryError(
            "this is not a cursor of this list; leave it out to begin at the start", where="cursor"
        ) from error


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


def to_page(entries: Sequence[T], keys: Sequence[Sequence[KeyPart]], limit: int) -> Page[T]:
    """A page of entries that were read one beyond the limit; `keys` are their places."""
    more = len(entries) > limit
    return Page(tuple(entries[:limit]), to_cursor(keys[limit - 1]) if more else None)


def _as_kept(columns: Sequence[Column[Any]], key: Sequence[object]) -> Tuple:
    """A key whose values are bound as its columns keep them: in a bare tuple a date would be a text.

    Whole numbers are bound wide, for a cursor may name one beyond the column's own.
    """
    wide = BigInteger()
    return tuple_(
        *(
            literal(value, wide if isinstance(value, int) else column.type)
            for column, value in zip(columns, key, strict=True)
        )
    )


def _key_part(part: object, kind: type[KeyPart]) -> KeyPart:
    """A part of a cursor as this kind. Raises TypeError, ValueError or OverflowError where it cannot be."""
    # A lone surrogate or a NUL no database takes.
    if kind is str and isinstance(part, str) and part.isprintable():
        return part
    if kind is str or type(part) is not int:
        raise TypeError(f"{kind.__name__} was expected")
    if not -(2**63) <= part < 2**63:
        raise OverflowError("no column keeps a number of this size")
    return from_micros(part) if kind is datetime else part
