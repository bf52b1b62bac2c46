"""What the engine has given up is done all the same, once a worker starts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import column, create_engine, table, update

from feedback_miner.jobs import workflows
from feedback_miner.storage import SqlStore
from tests.jobs.conftest import Make
from tests.jobs.runners import NoFeeds, NoRescorings, Runner, no_insights


def test_a_chunk_that_was_given_up_is_carried_by_the_next_worker(
    make: Make, store: SqlStore, database_url: str
) -> None:
    runner, worker = Runner(a=4), make("one")
    with worker.running(runner, NoFeeds(), NoRescorings(), no_insights(), store):
        worker.submit_import("w", "a", attempt=0)
        runner.until(lambda: len(runner.carried) == 4)
    _give_up(database_url, "chunk/w/a/0/2")

    later, worker = Runner(a=4), make("one")
    later.left_open = lambda: worker.submit_import("w", "a", attempt=0)
    with worker.running(later, NoFeeds(), NoRescorings(), no_insights(), store):
        later.until(lambda: "a/2" in later.carried)
    assert later.begun == ["a"]


def _give_up(url: str, workflow_id: str) -> None:
    """As the engine does after a hundred attempts."""
    engine = create_engine(url)
    schema = None if engine.dialect.name == "sqlite" else "dbos"
    status = table("workflow_status", column("workflow_uuid"), column("status"), schema=schema)
    with engine.begin() as connection:
        given_up = update(status).where(status.c.workflow_uuid == workflow_id).values(status="ERROR")
        assert connection.execute(given_up).rowcount == 1
    engine.dispose()


def test_work_of_a_slot_that_nobody_knows_any_more_is_taken_over(
    make: Make, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback_miner.jobs.slots.LOOK", 0.05)
    runner = Runner(a=1)
    runner.may_end.clear()
    with make("one").running(runner, NoFeeds(), NoRescorings(), no_insights(), store):
        workflows.submit_import("w", "a", 0)
        runner.until(lambda: runner.carried == ["a/0"])
    assert store.forget_worker("one", seen_before=datetime.now(UTC))
    later = Runner(a=1)
    with make("two").running(later, NoFeeds(), NoRescorings(), no_insights(), store):
        later.until(lambda: later.carried == ["a/0"])
    runner.may_end.set()
