"""What Reddit refuses, or what goes wrong between it and us."""

from __future__ import annotations

from datetime import timedelta

import pytest

from feedback_miner.errors import FeedError, QueryError, SetupError
from feedback_miner.feeds import KnownConnectors
from tests.feeds.desk import NOWHERE
from tests.feeds.places import BROKEN, TOO_MANY, Answer, Place
from tests.feeds.reddit_place import APP, SECRET, RedditPlace, paths, puller
from tests.feeds.times import NOON, hours

pytest.importorskip("prawcore", reason="prawcore is not installed: pip install 'feedback-miner[reddit]'")


def test_what_came_beyond_the_end_of_the_listing_is_said_once(place: Place, reddit: RedditPlace) -> None:
    reddit.longest = 250
    reddit.post(NOON - hours(1), "Known")
    feed = puller(place, comments="no")
    feed.pull(NOON)
    posts = [reddit.post(NOON + timedelta(seconds=n), f"Number {n}") for n in range(300)]
    with pytest.raises(FeedError, match=r"between 2026-03-02 11:00 and 2026-03-02 12:00 .* Pull more often"):
        feed.pull(NOON + hours(2))
    assert feed.pull(NOON + hours(2.1)) == {}
    assert f'"{posts[-1]}"' in (feed.cursor or "")


@pytest.mark.parametrize(
    ("answer", "words", "wait"),
    [
        (TOO_MANY, "too many requests", timedelta(seconds=37)),
        (
            Answer(status=429, headers={"x-ratelimit-reset": "120"}),
            "too many requests",
            timedelta(seconds=120),
        ),
        (BROKEN, "status 503", timedelta(seconds=120)),
        (Answer(b'{"kind": "Listing"', missing=100), "connection failed", None),
        (Answer(b"<html>Please wait</html>"), "not what Reddit's API gives", None),
        (Answer(b'{"kind": "Listing", "data": {"children": 7}}'), r"API gives \(data.children", None),
        (Answer(b"[" * 100_000), "not what Reddit's API gives", None),
        (Answer(b"{}", headers={"x-ratelimit-remaining": "some"}), "not what Reddit's API gives", None),
    ],
)
def test_troubles_are_said_and_what_came_before_them_stays(
    place: Place, reddit: RedditPlace, answer: Answer, words: str, wait: timedelta | None
) -> None:
    reddit.post(NOON - hours(1), "Here")
    feed = puller(place, comments="no")
    feed.pull(NOON)
    cursor = feed.cursor
    place.instead.extend([None, answer])
    with pytest.raises(FeedError, match=words) as failed:
        feed.pull(NOON + hours(1))
    assert failed.value.retry_after == wait
    assert SECRET not in str(failed.value)
    assert (feed.cursor, feed.deleted) == (cursor, [])


def test_a_first_fetch_goes_on_behind_its_last_page_where_reddit_asked_to_wait(
    place: Place, reddit: RedditPlace
) -> None:
    reddit.page = 10
    posts = [reddit.post(NOON - hours(140 - n), f"Post {n}") for n in range(25)]
    comments = [reddit.comment(NOON - hours(139.5 - n), f"Comment {n}") for n in range(25)]
    feed = puller(place)
    for listings in (1, 3):
        place.instead.extend([None, *[None] * listings, TOO_MANY])  # the first is to sign in
        with pytest.raises(FeedError, match="too many requests"):
            feed.pull(NOON)
    assert sorted(feed.came) == sorted([*posts, *comments[15:]])
    new = reddit.post(NOON, "New")
    place.requests.clear()
    assert list(feed.pull(NOON + hours(1))) == comments[5:15] + comments[:5]
    assert place.requests[1].query["after"] == comments[15]
    assert feed.pull(NOON + hours(2)) == {new: "New"}
    assert sorted(feed.came) == sorted([*posts, *comments, new])
    assert feed.deleted == []


def test_where_the_last_thing_is_no_longer_listed_the_listing_is_walked_anew(
    place: Place, reddit: RedditPlace
) -> None:
    reddit.page = 10
    posts = [reddit.post(NOON - hours(140 - n), f"Post {n}") for n in range(25)]
    feed = puller(place, comments="no")
    place.instead.extend([None, None, TOO_MANY])
    with pytest.raises(FeedError, match="too many requests"):
        feed.pull(NOON)
    empty = Answer(b'{"kind": "Listing", "data": {"children": [], "after": null}}')
    place.instead.extend([None, empty])
    feed.pull(NOON)
    assert sorted(feed.came) == sorted(posts)


