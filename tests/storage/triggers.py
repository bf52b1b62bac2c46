"""Databases that fail at a certain row."""

from __future__ import annotations

from feedback_miner.storage import SqlStore


def on_row(store: SqlStore, when: str, do: str, *, condition: str = "TRUE") -> None:
    """Executes a statement at each row, under the name `trap`. `when`: such as BEFORE INSERT ON cell."""
    with store._db.write() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"CREATE TRIGGER trap {when} WHEN {condition} BEGIN {do}; END")
            return
        connection.exec_driver_sql(
            f"CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {do}; RETURN NEW; END $$"
        )
        connection.exec_driver_sql(
            f"CREATE TRIGGER trap {when} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION trap()"
        )


def fail(store: SqlStore, when: str, *, condition: str = "TRUE") -> None:
    """Refuses a row with “no room”."""
    sqlite = store._db.is_sqlite
    on_row(
        store,
        when,
        "SELECT RAISE(ABORT, 'no room')" if sqlite else "RAISE EXCEPTION 'no room'",
        condition=condition,
    )


def relent(store: SqlStore, table: str) -> None:
    """Takes the trap of a table away."""
    with store._db.write() as connection:
        sqlite = connection.dialect.name == "sqlite"
        connection.exec_driver_sql("DROP TRIGGER trap" if sqlite else f"DROP TRIGGER trap ON {table}")
