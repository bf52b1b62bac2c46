"""Several sources at once, one pull of a source at a time, and an end when the service stops."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import pytest

from feedback_miner.errors import Busy, FeedError, NotFound
from feedback_miner.mining import Feeds, pulling
from tests.feeds.desk import Desk
from tests.feeds.scripted import Scripted, page

#: seconds: on a busy machine the first page waits for what reads it to be loaded
SOON = 120.0


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def test_a_slow_source_keeps_no_other_waiting(desk: Desk, threads: ThreadPoolExecutor) -> None:
    asked, may_go_on = threading.Event(), threading.Event()

    def hangs() -> None:
        asked.set()
        assert may_go_on.wait(SOON)

    feeds = Scripted(desk).feeds([page("a"), hangs, page("b")], other=[[page("x")]])
    slow = threads.submit(feeds.pull, "w", "talk")
    assert asked.wait(SOON)
    assert feeds.pull("w", "other").report.added == 1
    with pytest.raises(Busy):
        feeds.pull("w", "talk")
    may_go_on.set()
    assert slow.result(SOON).report.added == 2


def until_it_stops(feeds: Feeds) -> None:
    """Whatever is asked for then is refused."""
    while True:
        try:
            feeds.pull("w", "nothing")
        except Busy:
            return
        except NotFound:
            continue


def test_a_pull_ends_after_its_page_and_goes_on_with_the_next_start(
    desk: Desk, threads: ThreadPoolExecutor
) -> None:
    stopping: list[Future[bool]] = []

    def is_stopped() -> None:
        stopping.append(threads.submit(feeds.stop))
        until_it_stops(feeds)

    scripted = Scripted(desk)
    feeds = scripted.feeds([page("a", cursor="1"), is_stopped, page("b", cursor="2"), page("c", cursor="3")])
    report = feeds.pull("w", "talk")
    assert (report.pages, report.error) == (2, None), (
        "the page in hand is stored, the next one is not asked for"
    )
    assert stopping[0].result(SOON), "it ended in time"
    with pytest.raises(Busy, match="stopping"):
        feeds.pull("w", "talk")
    again = scripted.restarted([page("c", cursor="3")])
    assert [feed.name for feed in again.due()] == ["talk"]
    assert again.pull("w", "talk").report.added == 1
    assert [cursor for _, cursor in scripted.asked] == [None, "2"]


def test_what_does_not_end_in_time_may_store_nothing_more(
    desk: Desk, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "PATIENCE", 0.05)
    asked, answers = threading.Event(), threading.Event()

    def hangs() -> None:
        asked.set()
        assert answers.wait(SOON)

    scripted = Scripted(desk)
    feeds = scripted.feeds([page("a", cursor="1"), hangs, page("b", cursor="2")])
    running = threads.submit(feeds.pull, "w", "talk")
    assert asked.wait(SOON)
    assert not feeds.stop()
    again = scripted.restarted([page("b", cursor="2")])
    assert again.pull("w", "talk").report.added == 1, "nobody waits for its lease to end"
    answers.set()
    late = running.result(SOON)
    assert (late.pages, "elsewhere" in str(late.error)) == (1, True)
    assert desk.store.feed("w", "talk").failures == 0
    assert len(desk.texts()) == 2


def test_a_long_pull_lets_others_have_their_turn_and_is_due_again_at_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def later() -> None:
        desk.now += pulling.LONGEST_PULL / 2 + timedelta(seconds=1)

    feeds = Scripted(desk).feeds(
        [page("a", cursor="1"), later, page("b", cursor="2"), later, page("c", cursor="3"), page("d")]
    )
    report = feeds.pull("w", "talk")
    assert (report.pages, report.more) == (3, True)
    assert [feed.name for feed in feeds.due()] == ["talk"]


def test_a_place_that_asks_to_be_left_alone_is_not_asked(desk: Desk) -> None:
    scripted = Scripted(desk)
    wait = timedelta(hours=2)
    feeds = scripted.feeds([FeedError("Too many requests.", retry_after=wait)], [page("a")])
    feeds.pull("w", "talk")
    assert feeds.get("w", "talk").rest_until == desk.now + wait
    feeds.resume("w", "talk")
    assert feeds.waiting("w") == []
    with pytest.raises(Busy, match="left alone until 2026-03-02 14:00:00 UTC"):
        feeds.pull("w", "talk")
    assert len(scripted.asked) == 1
    assert feeds.get("w", "talk").failures == 1, "it was not asked, so it did not fail"
    desk.now += wait
    assert feeds.pull("w", "talk").report.added == 1
    assert feeds.get("w", "talk").rest_until is None