@pytest.mark.parametrize("name", ["/r/acme", "r/acme/", "https://www.reddit.com/r/acme/", "acme"])
def test_a_subreddit_may_be_named_as_people_do(place: Place, reddit: RedditPlace, name: str) -> None:
    puller(place, subreddit=name, comments="no", contact="/u/acme").pull(NOON)
    assert paths(place) == ["/r/acme/new/"]


def test_whoever_used_the_limit_up_is_sent_away_and_does_not_sleep(place: Place, reddit: RedditPlace) -> None:
    reddit.remaining, reddit.reset = 0.0, 480
    with pytest.raises(FeedError, match="used up") as failed:
        puller(place).pull(NOON)
    assert failed.value.retry_after is not None
    assert 470 <= failed.value.retry_after.total_seconds() <= 480
    assert paths(place) == ["/r/acme/new/"]


@pytest.mark.parametrize(
    ("options", "closed", "words"),
    [
        ({}, "private", "private or quarantined"),
        ({}, "banned", "no such subreddit"),
        ({"subreddit": "acmee"}, None, "no such subreddit"),
        ({"client_id": "somebody-else"}, None, "those of one app"),
    ],
)
def test_a_closed_door_is_named(
    place: Place, reddit: RedditPlace, options: dict[str, str], closed: str | None, words: str
) -> None:
    reddit.closed = closed
    with pytest.raises(FeedError, match=words) as failed:
        puller(place, **options).pull(NOON)
    assert SECRET not in str(failed.value)


def test_a_wrong_kind_of_app_is_named(place: Place) -> None:
    place.instead.append(Answer(b'{"error": "unauthorized_client"}'))
    with pytest.raises(FeedError, match="is that a “script”"):
        puller(place).pull(NOON)


def test_an_expired_token_is_asked_for_anew(
    place: Place, reddit: RedditPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("random.random", lambda: 0.0)  # prawcore sleeps as long as that
    post = reddit.post(NOON - hours(1), "Here")
    place.instead.extend([None, Answer(b"{}", status=401)])
    assert list(puller(place, comments="no").pull(NOON)) == [post]


def test_an_answer_without_end_is_given_up(
    place: Place, reddit: RedditPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    reddit.post(NOON - hours(1), "word " * 5_000)
    monkeypatch.setattr("feedback_miner.feeds.reddit.client.MAX_ANSWER", 20_000)
    with pytest.raises(FeedError, match=r"larger than 20,000 bytes"):
        puller(place).pull(NOON)


def test_a_listing_without_end_is_left(place: Place, reddit: RedditPlace) -> None:
    reddit.post(NOON - hours(1), "Here")
    listing = reddit.answer
    place.answer = lambda request: Answer(
        listing(request).body.replace(b'"after": null', b'"after": "t3_p0"')
    )
    reddit.page = 1
    assert len(puller(place, comments="no").pull(NOON)) == 1
    assert len(paths(place)) == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"subreddit": None}, "give subreddit, search or both"),
        ({"subreddit": "a/../b"}, "subreddit"),
        ({"client_id": "short"}, "client_id"),
        ({"server": "http://reddit.example"}, "bare https://"),
        ({"server": "https://me:pw@reddit.example"}, "bare https://"),
        ({"overlap_hours": "0"}, "overlap_hours"),
        ({"colour": "red"}, "Options of reddit: subreddit, search"),
    ],
)
def test_wrong_options_are_refused(changes: dict[str, str | None], said: str) -> None:
    options = {name: value for name, value in {**APP, **changes}.items() if value is not None}
    with pytest.raises(QueryError, match=said):
        KnownConnectors(lambda *_: "", NOWHERE).open("w", "reddit", options)


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedback_miner.feeds.reddit.connector.find_spec", lambda _: None)
    with pytest.raises(SetupError, match=r"pip install 'feedback-miner\[reddit\]'"):
        KnownConnectors(lambda *_: "", NOWHERE).open("w", "reddit", APP)
