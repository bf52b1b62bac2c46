"""What somebody should be told of, once: as an event and as a line of the log."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from feedback_miner.domain import ALERT_AFTER, Event, EventKind
from tests.feeds.desk import Desk
from tests.feeds.places import Answer, Place

DOWN = Answer(status=500)
MINUTE = timedelta(minutes=1)


def pull(desk: Desk, times: int) -> None:
    for _ in range(times):
        desk.feeds.pull("w", "talk")
        desk.now += MINUTE


def kinds(desk: Desk) -> list[EventKind]:
    """Newest first."""
    return [event.kind for event in desk.feeds.events("w", cursor=None, limit=50).items]


def test_an_alert_begins_once_and_ends_once(
    desk: Desk, place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    desk.add(place)
    place.instead.extend([DOWN] * (ALERT_AFTER - 1))
    pull(desk, ALERT_AFTER)
    assert kinds(desk) == [], "it failed too seldom, and then it went well"
    place.instead.extend([DOWN] * (ALERT_AFTER + 4))
    began = desk.now + (ALERT_AFTER - 1) * MINUTE
    pull(desk, ALERT_AFTER + 4)
    (event,) = desk.feeds.events("w", cursor=None, limit=50).items
    assert (event.kind, event.subject, event.at) == (EventKind.SOURCE_FAILING, "talk", began)
    assert "status 500" in event.message
    pull(desk, 3)
    assert kinds(desk) == [EventKind.SOURCE_RECOVERED, EventKind.SOURCE_FAILING]
    lines = [(record.levelno, record.getMessage()) for record in caplog.records]
    assert [level for level, _ in lines] == [logging.WARNING] * 2
    assert "source.failing" in lines[0][1]
    assert "workspace=w source=talk: 127.0.0.1: It answered with status 500" in lines[0][1]
    assert "source.recovered" in lines[1][1]


def test_what_is_removed_alerts_nobody_any_more(desk: Desk, place: Place) -> None:
    desk.add(place)
    place.instead.extend([DOWN] * ALERT_AFTER)
    pull(desk, ALERT_AFTER)
    desk.feeds.remove("w", "talk")
    assert kinds(desk) == [EventKind.SOURCE_RECOVERED, EventKind.SOURCE_FAILING]
    desk.add(place)
    desk.feeds.remove("w", "talk")
    assert len(kinds(desk)) == 2, "it was well"


def test_events_come_page_by_page(desk: Desk, place: Place) -> None:
    desk.add(place)
    for _ in range(3):
        place.instead.extend([DOWN] * ALERT_AFTER)
        pull(desk, ALERT_AFTER + 1)
    whole = desk.feeds.events("w", cursor=None, limit=50)
    assert (len(whole.items), whole.next_cursor) == (6, None)
    found: list[Event] = []
    cursor: str | None = None
    while True:
        page = desk.feeds.events("w", cursor=cursor, limit=4)
        found += page.items
        if (cursor := page.next_cursor) is None:
            break
    assert tuple(found) == whole.items
