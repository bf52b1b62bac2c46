"""Filters that insights point to statements with: each finds what its columns say."""

from __future__ import annotations

import pytest

from feedback_miner.domain import StatementFilter
from feedback_miner.errors import QueryError
from feedback_miner.storage import SqlStore
from tests.storage.builders import EVER, bring, scored


@pytest.fixture
def answered(store: SqlStore) -> SqlStore:
    """Four messages: with scores, replied to after 0 s, 60 s, 3600 s, and never."""
    bring(
        store,
        "i",
        scored("a", "At once.", nps=0, first_reply=0),
        scored("b", "In a minute.\nAnd well.", csat=4.5, first_reply=60),
        scored("c", "In an hour.", rating=1.0, nps=10, first_reply=3600),
        scored("d", "Never."),
    )
    return store


def found(store: SqlStore, **filters: object) -> set[str]:
    """What the filter lists; its count and its quotes are held against that."""
    where = StatementFilter(**filters)  # type: ignore[arg-type]
    page = store.statements("w", EVER, where, cursor=None, limit=100)
    assert store.count_statements("w", EVER, where) == len(page.items)
    assert len(store.sentiments("w", EVER, where).customer) == len(page.items)
    (quotes,) = store.quotes("w", EVER, [where], most="negative", limit=9)
    assert {view.id for view in quotes} <= {view.id for view in page.items}
    return {view.text for view in page.items}


@pytest.mark.parametrize(
    ("filters", "texts"),
    [
        ({"outcome": "nps"}, {"At once.", "In an hour."}),
        ({"outcome": "csat"}, {"In a minute.", "And well."}),
        ({"outcome": "rating"}, {"In an hour."}),
        ({"reply_from": 0}, {"At once.", "In a minute.", "And well.", "In an hour."}),
        ({"reply_from": 60, "reply_before": 3600}, {"In a minute.", "And well."}),
        ({"reply_before": 60}, {"At once."}),
        ({"outcome": "nps", "reply_from": 1}, {"In an hour."}),
        ({"outcome": "nps", "text": "hour"}, {"In an hour."}),
        ({"ids": ()}, set()),
    ],
)
def test_a_filter_finds_what_its_messages_say(
    answered: SqlStore, filters: dict[str, object], texts: set[str]
) -> None:
    assert found(answered, **filters) == texts


def test_single_statements_are_named_by_their_ids(answered: SqlStore) -> None:
    page = answered.statements("w", EVER, StatementFilter(), cursor=None, limit=100)
    chosen = {view.id: view.text for view in page.items[1:3]}
    assert found(answered, ids=(*chosen, 10**12)) == set(chosen.values())
    many = tuple(range(1, 200_000))
    assert len(found(answered, ids=many)) == 5
    first = answered.statements("w", EVER, StatementFilter(ids=many), cursor=None, limit=2)
    rest = answered.statements("w", EVER, StatementFilter(ids=many), cursor=first.next_cursor, limit=9)
    assert [view.id for view in (*first.items, *rest.items)] == [view.id for view in page.items]


@pytest.mark.parametrize(
    ("filters", "where"),
    [
        ({"outcome": "churn"}, "outcome"),
        ({"reply_from": -1}, "reply_from"),
        ({"reply_before": -1}, "reply_before"),
        ({"theme": -1}, "theme"),
    ],
)
def test_a_filter_that_is_not_known_says_where(
    answered: SqlStore, filters: dict[str, object], where: str
) -> None:
    with pytest.raises(QueryError) as refused:
        found(answered, **filters)
    assert refused.value.where == where
