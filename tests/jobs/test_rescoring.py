"""Re-scorings on the real engine: each chunk once, the last one ends it, and what failed can be begun again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from feedback_miner.domain import Rescore, RescoreState
from feedback_miner.errors import Busy
from feedback_miner.storage import SqlStore
from tests.jobs.conftest import Make
from tests.jobs.runners import NoFeeds, NoRescorings, Notes, Runner, no_insights

OPEN = (RescoreState.QUEUED, RescoreState.RUNNING)


class Rescoring(NoRescorings):
    """One re-scoring, kept in memory."""

    def __init__(self, chunks: int, notes: Notes, *, by: str = NoRescorings.model) -> None:
        now = datetime.now(UTC)
        self.now = Rescore("r", "w", by, RescoreState.RUNNING, chunks, 0, chunks * 9, 0, now)
        self.left = list(range(chunks))
        self.fails: list[Exception] = []
        self.notes = notes

    def unfinished(self) -> list[Rescore]:
        return [self.now] if self.now.state in OPEN else []

    def get(self, workspace: str, rescore_id: str) -> Rescore:
        return self.now

    def chunks_left(self, workspace: str, rescore_id: str) -> list[int]:
        return list(self.left)

    def carry_chunk(self, workspace: str, rescore_id: str, number: int) -> Rescore:
        if self.fails:
            raise self.fails.pop()
        self.left.remove(number)
        self.now = replace(self.now, chunks_done=self.now.chunks_done + 1)
        self.notes.add(f"chunk {number}")
        return self.now

    def finish(self, workspace: str, rescore_id: str) -> Rescore:
        self.now = replace(self.now, state=RescoreState.DONE)
        self.notes.add("finished")
        return self.now

    def note_retry(self, workspace: str, rescore_id: str, trouble: str) -> None:
        self.notes.add(trouble)

    def fail(self, workspace: str, rescore_id: str, error: str) -> Rescore:
        self.now = replace(self.now, state=RescoreState.FAILED, error=error)
        self.notes.add(f"failed: {error}")
        return self.now


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks follow one another quickly."""
    monkeypatch.setattr("feedback_miner.jobs.slots.LOOK", 0.1)
    monkeypatch.setattr("feedback_miner.jobs.rescoring._LOOK", 0.1)


def test_each_chunk_is_carried_once_and_the_last_one_ends_it(make: Make, store: SqlStore) -> None:
    notes = Notes()
    with make("one").running(Runner(), NoFeeds(), Rescoring(4, notes), no_insights(), store):
        notes.until(lambda said: "finished" in said)
    assert sorted(notes.said) == ["chunk 0", "chunk 1", "chunk 2", "chunk 3", "finished"]


def test_one_with_no_chunks_left_is_finished(make: Make, store: SqlStore) -> None:
    notes = Notes()
    with make("one").running(Runner(), NoFeeds(), Rescoring(0, notes), no_insights(), store):
        notes.until(lambda said: said == ["finished"])


def test_a_busy_database_is_told_and_tried_again(make: Make, store: SqlStore) -> None:
    notes = Notes()
    rescoring = Rescoring(1, notes)
    rescoring.fails.append(Busy("The database is busy."))
    with make("one").running(Runner(), NoFeeds(), rescoring, no_insights(), store):
        notes.until(lambda said: said == ["The database is busy.", "chunk 0", "finished"])


def test_what_failed_goes_on_when_it_is_begun_again(make: Make, store: SqlStore) -> None:
    notes = Notes()
    rescoring = Rescoring(3, notes)
    rescoring.fails.append(ValueError("what customers wrote"))
    with make("one").running(Runner(), NoFeeds(), rescoring, no_insights(), store):
        notes.until(lambda said: any(word.startswith("failed: ") for word in said))
        assert rescoring.now.error == "A chunk could not be scored (ValueError)."
        rescoring.now = replace(rescoring.now, state=RescoreState.RUNNING, error=None)
        notes.until(lambda said: said[-1] == "finished")
    assert rescoring.left == []


def test_a_worker_with_another_model_scores_nothing(make: Make, store: SqlStore) -> None:
    notes = Notes()
    with make("one").running(Runner(), NoFeeds(), Rescoring(2, notes, by="other/1"), no_insights(), store):
        notes.until(bool)
    ours = "A worker scores with light/1, and this is a re-scoring by other/1."
    assert notes.said == [f"failed: {ours} Set one model for all workers, and begin again."]
