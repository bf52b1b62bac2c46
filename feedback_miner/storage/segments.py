"""Declared segments and the buckets of their values. What is decided for a stored item is never decided anew."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, delete, exists, insert, or_, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from feedback_miner.storage.tables import METADATA

#: How many segments of a workspace have cells of their own.
SEGMENTS_MAX = 20

#: How many values of a segment have cells of their own.
VALUES_MAX = 50

#: The bucket of all other values.
OTHER = "other"

SEGMENT = METADATA.tables["segment"]
SEGMENT_VALUE = METADATA.tables["segment_value"]
ITEM_SEGMENT = METADATA.tables["item_segment"]


class Buckets:
    """Finds the bucket of a value, declaring segments and values while there are places."""

    def __init__(self, connection: Connection, workspace: str) -> None:
        self._connection = connection
        self._workspace = workspace
        self._declared = declared(connection, workspace)
        self._found: dict[tuple[str, str], str] = {}

    def of(self, name: str, value: str) -> str:
        """The bucket: the value itself, "other", or "" where the segment is not declared."""
        if (name, value) not in self._found:
            self._found[name, value] = self._decide(name, value)
        return self._found[name, value]

    def _decide(self, name: str, value: str) -> str:
        if name not in self._declared:
            # A segment that stored items carry without cells stays without them, or its cells would lack those.
            if len(self._declared) >= SEGMENTS_MAX or self._stored(ITEM_SEGMENT.c.name == name):
                return ""
            self._connection.execute(insert(SEGMENT), {"workspace": self._workspace, "name": name})
            self._declared[name] = set()
        values = self._declared[name]
        if value in values:
            return value
        same = (ITEM_SEGMENT.c.name == name) & (ITEM_SEGMENT.c.value == value)
        if value == OTHER or len(values) >= VALUES_MAX or self._stored(same):
            return OTHER
        self._connection.execute(
            insert(SEGMENT_VALUE), {"workspace": self._workspace, "name": name, "value": value}
        )
        values.add(value)
        return value

    def _stored(self, what: ColumnElement[bool]) -> bool:
        found = (
            select(ITEM_SEGMENT.c.version_id)
            .where(ITEM_SEGMENT.c.workspace == self._workspace, what)
            .limit(1)
        )
        return self._connection.execute(found).first() is not None


def declared(connection: Connection, workspace: str) -> dict[str, set[str]]:
    """Declared segments → their values that have cells of their own."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in connection.scalars(select(SEGMENT.c.name).where(SEGMENT.c.workspace == workspace)):
        found[name] = set()
    of_workspace = select(SEGMENT_VALUE.c.name, SEGMENT_VALUE.c.value).where(
        SEGMENT_VALUE.c.workspace == workspace
    )
    for name, value in connection.execute(of_workspace):
        found[name].add(value)
    return dict(found)


def prune_segments(connection: Connection, workspace: str) -> None:
    """Gives back the places of segments and values that no stored item carries."""
    for table, same in (
        (
            SEGMENT_VALUE,
            (ITEM_SEGMENT.c.name == SEGMENT_VALUE.c.name) & (ITEM_SEGMENT.c.value == SEGMENT_VALUE.c.value),
        ),
        (SEGMENT, ITEM_SEGMENT.c.name == SEGMENT.c.name),
    ):
        carried = exists().where(ITEM_SEGMENT.c.workspace == workspace, same)
        connection.execute(delete(table).where(table.c.workspace == workspace, ~carried))


def carries(
    columns: ReadOnlyColumnCollection[str, Column[Any]], name: str, value: str
) -> ColumnElement[bool]:
    """Rows of `item_segment` that a filter on a segment means: "other" is the bucket as well as the word."""
    return (columns.name == name) & or_(columns.value == value, columns.bucket == value)
