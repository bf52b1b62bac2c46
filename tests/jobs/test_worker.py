"""Workers on the real engine, on both databases: chunks, slots, and what is taken over from whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from feedback_miner.domain import WorkerSlot
from feedback_miner.errors import SetupError
from feedback_miner.storage import SqlStore
from tests.jobs.conftest import Make
from tests.jobs.runners import NoFeeds, NoRescorings, Runner, no_insights


def test_each_chunk_is_carried_once(make: Make, store: SqlStore) -> None:
    runner, worker = Runner(a=1, b=5), make("one")
    with worker.running(runner, NoFeeds(), NoRescorings(), no_insights(), store):
        for import_id in ("a", "b", "b", "a"):
            worker.submit_import("w", import_id, attempt=0)
        runner.until(lambda: len(runner.carried) == 6)
    assert sorted(runner.begun) == ["a", "b"]
    assert sorted(runner.carried) == ["a/0", "b/0", "b/1", "b/2", "b/3", "b/4"]


def test_a_small_import_is_not_stuck_behind_a_large_one(make: Make, store: SqlStore) -> None:
    runner, worker = Runner(large=40, small=2), make("one")
    runner.may_end.clear()
    with worker.running(runner, NoFeeds(), NoRescorings(), no_insights(), store):
        worker.submit_import("w", "large", attempt=0)
        runner.until(lambda: "large/0" in runner.carried)
        worker.submit_import("w", "small", attempt=0)
        runner.until(lambda: "small/0" in runner.carried)
        runner.may_end.set()
        runner.until(lambda: len(runner.carried) == 42)
    assert runner.carried.index("small/1") < runner.carried.index("large/20")


def test_another_attempt_is_carried_again(make: Make, store: SqlStore) -> None:
    runner, worker = Runner(a=2), make("one")
    with worker.running(runner, NoFeeds(), NoRescorings(), no_insights(), store):
        worker.submit_import("w", "a", attempt=0)
        runner.until(lambda: len(runner.carried) == 2)
        worker.submit_import("w", "a", attempt=1)
        runner.until(lambda: len(runner.carried) == 4)


def test_what_is_left_open_is_looked_for_again_and_again(
    make: Make, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback_miner.jobs.slots.LOOK", 0.05)
    runner, worker = Runner(a=1, b=1), make("one")
    runner.left_open = lambda: worker.submit_import("w", "a", attempt=0)
    with worker.running(runner, NoFeeds(), NoRescorings(), no_insights(), store):
        runner.until(lambda: runner.carried == ["a/0"])
        runner.left_open = lambda: worker.submit_undo("w", "b")
        runner.until(lambda: runner.undone == ["b"])


def test_a_worker_that_is_woken_looks_at_once(
    make: Make, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback_miner.jobs.slots.LOOK", 3_600)
    runner, worker = Runner(a=1), make("one")
    with worker.running(runner, NoFeeds(), NoRescorings(), no_insights(), store):
        runner.left_open = lambda: worker.submit_import("w", "a", attempt=0)
        worker.wake()
        runner.until(lambda: runner.carried == ["a/0"])


def test_what_is_submitted_while_nothing_runs_is_not_lost_by_the_queue(make: Make, store: SqlStore) -> None:
    runner, worker = Runner(a=1), make("one")
    worker.submit_import("w", "a", attempt=0)
    runner.left_open = lambda: worker.submit_import("w", "a", attempt=0)
    with worker.running(runner, NoFeeds(), NoRescorings(), no_insights(), store):
        runner.until(lambda: runner.carried == ["a/0"])


def test_a_busy_database_is_told_and_tried_again(make: Make, store: SqlStore) -> None:
    runner, worker = Runner(a=1), make("one")
    runner.busy = 1
    with worker.running(runner, NoFeeds(), NoRescorings(), no_insights(), store):
        worker.submit_import("w", "a", attempt=0)
        runner.until(lambda: runner.carried == ["a/0"])
    assert runner.troubles == ["The database is busy."]


@pytest.mark.parametrize("slot", ["one", "two"])
def test_a_chunk_that_was_left_is_carried_again_by_whoever_comes(
    make: Make, store: SqlStore, monkeypatch: pytest.MonkeyPatch, slot: str
) -> None:
    monkeypatch.setattr("feedback_miner.jobs.slots.LOOK", 0.05)
    first = Runner(a=1)
    first.may_end.clear()
    began, worker = datetime.now(UTC), make("one")
    with worker.running(first, NoFeeds(), NoRescorings(), no_insights(), store):
        worker.submit_import("w", "a", attempt=0)
        first.until(lambda: first.carried == ["a/0"])
    assert datetime.now(UTC) - began < timedelta(seconds=30), "it waited for the chunk"
    second = Runner(a=1)
    with make(slot).running(second, NoFeeds(), NoRescorings(), no_insights(), store):
        second.until(lambda: second.carried == ["a/0"])
    first.may_end.set()


def test_a_slot_is_one_process_at_a_time(make: Make, store: SqlStore) -> None:
    with (
        make("one").running(Runner(), NoFeeds(), NoRescorings(), no_insights(), store),
        pytest.raises(SetupError, match="taken by another process"),
        make("one").running(Runner(), NoFeeds(), NoRescorings(), no_insights(), store),
    ):
        pass


def test_a_slot_of_another_machine_is_free_when_that_was_not_seen_for_a_minute(
    make: Make, store: SqlStore
) -> None:
    now = datetime.now(UTC)
    elsewhere = WorkerSlot("one", "another-machine", 7, "0.0", now, now)
    store.beat(elsewhere)
    with (
        pytest.raises(SetupError, match="in use on another-machine"),
        make("one").running(Runner(), NoFeeds(), NoRescorings(), no_insights(), store),
    ):
        pass
    gone = now - timedelta(minutes=2)
    store.beat(WorkerSlot("one", "another-machine", 7, "0.0", gone, gone))
    with make("one").running(Runner(), NoFeeds(), NoRescorings(), no_insights(), store):
        (seen,) = store.workers()
        assert seen.seen_at >= now


def test_a_slot_has_a_name_that_a_file_can_have(make: Make, store: SqlStore) -> None:
    with (
        pytest.raises(SetupError, match="letters, digits"),
        make("../one").running(Runner(), NoFeeds(), NoRescorings(), no_insights(), store),
    ):
        pass


def test_a_worker_that_ends_in_order_is_not_taken_for_one_at_work(make: Make, store: SqlStore) -> None:
    with make("one").running(Runner(), NoFeeds(), NoRescorings(), no_insights(), store):
        pass
    (seen,) = store.workers()
    assert seen.seen_at.year == 1970
