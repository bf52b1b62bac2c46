"""Google Play: reviews of the last week, their changes and deletions, and what goes wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

import pytest

from feedback_miner.errors import FeedError, QueryError, SetupError
from feedback_miner.mining import Feeds
from tests.feeds.desk import Desk, imports_of
from tests.feeds.follower import Follower
from tests.feeds.places import BROKEN, TOO_MANY, Answer, Place

pytest.importorskip(
    "google.auth", reason="google-auth is not installed: pip install 'feedback-miner[google-play]'"
)

from tests.feeds.google_play_place import PACKAGE, TOKEN, GooglePlayPlace, connectors, follow
from tests.feeds.times import NOON, hours


def pull(feed: Follower, *, now: datetime = NOON, since: datetime | None = None) -> dict[str, str]:
    """id → words of what came."""
    return {message["reviewId"]: words(message) for message in feed.messages(now=now, since=since)}


def words(message: Any) -> str:
    return str(message["comments"][0]["userComment"]["text"]).strip()


def refused(reason: str) -> Answer:
    """A 403 that says why, as Google does."""
    return Answer(json.dumps({"error": {"code": 403, "errors": [{"reason": reason}]}}).encode(), status=403)


def asked(place: Place) -> list[str]:
    """What was asked for, but for tokens."""
    return [request.path for request in place.requests if request.path != "/token"]


def test_brings_the_last_week_oldest_first_and_each_review_once(place: Place, play: GooglePlayPlace) -> None:
    ids = [play.review(NOON - hours(160) + hours(n / 2), f"Review {n}.") for n in range(250)]
    feed = follow(place)
    pages = list(feed.pages(now=NOON))
    assert [message["reviewId"] for page in pages for message in page.messages] == ids
    assert max(len(page.messages) for page in pages) == 100
    assert pull(feed) == {}


def test_a_quiet_minute_costs_a_token_and_a_page(place: Place, play: GooglePlayPlace) -> None:
    for n in range(250):
        play.review(NOON - hours(n / 2), f"Review {n}.")
    feed = follow(place)
    pull(feed)
    new = play.review(NOON, "New.")
    place.requests.clear()
    assert pull(feed, now=NOON + timedelta(minutes=1)) == {new: "New."}
    assert [request.path.split("/")[-1] for request in place.requests] == ["token", "reviews"]


def test_changes_replies_and_deletions_are_seen_and_likes_are_not(
    place: Place, play: GooglePlayPlace
) -> None:
    edited, answered, liked, deleted = (
        play.review(NOON - hours(n), f"Review {n}.") for n in (90, 80, 70, 60)
    )
    feed = follow(place)
    assert len(pull(feed)) == 4
    play.now = NOON + hours(6)
    play.edit(edited, "Better now.", NOON + hours(0.5))
    play.reply(answered, "We mended it.", NOON + hours(0.5))
    play.like(liked)
    del play.reviews[deleted]
    assert pull(feed, now=play.now) == {edited: "Better now.", answered: "Review 80."}
    play.now += hours(6)
    assert pull(feed, now=play.now) == {}
    assert feed.deleted == [deleted]


def test_what_google_may_give_no_longer_is_not_asked_for_and_not_deleted(
    place: Place, play: GooglePlayPlace
) -> None:
    number = play.review(NOON - hours(24 * 5), "Old.")
    feed = follow(place)
    pull(feed)
    play.reviews.clear()
    place.requests.clear()
    for day in (2, 3, 9):
        assert pull(feed, now=NOON + timedelta(days=day)) == {}
    assert feed.deleted == []
    assert not any(path.endswith(number) for path in asked(place))


def test_a_gap_of_more_than_googles_week_is_said_after_the_pages(place: Place, play: GooglePlayPlace) -> None:
    play.review(NOON, "Old.")
    feed = follow(place)
    pull(feed)
    play.now = NOON + timedelta(days=10)
    new = play.review(play.now - hours(1), "New.")
    came, failed = feed.failing(now=play.now)
    assert "between 2026-03-02 12:00 and 2026-03-05 12:00" in failed.message
    assert [message["reviewId"] for message in came] == [new]
    assert pull(feed, now=play.now) == {}


def test_a_quiet_week_is_no_gap(place: Place, play: GooglePlayPlace) -> None:
    feed = follow(place)
    for day in range(12):
        assert pull(feed, now=NOON + timedelta(days=day)) == {}


def test_a_review_that_cannot_be_read_is_counted_and_stops_nothing(
    place: Place, play: GooglePlayPlace
) -> None:
    kept, odd = (play.review(NOON - hours(n), f"Review {n}.") for n in (3, 2))
    play.reviews[odd]["comments"][0]["userComment"]["lastModified"] = None
    place.answer = lambda asked_: (
        Answer(json.dumps({"reviews": [*play.reviews.values()]}).encode())
        if asked_.path.endswith("/reviews")
        else play.answer(asked_)
    )
    feed = follow(place)
    assert list(pull(feed)) == [kept]
    assert feed.left_out == {"unreadable": 1}


def test_few_reviews_are_asked_for_singly_for_google_counts_requests(
    place: Place, play: GooglePlayPlace
) -> None:
    gone = [play.review(NOON - hours(90) + timedelta(seconds=n), f"Review {n}.") for n in range(30)]
    kept = play.review(NOON - hours(9), "Kept.")
    feed = follow(place)
    pull(feed)
    play.reviews = {kept: play.reviews[kept]}
    for walk in range(1, 6):
        place.requests.clear()
        pull(feed, now=NOON + hours(6 * walk))
        assert len(asked(place)) <= 1 + 20 + 1
    assert sorted(feed.deleted) == sorted(gone)


def test_goes_back_no_further_than_is_said(place: Place, play: GooglePlayPlace) -> None:
    play.page = 2
    ids = [play.review(NOON - hours(n), f"Review {n}.") for n in range(9)]
    feed = follow(place)
    assert sorted(pull(feed, since=NOON - hours(3))) == sorted(ids[:4])
    assert len(asked(place)) == 3


def test_nobody_is_not_one_customer_and_addresses_name_the_review(
    place: Place, play: GooglePlayPlace
) -> None:
    play.review(NOON - hours(2), "Named.", author="Jo Example")
    number = play.review(NOON - hours(1), "Not named.", author="A Google user")
    named, unnamed = follow(place).messages(now=NOON)
    assert (named["authorName"], unnamed["authorName"]) == ("Jo Example", None)
    assert unnamed["url"] == f"https://play.google.com/store/apps/details?id={PACKAGE}&reviewId={number}"


def test_the_same_words_of_many_are_no_spam(place: Place, play: GooglePlayPlace) -> None:
    for n in range(5):
        play.review(NOON - hours(n), "Good.", author="A Google user")
    feed = follow(place)
    assert len(pull(feed)) == 5
    assert feed.left_out == {}


def test_languages_and_translations(place: Place, play: GooglePlayPlace) -> None:
    german = play.review(
        NOON - hours(2), "It does not work.", reviewerLanguage="de", originalText="\tGeht nicht."
    )
    english = play.review(NOON - hours(1), "It does not work.", reviewerLanguage="en_GB")
    first, second = follow(place, translate="en").messages(now=NOON)
    assert place.requests[-1].query["translationLanguage"] == "en"
    assert (first["reviewId"], first["language"]) == (german, "en")
    assert (second["reviewId"], second["language"]) == (english, "en_GB")
    feed = follow(place, language="en")
    assert list(pull(feed)) == [english]
    assert feed.left_out == {"other languages": 1}


@pytest.mark.parametrize(
    ("answer", "said", "wait"),
    [
        (TOO_MANY, "too many requests", 37),
        (BROKEN, "status 503", 120),
        (Answer(b'{"reviews": [', missing=100), "connection failed", None),
        (Answer(b"<html>"), "not what Google Play's API gives", None),
        (Answer(b"[]"), "not what Google Play's API gives", None),
        (Answer(b'{"reviews": {}}'), "not what Google Play's API gives", None),
        (Answer(b'{"reviews": [7]}'), "not what Google Play's API gives", None),
        (Answer(b'{"reviews": [{"comments": [{"userComment": {"text": "x"}}]}]}'), "not what Google", None),
        (Answer(b"{}", status=403), "may it read this", None),
        (refused("dailyLimitExceeded"), "used up", 20 * 3600),
        (refused("quotaExceeded"), "used up", 20 * 3600),
        (refused("rateLimitExceeded"), "too many requests", 60),
        (refused("userRateLimitExceeded"), "too many requests", 60),
        (refused("accessNotConfigured"), "Switch on", None),
    ],
)
def test_troubles_are_said_without_the_key_and_nothing_is_lost(
    place: Place, play: GooglePlayPlace, answer: Answer, said: str, wait: int | None
) -> None:
    ids = [play.review(NOON - hours(n), f"Review {n}.") for n in range(130, 0, -1)]
    feed = follow(place)
    place.instead.extend([None, None, answer])
    with pytest.raises(FeedError, match=said) as failed:
        pull(feed)
    assert failed.value.retry_after == (timedelta(seconds=wait) if wait else None)
    assert TOKEN not in str(failed.value)
    assert list(pull(feed)) == ids


def test_a_page_that_leads_to_itself_is_left(place: Place, play: GooglePlayPlace) -> None:
    feed = follow(place)
    again = Answer(b'{"tokenPagination": {"nextPageToken": "x"}}')
    place.instead.extend([None, again, again])
    with pytest.raises(FeedError, match="again and again"):
        pull(feed)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"package": "acme"}, "package"),
        ({"package": "com.acme/../x"}, "package"),
        ({"server": "http://play.example"}, "https"),
        ({"translate": "english please"}, "translate"),
        ({"colour": "red"}, "Options of google-play: package, key"),
    ],
)
def test_wrong_options_are_refused(place: Place, options: dict[str, str], said: str) -> None:
    with pytest.raises(QueryError, match=said):
        connectors(place).open("w", "google-play", {"package": PACKAGE, "key": "PLAY", **options})


def test_a_missing_library_is_named(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedback_miner.feeds.google_play.client.find_spec", lambda _: None)
    with pytest.raises(SetupError, match=r"pip install 'feedback-miner\[google-play\]'"):
        connectors(place).open("w", "google-play", {"package": PACKAGE, "key": "PLAY"})


def test_knowing_the_kind_does_not_import_the_library() -> None:
    code = "import sys, feedback_miner.feeds; sys.exit('google.auth' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_pull_stores_reviews_with_scores_updates_and_erases_them(
    desk: Desk, place: Place, play: GooglePlayPlace
) -> None:
    kept = play.review(NOON - hours(5), "The card was refused.", rating=1)
    gone = play.review(NOON - hours(4), "The app is great.", rating=5)
    imports = imports_of(desk.store, desk.pipeline)
    desk.feeds = Feeds(desk.store, connectors(place), desk.pipeline, imports, lambda: desk.now)
    options = {"package": PACKAGE, "key": "PLAY", "server": place.url}
    desk.feeds.add("w", name="play", kind="google-play", options=options)
    assert desk.feeds.pull("w", "play").report.added == 2
    play.reply(kept, "We mended it.", NOON)
    play.edit(kept, "The card was accepted.", NOON)
    del play.reviews[gone]
    desk.now += hours(6)
    report = desk.feeds.pull("w", "play")
    desk.now += hours(6)
    again = desk.feeds.pull("w", "play")
    assert (report.report.updated, report.deleted + again.deleted, report.error) == (1, 1, None)
    assert desk.texts() == ["The card was accepted."]
    assert desk.feeds.pull("w", "play").report.read == 0
