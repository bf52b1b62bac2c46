"""The queue of imports on the real engine and a real SQLite file."""

from __future__ import annotations

from threading import Event

from feedback_miner.domain import Feed
from feedback_miner.jobs import Worker

SOON = 20.0


class Runner:
    """Notes what it was asked to carry."""

    def __init__(self, *, left_open: tuple[str, ...] = ()) -> None:
        self.carried: list[str] = []
        self.paused = False
        self.done = Event()
        self.may_end = Event()
        self.may_end.set()
        self.left_open = left_open
        self.worker: Worker | None = None

    def run(self, workspace: str, import_id: str) -> object:
        self.carried.append(f"{workspace}/{import_id}")
        self.may_end.wait(SOON)
        if import_id.startswith("last"):
            self.done.set()
        return None

    def recover(self) -> int:
        for import_id in self.left_open:
            assert self.worker
            self.worker.submit_import("default", import_id)
        return len(self.left_open)

    def expire(self) -> int:
        return 0

    def pause(self) -> None:
        self.paused = True
        self.may_end.set()


class NoFeeds:
    """No source is ever due."""

    def due(self) -> list[Feed]:
        return []

    def pull_due(self, workspace: str, name: str) -> object:
        raise AssertionError(f"{workspace}/{name} is not due")

    def stop(self) -> bool:
        return True


def test_each_import_runs_once_and_in_order(url: str) -> None:
    runner, worker = Runner(), Worker(url)
    runner.may_end.clear()
    with worker.running(runner, NoFeeds()):
        for import_id in ("a", "b", "b", "last", "last"):
            worker.submit_import("default", import_id)
        runner.may_end.set()
        assert runner.done.wait(SOON)
    assert runner.carried == ["default/a", "default/b", "default/last"]


def test_what_was_left_open_is_taken_up_at_the_start(url: str) -> None:
    worker = Worker(url)
    runner = Runner(left_open=("last-week",))
    runner.worker = worker
    with worker.running(runner, NoFeeds()):
        assert runner.done.wait(SOON)
    assert runner.carried == ["default/last-week"]


def test_what_is_submitted_while_nothing_runs_stays_for_the_next_time(url: str) -> None:
    worker, runner = Worker(url), Runner()
    worker.submit_import("default", "last")
    with worker.running(runner, NoFeeds()):
        pass
    assert runner.carried == []
    assert runner.paused


def test_stopping_waits_for_the_chunk_in_hand(url: str) -> None:
    runner, worker = Runner(), Worker(url)
    runner.may_end.clear()
    with worker.running(runner, NoFeeds()):
        worker.submit_import("default", "last")
        while not runner.carried:
            assert not runner.done.wait(0.05)
    assert runner.done.is_set()
