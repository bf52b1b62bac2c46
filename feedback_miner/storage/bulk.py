"""Many rows at once: their numbers beforehand, their values to the driver without a detour, their ids as one parameter.

SQLAlchemy takes each row of an `executemany` apart on its own, and each value of an IN; for a chunk of a thousand
statements that costs more than the database does. What is written chunk after chunk is compiled once. PostgreSQL takes
new rows by COPY, and those that may be there already as one array a column: one statement a chunk, not one a row.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Dialect,
    Insert,
    Table,
    TableClause,
    any_,
    func,
    insert,
    literal,
    select,
    text,
)

from feedback_miner.storage.postgresql import copy_rows

#: Name → the values of that column.
_Columns = Mapping[str, Sequence[Any]]

#: More than there are tables to write into.
_STATEMENTS = 256


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows that name the same columns; none, and nothing happens."""
    if not rows:
        return
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    if connection.dialect.name == "sqlite":
        _execute_many(connection, _insert_into(table), columns)
    else:
        names = list(columns)
        copy_rows(connection, table, names, _as_taken(connection, table, names, columns))


def execute_rows(
    connection: Connection, statement: Insert, names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Executes an INSERT … ON CONFLICT for each row: values in the order of the columns' names; there is one at least.

    No two rows have the same key: PostgreSQL touches no row twice in one statement. A statement that is kept by its
    caller is compiled once.
    """
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    if connection.dialect.name == "sqlite":
        _execute_many(connection, statement, columns)
        return
    types = statement.table.c
    arrays = (literal(list(values), ARRAY(types[name].type)) for name, values in columns.items())
    given = func.unnest(*arrays).table_valued(*names).render_derived()
    connection.execute(statement.from_select(names, select(*given.c)))


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


def _execute_many(connection: Connection, statement: Insert, columns: _Columns) -> None:
    sql, names = _compiled(statement, connection.dialect, tuple(columns))
    connection.exec_driver_sql(sql, list(_as_taken(connection, statement.table, names, columns)))


@lru_cache(_STATEMENTS)
def _insert_into(table: Table) -> Insert:
    """Always the same, for what it is compiled to is found by it."""
    return insert(table)


@lru_cache(_STATEMENTS)
def _compiled(statement: Insert, dialect: Dialect, names: tuple[str, ...]) -> tuple[str, Sequence[str]]:
    """The SQL for rows of these columns, and the order in which it takes them."""
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    return compiled.string, compiled.positiontup or ()


def _as_taken(
    connection: Connection, table: TableClause, names: Sequence[str], columns: _Columns
) -> Iterable[tuple[Any, ...]]:
    """Rows as the driver takes them: values in the order of the columns' names."""
    dialect, taken = connection.dialect, []
    for name in names:
        process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        taken.append(map(process, columns[name]) if process else columns[name])
    return zip(*taken, strict=True)
