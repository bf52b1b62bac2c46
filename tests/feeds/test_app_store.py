"""App Store: reviews of several countries, each once, its changes, and no gap where a walk was cut short."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from feedback_miner.errors import FeedError, QueryError
from feedback_miner.feeds import KnownConnectors
from tests.feeds.app_store_place import APP, AppStorePlace
from tests.feeds.desk import NOWHERE, Desk
from tests.feeds.follower import Follower
from tests.feeds.places import BROKEN, TOO_MANY, Answer, Place

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def store() -> AppStorePlace:
    return AppStorePlace()


@pytest.fixture
def place(store: AppStorePlace) -> Iterator[Place]:
    with Place(store.answer).open() as opened:
        yield opened


def follow(place: Place, **options: str) -> Follower:
    connectors = KnownConnectors(lambda *_: "", NOWHERE)
    return Follower(connectors.open("w", "app-store", {"app": APP, "server": place.url, **options}))


def pull(feed: Follower, *, now: datetime = NOON, since: datetime | None = None) -> dict[str, str]:
    """id → words of what came."""
    messages = feed.messages(now=now, since=since)
    return {message["id"]["label"]: message["content"]["label"] for message in messages}


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def many(store: AppStorePlace, number: int, *, country: str = "us") -> list[str]:
    """So many reviews, one an hour, the newest first."""
    return [store.review(NOON - hours(n), f"Review {n}.", country=country) for n in range(number)]


def test_brings_all_that_apple_has_of_each_country_once(place: Place, store: AppStorePlace) -> None:
    here, there = many(store, 120), many(store, 30, country="gb")
    feed = follow(place, countries="us, GB")
    messages = feed.messages(now=NOON)
    assert sorted(m["id"]["label"] for m in messages if m["country"] == "us") == sorted(here)
    assert sorted(m["id"]["label"] for m in messages if m["country"] == "gb") == sorted(there)
    assert len(place.requests) == 4 + 2
    assert pull(feed) == {}


def test_a_second_pull_asks_for_one_page_and_brings_what_is_new(place: Place, store: AppStorePlace) -> None:
    many(store, 190)
    feed = follow(place, overlap_hours="10")
    pull(feed)
    new = store.review(NOON + hours(1), "New.")
    place.requests.clear()
    assert pull(feed, now=NOON + hours(2)) == {new: "New."}
    assert len(place.requests) == 1
    cursor = feed.cursor
    assert pull(feed, now=NOON + hours(3)) == {}
    assert feed.cursor == cursor


def test_a_changed_review_comes_again_and_one_that_others_vote_for_does_not(
    place: Place, store: AppStorePlace
) -> None:
    ids = many(store, 60)
    feed = follow(place)
    pull(feed)
    store.edit(ids[40], "It works now.", NOON + hours(1))
    store.vote(ids[41])
    assert pull(feed, now=NOON + hours(2)) == {ids[40]: "It works now."}
    assert pull(feed, now=NOON + hours(3)) == {}


def test_a_review_that_apple_shows_late_is_found(place: Place, store: AppStorePlace) -> None:
    many(store, 200)
    feed = follow(place, overlap_hours="72")
    pull(feed)
    late = store.review(NOON - hours(71.5), "Late.")
    assert pull(feed, now=NOON + hours(1)) == {late: "Late."}


def test_goes_back_no_further_than_is_said(place: Place, store: AppStorePlace) -> None:
    ids = many(store, 200)
    feed = follow(place)
    assert sorted(pull(feed, since=NOON - hours(60))) == sorted(ids[:61])
    assert len(place.requests) == 2
    assert pull(feed, since=NOON - hours(60)) == {}


@pytest.mark.parametrize("answer", [TOO_MANY, BROKEN, Answer(b'{"feed"', missing=10), Answer(b"<html>")])
def test_a_walk_that_was_cut_short_leaves_no_gap_and_brings_nothing_twice(
    place: Place, store: AppStorePlace, answer: Answer
) -> None:
    ids = many(store, 160)
    feed = follow(place, overlap_hours="1")
    place.instead.extend([None, None, answer])
    pages = feed.pages(now=NOON)
    came = [message["id"]["label"] for _ in range(2) for message in next(pages).messages]
    with pytest.raises(FeedError) as failed:
        next(pages)
    assert failed.value.where == "127.0.0.1, us"
    assert len(came) == 100
    came += pull(feed)
    assert sorted(came) == sorted(ids)
    assert pull(feed) == {}


def test_an_empty_moment_of_apples_is_no_end(place: Place, store: AppStorePlace) -> None:
    ids = many(store, 130)
    feed = follow(place, overlap_hours="1")
    store.quiet = {3}
    first = pull(feed)
    assert len(first) == 100
    store.quiet = {1, 2, 3}
    assert pull(feed) == {}
    store.quiet = set()
    assert sorted([*first, *pull(feed)]) == sorted(ids)
    store.quiet = {1, 2, 3}
    assert pull(feed) == {}
    store.quiet = set()
    assert pull(feed) == {}


def test_a_date_of_the_future_hides_nothing(place: Place, store: AppStorePlace) -> None:
    wrong = store.review(NOON + timedelta(days=9_000), "From afar.")
    many(store, 60)
    feed = follow(place, overlap_hours="1")
    assert len(pull(feed)) == 61
    new = [store.review(NOON + hours(1), f"New {n}.") for n in range(60)]
    assert sorted(pull(feed, now=NOON + hours(2))) == sorted(new)
    store.edit(wrong, "From here.", NOON + hours(3))
    assert pull(feed, now=NOON + hours(3)) == {wrong: "From here."}


def test_nothing_is_asked_for_beyond_the_tenth_page(place: Place, store: AppStorePlace) -> None:
    store.page = 5
    many(store, 70)
    feed = follow(place)
    assert len(pull(feed)) == 50
    assert len(place.requests) == 10


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_app_itself_is_no_review_and_one_review_is_no_list(
    place: Place, store: AppStorePlace, number: int
) -> None:
    ids = many(store, number)
    feed = follow(place)
    store.shows_app = True
    assert sorted(pull(feed)) == sorted(ids)
    store.shows_app = False
    assert pull(feed) == {}


def test_a_cursor_stays_small(place: Place, store: AppStorePlace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedback_miner.feeds.app_store.connector.MAX_SEEN", 60)
    here = many(store, 80)
    many(store, 10, country="gb")
    feed = follow(place, countries="us,gb", overlap_hours="1")
    assert len(pull(feed)) == 90
    fronts = json.loads(feed.cursor or "")["countries"]
    assert list(fronts["us"]["seen"]) == here[:30]
    assert len(fronts["gb"]["seen"]) == 10


def test_what_more_came_than_apple_shows_is_said(place: Place, store: AppStorePlace) -> None:
    store.page = 5
    many(store, 10)
    feed = follow(place, overlap_hours="1")
    pull(feed)
    new = [store.review(NOON + hours(1 + n), f"New {n}.") for n in range(60)]
    came, failed = feed.failing(now=NOON + hours(61))
    assert "between 2026-03-02 12:00 and 2026-03-02 23:00" in failed.message
    assert failed.where == "127.0.0.1, us"
    assert sorted(message["id"]["label"] for message in came) == new[10:]
    assert pull(feed, now=NOON + hours(62)) == {}


def test_a_country_that_fails_keeps_no_other_from_its_reviews(place: Place, store: AppStorePlace) -> None:
    ids = {country: many(store, 3, country=country) for country in ("us", "de")}
    usual = store.answer
    place.answer = lambda asked: Answer(status=404) if asked.path.startswith("/gb") else usual(asked)
    came, failed = follow(place, countries="us,gb,de").failing(now=NOON)
    assert failed.where == "127.0.0.1, gb"
    assert sorted(message["id"]["label"] for message in came) == sorted(ids["us"] + ids["de"])


@pytest.mark.parametrize(("answer", "wait"), [(TOO_MANY, 37), (Answer(status=403), 900)])
def test_where_apple_wants_rest_the_next_pull_begins_with_who_was_not_asked(
    place: Place, store: AppStorePlace, answer: Answer, wait: int
) -> None:
    for country in ("us", "gb", "de"):
        many(store, 1, country=country)
    feed = follow(place, countries="us,gb,de")
    place.instead.extend([None, None, answer])
    with pytest.raises(FeedError) as failed:
        pull(feed)
    assert failed.value.retry_after == timedelta(seconds=wait)
    assert "secret" not in failed.value.message
    place.requests.clear()
    pull(feed)
    assert [request.path[1:3] for request in place.requests[::2]] == ["de", "us", "gb"]


def test_a_review_that_cannot_be_read_is_counted_and_stops_nothing(
    place: Place, store: AppStorePlace
) -> None:
    ids = many(store, 3)
    store.reviews["us"][ids[1]]["id"]["label"] = None
    feed = follow(place)
    assert list(pull(feed)) == [ids[2], ids[0]]
    assert feed.left_out == {"unreadable": 1}


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b'{"feed": []}',
        b'{"feed": {"entry": "x"}}',
        b'{"feed": {"entry": [{"im:rating": {"label": "1"}}]}}',
        b'{"feed": {"entry": [{"im:rating": {}, "id": {"label": "../1"}, "updated": {"label": "2026-01-05T01Z"}}]}}',
        b'{"feed": {"entry": [{"im:rating": {}, "id": {"label": "1"}, "updated": {"label": "2026-01-05T01:00"}}]}}',
        b'{"feed": {"entry": [{"im:rating": {}, "id": {"label": "1"}, "updated": {"label": 7}}]}}',
        b'{"feed": {"entry": [{"im:rating": {}, "id": {"label": 1}, "updated": {"label": "2026-01-05T01Z"}}]}}',
        b'{"feed": {"entry": [{"im:rating": {}, "id": {"label": "1"}, "updated": {"label": "0001-01-05T01Z"}}]}}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_such_feed_is_said(place: Place, body: bytes) -> None:
    place.answer = lambda request: Answer(body)
    with pytest.raises(FeedError, match="not what Apple's feed"):
        pull(follow(place))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"app": "com.acme"}, "app"),
        ({"countries": "usa"}, "two letters"),
        ({"countries": ","}, "two letters"),
        ({"countries": ",".join(f"{a}{b}" for a in "abcdefg" for b in "abcdefg")}, "at most 40"),
        ({"server": "http://itunes.example"}, "https"),
        ({"server": "https://me:pw@itunes.example"}, "bare"),
        ({"overlap_hours": "0"}, "overlap_hours"),
        ({"key": "x"}, "Options of app-store: app, countries"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, str], said: str) -> None:
    with pytest.raises(QueryError, match=said):
        KnownConnectors(lambda *_: "", NOWHERE).open("w", "app-store", {"app": APP, **options})


def test_a_pull_brings_reviews_to_the_map_and_updates_them(
    desk: Desk, place: Place, store: AppStorePlace
) -> None:
    number = store.review(NOON - hours(5), "The card was refused.", title="Help", rating=1)
    store.review(NOON - hours(4), "The app is great.", country="gb", rating=5)
    options = {"app": APP, "countries": "us,gb", "server": place.url}
    desk.feeds.add("w", name="apple", kind="app-store", options=options)
    first = desk.feeds.pull("w", "apple")
    assert (first.report.added, first.error) == (2, None)
    store.edit(number, "The card was accepted.", NOON)
    assert desk.feeds.pull("w", "apple").report.updated == 1
    assert desk.feeds.pull("w", "apple").report.read == 0
    assert "The card was accepted." in desk.texts()
    assert "The card was refused." not in desk.texts()
