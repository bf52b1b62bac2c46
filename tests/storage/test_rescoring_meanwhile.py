"""What goes on while history is brought to another model: nothing is lost, and nothing counted twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from feedback_miner.domain import Labels, RescoredPortion, RescoreState
from feedback_miner.errors import Conflict, NotFound
from feedback_miner.storage import SqlStore, open_store
from tests.storage.builders import EVER, NOON, POLICY, begin, bring, scored, write
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


def test_what_the_old_model_brings_meanwhile_is_found(store: SqlStore) -> None:
    five(store)
    name = begin_rescore(store)
    carry(store, name, 0)
    bring(store, "j", scored("0", "Changed since."), scored("late", "Came late."), scored("x", model=NEW))
    assert store.recount("w")
    carry_all(store)
    assert not store.switch_rescore("w", name, at=NOON)
    late = store.late_versions("w", name)
    assert {version.message.text for version in late} == {"Changed since.", "Came late."}
    store.write_late_versions("w", name, answers(NEW, late))
    assert store.recount("w")
    finish(store)
    assert judges(store) == {NEW}
    assert shown(store)["Came late."].model_labels == POLICY.label(said_by(NEW, "Came late."))
    assert store.recount("w")


def test_corrections_go_before_both(store: SqlStore) -> None:
    five(store)
    name = begin_rescore(store)
    carry_all(store)
    given = Labels("advocacy", "none", 0.5, ("joy",))
    chosen = shown(store)["Words 2."]
    store.correct("w", chosen.id, given, by="me", at=NOON)
    assert store.recount("w")
    finish(store)
    after = shown(store)["Words 2."]
    assert (after.id, after.labels, after.corrected) == (chosen.id, given, True)
    assert after.model_labels == POLICY.label(said_by(NEW, "Words 2."))
    assert store.uncorrect("w", chosen.id).labels == after.model_labels
    assert store.recount("w")
    assert store.rescore("w", name).state is RescoreState.DONE


def test_what_an_undo_brings_back_is_of_the_new_model(store: SqlStore) -> None:
    five(store)
    bring(store, "j", scored("0", "Changed since."))
    begin_rescore(store)
    finish(store)
    store.undo_import("w", "j", at=NOON)
    assert "Changed since." not in shown(store)
    assert shown(store)["Words 0."].labels == POLICY.label(said_by(NEW, "Words 0."))
    assert judges(store) == {NEW}
    assert store.recount("w")


def test_erasure_leaves_nothing_staged(store: SqlStore) -> None:
    bring(store, "i", scored("1", "Mine.", customer="ann"), scored("2", "Yours.", customer="bob"))
    begin_rescore(store)
    carry_all(store)
    assert rows(store, "SELECT count(*) FROM rescored_statement") == 2
    store.erase_customer("w", "ann", at=NOON)
    assert rows(store, "SELECT count(*) FROM rescored_statement") == 1
    assert store.recount("w")
    finish(store)
    assert set(shown(store)) == {"Yours."}


def test_each_workspace_has_its_own(store: SqlStore) -> None:
    store.create_workspace("x", name="Other", time_zone="UTC")
    for n in range(3):
        bring(store, f"w{n}", scored(f"{n}", f"Words {n}."))
        bring(store, f"x{n}", scored(f"{n}", f"Words {n}."), workspace="x")
    other = store.totals("x", EVER)
    name = begin_rescore(store)
    assert store.rescore("w", name).items_total == 3
    with pytest.raises(NotFound):
        store.rescore("x", name)
    begin_rescore(store, name="rx", workspace="x")
    finish(store)
    sweep(store)
    assert store.totals("x", EVER) == other
    assert store.recount("x")
    assert store.rescores("x", limit=9)[0].chunks_done == 0


def test_a_days_zone_may_change_meanwhile(store: SqlStore) -> None:
    five(store)
    name = begin_rescore(store)
    carry(store, name, 0)
    store.set_time_zone("w", "Pacific/Auckland")
    assert store.recount("w")
    finish(store)
    assert store.recount("w")


def test_another_policy_labels_anew_only_what_its_own_model_scored(store: SqlStore, url: str) -> None:
    bring(store, "i", scored("1", "Of the old.", model=OLD), scored("2", "Of the new.", model=NEW))
    before = shown(store)
    assert {s.labels.stage for s in before.values()} != {"none"}
    stricter = open_store(url, replace(POLICY, version="test-2", stage_min=0.9, model=NEW))
    after = shown(stricter)
    assert after["Of the old."] == before["Of the old."]
    assert after["Of the new."].labels.stage == "none"
    assert judges(stricter) == {OLD, NEW}
    assert stricter.recount("w")
    stricter.close()


def test_another_policy_ends_what_was_staged_by_the_one_before(store: SqlStore, url: str) -> None:
    five(store)
    name = begin_rescore(store)
    carry(store, name, 0)
    other = open_store(url, replace(POLICY, version="test-2", model="tiny/10"))
    ended = other.rescore("w", name)
    assert ended.state is RescoreState.CANCELLED
    assert ended.error is not None
    assert "test-2" in ended.error
    begin_rescore(other, model="tiny/10", name="r2")
    finish(other, "r2", model="tiny/10")
    assert judges(other) == {"tiny/10"}
    assert other.recount("w")
    other.close()


def test_a_process_with_another_model_writes_nothing(store: SqlStore, url: str) -> None:
    five(store)
    name = begin_rescore(store)
    other = open_store(url, replace(POLICY, model="tiny/10"))
    with pytest.raises(Conflict, match=NEW):
        other.write_rescore_chunk("w", name, RescoredPortion(0, ()), at=NOON)
    other.close()


def test_workers_and_imports_at_once_lose_no_counts(store: SqlStore) -> None:
    bring(store, "i", *(scored(str(n), f"Words {n}.", customer=f"c{n % 3}") for n in range(24)))
    name = begin_rescore(store)
    begin(store, "j")
    start = Barrier(3)

    def carry_chunks(_: int) -> None:
        start.wait()
        for number in range(12):
            portion = store.rescore_portion("w", name, number)
            if portion:
                done = RescoredPortion(number, answers(NEW, portion.versions))
                store.write_rescore_chunk("w", name, done, at=NOON)

    def import_chunks() -> None:
        start.wait()
        for chunk in range(12):
            write(store, "j", chunk, [scored(str(chunk), "Changed."), scored(f"new-{chunk}", model=NEW)])

    with ThreadPoolExecutor(3) as pool:
        for work in [pool.submit(import_chunks), *(pool.submit(carry_chunks, n) for n in range(2))]:
            work.result(timeout=120)
    assert store.rescore("w", name).chunks_done == 12
    assert store.recount("w")
    finish(store)
    assert judges(store) == {NEW}
    assert store.totals("w", EVER).coverage.items == 36
    assert store.recount("w")
