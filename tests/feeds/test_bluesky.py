"""The Bluesky connector against a server that answers as Bluesky does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feedback_miner.errors import FeedError, QueryError
from feedback_miner.feeds import KnownConnectors
from tests.feeds.bluesky_place import HANDLE, PASSWORD, BlueskyPlace, problem
from tests.feeds.desk import NOWHERE
from tests.feeds.places import BROKEN, Answer, Place
from tests.feeds.puller import Puller

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def bluesky() -> BlueskyPlace:
    return BlueskyPlace()


@pytest.fixture
def place(bluesky: BlueskyPlace) -> Iterator[Place]:
    with Place(bluesky.answer).open() as opened:
        yield opened


def read(message: Mapping[str, Any]) -> tuple[str, str]:
    return message["uri"], message["record"]["text"]


def puller(place: Place, password: str = PASSWORD, **options: str) -> Puller:
    given = {"search": "acme", "handle": HANDLE, "password": "app", "server": place.url, **options}
    return Puller(
        KnownConnectors(lambda _, name: {"app": password}[name], NOWHERE).open("w", "bluesky", given), read
    )


def asked(place: Place, method: str) -> int:
    return sum(request.path.endswith(method) for request in place.requests)


def test_brings_posts_oldest_first_day_by_day(place: Place, bluesky: BlueskyPlace) -> None:
    bluesky.page = 7
    posts = [bluesky.post(NOON - n * HOUR, f"Number {n}") for n in range(100, 0, -1)]
    posts.insert(0, bluesky.post(NOON - timedelta(days=6.5), "First"))
    bluesky.post(NOON - timedelta(days=8), "Too old")
    assert list(puller(place).pull(NOON)) == posts
    assert all(request.query["sort"] == "latest" for request in place.requests if "q" in request.query)


def test_a_message_is_what_the_preset_reads(place: Place, bluesky: BlueskyPlace) -> None:
    uri = bluesky.post(NOON - HOUR, "It broke", said={"reply": {"root": {"uri": "at://root"}}})
    (message,) = puller(place).messages(now=NOON)
    expected = {key: value for key, value in bluesky.posts[uri].items() if key != "indexedAt"}
    assert expected.items() <= message.items()
    assert message["channel"] == "bluesky"
    assert message["url"] == f"https://bsky.app/profile/{message['author']['did']}/post/3k00000000000"


def test_a_page_from_which_all_was_hidden_is_not_the_last(place: Place, bluesky: BlueskyPlace) -> None:
    bluesky.page = 3
    shown = bluesky.post(NOON - 3 * HOUR, "Shown")
    for n in range(5):
        bluesky.post(NOON - HOUR + n * MINUTE, "Hidden", hidden=True)
    assert list(puller(place).pull(NOON)) == [shown]


def test_finds_late_posts_exchanged_ones_and_deletions_within_the_hour(
    place: Place, bluesky: BlueskyPlace
) -> None:
    gone, exchanged = bluesky.post(NOON - 6 * HOUR, "Gone"), bluesky.post(NOON - 5 * HOUR, "Bad")
    newest = bluesky.post(NOON - MINUTE, "Newest")
    feed = puller(place)
    assert list(feed.pull(NOON)) == [gone, exchanged, newest]
    late = bluesky.post(NOON - 4 * HOUR, "Late")
    del bluesky.posts[gone]
    bluesky.posts[exchanged]["record"]["text"] = "Good"
    assert feed.pull(NOON + MINUTE) == {}
    assert feed.pull(NOON + HOUR) == {exchanged: "Good", late: "Late"}
    assert feed.deleted == [gone]
    cursor = feed.cursor
    assert feed.pull(NOON + HOUR + MINUTE) == {}
    assert (feed.cursor, feed.deleted) == (cursor, [gone])


def test_an_odd_post_is_left_out_and_counted_and_what_becomes_one_is_not_gone(
    place: Place, bluesky: BlueskyPlace
) -> None:
    first, odd = bluesky.post(NOON - 3 * HOUR, "Here"), bluesky.post(NOON - 2 * HOUR, "Odd")
    last = bluesky.post(NOON - HOUR, "There")
    bluesky.posts[odd]["author"] = None
    feed = puller(place)
    assert list(feed.pull(NOON)) == [first, last]
    assert feed.left_out == {"unreadable": 1}
    bluesky.posts[last]["record"]["text"] = ["another", "shape"]
    new = bluesky.post(NOON, "New")
    assert list(feed.pull(NOON + HOUR)) == [new]
    assert feed.deleted == []


def test_likes_change_nothing(place: Place, bluesky: BlueskyPlace) -> None:
    uri = bluesky.post(NOON - MINUTE, "Here")
    feed = puller(place)
    feed.pull(NOON)
    bluesky.posts[uri]["likeCount"] = 99
    assert feed.pull(NOON + MINUTE) == {}


def test_what_the_search_no_longer_finds_is_asked_for_by_its_address(
    place: Place, bluesky: BlueskyPlace
) -> None:
    posts = [bluesky.post(NOON - 2 * HOUR + n * MINUTE, f"Number {n}") for n in range(30)]
    feed = puller(place)
    feed.pull(NOON)
    bluesky.unlisted.update(posts)
    bluesky.forgotten.add(posts[3])
    del bluesky.posts[posts[5]]
    assert feed.pull(NOON + HOUR) == {}
    assert feed.deleted == [posts[5]]
    assert asked(place, "getPosts") == 2 + 2


def test_leaves_out_who_is_no_customer_and_counts_each_once(place: Place, bluesky: BlueskyPlace) -> None:
    kept = [
        bluesky.post(
            NOON - 9 * HOUR, "I do not get it", labels=[{"val": "spam"}, {"val": "spam", "neg": True}]
        ),
        bluesky.post(NOON - 8 * HOUR, "Ni yo", said={"langs": ["es", "en-GB"]}),
        bluesky.post(NOON - 8 * HOUR, "Hm", said={"langs": []}),
    ]
    bluesky.post(NOON - 7 * HOUR, "We are sorry", who="Acme.example")
    bluesky.post(NOON - 6 * HOUR, "Beep", labels=[{"val": "bot"}])
    bluesky.post(NOON - 5 * HOUR, "Buy", labels=[{"val": "spam"}])
    bluesky.post(NOON - 4 * HOUR, "Cheap", labels=[{"val": "rude"}, {"val": "scam"}])
    bluesky.post(NOON - 3 * HOUR, "Es geht nicht", said={"langs": ["de"]})
    said = [bluesky.post(NOON - 2 * HOUR + n * MINUTE, "Pills", who="eve.bsky.test") for n in range(5)]
    feed = puller(place, own_accounts=" @acme.example,", language="en")
    assert list(feed.pull(NOON)) == [*kept, *said[:2]]
    expected = {"own accounts": 1, "bots": 1, "spam": 2 + 3, "other languages": 1}
    assert feed.left_out == expected
    assert feed.pull(NOON + HOUR) == {}
    assert feed.left_out == expected


def test_a_date_of_the_future_or_none_moves_nothing(place: Place, bluesky: BlueskyPlace) -> None:
    first_seen = (NOON - HOUR).isoformat()
    future = bluesky.post(datetime(2100, 1, 1, tzinfo=UTC), "Hello from 2100", indexedAt=first_seen)
    none = bluesky.post(NOON, "No date", said={"createdAt": "2026-03-02T11:00"}, indexedAt=first_seen)
    feed = puller(place)
    assert feed.pull(NOON).keys() == {future, none}
    new = bluesky.post(NOON + MINUTE, "New")
    assert list(feed.pull(NOON + 2 * MINUTE)) == [new]


def test_signs_in_once_and_again_when_the_session_has_ended(place: Place, bluesky: BlueskyPlace) -> None:
    feed = puller(place)
    feed.pull(NOON)
    feed.pull(NOON + MINUTE)
    assert asked(place, "createSession") == bluesky.sessions == 1
    bluesky.sessions += 1
    new = bluesky.post(NOON + 2 * MINUTE, "New")
    assert list(feed.pull(NOON + 4 * MINUTE)) == [new]
    assert asked(place, "createSession") == 2
    place.instead.extend([problem(401, "AuthMissing"), None, problem(401, "AuthMissing")])
    with pytest.raises(FeedError, match=rf"refuses \(status 401\), though it let {HANDLE} in"):
        feed.pull(NOON + 5 * MINUTE)
    assert asked(place, "createSession") == 3


def test_a_search_that_finds_too_much_is_asked_in_parts(
    place: Place, bluesky: BlueskyPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback_miner.feeds.bluesky.client.PAGE", 10)
    monkeypatch.setattr("feedback_miner.feeds.bluesky.client.MAX_FOUND", 40)
    posts = [bluesky.post(NOON - HOUR + n * timedelta(seconds=30), f"Number {n}") for n in range(100)]
    assert list(puller(place).pull(NOON, since=NOON - 3 * HOUR)) == posts
    for n in range(50):
        bluesky.post(NOON + timedelta(seconds=n), f"At once {n}")
    new = bluesky.post(NOON + 10 * MINUTE, "Later")
    feed = puller(place)
    with pytest.raises(FeedError, match=r"from 2026-03-02 1[12]:\d\d \(UTC\) on .* search narrower"):
        feed.pull(NOON + HOUR)
    assert feed.came[-1] == new
    assert len(feed.came) >= 100 + 40 + 1
    feed.pull(NOON + 2 * HOUR, since=NOON)


def test_a_pull_that_was_cut_short_goes_on_where_its_last_page_ended(
    place: Place, bluesky: BlueskyPlace
) -> None:
    posts = [bluesky.post(NOON - 150 * HOUR + n * HOUR, f"Number {n}") for n in range(140)]
    feed = puller(place)
    place.instead.extend([None, None, None, BROKEN])
    with pytest.raises(FeedError, match="status 503") as failed:
        feed.pull(NOON)
    assert failed.value.retry_after == timedelta(seconds=120)
    assert 0 < len(feed.came) < 100
    feed.pull(NOON)
    assert feed.came == posts


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(status=429, headers={"ratelimit-reset": "1"}), "too many requests"),
        (Answer(b'{"posts": [{"uri"', missing=100), "connection failed"),
        (Answer(b"<html>Hello</html>"), "none of a Bluesky server"),
        (Answer(b'{"posts": [{"uri": "at://x"}]}'), "none of a Bluesky server"),
        (
            problem(400, "BadQueryString", "failed to\nparse query."),
            "not take the request: failed to parse query",
        ),
        (problem(403, "Forbidden"), r"refuses \(status 403\)"),
    ],
)
def test_troubles_are_said(place: Place, answer: Answer, said: str) -> None:
    feed = puller(place)
    place.instead.extend([None, answer])
    with pytest.raises(FeedError, match=said) as failed:
        feed.pull(NOON)
    assert f"http://{failed.value.where}" in (place.url, place.url.rpartition(":")[0])
    assert "token-1" not in str(failed.value)


def test_trouble_while_asking_for_a_post_is_no_deletion(place: Place, bluesky: BlueskyPlace) -> None:
    uri = bluesky.post(NOON - MINUTE, "Here")
    feed = puller(place)
    feed.pull(NOON)
    bluesky.unlisted.add(uri)
    place.instead.extend([None, BROKEN])
    with pytest.raises(FeedError, match="status 503"):
        feed.pull(NOON + MINUTE)
    assert feed.pull(NOON + 2 * MINUTE) == {}
    assert feed.deleted == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "are handle and app password right"),
        (problem(401, "AuthFactorTokenRequired"), "give an app password"),
        (Answer(b"{}"), "none of a Bluesky server"),
        (Answer(status=307, headers={"Location": "http://127.0.0.1:1/"}), "status 307"),
    ],
)
def test_who_is_not_let_in_is_told(place: Place, answer: Answer | None, said: str) -> None:
    place.instead.append(answer)
    with pytest.raises(FeedError, match=said) as failed:
        puller(place, password="wrong-word").pull(NOON)
    assert "wrong-word" not in str(failed.value)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"handle": "acme"}, "handle"),
        ({"search": ""}, "search"),
        ({"server": "http://pds.example"}, "bare https"),
        ({"server": "https://me:pw@pds.example"}, "bare https"),
        ({"overlap_hours": "0"}, "overlap_hours"),
        ({"colour": "red"}, "Options of bluesky: search, handle"),
    ],
)
def test_wrong_options_are_refused(tmp_path: Path, options: dict[str, str], said: str) -> None:
    given = {"search": "acme", "handle": HANDLE, "password": "app", **options}
    with pytest.raises(QueryError, match=said):
        KnownConnectors(lambda *_: PASSWORD, tmp_path).open("w", "bluesky", given)
