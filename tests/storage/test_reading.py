"""Statements, quotes, messages, totals as they are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from feedback_miner.domain import Cut, Labels, Source, StatementFilter, WeekTotal
from feedback_miner.errors import NotFound, QueryError
from feedback_miner.storage import SqlStore
from tests.storage.builders import EVER, NOON, bring, scored, scores

ANYTHING = StatementFilter()
FINE = Labels("use", "app", 0.5, ("joy",))


def found(store: SqlStore, where: StatementFilter = ANYTHING, cut: Cut = EVER) -> list[str]:
    """Texts of a list that must be as long as it is counted."""
    page = store.statements("w", cut, where, cursor=None, limit=1000)
    assert store.count_statements("w", cut, where) == len(page.items)
    said = store.sentiments("w", cut, where)
    assert sorted(said.sentiment.tolist()) == sorted(one.labels.sentiment for one in page.items)
    assert len(said.customer) == len(page.items)
    return [statement.text for statement in page.items]


def test_pages_stay_as_they_were_while_more_comes_in(store: SqlStore) -> None:
    bring(
        store, "a", *(scored(str(n), f"{n}.\nAnd {n}.", at=NOON + timedelta(hours=n // 3)) for n in range(10))
    )
    whole = found(store)
    seen, cursor = [], None
    for step in range(10):
        page = store.statements("w", EVER, ANYTHING, cursor=cursor, limit=3)
        seen += [statement.text for statement in page.items]
        cursor = page.next_cursor
        bring(store, f"late-{step}", scored(f"late-{step}", "New.", at=NOON + timedelta(days=2)))
        if cursor is None:
            break
    assert seen == whole


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_a_page_has_bounds(store: SqlStore, limit: int) -> None:
    with pytest.raises(QueryError):
        store.statements("w", EVER, ANYTHING, cursor=None, limit=limit)


def test_filters(store: SqlStore) -> None:
    bring(
        store,
        "a",
        scored("1", "The CAFÉ was 100% full.", customer="ann", channel="chat", segments={"plan": "pro"}),
        scored("2", "It took 1000 days.", customer="bob", source=Source.REVIEW),
        scored("3", "Nothing_to say\nAt all.", at=NOON - timedelta(days=40)),
    )
    assert found(store, StatementFilter(text="café")) == ["The CAFÉ was 100% full."]
    assert found(store, StatementFilter(text="100%")) == ["The CAFÉ was 100% full."]
    assert found(store, StatementFilter(text="g_t")) == ["Nothing_to say"]
    assert found(store, StatementFilter(text="say\nAt")) == []
    assert found(store, StatementFilter(customer="bob")) == ["It took 1000 days."]
    assert found(store, StatementFilter(customer="eve")) == []
    assert found(store, cut=replace(EVER, channel="chat")) == ["The CAFÉ was 100% full."]
    assert found(store, cut=replace(EVER, source="review")) == ["It took 1000 days."]
    assert found(store, cut=replace(EVER, segments={"plan": "pro"})) == ["The CAFÉ was 100% full."]
    assert found(store, cut=replace(EVER, segments={"plan": "pro", "x": "y"})) == []
    assert found(store, cut=Cut(date(2026, 1, 1), date(2026, 2, 1))) == ["At all.", "Nothing_to say"]


def test_filters_go_by_the_labels_that_count(store: SqlStore) -> None:
    bring(store, "a", *(scored(str(n), f"Words {n}.") for n in range(12)))
    statement = store.statements("w", EVER, ANYTHING, cursor=None, limit=1).items[0]
    store.correct("w", statement.id, Labels("advocacy", "none", -0.25, ("relief", "anger")), by="me", at=NOON)
    assert found(store, StatementFilter(stages=("advocacy", "retention"))) == [statement.text]
    assert found(store, StatementFilter(stages=())) == []
    assert found(store, StatementFilter(emotion="relief")) == [statement.text]
    assert found(store, StatementFilter(corrected=True)) == [statement.text]
    assert len(found(store, StatementFilter(corrected=False))) == 11
    assert statement.text in found(store, StatementFilter(sentiment="neutral"))
    cells = store.totals("w", EVER).cells
    for key in ("anger", "joy", "neutral"):
        assert len(found(store, StatementFilter(emotion=key))) == sum(c.emotions.get(key, 0) for c in cells)
    for cell in cells:
        where = StatementFilter(stages=(cell.stage,), touchpoint=cell.touchpoint)
        assert len(found(store, where)) == cell.statements
    kinds = [len(found(store, StatementFilter(sentiment=s))) for s in ("negative", "neutral", "positive")]
    assert sum(kinds) == 12


@pytest.mark.parametrize("where", [StatementFilter(emotion="bliss"), StatementFilter(sentiment="meh")])
def test_an_unknown_filter_is_refused(store: SqlStore, where: StatementFilter) -> None:
    with pytest.raises(QueryError):
        store.count_statements("w", EVER, where)


def test_quotes_are_telling_short_and_of_different_customers(store: SqlStore) -> None:
    lines = [f"this is what we say number {n}" for n in range(30)]
    bring(
        store,
        "a",
        scored("1", "\n".join(lines[:10]), customer="ann"),
        scored("2", "\n".join(lines[10:20]), customer="bob"),
        scored("3", "\n".join(lines[20:])),
        scored("4", "too short\n" + "far too long " * 20, customer="cid"),
    )
    (quotes,) = store.quotes("w", EVER, [ANYTHING], most="negative", limit=5)
    worst = [min(lines[n : n + 10], key=lambda t: scores(t).sentiment) for n in (0, 10, 20)]
    assert [q.text for q in quotes] == sorted(worst, key=lambda t: scores(t).sentiment)
    (best,) = store.quotes("w", EVER, [StatementFilter(customer="ann")], most="positive", limit=5)
    assert [q.text for q in best] == [max(lines[:10], key=lambda t: scores(t).sentiment)]
    seventh = StatementFilter(text="number 7")
    two, one = store.quotes("w", EVER, [ANYTHING, seventh], most="negative", limit=2)
    assert two == quotes[:2]
    assert [q.text for q in one] == [lines[7]]
    (others,) = store.quotes("w", EVER, [ANYTHING], most="negative", limit=2, without=[quotes[0].id])
    assert quotes[0] not in others
    assert quotes[1] in others
    assert store.quotes("w", EVER, [], most="negative", limit=2) == []
    with pytest.raises(QueryError):
        store.quotes("w", EVER, [ANYTHING], most="funny", limit=5)


def test_one_customer_who_says_the_worst_over_and_over_leaves_room_for_others(store: SqlStore) -> None:
    lines = sorted((f"this is what we say number {n}" for n in range(60)), key=lambda t: scores(t).sentiment)
    bring(
        store,
        "a",
        scored("1", "\n".join(lines[:50]), customer="ann"),
        scored("2", lines[50], customer="bob"),
        scored("3", lines[51], customer="cid"),
    )
    (quotes,) = store.quotes("w", EVER, [ANYTHING], most="negative", limit=2)
    assert {q.text for q in quotes} == {lines[0], lines[50]}


def test_a_message_comes_back_as_it_went_in(store: SqlStore) -> None:
    brought = scored(
        "1",
        "One.\nTwo.",
        customer="ann",
        rating=4.5,
        nps=9,
        csat=3.0,
        segments={"plan": "pro", "b": ""},
        row=7,
    )
    more = replace(brought.item, url="https://x", thread="t", first_reply_seconds=60, solved_seconds=2**40)
    bring(store, "a", replace(brought, item=more))
    view = store.feedback("w", 1)
    assert view.item == more
    assert (view.import_id, view.model) == ("a", "tiny/1")
    assert [s.text for s in view.statements] == ["One.", "Two."]
    assert view.statements[0].stage_confidence == 0.7
    assert store.customer_items("w", "ann") == [view]
    assert store.customer_items("w", "bob") == []


def test_a_customers_messages_oldest_first(store: SqlStore) -> None:
    bring(store, "a", *(scored(str(n), customer="ann", at=NOON - timedelta(days=n)) for n in range(3)))
    assert [v.item.external_id for v in store.customer_items("w", "ann")] == ["2", "1", "0"]


def test_a_correction_counts_at_once_and_the_model_is_kept(store: SqlStore) -> None:
    bring(store, "a", scored("1"))
    statement = store.statements("w", EVER, ANYTHING, cursor=None, limit=1).items[0]
    revision = store.workspace("w").revision
    shown = store.correct("w", statement.id, FINE, by="me", at=NOON)
    assert (shown.labels, shown.model_labels, shown.corrected) == (FINE, statement.model_labels, True)
    (cell,) = store.totals("w", EVER).cells
    assert (cell.stage, cell.touchpoint, cell.sentiment_sum, cell.emotions) == (
        "use",
        "app",
        5000,
        {"joy": 1},
    )
    assert store.workspace("w").revision > revision
    assert store.uncorrect("w", statement.id) == statement


@pytest.mark.parametrize(
    "labels",
    [
        replace(FINE, sentiment=1.01),
        replace(FINE, sentiment=float("nan")),
        replace(FINE, emotions=("bliss",)),
    ],
)
def test_labels_that_cannot_be_counted_are_refused(store: SqlStore, labels: Labels) -> None:
    bring(store, "a", scored("1"))
    with pytest.raises(QueryError):
        store.correct("w", 1, labels, by="me", at=NOON)


def test_neutral_is_no_emotion(store: SqlStore) -> None:
    bring(store, "a", scored("1"))
    assert store.correct("w", 1, replace(FINE, emotions=("neutral",)), by="me", at=NOON).labels.emotions == ()
    assert store.totals("w", EVER).cells[0].emotions == {"neutral": 1}


def test_only_what_is_there_can_be_corrected(store: SqlStore) -> None:
    bring(store, "a", scored("1", "Old."))
    bring(store, "b", scored("1", "New."))
    for statement_id in (1, 99):
        with pytest.raises(NotFound):
            store.correct("w", statement_id, FINE, by="me", at=NOON)
        with pytest.raises(NotFound):
            store.uncorrect("w", statement_id)
    with pytest.raises(NotFound):
        store.feedback("w", 99)


def test_weeks_end_with_the_cut(store: SqlStore) -> None:
    last = NOON.date()
    bring(
        store,
        "a",
        *(scored(str(n), "Same.", at=NOON - timedelta(days=n), segments={"p": "q"}) for n in range(30)),
    )
    cut = Cut(last - timedelta(days=3), last)
    weeks = store.weeks("w", cut, 4)
    assert [(w.week, w.statements) for w in weeks] == [(0, 7), (1, 7), (2, 7), (3, 7)]
    by_rows: list[WeekTotal] = store.weeks("w", replace(cut, segments={"p": "q", "r": "s"}), 4)
    assert by_rows == []
    assert store.weeks("w", replace(cut, segments={"p": "q"}), 4) == weeks
    bring(
        store,
        "b",
        *(
            scored(f"r{n}", "Same.", at=NOON - timedelta(days=9 * n), segments={"p": "z", "r": "s"})
            for n in range(3)
        ),
    )
    both = store.weeks("w", replace(cut, segments={"p": "z", "r": "s"}), 4)
    assert [(w.week, w.statements) for w in both] == [(1, 1), (2, 1), (3, 1)]


def test_days_are_days_of_the_workspace(store: SqlStore) -> None:
    bring(store, "a", scored("1", at=NOON.replace(hour=23)))
    assert store.newest_day("w") == NOON.date()
    assert store.set_time_zone("w", "Europe/Berlin").time_zone == "Europe/Berlin"
    assert store.newest_day("w") == NOON.date() + timedelta(days=1)
    assert store.recount("w")


def test_dimensions_count_items(store: SqlStore) -> None:
    bring(
        store,
        "a",
        scored("1", channel="chat", segments={"plan": "pro"}),
        scored("2", segments={"plan": "pro"}),
        scored("3", source=Source.REVIEW, segments={"plan": "free"}),
    )
    assert store.dimensions("w") == {
        "channel": {"email": 2, "chat": 1},
        "source": {"ticket": 2, "review": 1},
        "segment.plan": {"pro": 2, "free": 1},
    }


def test_a_recount_mends_cells(store: SqlStore) -> None:
    bring(store, "a", scored("1"), scored("2"))
    right = store.totals("w", EVER)
    with store._db.write() as connection:
        connection.exec_driver_sql("UPDATE cell SET sentiment_sum = sentiment_sum + 1")
        connection.exec_driver_sql("UPDATE customer_cell SET sentiment_sum = sentiment_sum - 1")
        connection.exec_driver_sql("DELETE FROM metric_cell")
    assert store.totals("w", EVER) != right
    assert not store.recount("w")
    assert store.totals("w", EVER) == right
    assert store.recount("w")
