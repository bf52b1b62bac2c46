"""The X connector against a server that answers as X's API does."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feedback_miner.errors import FeedError, QueryError, SetupError
from feedback_miner.feeds import KnownConnectors
from tests.feeds.desk import NOWHERE
from tests.feeds.places import BROKEN, Answer, Place
from tests.feeds.puller import Puller
from tests.feeds.x_place import TOKEN, XPlace, problem

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def x() -> XPlace:
    return XPlace(NOON)


@pytest.fixture
def place(x: XPlace) -> Iterator[Place]:
    with Place(x.answer).open() as opened:
        yield opened


def read(message: Mapping[str, Any]) -> tuple[str, str]:
    return message["id"], message.get("note_tweet", message)["text"]


def puller(place: Place, token: str = TOKEN, **options: str) -> Puller:
    given = {"search": "acme", "token": "app", "server": place.url, **options}
    return Puller(KnownConnectors(lambda _, name: {"app": token}[name], NOWHERE).open("w", "x", given), read)


def pull_at(feed: Puller, x: XPlace, now: datetime, *, since: datetime | None = None) -> dict[str, str]:
    x.now = now
    return feed.pull(now, since=since)


def asked(place: Place) -> list[list[str]]:
    """The ids of each request for posts by their ids."""
    return [request.query["ids"].split(",") for request in place.requests if "ids" in request.query]


def test_brings_posts_of_the_last_week_oldest_first(place: Place, x: XPlace) -> None:
    x.page = 7
    posts = [x.post(NOON - n * HOUR, f"Number {n}") for n in range(160, 0, -1)]
    x.post(NOON - 8 * DAY, "Not found any more")
    assert list(puller(place).pull(NOON)) == posts
    assert {request.query["query"] for request in place.requests} == {"(acme) -is:retweet"}


def test_a_message_is_what_the_preset_reads(place: Place, x: XPlace) -> None:
    reply: dict[str, Any] = {"referenced_tweets": [{"type": "replied_to", "id": "7"}], "conversation_id": "7"}
    post = x.post(NOON - HOUR, "@acme it br…", note_tweet={"text": "@acme it broke &amp; I am sad"}, **reply)
    (message,) = puller(place).messages(now=NOON)
    assert message["author"]["username"] == "ann"
    assert message["created_at"] == "2026-03-02T11:00:00Z"
    assert message["url"] == f"https://x.com/i/status/{post}"
    said = {"id": post, "lang": "en", "channel": "x", "author_id": "500", **reply}
    assert said.items() <= json.loads(json.dumps(message)).items()
    assert message["note_tweet"]["text"] == "@acme it broke &amp; I am sad"


def test_begins_where_it_is_told_to_but_asks_for_no_more_than_x_searches(place: Place, x: XPlace) -> None:
    x.post(NOON - 3 * HOUR, "Before")
    after = x.post(NOON - HOUR, "After")
    assert list(puller(place).pull(NOON, since=NOON - 2 * HOUR)) == [after]
    assert len(puller(place).pull(NOON, since=NOON - 90 * DAY)) == 2
    assert puller(place).pull(NOON, since=NOON) == {}


def test_a_first_pull_at_any_moment_is_no_gap(place: Place, x: XPlace) -> None:
    post = x.post(NOON - HOUR, "Here")
    assert list(pull_at(puller(place), x, NOON + timedelta(microseconds=123_456))) == [post]


def test_a_later_pull_looks_back_some_minutes(place: Place, x: XPlace) -> None:
    x.post(NOON - HOUR, "Old")
    newest = x.post(NOON - MINUTE, "Newest")
    feed = puller(place)
    assert len(feed.pull(NOON)) == 2
    late = x.post(NOON - 10 * MINUTE, "Late")
    place.requests.clear()
    assert pull_at(feed, x, NOON + MINUTE) == {late: "Late"}
    (request,) = place.requests
    assert request.query["start_time"] == "2026-03-02T11:44:00Z"
    cursor = feed.cursor
    assert pull_at(feed, x, NOON + 2 * MINUTE) == {}
    assert (feed.cursor, feed.deleted) == (cursor, [])
    x.delete(newest)
    assert pull_at(feed, x, NOON + 3 * MINUTE) == {}
    assert (feed.deleted, asked(place)) == ([newest], [[newest]])


def test_an_edit_comes_under_the_first_id(place: Place, x: XPlace) -> None:
    first = x.post(NOON - 30 * MINUTE, "Bad")
    twice = x.post(NOON - 20 * MINUTE, "Awful")
    x.edit(twice, "Hm", NOON - 10 * MINUTE)
    feed = puller(place)
    assert feed.pull(NOON) == {first: "Bad", twice: "Hm"}
    x.edit(first, "Not so bad", NOON)
    assert pull_at(feed, x, NOON + MINUTE) == {first: "Not so bad"}
    assert pull_at(feed, x, NOON + 2 * MINUTE) == {}
    assert feed.deleted == []


def test_an_odd_post_is_left_out_and_counted_and_what_becomes_one_is_not_gone(
    place: Place, x: XPlace
) -> None:
    first, odd = x.post(NOON - 9 * MINUTE, "Here"), x.post(NOON - 8 * MINUTE, "Odd")
    last = x.post(NOON - 7 * MINUTE, "There")
    x.posts[odd]["text"] = {"of": "another shape"}
    feed = puller(place)
    assert list(feed.pull(NOON)) == [first, last]
    assert feed.left_out == {"unreadable": 1}
    x.posts[last]["lang"] = 7
    new = x.post(NOON, "New")
    assert list(pull_at(feed, x, NOON + MINUTE)) == [new]
    assert list(pull_at(feed, x, NOON + DAY)) == []
    assert feed.deleted == []


def test_an_author_who_cannot_be_read_costs_no_post(place: Place, x: XPlace) -> None:
    post = x.post(NOON - MINUTE, "Here")
    x.users[x.posts[post]["author_id"]] = None  # type: ignore[assignment]
    feed = puller(place)
    assert list(feed.pull(NOON)) == [post]
    assert feed.left_out == {}


def test_what_is_followed_is_asked_for_once_a_day(place: Place, x: XPlace) -> None:
    posts = [x.post(NOON - 5 * HOUR + n * MINUTE, f"Number {n}") for n in range(120)]
    last = x.post(NOON - MINUTE, "Last")
    feed = puller(place)
    feed.pull(NOON)
    x.delete(posts[3])
    x.protected.add(posts[4])
    x.unlisted.add(x.edit(posts[5], "Found no more", NOON))
    assert pull_at(feed, x, NOON + 23 * HOUR) == {}
    assert (feed.deleted, asked(place)) == ([], [])
    assert pull_at(feed, x, NOON + DAY) == {posts[5]: "Found no more"}
    assert feed.deleted == [posts[3], posts[4]]
    assert asked(place)[0] == posts[:100]
    assert asked(place)[-1] == posts[100:]
    assert not any(last in ids for ids in asked(place))


def test_what_left_the_window_is_followed_no_more(place: Place, x: XPlace) -> None:
    old = x.post(NOON - HOUR, "Old")
    feed = puller(place, overlap_hours="2", recheck_hours="1")
    feed.pull(NOON)
    x.post(NOON + 3 * HOUR, "New")
    pull_at(feed, x, NOON + 4 * HOUR)
    x.delete(old)
    pull_at(feed, x, NOON + 6 * HOUR)
    assert (feed.deleted, asked(place)) == ([], [])


def test_leaves_out_who_is_no_customer_and_counts_each_once(place: Place, x: XPlace) -> None:
    kept = [
        x.post(NOON - 9 * MINUTE, "I do not get it"),
        x.post(NOON - 8 * MINUTE, "Nor I", referenced_tweets=[{"type": "quoted", "id": "7"}]),
        x.post(NOON - 7 * MINUTE, "https://t.co/x", lang="zxx"),
    ]
    x.post(NOON - 6 * MINUTE, "RT @ann: I do…", referenced_tweets=[{"type": "retweeted", "id": "7"}])
    x.post(NOON - 5 * MINUTE, "We are sorry", who="AcmeHelp")
    x.post(NOON - 4 * MINUTE, "Es geht nicht", lang="de")
    said = [x.post(NOON - 3 * MINUTE + n * timedelta(seconds=1), "Pills", who="eve") for n in range(5)]
    feed = puller(place, own_accounts="acme, @acmehelp", language="en")
    assert list(feed.pull(NOON)) == [*kept, *said[:2]]
    expected = {"reposts": 1, "own accounts": 1, "spam": 3, "other languages": 1}
    assert feed.left_out == expected
    assert pull_at(feed, x, NOON + MINUTE) == {}
    assert feed.left_out == expected


def test_a_slice_with_too_much_is_asked_in_parts(
    place: Place, x: XPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback_miner.feeds.x.client.PAGE", 10)
    monkeypatch.setattr("feedback_miner.feeds.x.client.MAX_FOUND", 40)
    posts = [x.post(NOON - HOUR + n * timedelta(seconds=30), f"Number {n}") for n in range(100)]
    assert list(puller(place).pull(NOON)) == posts


def test_a_pull_that_was_cut_short_goes_on_where_its_last_page_ended(place: Place, x: XPlace) -> None:
    posts = [x.post(NOON - n * HOUR, f"Number {n}") for n in range(140, 0, -1)]
    feed = puller(place)
    place.instead.extend([None, None, None, BROKEN])
    with pytest.raises(FeedError, match="status 503"):
        feed.pull(NOON)
    assert 0 < len(feed.came) < 100
    feed.pull(NOON)
    assert feed.came == posts


def test_a_week_without_a_pull_is_told(place: Place, x: XPlace) -> None:
    x.post(NOON - HOUR, "Old")
    feed = puller(place)
    feed.pull(NOON)
    x.post(NOON + DAY, "Nobody pulled")
    new = x.post(NOON + 9 * DAY, "New")
    x.now = NOON + 10 * DAY
    with pytest.raises(FeedError, match=r"between 2026-03-02 11:00 and 2026-03-05 12:05 \(UTC\)"):
        feed.pull(x.now)
    assert feed.came[1:] == [new]
    assert pull_at(feed, x, x.now + MINUTE) == {}


def test_says_how_long_x_wants_to_be_left_alone(place: Place) -> None:
    reset = str(int(time.time()) + 600)
    place.instead.append(Answer(status=429, headers={"x-rate-limit-reset": reset}))
    with pytest.raises(FeedError, match="too many requests") as failed:
        puller(place).pull(NOON)
    assert failed.value.retry_after is not None
    assert 500 < failed.value.retry_after.total_seconds() <= 600


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(b'{"data": [{"id"', missing=100), "connection failed"),
        (Answer(b"<html>Hello</html>"), "none of X"),
        (Answer(b'{"data": [{"id": "x"}]}'), "none of X"),
        (problem(503, "Service Unavailable", "Service Unavailable"), "status 503"),
        (
            problem(400, "Invalid Request", "no viable\nalternative"),
            "not take the query: no viable alternative",
        ),
        (problem(401, "Unauthorized", "Unauthorized"), "is the bearer token right"),
        (problem(403, "Forbidden", "Enroll first", "client-forbidden"), "bearer token right.*Enroll first"),
        (problem(402, "CreditsDepleted", "No credits"), "used up. No credits"),
        (problem(429, "UsageCapExceeded", "Monthly cap", "usage-capped"), "used up. Monthly cap"),
    ],
)
def test_troubles_are_said(place: Place, answer: Answer, said: str) -> None:
    place.instead.append(answer)
    with pytest.raises(FeedError, match=said) as failed:
        puller(place).pull(NOON)
    assert TOKEN not in str(failed.value)


def test_only_what_x_says_is_gone_is_erased(place: Place, x: XPlace) -> None:
    post = x.post(NOON - MINUTE, "Here")
    feed = puller(place)
    feed.pull(NOON)
    x.unlisted.add(post)
    unsaid = {"errors": [{"resource_id": post, "title": "Timeout", "type": "about:blank"}]}
    place.instead.extend([None, Answer(json.dumps(unsaid).encode())])
    new = x.post(NOON, "New")
    with pytest.raises(FeedError, match=f"whether post {post} is still there. Timeout"):
        pull_at(feed, x, NOON + MINUTE)
    assert feed.came[-1] == new
    assert pull_at(feed, x, NOON + 2 * MINUTE) == {}
    assert feed.deleted == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"search": ""}, "search"),
        ({"server": "http://proxy.example"}, "bare https"),
        ({"overlap_hours": "200"}, "overlap_hours"),
        ({"colour": "red"}, "Options of x: search, token"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, str], said: str) -> None:
    with pytest.raises(QueryError, match=said):
        KnownConnectors(lambda *_: TOKEN, NOWHERE).open(
            "w", "x", {"search": "acme", "token": "app", **options}
        )


def test_a_secret_that_can_be_no_token_is_refused_without_showing_it(place: Place) -> None:
    assert puller(place, f"\ufeff{TOKEN}\n").pull(NOON) == {}
    with pytest.raises(SetupError, match="no bearer token"):
        puller(place, "not a token")
    for secret in ("tökén", "to\nken"):
        with pytest.raises(SetupError, match="Copy it anew") as failed:
            puller(place, secret)
        assert (failed.value.where, secret in str(failed.value)) == ("token", False)
