"""Whole pulls: from a server's answer to the store, with the real pipeline and a tiny model."""

from __future__ import annotations

from datetime import timedelta

import pytest

from feedback_miner.feeds.rss import connector as rss
from tests.feeds.desk import IDENTITIES, NOON, Desk
from tests.feeds.places import TOO_MANY, Place
from tests.feeds.rss_place import Entry, RssFeed
from tests.feeds.zendesk_place import EMAIL, ZendeskAccount


def test_a_pull_brings_what_is_there_and_the_next_one_only_what_is_new(
    desk: Desk, place: Place, feed: RssFeed
) -> None:
    desk.add(place)
    first = desk.feeds.pull("w", "talk")
    assert (first.pages, first.report.added, first.report.statements, first.error) == (1, 2, 2, None)
    assert desk.texts() == ["The card was refused.", "The refund was great."]
    feed.entries.append(Entry("c", "The app is late."))
    second = desk.feeds.pull("w", "talk")
    assert (second.report.read, second.report.added) == (1, 1)
    assert desk.feeds.pull("w", "talk").pages == 0
    assert len(desk.texts()) == 3


def test_what_came_can_be_undone_as_an_import(desk: Desk, place: Place) -> None:
    desk.add(place)
    import_id = desk.feeds.pull("w", "talk").import_id
    assert import_id
    desk.store.undo_import("w", import_id, at=NOON)
    assert desk.texts() == []


def test_an_edit_takes_the_place_of_what_was_said(desk: Desk, place: Place, feed: RssFeed) -> None:
    desk.add(place)
    desk.feeds.pull("w", "talk")
    for words in ("The card was great.", "The card was late."):
        feed.entries[0].text = words
        report = desk.feeds.pull("w", "talk").report
        assert (report.read, report.updated) == (1, 1)
    assert desk.texts() == ["The card was late.", "The refund was great."]


def test_a_feed_that_is_removed_and_added_again_finds_what_it_brought(desk: Desk, place: Place) -> None:
    desk.add(place)
    desk.feeds.pull("w", "talk")
    desk.feeds.remove("w", "talk")
    assert len(desk.texts()) == 2
    desk.add(place)
    again = desk.feeds.pull("w", "talk").report
    assert (again.read, again.unchanged) == (2, 2)


def test_a_failure_keeps_the_pages_before_it_and_the_next_pull_goes_on_there(desk: Desk) -> None:
    account = ZendeskAccount(now=int(NOON.timestamp()) - 3_600, page=2)
    for n in range(5):
        account.put(n, f"The card {n} was late.")
    account.now += 3_600
    with Place(account.answer).open() as place:
        options = {"server": place.url, "email": EMAIL, "token": "desk"}
        desk.feeds.add("w", name="tickets", kind="zendesk", options=options)
        place.instead.extend([None, None, TOO_MANY])
        first = desk.feeds.pull("w", "tickets")
        assert (first.pages, first.report.added) == (2, 4)
        assert "too many requests" in str(first.error)
        asked = len(place.requests)
        desk.now += timedelta(seconds=37)
        second = desk.feeds.pull("w", "tickets")
        assert (second.pages, second.report.added, second.error) == (1, 1, None)
        assert len(place.requests) == asked + 1


def test_a_deleted_ticket_goes_with_all_its_messages(desk: Desk) -> None:
    account = ZendeskAccount(now=int(NOON.timestamp()) - 7_200)
    for n in (1, 10):
        account.put(n)
        account.say(n, 100 + n, f"The card {n} was refused.", author=7_000 + n)
        account.say(n, 200 + n, "We sent a refund.", author=5)
        account.say(n, 300 + n, f"The refund {n} was late.", author=7_000 + n)
    account.now += 3_600
    with Place(account.answer).open() as place:
        options = {"server": place.url, "email": EMAIL, "token": "desk", "comments": "yes"}
        desk.feeds.add("w", name="tickets", kind="zendesk", options=options)
        report = desk.feeds.pull("w", "tickets").report
        assert (report.added, report.not_scored) == (6, 2)
        account.put(1, "SCRUBBED", subject="SCRUBBED", status="deleted")
        account.now += 3_600
        assert desk.feeds.pull("w", "tickets").deleted == 3
        assert not [text for text in desk.texts() if " 1 " in text]
        assert [text for text in desk.texts() if " 10 " in text]
        account.put(10, "", priority="high")
        account.now += 3_600
        assert desk.feeds.pull("w", "tickets").report.updated == 3


@pytest.mark.parametrize("stops_after", [1, 2])
def test_a_crash_between_pages_loses_and_doubles_nothing(
    desk: Desk, place: Place, feed: RssFeed, monkeypatch: pytest.MonkeyPatch, stops_after: int
) -> None:
    monkeypatch.setattr(rss, "PAGE", 3)
    feed.entries[:] = [Entry(f"e{n}", f"The card {n} was late.") for n in range(10)]
    desk.add(place)
    scored, calls = desk.pipeline.scored_anew, iter(range(100))

    def dies(items: object) -> object:
        if next(calls) == stops_after:
            raise KeyboardInterrupt
        return scored(items)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(desk.pipeline, "scored_anew", dies)
        with pytest.raises(KeyboardInterrupt):
            desk.feeds.pull("w", "talk")
    assert len(desk.texts()) == 3 * stops_after
    rest = desk.feeds.pull("w", "talk").report
    assert (rest.read, rest.added) == (10 - 3 * stops_after, 10 - 3 * stops_after)
    assert desk.texts() == sorted(f"The card {n} was late." for n in range(10))


def test_what_an_erased_customer_said_does_not_come_back(desk: Desk, place: Place, feed: RssFeed) -> None:
    desk.add(place)
    desk.feeds.pull("w", "talk")
    pseudonym = IDENTITIES.pseudonym("w", "Ann")
    assert pseudonym
    assert desk.store.erase_customer("w", pseudonym, at=NOON) == 1
    feed.entries[1].text = "The refund was late."
    report = desk.feeds.pull("w", "talk").report
    assert (report.read, report.skipped) == (1, 1)
    assert desk.texts() == ["The card was refused."]
