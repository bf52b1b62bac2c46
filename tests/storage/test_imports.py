"""Imports: their life, and chunks that are written once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from feedback_miner.domain import (
    AuthorRole,
    ImportReport,
    ImportState,
    Progress,
    RowError,
    ScoredItem,
    Source,
    StatementFilter,
)
from feedback_miner.errors import Conflict, NotFound, QueryError, Stale
from feedback_miner.storage import SqlStore
from feedback_miner.storage.base import to_cursor
from tests.storage.builders import EVER, GUESS, MAPPING, NOON, begin, bring, scored, texts, write, written

ANYTHING = StatementFilter()


def test_the_way_of_an_import(store: SqlStore) -> None:
    made = store.create_import(
        "w", "i", file="a.csv", created_at=NOON, source=Source.SURVEY, connection="desk", mapping=None
    )
    assert (made.state, made.source, made.connection) == (ImportState.QUEUED, Source.SURVEY, "desk")
    assert store.get_import("w", "i") == made
    store.ask_mapping("w", "i", GUESS)
    assert store.get_import("w", "i").guess == GUESS
    assert [i.id for i in store.open_imports()] == ["i"]
    store.answer_mapping("w", "i", MAPPING, Source.TICKET)
    assert store.get_import("w", "i").mapping == MAPPING
    with pytest.raises(Conflict):
        store.answer_mapping("w", "i", MAPPING, None)
    store.begin_import(
        "w",
        "i",
        guess=GUESS,
        mapping=MAPPING,
        connection="desk",
        source=Source.TICKET,
        rows_total=9,
        chunk_rows=5,
        at=NOON,
    )
    done = store.finish_import("w", "i", at=NOON)
    assert (done.state, done.rows_total, done.finished_at) == (ImportState.DONE, 9, NOON)
    assert store.finish_import("w", "i", at=NOON + timedelta(days=1)) == done
    assert store.open_imports() == []
    with pytest.raises(Conflict):
        store.fail_import("w", "i", error="too late", at=NOON)


def test_an_import_that_failed_keeps_its_reason(store: SqlStore) -> None:
    begin(store, "i")
    store.fail_import("w", "i", error="row 7 is torn", at=NOON)
    assert store.get_import("w", "i").error == "row 7 is torn"
    store.undo_import("w", "i", at=NOON)
    begin(store, "j")
    store.expire_import("w", "j", at=NOON)
    assert store.get_import("w", "j").state is ImportState.EXPIRED


def test_an_id_is_taken_once(store: SqlStore) -> None:
    begin(store, "i")
    with pytest.raises(Conflict):
        begin(store, "i")
    with pytest.raises(NotFound):
        begin(store, "i", workspace="nobody's")


def test_newest_imports_first_page_by_page(store: SqlStore) -> None:
    for n in range(5):
        begin(store, f"i{n}", at=NOON + timedelta(hours=n // 2))
    first = store.list_imports("w", cursor=None, limit=3)
    begin(store, "late", at=NOON + timedelta(days=1))
    rest = store.list_imports("w", cursor=first.next_cursor, limit=3)
    assert [i.id for i in (*first.items, *rest.items)] == ["i4", "i3", "i2", "i1", "i0"]
    assert rest.next_cursor is None


@pytest.mark.parametrize("micros", [10**18, 2**63, -(2**63), 10**30])
def test_a_cursor_beyond_all_time_is_refused(store: SqlStore, micros: int) -> None:
    bring(store, "i", scored("1"))
    with pytest.raises(QueryError):
        store.list_imports("w", cursor=to_cursor((micros, "i")), limit=3)
    with pytest.raises(QueryError):
        store.statements("w", EVER, ANYTHING, cursor=to_cursor((1, micros, 1)), limit=3)


def test_a_cursor_beyond_all_days_comes_before_every_statement(store: SqlStore) -> None:
    bring(store, "i", scored("1"))
    place = to_cursor((2**63 - 1, NOON, 1))
    assert len(store.statements("w", EVER, ANYTHING, cursor=place, limit=3).items) == 1


@pytest.mark.parametrize(
    "cursor", ["", "?", "bm8", "WzFd", "WyJhIiwgImIiXQ", "WzEsICJcdWQ4MDAiXQ", "W251bGwsIG51bGxd", "é"]
)
def test_a_foreign_cursor_is_refused(store: SqlStore, cursor: str) -> None:
    with pytest.raises(QueryError):
        store.list_imports("w", cursor=cursor, limit=3)


def test_the_report_counts_every_row(store: SqlStore) -> None:
    bring(store, "a", scored("1"), scored("2", "Fine.\nGood."))
    begin(store, "b")
    report = write(
        store,
        "b",
        0,
        [
            scored("1"),
            scored("2", "Changed."),
            scored("3", "Hallo.", language="de"),
            scored("4", "Hi.", role=AuthorRole.AGENT),
            scored("5", "", nps=3),
            scored("5", "", nps=4),
        ],
        rejected=[RowError(8, "no date", {"text": "…"})],
        merged=2,
        skipped=1,
    )
    assert report == ImportReport(
        read=10, added=3, updated=1, unchanged=1, merged=3, skipped=1, rejected=1, not_scored=3, statements=1
    )
    assert store.get_import("w", "b").report == report


def test_a_chunk_is_written_once(store: SqlStore) -> None:
    begin(store, "i")
    first = write(store, "i", 0, [scored("1")], rejected=[RowError(2, "bad")])
    before = store.totals("w", EVER), store.workspace("w").revision
    assert write(store, "i", 0, [scored("1", "Else."), scored("9")], rejected=[RowError(2, "bad")]) == first
    assert (store.totals("w", EVER), store.workspace("w").revision) == before
    assert len(store.rejected_rows("w", "i", cursor=None, limit=9).items) == 1


def test_chunks_come_in_any_order_and_the_last_row_ends_the_import(store: SqlStore) -> None:
    begin(store, "i", rows=25)
    assert store.missing_chunks("w", "i") == [0, 1, 2]
    write(store, "i", 2, [], skipped=5)
    assert store.missing_chunks("w", "i") == [0, 1]
    write(store, "i", 0, [], merged=10)
    assert store.get_import("w", "i").state is ImportState.RUNNING
    write(store, "i", 1, [scored(str(n)) for n in range(10)])
    assert store.missing_chunks("w", "i") == []
    assert store.get_import("w", "i").state is ImportState.DONE
    assert store.rows_since("w", "i", NOON) == 25
    assert store.rows_since("w", "i", NOON + timedelta(seconds=1)) == 0


def test_a_cancelled_import_is_refused_and_can_go_on(store: SqlStore) -> None:
    begin(store, "i", rows=20)
    write(store, "i", 0, [scored("1")], skipped=9)
    assert store.cancel_import("w", "i", at=NOON).state is ImportState.CANCELLED
    with pytest.raises(Conflict):
        write(store, "i", 1, [scored("2")], skipped=9)
    with pytest.raises(Conflict):
        store.cancel_import("w", "i", at=NOON)
    resumed = store.resume_import("w", "i")
    assert (resumed.state, resumed.attempt) == (ImportState.QUEUED, 1)
    assert [(job.id, job.attempt) for job in store.unfinished_imports()] == [("i", 1)]
    assert store.missing_chunks("w", "i") == [1]


def test_progress_tells_how_far_and_what_hindered(store: SqlStore) -> None:
    begin(store, "i", rows=20)
    write(store, "i", 0, [scored("1")], skipped=9)
    store.note_retry("w", "i", "The database is busy.")
    assert store.get_import("w", "i").progress == Progress(10, 20, retries=1, trouble="The database is busy.")
    write(store, "i", 1, [], skipped=10)
    assert store.get_import("w", "i").progress is None


def test_a_crash_in_a_chunk_leaves_nothing(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(store, "a", scored("1", "Old words."))
    before = store.totals("w", EVER), store.workspace("w").revision, store.dimensions("w")
    begin(store, "b")
    half = [scored("1", "New words."), scored("2", segments={"plan": "pro"}, customer="ann")]
    with monkeypatch.context() as patch:
        patch.setattr("feedback_miner.storage.chunks._reject", _crash)
        with pytest.raises(MemoryError):
            write(store, "b", 0, half)
    assert (store.totals("w", EVER), store.workspace("w").revision, store.dimensions("w")) == before
    assert written(store, "b") == []
    assert store.get_import("w", "b").report == ImportReport()
    assert texts(store) == ["Old words."]
    assert store.recount("w")
    assert write(store, "b", 0, [scored("1", "New words.")]).updated == 1


def _crash(*_: object) -> None:
    raise MemoryError


def test_nothing_is_written_to_an_import_that_does_not_run(store: SqlStore) -> None:
    bring(store, "i", scored("1"))
    with pytest.raises(Conflict):
        write(store, "i", 1, [scored("2")])
    assert written(store, "i") == [0]
    with pytest.raises(NotFound):
        write(store, "j", 0, [scored("2")])


def test_unchanged_names_what_needs_no_scoring(store: SqlStore) -> None:
    same, waiting = scored("1"), scored("2", model="")
    bring(store, "i", same, waiting, scored("3"))
    hashes = {
        "1": same.item.content_hash(),
        "2": waiting.item.content_hash(),
        "3": scored("3", "New.").item.content_hash(),
        "4": same.item.content_hash(),
    }
    assert store.unchanged("w", "file", hashes) == {"1"}
    assert store.unchanged("w", "elsewhere", hashes) == frozenset()


def test_scores_reach_an_item_that_waited_for_them(store: SqlStore) -> None:
    bring(store, "a", scored("1", model=""))
    assert store.totals("w", EVER).coverage.unscored == 1
    assert bring(store, "b", scored("1")).updated == 1
    assert store.totals("w", EVER).coverage.scored == 1
    assert bring(store, "c", scored("1", model="")).unchanged == 1


def test_a_known_item_that_is_gone_must_be_scored(store: SqlStore) -> None:
    known = ScoredItem(scored("1").item, (), known=True)
    bring(store, "a", scored("1"))
    begin(store, "b")
    store.undo_import("w", "a", at=NOON)
    with pytest.raises(Stale):
        write(store, "b", 0, [known, scored("2")], rejected=[RowError(3, "no date")])
    assert (written(store, "b"), store.get_import("w", "b").report) == ([], ImportReport())
    assert texts(store) == []
    assert write(store, "b", 0, [scored("1"), scored("2")]).added == 2


def test_a_known_item_that_was_overwritten_must_be_scored(store: SqlStore) -> None:
    known = ScoredItem(scored("1").item, (), known=True)
    bring(store, "a", scored("1"))
    begin(store, "b")
    bring(store, "c", scored("1", "Other words."))
    with pytest.raises(Stale):
        write(store, "b", 0, [known])
    store.undo_import("w", "c", at=NOON)
    assert write(store, "b", 0, [known]).unchanged == 1


def test_a_known_item_that_waits_for_a_model_again_must_be_scored(store: SqlStore) -> None:
    bring(store, "a", scored("1", model=""))
    bring(store, "b", scored("1"))
    begin(store, "c")
    store.undo_import("w", "b", at=NOON)
    with pytest.raises(Stale):
        write(store, "c", 0, [ScoredItem(scored("1").item, (), known=True)])


def test_a_known_item_that_nobody_scores_is_stored_as_it_comes(store: SqlStore) -> None:
    items = [scored("1", "", nps=3), scored("2", "Hallo.", language="de"), scored("3", role=AuthorRole.AGENT)]
    begin(store, "i")
    assert write(store, "i", 0, [ScoredItem(s.item, (), known=True) for s in items]).added == 3


def test_an_import_may_change_its_own_row(store: SqlStore) -> None:
    bring(store, "a", scored("1", "First."))
    begin(store, "b")
    write(store, "b", 0, [scored("1", "Second.", row=1)])
    write(store, "b", 1, [scored("1", "Third.", row=9)])
    store.finish_import("w", "b", at=NOON)
    assert texts(store) == ["Third."]
    assert [(row, s[0].text) for row, s in store.labels_by_row("w", "b")] == [(9, "Third.")]
    store.undo_import("w", "b", at=NOON)
    assert texts(store) == ["First."]


def test_labels_come_back_by_row(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedback_miner.storage.imports.BATCH", 2)
    bring(store, "a", scored("z", "Mine.", row=3))
    bring(
        store,
        "b",
        *(scored(i, f"{i}.\nMore.", row=9 - n) for n, i in enumerate("vwxy")),
        scored("z", "Mine.", row=2),
    )
    bring(store, "c", scored("v", "Changed since."))
    rows = list(store.labels_by_row("w", "b"))
    assert [row for row, _ in rows] == [2, 6, 7, 8, 9]
    assert [s.text for s in rows[0][1]] == ["Mine."]
    assert [s.text for s in rows[4][1]] == ["v.", "More."]
    with pytest.raises(NotFound):
        store.labels_by_row("w", "nothing")


def test_rejected_rows_in_the_order_of_the_file(store: SqlStore) -> None:
    begin(store, "i")
    write(store, "i", 0, [], rejected=[RowError(7, "late", {"a": "b"}), RowError(3, "no text")])
    write(store, "i", 1, [], rejected=[RowError(5, "odd")])
    first = store.rejected_rows("w", "i", cursor=None, limit=2)
    rest = store.rejected_rows("w", "i", cursor=first.next_cursor, limit=2)
    assert [e.row for e in (*first.items, *rest.items)] == [3, 5, 7]
    assert rest.items == (RowError(7, "late", {"a": "b"}),)
    assert rest.next_cursor is None


def test_a_mapping_is_remembered(store: SqlStore) -> None:
    assert store.remembered_mapping("w", "header") is None
    store.remember_mapping("w", "header", MAPPING, Source.TICKET)
    store.remember_mapping("w", "header", MAPPING, Source.REVIEW)
    assert store.remembered_mapping("w", "header") == (MAPPING, Source.REVIEW)


def test_segments_beyond_their_places_count_as_other(store: SqlStore) -> None:
    many = [scored(str(n), segments={"city": f"c{n}"}) for n in range(60)]
    bring(store, "a", *many)
    values = store.dimensions("w")["segment.city"]
    assert len(values) == 51
    assert values["other"] == 10
    assert bring(store, "b", *many).unchanged == 60
    wide = scored("x", segments={f"s{n}": "v" for n in range(25)})
    bring(store, "c", wide)
    assert len([name for name in store.dimensions("w") if name.startswith("segment.")]) == 20
    assert store.feedback("w", 61).item.segments == wide.item.segments


def test_a_place_that_is_free_again_splits_no_value(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedback_miner.storage.segments.VALUES_MAX", 1)
    bring(store, "a", scored("1", segments={"plan": "x"}))
    bring(store, "b", scored("2", segments={"plan": "y"}))
    store.undo_import("w", "a", at=NOON)
    bring(store, "c", scored("3", segments={"plan": "y"}))
    assert store.dimensions("w")["segment.plan"] == {"other": 2}
    assert store.totals("w", replace(EVER, segments={"plan": "y"})).coverage.items == 2
    bring(store, "d", scored("4", segments={"plan": "z"}))
    assert store.dimensions("w")["segment.plan"] == {"other": 2, "z": 1}
