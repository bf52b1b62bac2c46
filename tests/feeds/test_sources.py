"""Sources as people keep them: added, listed, paused; by a schedule, by one at a time, and noisy where they fail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from feedback_miner.domain import ALERT_AFTER, Feed
from feedback_miner.errors import Busy, Conflict, NotFound, QueryError
from feedback_miner.mining.pulling import FIRST_WAIT, LEASE
from tests.feeds.desk import NOON, Desk
from tests.feeds.places import BROKEN, TOO_MANY, Answer, Place, Request
from tests.feeds.rss_place import RssFeed


def test_three_failures_in_a_row_are_an_alert_and_one_success_ends_it(desk: Desk, place: Place) -> None:
    desk.add(place)
    place.instead.extend([BROKEN] * ALERT_AFTER)
    alerts = []
    for _ in range(ALERT_AFTER):
        assert "status 503" in str(desk.feeds.pull("w", "talk").error)
        alerts.append(desk.feeds.get("w", "talk").alert)
        desk.now += timedelta(minutes=2)
    assert alerts == [False] * (ALERT_AFTER - 1) + [True]
    assert "status 503" in str(desk.feeds.get("w", "talk").error)
    desk.feeds.pull("w", "talk")
    assert (desk.feeds.get("w", "talk").failures, desk.feeds.get("w", "talk").error) == (0, None)


def test_after_failures_a_schedule_waits_longer_and_as_long_as_it_is_asked_to(
    desk: Desk, place: Place
) -> None:
    desk.add(place, schedule="* * * * *")
    waits = []
    for answer in (TOO_MANY, BROKEN, Answer(status=429, headers={"Retry-After": "3600"}), TOO_MANY):
        place.instead.append(answer)
        assert [due.name for due in desk.feeds.due()] == ["talk"]
        desk.feeds.pull("w", "talk")
        due_at = desk.feeds.get("w", "talk").due_at
        assert due_at
        waits.append(due_at - desk.now)
        assert desk.feeds.due() == []
        desk.now = due_at
    assert waits == [FIRST_WAIT, 2 * FIRST_WAIT, timedelta(hours=1), 8 * FIRST_WAIT]
    desk.feeds.pull("w", "talk")
    assert desk.feeds.get("w", "talk").due_at == desk.now + timedelta(minutes=1)


def test_a_source_is_pulled_by_one_at_a_time(desk: Desk, place: Place, feed: RssFeed) -> None:
    desk.add(place)
    refused: list[str] = []

    def answer(request: Request) -> Answer:
        with pytest.raises(Busy) as caught:
            desk.feeds.pull("w", "talk")
        refused.append(str(caught.value))
        return feed.answer(request)

    place.answer = answer
    assert desk.feeds.pull("w", "talk").report.added == 2
    assert len(refused) == 1


def test_a_pull_that_died_is_taken_over_when_its_time_is_up(desk: Desk, place: Place) -> None:
    desk.add(place)
    desk.store.hold_feed("w", "talk", "dead", now=desk.now, until=desk.now + LEASE)
    with pytest.raises(Busy):
        desk.feeds.pull("w", "talk")
    desk.now += LEASE
    assert desk.feeds.pull("w", "talk").report.added == 2


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"name": "Not A Name"}, QueryError),
        ({"kind": "rsss"}, QueryError),
        ({"options": {"url": "nowhere"}}, QueryError),
        ({"schedule": "often"}, QueryError),
        ({"time_zone": "Mars/Base"}, QueryError),
        ({"name": "talk"}, Conflict),
    ],
)
def test_a_source_that_cannot_be_meant_is_refused(
    desk: Desk, place: Place, fields: dict[str, object], kind: type[Exception]
) -> None:
    desk.add(place)
    given: dict[str, object] = {"name": "other", "kind": "rss", "options": {"url": place.url}}
    add: Callable[..., Feed] = desk.feeds.add
    with pytest.raises(kind):
        add("w", **given | fields)
    assert [feed.name for feed in desk.feeds.all("w")] == ["talk"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("https://example.org/feed", "https://example.org/feed"),
        ("https://example.org/feed?key=k", "https://example.org/feed?…"),
        ("HTTPS://ann:k@example.org/feed#k", "https://…@example.org/feed#…"),
        ("http://[k", "…"),
        ("card?refund", "card?refund"),
    ],
)
def test_of_an_address_no_key_is_shown(value: str, shown: str) -> None:
    assert Feed("w", "blog", "rss", {"url": value}, NOON).shown_options == {"url": shown}


def test_a_paused_source_is_due_again_when_it_goes_on(desk: Desk, place: Place) -> None:
    desk.add(place, schedule="0 7 * * *", time_zone="Europe/Berlin")
    desk.feeds.pull("w", "talk")
    assert desk.feeds.get("w", "talk").due_at == datetime(2026, 3, 3, 6, tzinfo=UTC)
    desk.feeds.pause("w", "talk")
    desk.now += timedelta(days=3)
    assert desk.feeds.due() == []
    assert desk.feeds.pull("w", "talk").error is None
    assert desk.feeds.due() == []
    desk.feeds.resume("w", "talk")
    assert [feed.name for feed in desk.feeds.due()] == ["talk"]


def test_a_source_that_is_not_there_is_not_found(desk: Desk) -> None:
    for verb in (desk.feeds.get, desk.feeds.pull, desk.feeds.pause, desk.feeds.resume, desk.feeds.remove):
        with pytest.raises(NotFound):
            verb("w", "nothing")
