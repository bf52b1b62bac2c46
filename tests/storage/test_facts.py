"""Statements as columns: every current one of a cut, as its rows say."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from feedback_miner.domain import Cut, Labels, StatementFilter
from feedback_miner.errors import QueryError
from feedback_miner.storage import SqlStore
from tests.storage.builders import EVER, NOON, bring, scored, shown_by_id, texts


def test_a_row_says_what_its_statement_and_its_message_say(store: SqlStore) -> None:
    item = scored("1", "It broke.", customer="c1", nps=3, csat=2.5, first_reply=600, segments={"plan": "pro"})
    bring(store, "i", item, scored("2", "So good.", rating=5.0, solved=90))
    facts = store.facts("w", EVER, segments=["plan", "city"], most=10)
    assert len(facts) == 2
    views = shown_by_id(store)
    by_item = {views[int(number)].text: row for row, number in enumerate(facts.statement)}
    first, second = by_item["It broke."], by_item["So good."]
    assert facts.customer[first] > 0
    assert facts.customer[second] == -facts.item[second], "nobody is named"
    assert facts.nps[first] == 3
    assert facts.csat[first] == 2.5
    assert facts.first_reply[first] == 600
    assert np.isnan(facts.rating[first])
    assert np.isnan(facts.solved[first])
    assert facts.rating[second] == 5
    assert facts.solved[second] == 90
    assert facts.day[first] == NOON.date().toordinal()
    assert facts.at[first] == NOON.timestamp() * 1_000_000
    assert [facts.segments["plan"].values[facts.segments["plan"].codes[n]] for n in (first, second)] == [
        "pro",
        "",
    ]
    assert facts.segments["city"].values == ("",)


def test_labels_are_those_that_count(store: SqlStore) -> None:
    bring(store, "i", scored("1", "It broke.\nIt broke again."))
    wanted = texts(store).index("It broke again.")
    page = store.statements("w", EVER, StatementFilter(), cursor=None, limit=10)
    view = page.items[wanted]
    store.correct("w", view.id, Labels("support", "none", -0.5, ("anger", "joy")), by="me", at=NOON)
    facts = store.facts("w", EVER, most=10)
    row = list(facts.statement).index(view.id)
    assert facts.stage.values[facts.stage.codes[row]] == "support"
    assert facts.emotions.values[facts.emotions.codes[row]] == "anger,joy"
    assert facts.sentiment[row] == -0.5
    for row, number in enumerate(facts.statement):
        labels = shown_by_id(store)[int(number)].labels
        assert facts.stage.values[facts.stage.codes[row]] == labels.stage
        assert facts.touchpoint.values[facts.touchpoint.codes[row]] == labels.touchpoint
        assert facts.emotions.values[facts.emotions.codes[row]] == ",".join(labels.emotions)
        assert facts.sentiment[row] == pytest.approx(labels.sentiment)


def test_rows_are_in_the_order_of_customers_and_time(store: SqlStore) -> None:
    items = [
        scored(str(n), f"First {n}.\nSecond {n}.", customer=f"c{n % 3}", at=NOON - timedelta(hours=n))
        for n in range(9)
    ]
    bring(store, "i", *items)
    facts = store.facts("w", EVER, most=18)
    keys = list(zip(facts.customer, facts.at, facts.item, facts.statement, strict=True))
    assert keys == sorted(keys)
    assert len(set(facts.customer.tolist())) == 3


def test_only_what_is_current_and_in_the_cut(store: SqlStore) -> None:
    bring(store, "i", scored("1", "Old words."), scored("2", "Others.", channel="chat"))
    bring(store, "j", scored("1", "New words."), scored("3", "Ages ago.", at=NOON - timedelta(days=400)))
    bring(store, "k", scored("4", "Elsewhere."), workspace=_other(store))
    cut = Cut(date(2026, 1, 1), date(2026, 12, 31), channel="email")
    facts = store.facts("w", cut, most=10)
    assert [view.text for view in store.statements_by_id("w", facts.statement.tolist())] == ["New words."]
    of_plan = Cut(date(2000, 1, 1), date(2100, 1, 1), segments={"plan": "pro"})
    assert len(store.facts("w", of_plan, most=10)) == 0


def test_more_than_may_be_is_refused_in_words(store: SqlStore) -> None:
    bring(store, "i", *(scored(str(n), f"Words {n}.") for n in range(3)))
    assert len(store.facts("w", EVER, most=3)) == 3
    with pytest.raises(QueryError, match=r"more than 2 statements: choose a shorter one"):
        store.facts("w", EVER, most=2)


def test_what_themes_need_is_what_the_facts_say(store: SqlStore) -> None:
    items = [
        scored(str(n), f"First {n}.\nSecond {n}.", customer=f"c{n % 3}", at=NOON - timedelta(hours=9 * n))
        for n in range(9)
    ]
    bring(store, "i", *items, scored("else", "Elsewhere.", channel="chat"))
    store.correct("w", 3, Labels("support", "none", -0.5, ("anger", "joy")), by="me", at=NOON)
    cut = Cut(NOON.date() - timedelta(days=2), NOON.date(), channel="email")
    facts, spoken = store.facts("w", cut, most=18), store.spoken("w", cut, most=18)
    facts = facts.take(np.argsort(facts.statement))
    assert 3 in spoken.statement.tolist()
    assert 0 < len(spoken) < 18
    for name in ("statement", "customer", "day", "sentiment", "theme"):
        assert getattr(spoken, name).tolist() == getattr(facts, name).tolist()
    for name in ("stage", "touchpoint", "emotions"):
        said, told = getattr(spoken, name), getattr(facts, name)
        assert said.values == told.values
        assert said.codes.tolist() == told.codes.tolist()
    with pytest.raises(QueryError, match="more than 1 statements"):
        store.spoken("w", cut, most=1)


def test_statements_by_id_come_as_they_were_asked_for(store: SqlStore) -> None:
    bring(store, "i", *(scored(str(n), f"Words {n}.") for n in range(3)))
    ids = [view.id for view in store.statements("w", EVER, StatementFilter(), cursor=None, limit=10).items]
    asked = [ids[1], 10**12, ids[0], ids[1]]
    assert [view.id for view in store.statements_by_id("w", asked)] == [ids[1], ids[0], ids[1]]
    assert store.statements_by_id(_other(store), ids) == []
    assert store.statements_by_id("w", []) == []


def _other(store: SqlStore) -> str:
    store.create_workspace("x", name="Others", time_zone="UTC")
    return "x"
