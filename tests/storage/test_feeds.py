"""Feeds in the store: one puller at a time, a page with its cursor or not at all, deletions, undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from feedback_miner.domain import (
    ALERT_AFTER,
    Delivery,
    Event,
    EventKind,
    Feed,
    ImportState,
    PullReport,
    ScoredItem,
    ScoredPage,
    Source,
)
from feedback_miner.errors import Conflict, NotFound
from feedback_miner.storage import SqlStore
from tests.storage.builders import EVER, NOON, scored, texts

BLOG = Feed("w", "blog", "rss", {"url": "https://example.org/feed"}, NOON, schedule="* * * * *", due_at=NOON)
LATER = NOON + timedelta(minutes=10)


@pytest.fixture
def feed(store: SqlStore) -> Feed:
    store.add_feed(BLOG)
    assert store.hold_feed("w", "blog", "me", now=NOON, until=LATER) == replace(BLOG, held_until=LATER)
    return BLOG


def page(
    store: SqlStore,
    *items: ScoredItem,
    cursor: str = "c1",
    holder: str = "me",
    deleted: Sequence[str] = (),
    at: datetime = NOON,
) -> PullReport:
    ours = [replace(one, item=replace(one.item, connection="blog")) for one in items]
    read = ScoredPage(Source.SOCIAL, tuple(ours), deleted=tuple(deleted), cursor=cursor)
    return store.write_page(BLOG, holder, read, at=at)


def test_a_name_is_taken_once_in_a_workspace(store: SqlStore, feed: Feed) -> None:
    with pytest.raises(Conflict, match="blog"):
        store.add_feed(feed)
    store.create_workspace("other", name="Other", time_zone="UTC")
    store.add_feed(replace(feed, workspace="other"))
    assert [f.name for f in store.feeds("w")] == ["blog"]
    with pytest.raises(NotFound):
        store.add_feed(replace(feed, workspace="nowhere"))


def test_one_pulls_at_a_time_until_the_time_is_up(store: SqlStore, feed: Feed) -> None:
    assert store.hold_feed("w", "blog", "you", now=NOON, until=LATER) is None
    assert store.keep_feed(feed, "me", until=LATER), "who has it may keep it"
    assert store.hold_feed("w", "blog", "you", now=LATER, until=LATER + timedelta(minutes=10))
    with pytest.raises(Conflict, match="elsewhere"):
        page(store, scored("1"), holder="me")
    assert texts(store) == []
    assert store.feed("w", "blog").cursor is None


def test_a_page_comes_with_its_cursor_and_a_done_import(store: SqlStore, feed: Feed) -> None:
    first = page(store, scored("1", "It broke."), cursor="c1")
    second = page(store, scored("1", "It broke."), scored("2", "I love it."), cursor="c2")
    assert (second.report.read, second.report.added, second.report.unchanged) == (2, 1, 1)
    assert store.feed("w", "blog").cursor == "c2"
    assert first.import_id
    found = store.get_import("w", first.import_id)
    assert (found.state, found.connection) == (ImportState.DONE, "blog")
    assert found.report == first.plus(second).report
    assert store.open_imports() == []
    store.undo_import("w", found.id, at=NOON)
    assert texts(store) == []
    assert store.recount("w")


def test_what_comes_on_one_day_is_one_import(store: SqlStore, feed: Feed) -> None:
    one, two = page(store, scored("1")), page(store, scored("2"))
    tomorrow = page(store, scored("3"), at=NOON + timedelta(days=1))
    assert one.import_id == two.import_id != tomorrow.import_id
    assert tomorrow.import_id
    store.undo_import("w", tomorrow.import_id, at=NOON)
    after = page(store, scored("4"), at=NOON + timedelta(days=1, hours=1))
    assert after.import_id not in (one.import_id, tomorrow.import_id), "what was undone stays undone"
    assert len(texts(store)) == 3


def test_nothing_of_a_page_stays_where_one_part_fails(store: SqlStore, feed: Feed) -> None:
    unknown = scored("2", "It broke.")
    with pytest.raises(Conflict):
        page(store, scored("1"), replace(unknown, statements=(), known=True, model=""), cursor="c9")
    assert (texts(store), store.feed("w", "blog").cursor) == ([], None)
    assert not store.list_imports("w", cursor=None, limit=10).items


def test_an_empty_page_moves_the_cursor_and_makes_no_import(store: SqlStore, feed: Feed) -> None:
    assert page(store, cursor="c5") == PullReport("blog", pages=1)
    assert store.feed("w", "blog").cursor == "c5"
    assert not store.list_imports("w", cursor=None, limit=10).items


def test_what_is_deleted_there_is_erased_here(store: SqlStore, feed: Feed) -> None:
    brought = page(store, scored("1", "It broke."), scored("2", "I love it.", customer="c_1"))
    assert page(store, cursor="c2", deleted=("2", "never seen")).deleted == 1
    assert texts(store) == ["It broke."]
    assert store.totals("w", EVER).coverage.items == 1
    assert store.recount("w")
    assert brought.import_id
    store.undo_import("w", brought.import_id, at=NOON)
    assert store.recount("w")
    assert texts(store) == []


def test_failures_count_until_a_pull_succeeds(store: SqlStore, feed: Feed) -> None:
    for n in (1, 2, 3):
        store.hold_feed("w", "blog", "me", now=NOON, until=LATER)
        event = end(store, error="It is down.")
        failed = store.feed("w", "blog")
        assert (failed.failures, failed.alert, failed.error) == (n, n >= 3, "It is down.")
        assert (event.kind if event else None) == (EventKind.SOURCE_FAILING if n == ALERT_AFTER else None)
    store.hold_feed("w", "blog", "me", now=NOON, until=LATER)
    event = end(store, error=None)
    assert event
    assert event.kind is EventKind.SOURCE_RECOVERED
    ended = store.feed("w", "blog")
    assert (ended.failures, ended.error, ended.due_at) == (0, None, LATER)
    assert end(store, error="It is down.") is None, "it was let go"
    assert store.feed("w", "blog") == ended


def end(store: SqlStore, *, error: str | None) -> Event | None:
    return store.end_pull("w", "blog", "me", at=NOON, due_at=LATER, error=error, rest_until=None)


def test_what_is_due(store: SqlStore, feed: Feed) -> None:
    store.add_feed(replace(feed, name="by-hand", schedule="", due_at=None))
    store.add_feed(replace(feed, name="late", due_at=NOON - timedelta(hours=1)))
    store.add_feed(replace(feed, name="soon", due_at=LATER))
    assert [f.name for f in store.due_feeds(NOON)] == ["late", "blog"]
    store.pause_feed("w", "late", paused=True, due_at=None)
    assert [f.name for f in store.due_feeds(NOON)] == ["blog"]
    store.remove_feed("w", "blog", at=NOON)
    assert store.due_feeds(NOON) == []
    with pytest.raises(NotFound):
        store.remove_feed("w", "blog", at=NOON)


def test_a_delivery_is_taken_once_while_it_could_come_again(store: SqlStore, feed: Feed) -> None:
    sent = Delivery("d1", LATER)
    read = ScoredPage(Source.SOCIAL, (scored("1"),), delivery=sent)
    store.write_page(feed, None, read, at=NOON)
    with pytest.raises(Conflict, match="before"):
        store.write_page(feed, None, replace(read, items=(scored("2"),)), at=NOON)
    assert len(texts(store)) == 1
    later = replace(read, delivery=Delivery("d2", LATER + timedelta(hours=2)))
    store.write_page(feed, None, later, at=LATER + timedelta(hours=1))
    with store._db.read() as connection:
        assert connection.exec_driver_sql("SELECT digest FROM delivery").fetchall() == [("d2",)]
    assert store.feed("w", "blog").cursor is None
