"""A workspace sees nothing of another, through any method."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest

from feedback_miner.domain import (
    Access,
    Coverage,
    CutTotals,
    Labels,
    Regrouping,
    RowError,
    Scope,
    Source,
    StatementFilter,
    ThemeDraft,
    Tone,
)
from feedback_miner.errors import FeedbackMinerError, NotFound
from feedback_miner.storage import SqlStore
from tests.storage.builders import EVER, MAPPING, NOON, begin, bring, scored, shown_by_id, write


@dataclass(frozen=True)
class Goal:
    """What a team may write down."""

    kind: ClassVar[str] = "goal"
    id: str
    said: str


DRAFT = ThemeDraft(Tone.PAIN, "use", "app", "It broke", np.ones(8, dtype=np.float32))
FINE = Labels("use", "app", 0.5, ())
NOTHING = CutTotals((), (), (), Coverage(), ())
Call = Callable[[SqlStore, str], object]

READS: dict[str, Call] = {
    "get_import": lambda s, w: s.get_import(w, "i"),
    "list_imports": lambda s, w: s.list_imports(w, cursor=None, limit=9).items,
    "missing_chunks": lambda s, w: s.missing_chunks(w, "i"),
    "has_chunk": lambda s, w: s.has_chunk(w, "i", 0),
    "rows_since": lambda s, w: s.rows_since(w, "i", NOON),
    "rows_to_undo": lambda s, w: s.rows_to_undo(w, "i"),
    "remembered_mapping": lambda s, w: s.remembered_mapping(w, "header"),
    "unchanged": lambda s, w: s.unchanged(w, "file", {"1": scored("1", customer="ann").item.content_hash()}),
    "rejected_rows": lambda s, w: s.rejected_rows(w, "i", cursor=None, limit=9).items,
    "labels_by_row": lambda s, w: list(s.labels_by_row(w, "i")),
    "statements": lambda s, w: s.statements(w, EVER, StatementFilter(), cursor=None, limit=9).items,
    "statements of a customer": lambda s, w: (
        s.statements(w, EVER, StatementFilter(customer="ann"), cursor=None, limit=9).items
    ),
    "count_statements": lambda s, w: s.count_statements(w, EVER, StatementFilter()),
    "quotes": lambda s, w: s.quotes(w, EVER, [StatementFilter()], most="negative", limit=9)[0],
    "feedback": lambda s, w: s.feedback(w, 1),
    "messages": lambda s, w: s.messages(w, range(9)),
    "customer_items": lambda s, w: s.customer_items(w, "ann"),
    "newest_day": lambda s, w: s.newest_day(w),
    "totals": lambda s, w: () if (found := s.totals(w, EVER)) == NOTHING else found,
    "weeks": lambda s, w: s.weeks(w, EVER, 10_000),
    "dimensions": lambda s, w: [v for v in s.dimensions(w).values() if v],
    "keys": lambda s, w: s.keys(w),
    "note": lambda s, w: s.note(w, "fact"),
    "facts": lambda s, w: s.facts(w, EVER, most=9).statement.tolist(),
    "spoken": lambda s, w: s.spoken(w, EVER, most=9).statement.tolist(),
    "sentiments": lambda s, w: s.sentiments(w, EVER, StatementFilter()).customer.tolist(),
    "statements_by_id": lambda s, w: s.statements_by_id(w, range(9)),
    "themes": lambda s, w: s.themes(w),
    "theme": lambda s, w: s.theme(w, 1),
    "theme_centres": lambda s, w: [centre.id for centre in s.theme_centres(w, "tiny/1")],
    "unplaced": lambda s, w: s.unplaced(w, "tiny/1", limit=9).text,
    "ungrouped": lambda s, w: s.ungrouped(w, "tiny/1", since=EVER.first_day, limit=9).text,
    "theme_vectors": lambda s, w: s.theme_vectors(w, 1, limit=9).text,
    "records": lambda s, w: s.records(w, Goal),
    "record": lambda s, w: s.record(w, Goal, "g"),
}

WRITES: dict[str, Call] = {
    "ask": lambda s, w: s.answer_mapping(w, "i", MAPPING, None),
    "finish_import": lambda s, w: s.finish_import(w, "i", at=NOON),
    "fail_import": lambda s, w: s.fail_import(w, "i", error="", at=NOON),
    "expire_import": lambda s, w: s.expire_import(w, "i", at=NOON),
    "cancel_import": lambda s, w: s.cancel_import(w, "i", at=NOON),
    "resume_import": lambda s, w: s.resume_import(w, "i"),
    "note_retry": lambda s, w: s.note_retry(w, "i", "busy"),
    "undo_import": lambda s, w: s.undo_import(w, "done", at=NOON),
    "write_chunk": lambda s, w: write(s, "i", 1, [scored("1", "Else.")], workspace=w),
    "same ids": lambda s, w: bring(s, "i", scored("1", "Else.", customer="ann"), workspace=w),
    "correct": lambda s, w: s.correct(w, 1, FINE, by="me", at=NOON),
    "uncorrect": lambda s, w: s.uncorrect(w, 1),
    "erase_customer": lambda s, w: s.erase_customer(w, "ann", at=NOON),
    "set_time_zone": lambda s, w: s.set_time_zone(w, "Asia/Tokyo"),
    "recount": lambda s, w: s.recount(w),
    "revoke_key": lambda s, w: s.revoke_key(w, "k", at=NOON),
    "set_note": lambda s, w: s.set_note(w, "fact", "else"),
    "set_note_once": lambda s, w: s.set_note_once(w, "fact", "else"),
    "remember_mapping": lambda s, w: s.remember_mapping(w, "header", MAPPING, Source.SOCIAL),
    "regroup": lambda s, w: s.regroup(
        w, Regrouping("tiny/1", dict.fromkeys(range(9), 0), {1: DRAFT}, {1: 2, 2: 1})
    ),
    "forget_themes": lambda s, w: s.forget_themes(w),
    "put_record": lambda s, w: s.put_record(w, Goal("g", "Mine")),
    "add_record": lambda s, w: s.add_record(w, Goal("h", "Mine")),
    "remove_record": lambda s, w: s.remove_record(w, Goal, "g"),
}


@pytest.fixture(autouse=True)
def two_workspaces(store: SqlStore) -> None:
    """A full one, "w", and an empty one, "v"."""
    store.create_workspace("v", name="Other", time_zone="UTC")
    begin(store, "i")
    words = "these are more than four words"
    one = scored("1", words, customer="ann", segments={"plan": "pro"})
    write(store, "i", 0, [one, scored("1", customer="ann")], rejected=[RowError(2, "bad")])
    others = [scored(str(n), f"Words {n}.", customer="bob") for n in (3, 4)]
    bring(store, "done", scored("2", words, customer="ann"), *others)
    store.regroup(
        "w", Regrouping("tiny/1", {_named(store, words): -1, _named(store, "Words 3."): 0}, {-1: DRAFT}, {})
    )
    store.put_record("w", Goal("g", "Theirs"))
    store.correct("w", 1, FINE, by="me", at=NOON)
    store.remember_mapping("w", "header", MAPPING, Source.TICKET)
    store.set_note("w", "fact", "value")
    store.add_key("w", key_id="k", name="Key", scope=Scope.READ, digest="d", at=NOON)


def _named(store: SqlStore, words: str) -> int:
    return next(number for number, view in shown_by_id(store).items() if view.text == words)


def seen(store: SqlStore, call: Call, workspace: str) -> object:
    """What a call finds; None where it finds nothing."""
    try:
        return call(store, workspace) or None
    except NotFound:
        return None


@pytest.mark.parametrize("name", READS)
def test_nothing_is_seen(store: SqlStore, name: str) -> None:
    assert seen(store, READS[name], "w")
    assert seen(store, READS[name], "v") is None
    assert seen(store, READS[name], "never made") is None


@pytest.mark.parametrize("name", WRITES)
def test_nothing_is_changed(store: SqlStore, name: str) -> None:
    before = [seen(store, call, "w") for call in READS.values()], store.workspace("w")
    for workspace in ("v", "never made"):
        with suppress(FeedbackMinerError):
            WRITES[name](store, workspace)
    assert ([seen(store, call, "w") for call in READS.values()], store.workspace("w")) == before
    assert store.access_of("d") == Access("w", Scope.READ, "k")
