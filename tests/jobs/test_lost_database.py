"""A worker whose database is gone says so in a sentence."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from feedback_miner.errors import Busy
from feedback_miner.jobs import Worker
from feedback_miner.jobs.engine_log import keep_brief
from feedback_miner.jobs.slots import holding
from feedback_miner.storage import open_store
from tests.jobs.runners import NoFeeds, NoRescorings, Runner, no_insights
from tests.storage.builders import POLICY

#: Nobody listens there.
_NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"


@pytest.fixture
def engine_log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What the engine writes, which does not come to the log of the tests by itself."""
    engine = logging.getLogger("dbos")
    engine.addHandler(caplog.handler)
    yield caplog
    engine.removeHandler(caplog.handler)


def test_a_database_that_goes_as_a_worker_starts_is_told_without_tracebacks(
    sqlite_url: str, tmp_path: Path, engine_log: pytest.LogCaptureFixture
) -> None:
    store = open_store(sqlite_url, POLICY)
    worker = Worker(_NOWHERE, slot="one", slots=tmp_path)
    with (
        pytest.raises(Busy, match="cannot be reached"),
        worker.running(Runner(), NoFeeds(), NoRescorings(), no_insights(), store),
    ):
        pytest.fail("it cannot run")
    store.close()
    assert "DBOS failed to launch: the database does not answer" in engine_log.messages
    assert "Traceback" not in engine_log.text


def test_a_database_that_is_gone_at_the_end_hides_no_other_failure(sqlite_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_url, POLICY)
    gone = Busy("The database cannot be reached just now.")
    going = patch.object(store, "beat", side_effect=[None, gone])
    with pytest.raises(ZeroDivisionError), going as beat, holding("one", store, tmp_path):
        raise ZeroDivisionError
    assert beat.call_count == 2
    store.close()


def test_a_step_that_is_tried_again_is_told_in_a_line(engine_log: pytest.LogCaptureFixture) -> None:
    keep_brief()
    busy = Busy("The database is busy with other work.")
    logging.getLogger("dbos").warning("Step being retried. (attempt 1 of 9)", exc_info=busy)
    told = "Step being retried. (attempt 1 of 9): The database is busy with other work."
    assert set(engine_log.messages) == {told}
    assert engine_log.records[0].exc_info is None


def test_other_troubles_of_the_engine_are_told_whole(engine_log: pytest.LogCaptureFixture) -> None:
    keep_brief()
    try:
        raise ValueError("a defect")
    except ValueError:
        logging.getLogger("dbos").exception("Exception in a workflow: %s", "run_chunk")
    assert "Exception in a workflow: run_chunk" in engine_log.text
    assert "ValueError: a defect" in engine_log.text
