"""Undoing imports: what they brought goes, what they covered comes back, and they go no further."""

from __future__ import annotations

import pytest

from feedback_miner.domain import ImportState, Labels, RowError, Source
from feedback_miner.errors import Conflict, NotFound
from feedback_miner.storage import SqlStore
from tests.storage.builders import EVER, GUESS, MAPPING, NOON, begin, bring, scored, texts, write


def test_undo_restores_what_was_overwritten(store: SqlStore) -> None:
    bring(store, "a", scored("1", "First."), scored("2", "Stays."))
    before = store.totals("w", EVER)
    shown = store.feedback("w", 1)
    bring(store, "b", scored("1", "Second.", customer="ann", segments={"plan": "pro"}), scored("3", "New."))
    undone = store.undo_import("w", "b", at=NOON)
    assert (undone.state, undone.report.added) == (ImportState.UNDONE, 1)
    assert store.totals("w", EVER) == before
    assert store.feedback("w", 1) == shown
    assert "segment.plan" not in store.dimensions("w")
    with pytest.raises(NotFound):
        store.feedback("w", 3)
    with pytest.raises(Conflict):
        store.undo_import("w", "b", at=NOON)


def test_the_order_of_undoing_does_not_matter(store: SqlStore) -> None:
    for name, words in (("a", "First."), ("b", "Second."), ("c", "Third.")):
        bring(store, name, scored("1", words))
    store.undo_import("w", "b", at=NOON)
    assert texts(store) == ["Third."]
    store.undo_import("w", "c", at=NOON)
    assert texts(store) == ["First."]
    store.undo_import("w", "a", at=NOON)
    assert texts(store) == []
    assert store.newest_day("w") is None


def test_what_another_import_brought_too_stays_as_its_own(store: SqlStore) -> None:
    bring(store, "a", scored("1", row=5))
    assert bring(store, "b", scored("1", row=70)).unchanged == 1
    store.undo_import("w", "a", at=NOON)
    view = store.feedback("w", 1)
    assert (view.import_id, view.item.row) == ("b", 70)
    store.undo_import("w", "b", at=NOON)
    assert texts(store) == []


def test_corrections_survive_undo_restore_and_return(store: SqlStore) -> None:
    given = Labels("advocacy", "none", 0.9, ("joy",))
    bring(store, "a", scored("1", "Twice.\nTwice.", customer="ann"))
    second = store.feedback("w", 1).statements[1]
    store.correct("w", second.id, given, by="me", at=NOON)
    bring(store, "b", scored("1", "Twice.\nOther.\nTwice."))
    assert [s.corrected for s in store.feedback("w", 1).statements] == [False, False, True]
    store.undo_import("w", "b", at=NOON)
    assert [s.corrected for s in store.feedback("w", 1).statements] == [False, True]
    store.undo_import("w", "a", at=NOON)
    assert texts(store) == []
    bring(store, "c", scored("1", "Twice.\nTwice.", customer="ann"))
    back = store.feedback("w", 1).statements
    assert [s.labels == given for s in back] == [False, True]
    assert store.recount("w")


def test_an_import_that_runs_is_ended_by_undoing_it(store: SqlStore) -> None:
    bring(store, "a", scored("1", "First."))
    begin(store, "b")
    write(store, "b", 0, [scored("1", "Second."), scored("2")])
    assert store.undo_import("w", "b", at=NOON).state is ImportState.UNDONE
    assert texts(store) == ["First."]
    with pytest.raises(Conflict):
        write(store, "b", 1, [scored("3")])
    refused(store, "b")
    assert texts(store) == ["First."]
    assert store.recount("w")


def test_an_import_that_waits_is_ended_by_undoing_it(store: SqlStore) -> None:
    for name in ("queued", "asking"):
        store.create_import(
            "w", name, file="a.csv", created_at=NOON, source=None, connection=None, mapping=None
        )
    store.ask_mapping("w", "asking", GUESS)
    for name in ("queued", "asking"):
        assert store.undo_import("w", name, at=NOON).state is ImportState.UNDONE
        refused(store, name)
    with pytest.raises(Conflict):
        store.answer_mapping("w", "asking", MAPPING, None)
    assert store.open_imports() == []


def refused(store: SqlStore, name: str) -> None:
    """An import that was undone goes no further, whoever asks."""
    with pytest.raises(Conflict):
        store.begin_import(
            "w",
            name,
            guess=GUESS,
            mapping=MAPPING,
            connection="file",
            source=Source.TICKET,
            rows_total=3,
            chunk_rows=3,
            at=NOON,
        )
    with pytest.raises(Conflict):
        store.finish_import("w", name, at=NOON)
    with pytest.raises(Conflict):
        store.fail_import("w", name, error="too late", at=NOON)
    with pytest.raises(Conflict):
        store.expire_import("w", name, at=NOON)
    with pytest.raises(Conflict):
        store.undo_import("w", name, at=NOON)
    assert store.get_import("w", name).state is ImportState.UNDONE


def test_undo_removes_the_rejected_rows_of_this_import_alone(store: SqlStore) -> None:
    for name in ("a", "b"):
        begin(store, name)
        write(store, name, 0, [], rejected=[RowError(2, "no date", {"text": "words"})])
    undone = store.undo_import("w", "a", at=NOON)
    assert undone.report.rejected == 1
    assert store.rejected_rows("w", "a", cursor=None, limit=9).items == ()
    assert len(store.rejected_rows("w", "b", cursor=None, limit=9).items) == 1


@pytest.mark.parametrize("size", [1, 2, 7])
def test_undo_goes_by_portions(store: SqlStore, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr("feedback_miner.storage.undo.PORTION", size)
    plan = {"plan": "pro"}
    bring(store, "a", *(scored(str(n), customer="ann", segments=plan) for n in range(4)))
    before = store.totals("w", EVER), store.dimensions("w")
    bring(
        store, "b", *(scored(str(n), f"New {n}.", customer="bob", segments={"plan": "x"}) for n in range(7))
    )
    while store.undo_import("w", "b", at=NOON).state is ImportState.UNDOING:
        assert store.recount("w")
    assert (store.totals("w", EVER), store.dimensions("w")) == before
    assert store.recount("w")


def test_an_import_that_is_being_taken_out_is_known_as_such(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback_miner.storage.undo.PORTION", 2)
    bring(store, "a", scored("1", "Before."))
    bring(store, "b", *(scored(str(n)) for n in range(1, 6)))
    assert store.undo_import("w", "b", at=NOON).state is ImportState.UNDOING
    assert store.recount("w")
    assert [job.state for job in store.unfinished_imports()] == [ImportState.UNDOING]
    assert store.rows_to_undo("w", "b") == 3
    with pytest.raises(Conflict):
        write(store, "b", 1, [scored("9")])
    store.undo_import("w", "b", at=NOON)
    assert store.undo_import("w", "b", at=NOON).state is ImportState.UNDONE
    assert texts(store) == ["Before."]
    assert store.unfinished_imports() == []
