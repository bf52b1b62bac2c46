"""History that is copied is history as imports would have made it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from feedback_miner.domain import Cut, StatementFilter
from feedback_miner.storage import SqlStore, open_store
from feedback_miner.storage.engine import Database
from scripts.benchmarking.history import Halves, History, write_history
from scripts.benchmarking.stand_ins import Guesser
from scripts.benchmarking.way_in import WayIn

HISTORY = History(blocks=4, statements=600, days=60, end=date(2026, 1, 1))


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[SqlStore]:
    """A workspace with a history of four blocks."""
    scorer = Guesser()
    store = open_store(database_url, scorer.default_policy)
    store.create_workspace("w", name="W", time_zone="UTC")
    database = Database(database_url)
    way_in = WayIn(store, "w", tmp_path / "spool", Halves(), scorer)
    write_history(way_in, database, "w", HISTORY, tmp_path)
    yield store
    database.close()
    store.close()


def test_its_cells_are_those_of_a_recount(store: SqlStore) -> None:
    assert store.recount("w")


def test_every_block_says_the_same_in_its_own_days(store: SqlStore) -> None:
    blocks = []
    for block in range(HISTORY.blocks):
        begin = HISTORY.begin(block)
        cut = Cut(begin, begin + timedelta(days=HISTORY.days - 1))
        assert store.count_statements("w", cut, StatementFilter()) == HISTORY.statements
        totals = store.totals("w", cut)
        people = sum(len(customers.customers) for customers in totals.customers)
        blocks.append((totals.cells, totals.metrics, totals.coverage, totals.judged, people))
    assert blocks.count(blocks[0]) == HISTORY.blocks


def test_a_copy_is_an_import_that_can_be_undone(store: SqlStore) -> None:
    copy = next(job for job in store.list_imports("w", cursor=None, limit=10).items if job.id.endswith("2"))
    assert copy.report.statements == HISTORY.statements
