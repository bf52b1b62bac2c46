"""Many rows at once: their numbers beforehand, their values to the driver without a detour, their ids as one parameter.

SQLAlchemy takes each row of an `executemany` apart on its own, and each value of an IN; for a chunk of a thousand
statements that costs more than the database does. PostgreSQL takes new rows by COPY, and those that may be there
already as one array a column: one statement a chunk, not one a row.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
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


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows that name the same columns; none, and nothing happens."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        _execute_many(connection, insert(table), rows)
    else:
        names = list(rows[0])
        copy_rows(connection, table, names, _as_taken(connection, table, names, rows))


def execute_rows(connection: Connection, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> None:
    """Executes an INSERT … ON CONFLICT for each row. The first row tells the columns; there is one at least.

    No two rows have the same key: PostgreSQL touches no row twice in one statement.
    """
    if connection.dialect.name == "sqlite":
        _execute_many(connection, statement, rows)
        return
    names, columns = list(rows[0]), statement.table.c
    arrays = (literal([row[name] for row in rows], ARRAY(columns[name].type)) for name in names)
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


def _execute_many(connection: Connection, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> None:
    compiled = statement.compile(dialect=connection.dialect, column_keys=list(rows[0]))
    names = compiled.positiontup or ()
    tuples = list(_as_taken(connection, statement.table, names, rows))
    connection.exec_driver_sql(compiled.string, tuples)


def _as_taken(
    connection: Connection, table: TableClause, names: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> Iterable[tuple[Any, ...]]:
    """Rows as the driver takes them: values in the order of the columns' names."""
    dialect, columns = connection.dialect, []
    for name in names:
        values = [row[name] for row in rows]
        process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        columns.append(map(process, values) if process else values)
    return zip(*columns, strict=True)
