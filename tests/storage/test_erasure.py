"""Erasure leaves nothing: no row, no count, no byte in the files."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from feedback_miner.domain import Labels, Regrouping, RowError, StatementFilter, ThemeDraft, Tone
from feedback_miner.errors import NotFound
from feedback_miner.storage import SqlStore, open_store
from feedback_miner.storage.tables import METADATA
from tests.storage.builders import EVER, NOON, POLICY, begin, bring, scored, shown_by_id, write

SECRET = "violet harmonica"


def traces(store: SqlStore, words: str) -> list[str]:
    """Files, or tables of a server, in which these words stand."""
    database = store._db.engine.url.database
    if store._db.is_sqlite and database:
        return [path.name for path in Path(database).parent.iterdir() if words.encode() in path.read_bytes()]
    with store._db.read() as connection:
        return [
            name
            for name in METADATA.tables
            if connection.scalar(
                text(f"SELECT count(*) FROM \"{name}\" AS t WHERE strpos(t::text, '{words}') > 0")
            )
        ]


def test_every_trace_goes(store: SqlStore) -> None:
    lots = random.Random(5)
    ann = [
        scored(
            f"{SECRET} {n}",
            f"{SECRET} words. " * lots.randint(1, 300),
            customer="pseudonym-of-ann",
            segments={"city": SECRET},
        )
        for n in range(30)
    ]
    bob = [
        scored(f"id {n}", "plain words. " * lots.randint(1, 300), customer="bob", segments={"city": "Bonn"})
        for n in range(60)
    ]
    rows = ann + bob
    lots.shuffle(rows)
    for n in range(3):
        bring(store, f"i{n}", *rows[n * 30 : n * 30 + 30])
    bring(
        store,
        "again",
        *(scored(f"{SECRET} {n}", f"{SECRET} changed {n}.", customer="pseudonym-of-ann") for n in range(2)),
    )
    statement = store.customer_items("w", "pseudonym-of-ann")[0].statements[0]
    store.correct("w", statement.id, Labels("use", "app", 0, ()), by="me", at=NOON)
    begin(store, "bad")
    write(store, "bad", 0, [], rejected=[RowError(1, "no date", {"who": "pseudonym-of-ann", "text": SECRET})])
    assert traces(store, SECRET)

    assert store.erase_customer("w", "pseudonym-of-ann", at=NOON) == 30

    assert traces(store, SECRET) == []
    assert store.customer_items("w", "pseudonym-of-ann") == []
    assert store.count_statements("w", EVER, StatementFilter()) == 60
    assert store.totals("w", EVER).coverage.items == 60
    assert SECRET not in store.dimensions("w")["segment.city"]
    assert store.rejected_rows("w", "bad", cursor=None, limit=9).items == ()
    assert store.recount("w")


def test_later_imports_respect_it(store: SqlStore) -> None:
    bring(store, "a", scored("1", customer="ann"), scored("2", customer="bob"))
    store.erase_customer("w", "ann", at=NOON)
    again = [scored("1", customer="ann"), scored("2", customer="bob"), scored("3", customer="cid")]
    preview = store.preview_chunk("w", again)
    report = bring(store, "b", *again)
    assert preview == report
    assert (report.read, report.added, report.unchanged, report.skipped) == (3, 1, 1, 1)
    assert store.customer_items("w", "ann") == []


def test_a_customer_who_is_not_known_leaves_a_tombstone_too(store: SqlStore) -> None:
    assert store.erase_customer("w", "ann", at=NOON) == 0
    assert store.erase_customer("w", "ann", at=NOON) == 0
    assert bring(store, "a", scored("1", customer="ann")).skipped == 1


def test_undo_does_not_bring_an_erased_customer_back(store: SqlStore) -> None:
    bring(store, "a", scored("1", "Of ann.", customer="ann"))
    bring(store, "b", scored("1", "Of bob.", customer="bob"))
    assert store.erase_customer("w", "ann", at=NOON) == 1
    assert store.feedback("w", 1).item.text == "Of bob."
    store.undo_import("w", "b", at=NOON)
    with pytest.raises(NotFound):
        store.feedback("w", 1)


def test_what_a_busy_reader_held_back_goes_at_the_next_chance(sqlite_url: str) -> None:
    store = open_store(sqlite_url, POLICY)
    store.create_workspace("w", name="Team", time_zone="UTC")
    bring(store, "a", scored("1", f"{SECRET}.", customer="ann"), scored("2", customer="bob"))
    with store._db.read() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM item").scalar_one()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("feedback_miner.storage.sqlite.COMPACTION_TIMEOUT_MS", 1)
            store.erase_customer("w", "ann", at=NOON)
        assert traces(store, SECRET)
    store.compact_if_due()
    assert traces(store, SECRET) == []
    store.close()


def grouped(store: SqlStore, *statements: int) -> int:
    """A theme of these, in customers' words."""
    draft = ThemeDraft(Tone.PAIN, "use", "app", SECRET.capitalize(), np.ones(8, np.float32))
    born = store.regroup("w", Regrouping("tiny/1", dict.fromkeys(statements, -1), {-1: draft}, {}))
    return born[-1]


def test_a_theme_goes_with_its_last_customer_and_what_went_into_it_too(store: SqlStore) -> None:
    bring(store, "i", scored("1", f"{SECRET} broke.", customer="ann"), scored("2", customer="ann"))
    bring(store, "j", scored("3", "Another.", customer="bob"))
    by_words = {view.text: number for number, view in shown_by_id(store).items()}
    first, second = grouped(store, by_words[f"{SECRET} broke."]), grouped(store, by_words["It broke again."])
    others = grouped(store, by_words["Another."])
    store.regroup("w", Regrouping("tiny/1", {}, {}, {second: first}))
    store.erase_customer("w", "ann", at=NOON)
    for theme in (first, second):
        with pytest.raises(NotFound):
            store.theme("w", theme)
    assert [theme.id for theme in store.themes("w")] == [others]
    late = store.regroup("w", Regrouping("tiny/1", {}, {}, {others: first}))
    assert (late, [theme.id for theme in store.themes("w")]) == ({}, [others])


def test_a_theme_that_undo_emptied_goes_with_an_erasure(store: SqlStore) -> None:
    bring(store, "i", scored("1", f"{SECRET} broke.", customer="ann"))
    theme = grouped(store, *shown_by_id(store))
    store.undo_import("w", "i", at=NOON)
    assert store.theme("w", theme).statements == 0, "the same file may come again"
    store.erase_customer("w", "ann", at=NOON)
    with pytest.raises(NotFound):
        store.theme("w", theme)
    assert traces(store, SECRET.capitalize()) == []
