"""The schedules on the real engine: several sources at once, one pull of each, and a memory that ends."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event, Lock

import pytest
from dbos import DBOS

from feedback_miner.domain import Feed
from feedback_miner.errors import Busy
from feedback_miner.jobs import worker, workflows
from feedback_miner.storage import SqlStore
from tests.jobs.conftest import Make
from tests.jobs.runners import SOON, NoFeeds, NoRescorings, Runner, no_insights

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


def test_as_many_sources_are_pulled_at_once_as_may_be_and_each_once(make: Make, store: SqlStore) -> None:
    names = tuple("abcd"[: worker.PULLS])
    feeds = Due(*names)
    with make("one").running(Runner(), feeds, NoRescorings(), no_insights(), store):
        for _ in range(3):
            DBOS.trigger_schedule("pull-due").get_result()
        assert feeds.all_done.wait(SOON)
    assert sorted(feeds.pulled) == list(names)


def test_what_was_done_long_ago_is_forgotten(
    make: Make, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make("one").running(Runner(), NoFeeds(), NoRescorings(), no_insights(), store):
        for _ in range(3):
            DBOS.trigger_schedule("pull-due").get_result()
        DBOS.trigger_schedule("forget-done").get_result()
        kept = remembered()
        monkeypatch.setattr(workflows, "MEMORY", timedelta(0))
        DBOS.trigger_schedule("forget-done").get_result()
        left = remembered()
    assert kept["pull_due"] >= 3, "it was done just now"
    assert "pull_due" not in left


def test_a_pull_that_does_not_end_keeps_the_worker_no_longer_than_its_patience(
    make: Make, store: SqlStore
) -> None:
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

    with make("one").running(Runner(), Hanging(), NoRescorings(), no_insights(), store):
        DBOS.trigger_schedule("pull-due").get_result()
        assert asked.wait(SOON)
    assert not may_end.is_set(), "the worker ended, and the pull had not"
    may_end.set()


def remembered() -> Counter[str]:
    """What the engine remembers: name of the work → how often."""
    return Counter(workflow.name for workflow in DBOS.list_workflows(load_input=False, load_output=False))
