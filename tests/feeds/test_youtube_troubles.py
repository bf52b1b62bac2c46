"""What YouTube refuses, or what goes wrong between it and us."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from feedback_miner.errors import FeedError, QueryError
from feedback_miner.feeds import KnownConnectors
from tests.feeds.desk import NOWHERE
from tests.feeds.places import BROKEN, TOO_MANY, Answer, Place
from tests.feeds.youtube_place import CHANNEL, KEY, VIDEO, YouTubePlace, failure, puller

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


@pytest.fixture
def tube() -> YouTubePlace:
    return YouTubePlace()


@pytest.fixture
def place(tube: YouTubePlace) -> Iterator[Place]:
    with Place(tube.answer).open() as opened:
        yield opened


def test_what_one_pull_does_not_walk_is_said_once(
    place: Place, tube: YouTubePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("youtube", "youtube_client"):
        monkeypatch.setattr(f"feedback_miner.feeds.{module}.MOST_THREADS", 20)
    tube.page = 10
    tube.comment(NOON - hours(1), "Known")
    feed = puller(place)
    feed.pull(NOON)
    threads = [tube.comment(NOON + timedelta(minutes=n), f"Number {n}") for n in range(30)]
    with pytest.raises(FeedError, match=r"between 2026-03-02 11:00 and 2026-03-02 12:10 .* Pull more often"):
        feed.pull(NOON + hours(2))
    assert feed.pull(NOON + hours(2.1)) == {}
    assert f'"{threads[-1]}"' in (feed.cursor or "")


@pytest.mark.parametrize(
    ("answer", "said", "wait"),
    [
        (failure(403, "quotaExceeded"), "begin anew at midnight", hours(20)),
        (failure(403, "dailyLimitExceeded"), "begin anew at midnight", hours(20)),
        (failure(403, "rateLimitExceeded"), "too many requests", timedelta(minutes=1)),
        (failure(429, "x", details=["RATE_LIMIT_EXCEEDED"]), "too many requests", timedelta(minutes=1)),
        (TOO_MANY, "too many requests", timedelta(seconds=37)),
        (BROKEN, "status 503", timedelta(seconds=120)),
        (failure(403, "commentsDisabled"), "switched off for this video", None),
        (failure(404, "videoNotFound"), "no such video", None),
        (failure(403, "forbidden", details=["SERVICE_DISABLED"]), "Switch on “YouTube Data API v3”", None),
        (failure(403, "<b>new</b>"), "refuses", None),
        (Answer(b'{"items": [', missing=100), "connection failed", None),
        (Answer(b"<html>Please wait</html>"), "not what YouTube's API gives", None),
        (Answer(b'{"items": [{"id": "x"}]}'), r"items\.snippet", None),
        (Answer(b"[" * 100_000), "not what YouTube's API gives", None),
    ],
)
def test_troubles_are_said_and_what_came_before_them_stays(
    place: Place, tube: YouTubePlace, answer: Answer, said: str, wait: timedelta | None
) -> None:
    tube.comment(NOON - hours(1), "Here")
    feed = puller(place)
    feed.pull(NOON)
    cursor = feed.cursor
    tube.page = 1
    tube.comment(NOON, "New")
    place.instead.extend([None, answer])
    with pytest.raises(FeedError, match=said) as failed:
        feed.pull(NOON)
    assert failed.value.retry_after == wait
    assert KEY not in str(failed.value)
    assert (feed.cursor, feed.deleted) == (cursor, [])


@pytest.mark.parametrize(
    ("now", "wait"),
    [
        (datetime(2026, 3, 2, 7, 59, tzinfo=UTC), timedelta(minutes=1)),
        (datetime(2026, 3, 2, 8, 0, tzinfo=UTC), hours(24)),
        (datetime(2026, 3, 8, 9, 0, tzinfo=UTC), hours(22)),  # that night the clocks go forward
    ],
)
def test_a_quota_begins_anew_at_midnight_in_california(place: Place, now: datetime, wait: timedelta) -> None:
    place.instead.append(failure(403, "quotaExceeded"))
    with pytest.raises(FeedError) as failed:
        puller(place).pull(now)
    assert failed.value.retry_after == wait


def test_trouble_while_asking_for_a_comment_is_no_deletion(place: Place, tube: YouTubePlace) -> None:
    thread = tube.comment(NOON - hours(1), "Here")
    feed = puller(place)
    feed.pull(NOON)
    tube.unlisted.add(thread)
    place.instead.extend([None, failure(403, "quotaExceeded")])
    with pytest.raises(FeedError, match="midnight"):
        feed.pull(NOON + hours(1))
    assert feed.pull(NOON + hours(2)) == {}
    assert feed.deleted == []


def test_a_wrong_key_is_refused_without_naming_it(place: Place, tube: YouTubePlace) -> None:
    tube.key = "another"
    with pytest.raises(FeedError, match="Make one in the Google Cloud console") as failed:
        puller(place).pull(NOON)
    assert KEY not in str(failed.value)
    assert not any(KEY in value for request in place.requests for value in request.query.values())


def test_a_list_without_end_is_left(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedback_miner.feeds.youtube_client.MOST_PAGES", 7)
    place.answer = lambda request: Answer(b'{"items": [], "nextPageToken": "again"}')
    assert puller(place).pull(NOON) == {}
    assert len(place.requests) == 7


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"channel": None}, "either channel or video"),
        ({"video": VIDEO}, "either channel or video"),
        ({"channel": "@acme"}, "channel"),
        ({"url": "http://tube.example"}, "bare https://"),
        ({"url": "https://tube.example?key=x"}, "bare https://"),
        ({"overlap_hours": "0"}, "overlap_hours"),
        ({"colour": "red"}, "Options of youtube: channel, video"),
    ],
)
def test_wrong_options_are_refused(changes: dict[str, str | None], said: str) -> None:
    wanted = {"channel": CHANNEL, "key": "google", **changes}
    options = {name: value for name, value in wanted.items() if value is not None}
    with pytest.raises(QueryError, match=said):
        KnownConnectors(lambda *_: "", NOWHERE).open("w", "youtube", options)


def test_an_edited_reply_in_an_old_thread_keeps_its_video(place: Place, tube: YouTubePlace) -> None:
    thread = tube.comment(NOON - hours(1), "It broke.")
    reply = tube.reply(thread, NOON, "Mine too.")
    feed = puller(place)
    feed.pull(NOON)
    tube.unlisted.add(thread)
    tube.edit(reply, "Mine is fine.", NOON)
    (message,) = feed.messages(now=NOON + hours(1))
    assert (message["id"], message["snippet"]["videoId"]) == (reply, VIDEO)


def test_an_author_who_is_no_more_and_an_odd_comment_stop_nothing(place: Place, tube: YouTubePlace) -> None:
    tube.comments[tube.comment(NOON - hours(3), "Here")]["snippet"]["authorChannelId"] = None
    tube.comments[tube.comment(NOON - hours(2), "Odd")]["snippet"]["textOriginal"] = 7
    tube.comment(NOON - hours(1), "There")
    feed = puller(place)
    assert list(feed.pull(NOON).values()) == ["Here", "There"]
    assert feed.left_out == {"unreadable": 1}
