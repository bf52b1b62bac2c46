"""The schema comes out of its steps alone, whatever was there, up and down, with people's work in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import ClassVar

import numpy as np
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from feedback_miner.domain import (
    Coverage,
    EventKind,
    ImportState,
    Regrouping,
    StatementFilter,
    ThemeDraft,
    Tone,
)
from feedback_miner.errors import SetupError
from feedback_miner.storage import SqlStore, open_store
from feedback_miner.storage.engine import Database
from feedback_miner.storage.schema import HEAD, VERSION_TABLE, downgrade, is_ours, upgrade
from feedback_miner.storage.tables import METADATA
from tests.storage.builders import EVER, NOON, POLICY, bring, scored, write
from tests.storage.rescorers import NEW, begin_rescore, finish

PREVIOUS = Path(__file__).parent / "previous"
#: What the workspace "w" of the previous release shows.
COVERAGE = Coverage(
    items=18, scored=15, unscored=1, other_language=1, rating_only=1, statements=18, statements_no_stage=3
)


@dataclass(frozen=True)
class Plan:
    """What a team may write down."""

    kind: ClassVar[str] = "plan"
    id: str


Rows = Mapping[str, list[tuple[object, ...]]]


def load_previous(url: str) -> None:
    """Makes of an empty database one that the previous release left."""
    database = Database(url)
    kind = database.engine.dialect.name
    script = (PREVIOUS / f"{kind}.sql").read_text()
    if kind == "sqlite":
        with sqlite3.connect(str(database.engine.url.database)) as file:
            file.executescript(script)
        file.close()
    else:
        with database.write() as connection:
            connection.exec_driver_sql(script)
    database.close()


def execute(url: str, *statements: str) -> None:
    database = Database(url)
    with database.migrate() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    database.close()


def described(connection: Connection) -> object:
    """Tables, columns, keys, references and indexes, as the database tells of them."""
    inspector = sa.inspect(connection)
    return {
        table: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)],
            inspector.get_pk_constraint(table)["constrained_columns"],
            sorted(str(key["constrained_columns"]) for key in inspector.get_foreign_keys(table)),
            sorted((str(index["name"]), index["column_names"]) for index in inspector.get_indexes(table)),
        )
        for table in inspector.get_table_names()
        if table != VERSION_TABLE
    }


def rows(connection: Connection) -> Rows:
    """Everything that stands in the tables."""
    known = sa.MetaData()
    known.reflect(connection)
    return {
        table.name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr)
        for table in known.sorted_tables
        if table.name != VERSION_TABLE
    }


def state(url: str) -> tuple[object, Rows]:
    database = Database(url)
    with database.read() as connection:
        found = described(connection), rows(connection)
    database.close()
    return found


def check_previous(store: SqlStore) -> None:
    """What the previous release showed is shown, and the cells agree with the rows."""
    assert store.totals("w", EVER).coverage == COVERAGE
    assert store.totals("x", EVER).coverage.statements == 4
    assert sum(cell.sentiment_sum for cell in store.totals("w", EVER).cells) == -16_422
    assert store.recount("w")
    assert store.recount("x")
    assert store.count_statements("w", EVER, StatementFilter(corrected=True)) == 1
    assert store.get_import("w", "a").state is ImportState.DONE
    assert store.get_import("w", "d").state is ImportState.UNDONE
    assert (store.feed("w", "blog").cursor, store.feed("w", "blog").failures) == ("c2", 3)


def test_the_steps_make_the_schema_that_the_program_knows(empty_url: str) -> None:
    store = open_store(empty_url, POLICY)
    options = {"include_object": is_ours, "version_table": VERSION_TABLE}
    with store._db.read() as connection:
        reached = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(reached, METADATA) == []
        assert reached.get_current_revision() == HEAD
    store.close()


def test_tables_of_sqlite_keep_their_kinds(sqlite_url: str) -> None:
    open_store(sqlite_url, POLICY).close()
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as file:
        made = dict(file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    file.close()
    for table in METADATA.tables.values():
        without = table.dialect_options["sqlite"].get("with_rowid", True) is False
        assert ("WITHOUT ROWID" in made[table.name]) is without
        assert ("AUTOINCREMENT" in made[table.name]) is bool(table.dialect_options["sqlite"]["autoincrement"])


def test_texts_of_postgresql_are_compared_by_their_bytes(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.read() as connection:
        inspector = sa.inspect(connection)
        by_locale = {
            (table, column["name"])
            for table in METADATA.tables
            for column in inspector.get_columns(table)
            if isinstance(column["type"], sa.String) and column["type"].collation != "C"
        }
    database.close()
    assert by_locale == {("item_version", "text")}


def test_work_of_the_previous_release_goes_on(empty_url: str) -> None:
    load_previous(empty_url)
    store = open_store(empty_url, POLICY)
    check_previous(store)
    assert store.get_import("w", "running").chunk_rows == 3, "as it was begun"
    report = write(store, "running", 2, [scored("id-31"), scored("id-32")])
    assert (report.read, report.added) == (8, 7)
    assert store.get_import("w", "running").state is ImportState.DONE
    assert bring(store, "new", scored("new", "Brand new.")).added == 1
    assert store.erase_customer("w", "c1", at=NOON) == 4
    assert store.recount("w")
    store.close()


def test_back_and_forth_leaves_everything_as_it_was(empty_url: str) -> None:
    load_previous(empty_url)
    before = state(empty_url)
    database = Database(empty_url)
    upgrade(database)
    downgrade(database, "0001")
    database.close()
    assert state(empty_url) == before
    store = open_store(empty_url, POLICY)
    check_previous(store)
    store.close()


def test_back_to_nothing(empty_url: str) -> None:
    load_previous(empty_url)
    open_store(empty_url, POLICY).close()
    database = Database(empty_url)
    downgrade(database, "base")
    database.close()
    assert state(empty_url) == ({}, {})
    open_store(empty_url, POLICY).close()


def test_what_the_previous_release_does_not_know_has_failed_after_going_back(empty_url: str) -> None:
    load_previous(empty_url)
    open_store(empty_url, POLICY).close()
    execute(empty_url, "UPDATE import SET state = 'cancelled' WHERE id = 'running'")
    database = Database(empty_url)
    downgrade(database, "0001")
    with database.read() as connection:
        found = connection.exec_driver_sql("SELECT state FROM import WHERE id = 'running'").scalar_one()
    database.close()
    assert found == "failed"


def test_statements_from_before_are_in_no_group_until_they_are_scored_anew(empty_url: str) -> None:
    load_previous(empty_url)
    store = open_store(empty_url, POLICY)
    model = store.feedback("w", 1).model
    assert len(store.unplaced("w", model, limit=100)) == 0
    assert set(store.facts("w", EVER, most=100).theme) == {0}
    assert bring(store, "new", scored("new", "Brand new.", model=model)).added == 1
    assert store.unplaced("w", model, limit=100).text == ("Brand new.",)
    begin_rescore(store)
    finish(store)
    statements = store.totals("w", EVER).coverage.statements
    assert len(store.unplaced("w", NEW, limit=100)) == statements
    store.close()


def test_back_to_the_step_before_gives_up_themes_and_records_alone(empty_url: str) -> None:
    load_previous(empty_url)
    database = Database(empty_url)
    upgrade(database)
    downgrade(database, "0002")
    before = state(empty_url)
    upgrade(database)
    store = SqlStore(database, POLICY)
    store.put_record("w", Plan("mine"))
    store.add_event("w", EventKind.ALERT_BEGAN, "alert_1", "Sentiment fell", at=NOON)
    draft = ThemeDraft(Tone.PAIN, "use", "app", "It broke", np.ones(8, dtype=np.float32))
    model = store.feedback("w", 1).model
    statement = store.feedback("w", 1).statements[0].id
    assert store.regroup("w", Regrouping(model, {statement: -1}, {-1: draft}, {}))
    downgrade(database, "0002")
    database.close()
    described_before, kept_before = before
    described_again, kept_again = state(empty_url)
    assert described_again == described_before
    assert set(kept_again) == set(kept_before)
    assert [name for name in kept_again if kept_again[name] != kept_before[name]] == ["workspace"], (
        "its revision"
    )
    store = open_store(empty_url, POLICY)
    check_previous(store)
    assert store.records("w", Plan) == []
    assert store.themes("w") == []
    store.close()


def test_a_database_without_later_tables_gets_them_and_is_counted(empty_url: str) -> None:
    load_previous(empty_url)
    execute(
        empty_url,
        "DROP TABLE judged_cell",
        "DROP TABLE feed_rest",
        "UPDATE schema_version SET version = 1",
    )
    store = open_store(empty_url, POLICY)
    check_previous(store)
    assert store.totals("w", EVER).judged
    revision = store.workspace("w").revision
    store.close()
    again = open_store(empty_url, POLICY)
    assert again.workspace("w").revision == revision, "it is counted once"
    again.close()


def test_a_step_that_fails_changes_nothing(empty_url: str) -> None:
    load_previous(empty_url)
    execute(empty_url, "CREATE TABLE worker_slot (mine INTEGER)")
    before = state(empty_url)
    with pytest.raises(DBAPIError, match="worker_slot"):
        open_store(empty_url, POLICY)
    assert state(empty_url) == before
    execute(empty_url, "DROP TABLE worker_slot")
    store = open_store(empty_url, POLICY)
    check_previous(store)
    store.close()


@pytest.mark.parametrize("previous", [True, False])
def test_many_may_start_at_once(empty_url: str, previous: bool) -> None:  # noqa: FBT001
    if previous:
        load_previous(empty_url)
    start = Barrier(3)

    def opened(_: int) -> SqlStore:
        start.wait()
        return open_store(empty_url, POLICY)

    with ThreadPoolExecutor(3) as pool:
        stores = list(pool.map(opened, range(3)))
    if previous:
        check_previous(stores[0])
    for store in stores:
        store.close()


def test_a_newer_schema_is_refused(store: SqlStore, url: str) -> None:
    with store._db.write() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(SetupError, match=r"9999.*matching version"):
        open_store(url, POLICY)


def test_other_tables_are_left_alone(empty_url: str) -> None:
    execute(
        empty_url,
        "CREATE TABLE workflow_status (id VARCHAR)",
        "INSERT INTO workflow_status VALUES ('mine')",
        "CREATE TABLE alembic_version (version_num VARCHAR)",
        "INSERT INTO alembic_version VALUES ('theirs')",
    )
    before = state(empty_url)[1]
    open_store(empty_url, POLICY).close()
    database = Database(empty_url)
    downgrade(database, "base")
    database.close()
    assert state(empty_url)[1] == before


def test_a_database_that_cannot_be_reached_is_told_in_words(tmp_path: Path) -> None:
    nowhere = f"postgresql://me:secret@/db?host={tmp_path}"
    with pytest.raises(SetupError, match="cannot be reached") as refused:
        open_store(nowhere, POLICY)
    assert "secret" not in str(refused.value)
