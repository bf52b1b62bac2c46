"""Records of a team: kept by kind, validated when they are read, within limits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

import pytest

from feedback_miner.errors import LimitExceeded, NotFound, SetupError
from feedback_miner.storage import SqlStore, team
from feedback_miner.storage.team import RECORD_SIZE


class Mood(StrEnum):
    CALM = "calm"
    LOUD = "loud"


@dataclass(frozen=True, slots=True)
class Plan:
    kind: ClassVar[str] = "plan"
    id: str
    on: date
    mood: Mood
    places: tuple[str, ...] = ()
    goal: float | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    kind: ClassVar[str] = "remark"
    id: str
    text: str


PLAN = Plan("p1", date(2026, 3, 2), Mood.LOUD, ("app", "payment"), 0.25)


def test_a_record_comes_back_as_it_was(store: SqlStore) -> None:
    store.put_record("w", PLAN)
    store.put_record("w", Remark("p1", "Naïve “words”\nof ours"))
    assert store.record("w", Plan, "p1") == PLAN
    assert store.records("w", Plan) == [PLAN]
    assert store.record("w", Remark, "p1").text == "Naïve “words”\nof ours"


def test_records_are_in_the_order_of_their_ids(store: SqlStore) -> None:
    for name in ("c", "a", "b"):
        store.put_record("w", replace(PLAN, id=name))
    assert [plan.id for plan in store.records("w", Plan)] == ["a", "b", "c"]


def test_a_record_takes_the_place_of_the_one_with_its_id(store: SqlStore) -> None:
    store.put_record("w", PLAN)
    calm = replace(PLAN, mood=Mood.CALM)
    store.put_record("w", calm)
    assert store.records("w", Plan) == [calm]


def test_what_is_there_stays_where_a_record_is_only_to_be_added(store: SqlStore) -> None:
    assert store.add_record("w", PLAN)
    revision = store.workspace("w").revision
    assert not store.add_record("w", replace(PLAN, mood=Mood.CALM))
    assert store.record("w", Plan, "p1") == PLAN
    assert store.workspace("w").revision == revision


def test_a_record_that_is_removed_is_gone(store: SqlStore) -> None:
    store.put_record("w", PLAN)
    store.remove_record("w", Plan, "p1")
    assert store.records("w", Plan) == []
    with pytest.raises(NotFound, match="there is no plan p1"):
        store.record("w", Plan, "p1")
    with pytest.raises(NotFound, match="there is no plan p1"):
        store.remove_record("w", Plan, "p1")


def test_every_change_moves_the_revision_on(store: SqlStore) -> None:
    seen = [store.workspace("w").revision]
    store.put_record("w", PLAN)
    seen.append(store.workspace("w").revision)
    store.add_record("w", replace(PLAN, id="p2"))
    seen.append(store.workspace("w").revision)
    store.remove_record("w", Plan, "p1")
    seen.append(store.workspace("w").revision)
    assert sorted(set(seen)) == seen


def test_records_belong_to_their_workspace(store: SqlStore) -> None:
    store.create_workspace("x", name="Others", time_zone="UTC")
    store.put_record("w", PLAN)
    assert store.records("x", Plan) == []
    with pytest.raises(NotFound):
        store.remove_record("x", Plan, "p1")
    with pytest.raises(NotFound, match='no workspace "nobody"'):
        store.put_record("nobody", PLAN)


def test_what_cannot_be_read_is_told_in_words(store: SqlStore) -> None:
    store.put_record("w", PLAN)
    with store._db.write() as connection:
        connection.exec_driver_sql("""UPDATE team_record SET body = '{"id": "p1", "on": "soon"}'""")
    with pytest.raises(SetupError, match=r"plan p1: What is stored cannot be read \(on: .*another version"):
        store.records("w", Plan)
    store.remove_record("w", Plan, "p1")


def test_a_record_has_a_size_that_it_may_not_pass(store: SqlStore) -> None:
    with pytest.raises(LimitExceeded, match="Shorten it"):
        store.put_record("w", Remark("long", "a" * RECORD_SIZE))
    assert store.records("w", Remark) == []


def test_there_are_so_many_of_a_kind_at_most(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team, "RECORDS", 2)
    for name in ("a", "b"):
        store.put_record("w", replace(PLAN, id=name))
    with pytest.raises(LimitExceeded, match="remove some first"):
        store.add_record("w", replace(PLAN, id="c"))
    store.put_record("w", replace(PLAN, id="b", mood=Mood.CALM))
    assert [plan.mood for plan in store.records("w", Plan)] == [Mood.LOUD, Mood.CALM]
