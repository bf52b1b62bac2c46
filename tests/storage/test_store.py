"""The store as a whole: its contract, its schema, its threads, other label policies."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from feedback_miner.domain import PERSON, JudgedTotal, Labels, StatementFilter
from feedback_miner.errors import Conflict, Outdated, SetupError
from feedback_miner.ports import Store
from feedback_miner.storage import SqlStore, open_store
from feedback_miner.storage.cell_tables import EMOTIONS
from feedback_miner.storage.store import SCHEMA_VERSION
from feedback_miner.taxonomy import load_default
from tests.storage.builders import EVER, NOON, POLICY, begin, bring, scored, write
from tests.storage.triggers import fail, on_row, relent

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


def test_readers_of_a_file_do_not_wait_for_its_writer(sqlite_url: str) -> None:
    open_store(sqlite_url, POLICY).close()
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    other.close()


@pytest.mark.parametrize("bad", ["nonsense", "mysql://host/db", "sqlite://", "sqlite:///:memory:"])
def test_a_database_that_cannot_serve_is_refused(bad: str) -> None:
    with pytest.raises(SetupError):
        open_store(bad, POLICY)


def older(store: SqlStore) -> None:
    """Makes two workspaces, and of the database one whose cells were counted by an older program."""
    store.create_workspace("x", name="Other", time_zone="UTC")
    for workspace in ("w", "x"):
        bring(store, f"i-{workspace}", scored("1"), scored("2", "I love it."), workspace=workspace)
    with store._db.write() as connection:
        connection.exec_driver_sql("DELETE FROM judged_cell")
        connection.exec_driver_sql("UPDATE schema_version SET version = 1")


def version(store: SqlStore) -> int:
    with store._db.read() as connection:
        return int(connection.exec_driver_sql("SELECT version FROM schema_version").scalar_one())


def test_counting_anew_that_ends_half_way_starts_over(store: SqlStore, url: str) -> None:
    older(store)
    fail(store, "BEFORE INSERT ON cell", condition="NEW.workspace = 'x'")
    with pytest.raises(DBAPIError, match="no room"):
        open_store(url, POLICY)
    assert (version(store), store.recount("w")) == (1, True)
    relent(store, "cell")
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


def test_a_newer_program_that_came_meanwhile_stays_known(store: SqlStore, url: str) -> None:
    older(store)
    on_row(store, "AFTER UPDATE ON workspace", "UPDATE schema_version SET version = 99")
    open_store(url, POLICY).close()
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


def said(error: BaseException | None) -> str:
    """What an error says, with those that it comes from."""
    return "" if error is None else f"{error}\n{said(error.__cause__)}\n{said(error.__context__)}"


def test_errors_do_not_carry_what_customers_wrote(store: SqlStore) -> None:
    fail(store, "BEFORE INSERT ON item_version")
    with pytest.raises(DBAPIError, match="no room") as failed:
        bring(store, "i", scored("1", "My cat is called Whiskers."))
    assert "Whiskers" not in said(failed.value)


@pytest.mark.parametrize("table", ["item_version", "correction"])
def test_errors_of_postgresql_do_not_quote_rows(postgres_url: str, table: str) -> None:
    """Neither where rows are copied, nor where a statement is executed."""
    store = open_store(postgres_url, POLICY)
    store.create_workspace("w", name="Team", time_zone="UTC")
    bring(store, "i", scored("1"))
    with store._db.write() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT room CHECK (item_id < 0) NOT VALID")
    acts: dict[str, Callable[[], object]] = {
        "item_version": lambda: bring(store, "j", scored("2", "My cat is called Whiskers.")),
        "correction": lambda: store.correct("w", 1, Labels("use", "app", 0, ()), by="Whiskers", at=NOON),
    }
    with pytest.raises(IntegrityError, match="room") as failed:
        acts[table]()
    assert "Whiskers" not in said(failed.value)
    store.close()


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
    with pytest.raises(Outdated, match="test-2"):
        write(store, "j", 0, [scored("x")])
    stricter.close()
