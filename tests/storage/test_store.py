"""The store as a whole: its contract, its schema, its threads, other label policies."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy.exc import IntegrityError

from feedback_miner.domain import PERSON, JudgedTotal, Labels, StatementFilter
from feedback_miner.errors import Conflict, SetupError
from feedback_miner.ports import Store
from feedback_miner.storage import SqlStore, open_store
from feedback_miner.storage.cell_tables import EMOTIONS
from feedback_miner.storage.store import SCHEMA_VERSION
from feedback_miner.taxonomy import load_default
from tests.storage.builders import EVER, NOON, POLICY, begin, bring, scored, write

ANYTHING = StatementFilter()


def test_it_is_a_store(store: SqlStore) -> None:
    port: Store = store
    port.ping()


def test_cells_have_a_column_for_each_emotion_of_the_taxonomy() -> None:
    assert set(EMOTIONS) == {emotion.key for emotion in load_default().emotions} | {"neutral"}


def test_opened_again_everything_is_there(store: SqlStore, url: str) -> None:
    bring(store, "i", scored("1"))
    again = open_store(url, POLICY)
    assert again.totals("w", EVER) == store.totals("w", EVER)
    again.close()


def test_other_tables_of_the_file_are_left_alone(tmp_path: Path, url: str) -> None:
    path = tmp_path / "feedback.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE workflow_status (id TEXT)")
        other.execute("INSERT INTO workflow_status VALUES ('mine')")
    other.close()
    open_store(url, POLICY).close()
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT id FROM workflow_status").fetchall() == [("mine",)]
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    other.close()


@pytest.mark.parametrize("bad", ["nonsense", "mysql://host/db", "sqlite://", "sqlite:///:memory:"])
def test_a_database_that_cannot_serve_is_refused(bad: str) -> None:
    with pytest.raises(SetupError):
        open_store(bad, POLICY)


def test_a_newer_schema_is_refused(store: SqlStore, url: str) -> None:
    with store._db.write() as connection:
        connection.exec_driver_sql("UPDATE schema_version SET version = 99")
    with pytest.raises(SetupError, match="99"):
        open_store(url, POLICY)


def test_a_database_of_the_schema_before_is_counted_anew(store: SqlStore, url: str) -> None:
    bring(store, "i", scored("1"), scored("2", "I love it.", segments={"plan": "pro"}))
    sound = store.totals("w", EVER)
    revision = store.workspace("w").revision
    with store._db.write() as connection:
        connection.exec_driver_sql("DROP TABLE judged_cell")
        connection.exec_driver_sql("UPDATE schema_version SET version = 1")
    again = open_store(url, POLICY)
    assert again.totals("w", EVER) == sound
    assert again.recount("w")
    assert again.workspace("w").revision > revision
    again.close()
    open_store(url, POLICY).close()


def older(store: SqlStore) -> None:
    """Makes two workspaces, and of the database one of schema 1."""
    store.create_workspace("x", name="Other", time_zone="UTC")
    for workspace in ("w", "x"):
        bring(store, f"i-{workspace}", scored("1"), scored("2", "I love it."), workspace=workspace)
    with store._db.write() as connection:
        connection.exec_driver_sql("DROP TABLE judged_cell")
        connection.exec_driver_sql("UPDATE schema_version SET version = 1")


def version(store: SqlStore) -> int:
    with store._db.read() as connection:
        return int(connection.exec_driver_sql("SELECT version FROM schema_version").scalar_one())


def test_counting_anew_that_ends_half_way_starts_over(store: SqlStore, url: str) -> None:
    older(store)
    with store._db.write() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON cell WHEN NEW.workspace = 'x' "
            "BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
    with pytest.raises(IntegrityError, match="no room"):
        open_store(url, POLICY)
    assert (version(store), store.recount("w")) == (1, True)
    with store._db.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER full")
    again = open_store(url, POLICY)
    assert version(again) == SCHEMA_VERSION
    assert again.recount("w")
    assert again.recount("x")
    again.close()


def test_two_may_count_anew_at_once(store: SqlStore, url: str) -> None:
    older(store)
    start = Barrier(2)

    def opened(_: int) -> SqlStore:
        start.wait()
        return open_store(url, POLICY)

    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(opened, range(2)))
    assert version(store) == SCHEMA_VERSION
    assert store.recount("w")
    assert store.recount("x")
    for one in both:
        one.close()


def test_what_was_labelled_anew_is_not_counted_twice(store: SqlStore, url: str) -> None:
    older(store)
    before = store.workspace("w").revision
    again = open_store(url, replace(POLICY, version="test-2"))
    assert again.workspace("w").revision == before + 1
    assert again.recount("w")
    again.close()


def test_a_newer_schema_that_came_meanwhile_is_not_lowered(store: SqlStore, url: str) -> None:
    older(store)
    with store._db.write() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER newer AFTER UPDATE ON workspace BEGIN UPDATE schema_version SET version = 99; END"
        )
    with pytest.raises(SetupError, match="99"):
        open_store(url, POLICY)
    assert version(store) == 99


def test_totals_say_who_judged(store: SqlStore) -> None:
    bring(store, "i", scored("1", model="tiny/1"), scored("2", model="tiny/2"), scored("3", model="tiny/2"))
    statement = store.statements("w", EVER, ANYTHING, cursor=None, limit=1).items[0]
    store.correct("w", statement.id, Labels("use", "app", 0.5, ()), by="key", at=NOON)
    judged = {(total.judge, total.statements) for total in store.totals("w", EVER).judged}
    assert judged == {("tiny/1", 1), ("tiny/2", 1), ("person", 1)}
    person = [total for total in store.totals("w", EVER).judged if total.judge == PERSON]
    assert person == [JudgedTotal(PERSON, "use", 1, 5_000)]
    store.uncorrect("w", statement.id)
    assert PERSON not in {total.judge for total in store.totals("w", EVER).judged}


def test_errors_do_not_carry_what_customers_wrote(store: SqlStore) -> None:
    with store._db.write() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON item_version BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
    with pytest.raises(IntegrityError, match="no room") as failed:
        bring(store, "i", scored("1", "My cat is called Whiskers."))
    assert "Whiskers" not in str(failed.value)


def test_counts_that_contradict_each_other_are_reported_until_recounted(store: SqlStore) -> None:
    bring(store, "i", *(scored(str(n), f"Words {n}.", customer=f"c{n}") for n in range(5)))
    sound = store.totals("w", EVER)
    with store._db.write() as connection:
        connection.exec_driver_sql("DELETE FROM customer_cell WHERE customer = 3")
    with pytest.raises(Conflict, match="doctor"):
        store.totals("w", EVER)
    with store._db.write() as connection:
        connection.exec_driver_sql("DELETE FROM customer_cell")
    with pytest.raises(Conflict, match="doctor"):
        store.totals("w", EVER)
    assert not store.recount("w")
    assert store.totals("w", EVER) == sound


def test_threads_lose_no_counts(store: SqlStore) -> None:
    threads, chunks = 3, 8
    for n in range(threads):
        begin(store, f"i{n}")
    start = Barrier(threads)

    def fill(n: int) -> Sequence[int]:
        start.wait()
        return [
            write(
                store,
                f"i{n}",
                chunk,
                [scored(f"{n}-{chunk}-{i}", customer=f"c{i}", segments={"plan": f"p{i}"}) for i in range(5)]
                + [scored("shared", f"Of {n} in {chunk}.")],
            ).read
            for chunk in range(chunks)
        ]

    with ThreadPoolExecutor(threads) as pool:
        reads = list(pool.map(fill, range(threads)))
    assert reads == [[6 * (chunk + 1) for chunk in range(chunks)]] * threads
    assert store.totals("w", EVER).coverage.items == threads * chunks * 5 + 1
    assert store.recount("w")


def test_reading_goes_on_while_somebody_writes(store: SqlStore) -> None:
    bring(store, "i", scored("1"))
    with store._db.write() as connection:
        connection.exec_driver_sql("DELETE FROM cell")
        with ThreadPoolExecutor(1) as pool:
            assert len(pool.submit(store.totals, "w", EVER).result(timeout=20).cells) == 1


def test_another_policy_labels_anew_and_keeps_corrections(store: SqlStore, url: str) -> None:
    bring(store, "i", *(scored(str(n), f"Words {n}.") for n in range(9)))
    given = Labels("advocacy", "none", 0.5, ("joy",))
    store.correct("w", 1, given, by="me", at=NOON)
    before = store.statements("w", EVER, ANYTHING, cursor=None, limit=99).items
    stricter = open_store(url, replace(POLICY, version="test-2", stage_min=0.9))
    after = stricter.statements("w", EVER, ANYTHING, cursor=None, limit=99).items
    assert {s.model_labels.stage for s in before} != {"none"}
    assert {s.model_labels.stage for s in after} == {"none"}
    assert {s.id: s.labels.stage for s in after} == {
        s.id: "advocacy" if s.id == 1 else "none" for s in before
    }
    assert stricter.totals("w", EVER).coverage.statements_no_stage == 8
    assert stricter.recount("w")
    begin(stricter, "j")
    with pytest.raises(Conflict, match="test-2"):
        write(store, "j", 0, [scored("x")])
    stricter.close()
