"""The schedules on the real engine: several sources at once, one pull of each, and a memory that ends."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Event, Lock

import pytest
from dbos import DBOS

from feedback_miner.domain import Feed
from feedback_miner.errors import Busy
from feedback_miner.jobs import Worker, worker
from tests.jobs.test_worker import SOON, NoFeeds, Runner

NOW = datetime(2026, 3, 2, tzinfo=UTC)


class Due(NoFeeds):
    """Sources that are due until they were pulled; all must be under way before any of them ends."""

    def __init__(self, *names: str) -> None:
        self.pulled: list[str] = []
        self.all_done = Event()
        self._left = set(names)
        self._together = Barrier(len(names))
        self._lock = Lock()

    def due(self) -> list[Feed]:
        with self._lock:
            return [Feed("w", name, "rss", {}, NOW) for name in sorted(self._left)]

    def pull_due(self, workspace: str, name: str) -> object:
        with self._lock:
            if name not in self._left:  # it ended after it was asked what is due
                return None
            self.pulled.append(name)
        self._together.wait(SOON)
        with self._lock:
            self._left.discard(name)
            if not self._left:
                self.all_done.set()
        raise Busy("it is pulled by hand just now")


def test_as_many_sources_are_pulled_at_once_as_may_be_and_each_once(url: str) -> None:
    names = tuple("abcd"[: worker.PULLS])
    feeds = Due(*names)
    with Worker(url).running(Runner(), feeds):
        for _ in range(3):
            DBOS.trigger_schedule("pull-due").get_result()
        assert feeds.all_done.wait(SOON)
    assert sorted(feeds.pulled) == list(names)


def test_what_was_done_long_ago_is_forgotten(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Worker(url).running(Runner(), NoFeeds()):
        for _ in range(3):
            DBOS.trigger_schedule("pull-due").get_result()
        DBOS.trigger_schedule("forget-done").get_result()
        kept = rows(url)
        monkeypatch.setattr(worker, "MEMORY", timedelta(0))
        DBOS.trigger_schedule("forget-done").get_result()
        left = rows(url)
    assert kept["pull_due"] >= 3, "it was done just now"
    assert "pull_due" not in left


def test_a_pull_that_does_not_end_keeps_the_worker_no_longer_than_its_patience(url: str) -> None:
    asked, may_end = Event(), Event()

    class Hanging(NoFeeds):
        def due(self) -> list[Feed]:
            return [] if asked.is_set() else [Feed("w", "slow", "rss", {}, NOW)]

        def pull_due(self, workspace: str, name: str) -> object:
            asked.set()
            may_end.wait(SOON)
            return None

        def stop(self) -> bool:
            return False

    with Worker(url).running(Runner(), Hanging()):
        DBOS.trigger_schedule("pull-due").get_result()
        assert asked.wait(SOON)
    assert not may_end.is_set(), "the worker ended, and the pull had not"
    may_end.set()


def rows(url: str) -> dict[str, int]:
    """What the engine remembers: name of the work → how often."""
    with sqlite3.connect(Path(url.removeprefix("sqlite:///"))) as connection:
        found = connection.execute("SELECT name, count(*) FROM workflow_status GROUP BY name").fetchall()
    connection.close()
    return dict(found)
