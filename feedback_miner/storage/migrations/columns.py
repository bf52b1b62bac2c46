"""How steps write tables down. What a released step uses here keeps its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

WHOLE = sa.Integer()
BIG = sa.BigInteger()
#: SQLite counts up by itself only in a column of the type INTEGER.
ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL = sa.Float()
FLAG = sa.Boolean()
BYTES = sa.LargeBinary()
#: Compared by its bytes, as SQLite does, and not by the rules of the server's locale.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def required(kind: TypeEngine[Any], names: str) -> Iterator[sa.Column[Any]]:
    """Columns that are filled, by their names with spaces between."""
    return (sa.Column(name, kind, nullable=False) for name in names.split())


def optional(kind: TypeEngine[Any], names: str) -> Iterator[sa.Column[Any]]:
    """Columns that may be empty."""
    return (sa.Column(name, kind, nullable=True) for name in names.split())


def key(names: str) -> sa.PrimaryKeyConstraint:
    """The primary key."""
    return sa.PrimaryKeyConstraint(*names.split())


def once(names: str) -> sa.UniqueConstraint:
    """No two rows have the same of these together."""
    return sa.UniqueConstraint(*names.split())


def refers(column: str, to: str) -> sa.ForeignKeyConstraint:
    """A reference, to TABLE.COLUMN."""
    return sa.ForeignKeyConstraint([column], [to])
