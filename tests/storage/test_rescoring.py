"""Bringing history to another model: beside what counts, chunk by chunk, then at once."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import Connection, event

from feedback_miner.domain import Labels, RescoredPortion, RescoreState
from feedback_miner.errors import Conflict
from feedback_miner.storage import SqlStore, sweeping
from tests.storage.builders import EVER, NOON, POLICY, bring, scored
from tests.storage.rescorers import (
    NEW,
    OLD,
    answers,
    begin_rescore,
    carry,
    carry_all,
    finish,
    five,
    judges,
    rows,
    said_by,
    shown,
    sweep,
)


def test_the_map_shows_the_old_until_all_is_there_and_then_the_new(store: SqlStore) -> None:
    five(store)
    before, was, revision = store.totals("w", EVER), shown(store), store.workspace("w").revision
    name = begin_rescore(store)
    carry_all(store)
    assert (store.totals("w", EVER), shown(store)) == (before, was)
    assert store.workspace("w").revision == revision
    assert store.switch_rescore("w", name, at=NOON)
    assert {words: s.labels for words, s in shown(store).items()} == {
        words: POLICY.label(said_by(NEW, words)) for words in was
    }
    assert judges(store) == {NEW}
    after = store.totals("w", EVER)
    assert after.coverage.items == before.coverage.items == 7
    assert store.workspace("w").revision == revision + 1
    assert store.recount("w")
    done = store.rescore("w", name)
    assert (done.state, done.chunks_done, done.items_done, done.items_total) == (RescoreState.DONE, 4, 7, 7)


def test_it_is_begun_once_and_not_where_there_is_nothing_to_do(store: SqlStore) -> None:
    assert store.begin_rescore("w", "r", model=NEW, chunk_items=2, at=NOON) is None
    five(store)
    assert store.begin_rescore("w", "r", model=OLD, chunk_items=2, at=NOON) is None
    begin_rescore(store)
    again = store.begin_rescore("w", "another", model=NEW, chunk_items=3, at=NOON)
    assert again is not None
    assert (again.id, again.chunks, len(store.rescores("w", limit=9))) == ("r", 4, 1)
    finish(store)
    assert store.begin_rescore("w", "r2", model=NEW, chunk_items=2, at=NOON) is None


def test_a_chunk_that_comes_twice_changes_nothing(store: SqlStore) -> None:
    five(store)
    name = begin_rescore(store)
    portion = store.rescore_portion("w", name, 1)
    assert portion is not None
    done = RescoredPortion(1, answers(NEW, portion.versions))
    first = store.write_rescore_chunk("w", name, done, at=NOON)
    assert store.write_rescore_chunk("w", name, done, at=NOON) == first
    assert store.rescore_portion("w", name, 1) is None
    assert store.rescore_chunks_left("w", name) == [0, 2, 3]
    assert store.recount("w")


def test_it_cannot_switch_before_every_chunk_is_there(store: SqlStore) -> None:
    five(store)
    name = begin_rescore(store)
    carry(store, name, 0)
    with pytest.raises(Conflict, match="3 chunks"):
        store.switch_rescore("w", name, at=NOON)
    finish(store)
    assert store.switch_rescore("w", name, at=NOON)


def test_a_cancelled_one_leaves_everything_as_it_was(store: SqlStore) -> None:
    five(store)
    before = store.totals("w", EVER)
    name = begin_rescore(store)
    carry(store, name, 0)
    assert store.cancel_rescore("w", name, at=NOON).state is RescoreState.CANCELLED
    with pytest.raises(Conflict, match="cancelled"):
        store.write_rescore_chunk("w", name, RescoredPortion(1, ()), at=NOON)
    with pytest.raises(Conflict, match="cancelled"):
        store.rescore_portion("w", name, 1)
    with pytest.raises(Conflict, match="cancelled"):
        store.switch_rescore("w", name, at=NOON)
    assert store.totals("w", EVER) == before
    assert store.recount("w")
    begin_rescore(store, name="r2")
    finish(store, "r2")
    sweep(store)
    assert judges(store) == {NEW}
    with pytest.raises(Conflict, match="done"):
        store.cancel_rescore("w", "r2", at=NOON)


def test_one_that_failed_goes_on_where_it_was(store: SqlStore) -> None:
    five(store)
    name = begin_rescore(store)
    carry(store, name, 2)
    failed = store.fail_rescore("w", name, error="The model folder is gone.")
    assert (failed.state, failed.error) == (RescoreState.FAILED, "The model folder is gone.")
    bring(store, "j", scored("9", "While it stood still."))
    assert store.recount("w")
    begin_rescore(store, name="another")
    assert store.rescore_chunks_left("w", name) == [0, 1, 3]
    finish(store)
    assert judges(store) == {NEW}


def test_another_model_takes_the_place_of_one_that_is_under_way(store: SqlStore) -> None:
    five(store)
    name = begin_rescore(store)
    carry(store, name, 0)
    begin_rescore(store, model="tiny/10", name="r2")
    assert store.rescore("w", name).state is RescoreState.CANCELLED
    finish(store, "r2", model="tiny/10")
    assert judges(store) == {"tiny/10"}
    assert store.recount("w")


def test_what_is_left_behind_goes_in_batches(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "ROWS", 3)
    five(store)
    assert not store.sweep_rescores()
    begin_rescore(store)
    finish(store)
    totals = store.totals("w", EVER)
    assert rows(store, "SELECT count(DISTINCT labelling) FROM cell") == 2
    assert store.sweep_rescores()
    assert store.totals("w", EVER) == totals
    sweep(store)
    for table in ("cell", "customer_cell", "metric_cell", "coverage_cell", "judged_cell"):
        assert rows(store, f"SELECT count(DISTINCT labelling) FROM {table}") == 1
    assert rows(store, "SELECT count(*) FROM rescored_statement") == 0
    assert rows(store, "SELECT count(*) FROM rescore_chunk") == 0
    assert store.totals("w", EVER) == totals
    assert store.recount("w")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_chunk_costs_the_same_however_long_the_history_is(store: SqlStore) -> None:
    """It is found by its items' ids: SQLite would prefer an index of the whole workspace."""
    five(store)
    name = begin_rescore(store)
    plans: set[str] = set()

    def explain(connection: Connection, cursor: Any, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith("SELECT"):
            with closing(cursor.connection.cursor()) as explaining:
                explaining.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                plans.update(row[3] for row in explaining.fetchall())

    event.listen(store._db.engine, "before_cursor_execute", explain)
    carry(store, name, 1)
    store.late_versions("w", name)
    store.correct("w", shown(store)["Words 2."].id, Labels("use", "app", 0.0, ()), by="me", at=NOON)
    event.remove(store._db.engine, "before_cursor_execute", explain)
    assert any("item_version_item" in plan for plan in plans)
    assert not [plan for plan in plans if "item_version_day" in plan or "item_version_model" in plan]
    assert not [plan for plan in plans if "SEARCH item USING INDEX" in plan]
