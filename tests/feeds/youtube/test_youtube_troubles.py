"""What YouTube refuses, or what goes wrong between it and us."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from feedback_miner.errors import FeedError, QueryError
from feedback_miner.feeds import KnownConnectors
from tests.feeds.desk import NOWHERE
from tests.feeds.places import BROKEN, TOO_MANY, Answer, Place
from tests.feeds.times import NOON, hours
from tests.feeds.youtube_place import CHANNEL, KEY, VIDEO, YouTubePlace, failure, puller


def test_a_first_fetch_goes_on_behind_its_last_page_where_the_quota_ended_it(
    place: Place, tube: YouTubePlace
) -> None:
    tube.page = 10
    threads = [tube.comment(NOON - hours(150 - n), f"Number {n}") for n in range(95)]
    feed, used_up = puller(place), failure(403, "quotaExceeded")
    for pages in (3, 4):
        place.instead.extend([*[None] * pages, used_up])
        with pytest.raises(FeedError, match="midnight"):
            feed.pull(NOON)
    assert len(feed.came) == 70
    new = tube.comment(NOON, "New")
    place.requests.clear()
    assert list(feed.pull(NOON + hours(1))) == threads[15:25] + threads[5:15] + threads[:5]
    assert [request.query["pageToken"].rpartition(".")[2] for request in place.requests[:3]] == [
        threads[n] for n in (25, 15, 5)
    ]
    assert feed.pull(NOON + hours(2)) == {new: "New"}
    assert sorted(feed.came) == sorted([*threads, new])
    assert feed.deleted == []


def test_where_the_place_forgot_the_page_the_list_is_walked_anew(place: Place, tube: YouTubePlace) -> None:
    tube.page = 10
    threads = [tube.comment(NOON - hours(150 - n), f"Number {n}") for n in range(30)]
    feed = puller(place)
    place.instead.extend([None, failure(403, "quotaExceeded")])
    with pytest.raises(FeedError, match="midnight"):
        feed.pull(NOON)
    place.instead.append(failure(400, "invalidPageToken"))
    feed.pull(NOON)
    assert sorted(feed.came) == sorted(threads)


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
        (Answer(b"[" * 100_000), "not what YouTube's API gives", None),
    ],
)
def test_troubles_are_said_and_what_came_before_them_stays(
    place: Place, tube: YouTubePlace, answer: Answer, said: str, wait: timedelta | None
) -> None:
    tube.comment(NOON - hours(1), "Here")
    feed = puller(place)
    feed.pull(NOON)
    tube.page = 1
    newer, newest = tube.comment(NOON - timedelta(minutes=1), "Newer"), tube.comment(NOON, "Newest")
    place.instead.extend([None, answer])
    with pytest.raises(FeedError, match=said) as failed:
        feed.pull(NOON)
    assert failed.value.retry_after == wait
    assert KEY not in str(failed.value)
    assert feed.pull(NOON) == {newer: "Newer"}
    assert (feed.came[1:], feed.deleted) == ([newest, newer], [])


def test_an_answer_of_which_nothing_can_be_read_is_none_of_youtube(place: Place) -> None:
    place.instead.append(Answer(b'{"items": [{"id": "x"}]}'))
    with pytest.raises(FeedError, match=r"items\.snippet"):
        puller(place).pull(NOON)


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


def test_a_list_without_end_is_left(place: Place) -> None:
    place.answer = lambda request: Answer(b'{"items": [], "nextPageToken": "again"}')
    assert puller(place).pull(NOON) == {}
    assert len(place.requests) == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"channel": None}, "either channel or video"),
        ({"video": VIDEO}, "either channel or video"),
        ({"channel": "@acme"}, "channel"),
        ({"server": "http://tube.example"}, "bare https://"),
        ({"server": "https://tube.example?key=x"}, "bare https://"),
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
