"""Many rows at once: their numbers beforehand, their values to the driver without a detour, their ids as one parameter.

SQLAlchemy takes each row of an `executemany` apart on its own, and each value of an IN; for a chunk of a thousand
statements that costs more than the database does.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnClause,
    ColumnElement,
    Connection,
    Dialect,
    Insert,
    Table,
    any_,
    func,
    insert,
    literal,
    select,
    text,
)


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows that name the same columns; none, and nothing happens."""
    if rows:
        execute_rows(connection, insert(table), rows)


def execute_rows(connection: Connection, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> None:
    """Executes an INSERT once for each row. The first row tells the columns; there is one at least."""
    dialect = connection.dialect
    compiled = statement.compile(dialect=dialect, column_keys=list(rows[0]))
    names = compiled.positiontup or list(rows[0])
    columns = [_taken(statement.table.c[name], [row[name] for row in rows], dialect) for name in names]
    tuples = list(zip(*columns, strict=True))
    given = tuples if compiled.positional else [dict(zip(names, row, strict=True)) for row in tuples]
    connection.exec_driver_sql(compiled.string, given)


def next_ids(connection: Connection, table: Table, n: int) -> Sequence[int]:
    """Numbers for `n` new rows of a table that counts up, rising; nobody else gets them."""
    if connection.dialect.name == "sqlite":
        # Nobody else writes meanwhile; rows that come with numbers of their own move the sequence on.
        last = connection.scalar(
            text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}
        )
        return range((last or 0) + 1, (last or 0) + 1 + n)
    taken = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :n)")
    return sorted(connection.scalars(taken, {"name": table.name, "n": n}).all())


def among(
    connection: Connection, column: ColumnElement[Any], values: Collection[int | str]
) -> ColumnElement[bool]:
    """Rows whose column has one of these values: one parameter, however many they are."""
    if connection.dialect.name == "sqlite":
        given = func.json_each(json.dumps(list(values))).table_valued("value")
        return column.in_(select(given.c.value))
    return column == any_(literal(list(values), ARRAY(column.type)))


def _taken(column: ColumnClause[Any], values: list[Any], dialect: Dialect) -> Iterable[Any]:
    """Values as the driver takes them."""
    process = column.type.dialect_impl(dialect).bind_processor(dialect)
    return map(process, values) if process else values
