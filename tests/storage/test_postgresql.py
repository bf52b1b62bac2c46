"""What is PostgreSQL's own: locks of rows, lost connections, texts that it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Connection

from feedback_miner.domain import ALERT_AFTER, Access, EventKind, Feed, Scope, StatementFilter
from feedback_miner.errors import Busy, QueryError
from feedback_miner.storage import SqlStore, open_store, postgresql
from feedback_miner.storage.engine import Database
from feedback_miner.storage.ledger import Ledger
from tests.storage.builders import EVER, NOON, POLICY, bring, scored

FEED = Feed("w", "blog", "rss", {}, NOON)
SOON = NOON + timedelta(minutes=5)
#: How long a thread may take that nothing blocks, in seconds.
PATIENCE = 60


@pytest.fixture
def store(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlStore]:
    """With the workspaces "v" and "w"; who waits for a lock gives up soon."""
    monkeypatch.setattr(postgresql, "_SESSION", postgresql._SESSION.replace("'20s'", "'5s'"))
    opened = open_store(postgres_url, POLICY)
    for workspace in ("v", "w"):
        opened.create_workspace(workspace, name="Team", time_zone="UTC")
    yield opened
    opened.close()


def wait_until_blocked(connection: Connection, other: Future[Any]) -> None:
    """Until another thread waits for a lock that this one has, or needs none."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    while not (other.done() or connection.exec_driver_sql(waiting).scalar_one()):
        continue


def test_who_waits_for_long_is_told_that_it_is_busy(store: SqlStore) -> None:
    with store._db.write() as connection:
        Ledger.lock(connection, "w", POLICY)
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(bring, store, "i", scored("1"))
            assert isinstance(waiting.exception(PATIENCE), Busy)
    bring(store, "i", scored("1"))


def test_workspaces_do_not_wait_for_each_other(store: SqlStore) -> None:
    with store._db.write() as connection:
        Ledger.lock(connection, "v", POLICY)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(bring, store, "i", scored("1")).result(PATIENCE).added == 1


def test_a_pull_ends_while_the_workspace_is_written_to(store: SqlStore) -> None:
    """Its event names the workspace: that must not wait for who has its cells locked, and wants the feed next."""
    store.add_feed(FEED)

    def fail(n: int) -> object:
        at = NOON + timedelta(hours=n)
        assert store.hold_feed("w", "blog", "me", now=at, until=at + timedelta(minutes=5))
        return store.end_pull("w", "blog", "me", at=at, due_at=None, error="down", rest_until=None)

    with store._db.write() as connection:
        Ledger.lock(connection, "w", POLICY)
        with ThreadPoolExecutor(1) as pool:
            told = [pool.submit(fail, n).result(PATIENCE) for n in range(ALERT_AFTER)]
    assert [getattr(event, "kind", None) for event in told] == [None, None, EventKind.SOURCE_FAILING]


def test_a_right_that_is_lost_meanwhile_counts_no_failure(store: SqlStore) -> None:
    store.add_feed(FEED)
    assert store.hold_feed("w", "blog", "me", now=NOON, until=SOON)
    with ThreadPoolExecutor(1) as pool, store._db.write() as connection:
        connection.exec_driver_sql("UPDATE feed SET holder = 'you'")
        ending = pool.submit(
            store.end_pull, "w", "blog", "me", at=SOON, due_at=None, error="down", rest_until=SOON
        )
        wait_until_blocked(connection, ending)
    assert ending.result(PATIENCE) is None
    assert replace(store.feed("w", "blog"), held_until=None) == FEED


def test_a_link_is_used_once_by_two_who_come_at_once(store: SqlStore) -> None:
    store.add_ticket("digest", Access("w", Scope.READ, "k"), kind="link", expires_at=SOON)
    with ThreadPoolExecutor(1) as pool, store._db.write() as connection:
        connection.exec_driver_sql("DELETE FROM ticket")
        second = pool.submit(store.redeem_link, "digest", now=NOON)
        wait_until_blocked(connection, second)
    assert second.result(PATIENCE) is None


def test_of_two_that_block_each_other_one_is_told_that_it_is_busy(store: SqlStore) -> None:
    both = Barrier(2)

    def lock(first: str, second: str) -> None:
        with store._db.write() as connection:
            Ledger.lock(connection, first, POLICY)
            both.wait()
            Ledger.lock(connection, second, POLICY)

    with ThreadPoolExecutor(2) as pool:
        ends = [pool.submit(lock, "v", "w"), pool.submit(lock, "w", "v")]
        failed = [error for error in (end.exception(PATIENCE) for end in ends) if error]
    assert [type(error) for error in failed] == [Busy]


def test_a_connection_that_breaks_is_no_defect(store: SqlStore) -> None:
    with pytest.raises(Busy, match="cannot be reached"), store._db.write() as connection:
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
    assert bring(store, "i", scored("1")).added == 1


def test_connections_that_broke_unseen_are_replaced(store: SqlStore, postgres_url: str) -> None:
    with store._db.ask() as first, store._db.ask() as second:
        first.exec_driver_sql("SELECT 1")
        second.exec_driver_sql("SELECT 1")
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    other = Database(postgres_url)
    with other.ask() as connection:
        assert len(connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) {others}").all()) >= 2
        while connection.exec_driver_sql(f"SELECT count(*) {others}").scalar_one():
            continue
    other.close()
    with store._db.ask() as first, store._db.ask() as second:
        assert first.exec_driver_sql("SELECT 1").scalar_one()
        assert second.exec_driver_sql("SELECT 1").scalar_one()


def test_a_text_that_it_refuses_is_a_wrong_question(store: SqlStore) -> None:
    with pytest.raises(QueryError, match="NUL"):
        store.count_statements("w", EVER, StatementFilter(text="no\0"))
