"""The Reddit connector against a place that answers as PRAW's recordings do."""

from __future__ import annotations

from datetime import datetime

import pytest

from feedback_miner.domain import FeedPage
from feedback_miner.feeds import KnownConnectors
from tests.feeds.desk import NOWHERE, Desk
from tests.feeds.places import Answer, Place
from tests.feeds.puller import Puller
from tests.feeds.reddit_place import APP, CLIENT_ID, SECRET, RedditPlace, paths, puller, words
from tests.feeds.stored import stored_items
from tests.feeds.times import NOON, hours
from tests.feeds.zendesk_place import TOKEN

pytest.importorskip("prawcore", reason="prawcore is not installed: pip install 'feedback-miner[reddit]'")


def pages_of(feed: Puller) -> list[FeedPage]:
    pages = list(feed.connector.pages(None, since=None, now=NOON))
    return [page for page in pages if isinstance(page, FeedPage)]


def test_brings_posts_and_comments_page_by_page_each_oldest_first(place: Place, reddit: RedditPlace) -> None:
    posts = [reddit.post(NOON - hours(140 - n), f"Number {n}") for n in range(130)]
    comments = [reddit.comment(NOON - hours(139.5 - n), f"Answer {n}") for n in range(130)]
    came = [[words(message)[0] for message in page.messages] for page in pages_of(puller(place))]
    assert came == [posts[30:], posts[:30], comments[30:], comments[:30], []]


def test_a_message_has_what_the_preset_reads_and_no_more(place: Place, reddit: RedditPlace) -> None:
    post = reddit.post(
        NOON - hours(2), "Logged out", "Every hour.", author="ann", url="https://elsewhere.example"
    )
    reddit.comment(NOON - hours(1), "Me too.", post=post)
    first, second = puller(place).messages(now=NOON)
    assert first == {
        "kind": "t3",
        "data": {
            "name": post,
            "author": "ann",
            "created_utc": (NOON - hours(2)).timestamp(),
            "subreddit": "acme",
            "title": "Logged out",
            "selftext": "Every hour.",
        },
        "thread": post,
        "url": "https://www.reddit.com/r/acme/comments/p0/",
        "channel": "reddit",
    }
    assert (second["kind"], second["thread"], second["data"]["link_id"]) == ("t1", post, post)


def test_a_second_pull_brings_what_is_new_late_and_edited(place: Place, reddit: RedditPlace) -> None:
    edited = reddit.comment(NOON - hours(6), "Bad")
    feed = puller(place)
    feed.pull(NOON)
    late, new = reddit.post(NOON - hours(5), "Late"), reddit.post(NOON + hours(0.5), "New")
    reddit.edit(edited, "Good after all", NOON)
    assert feed.pull(NOON + hours(1)) == {edited: "Good after all", late: "Late", new: "New"}
    place.requests.clear()
    assert feed.pull(NOON + hours(1.1)) == {}
    assert paths(place) == ["/r/acme/new/", "/r/acme/comments/"]


def test_what_is_deleted_or_removed_is_told_from_what_is_only_no_longer_listed(
    place: Place, reddit: RedditPlace
) -> None:
    posts = [reddit.post(NOON - hours(9 - n), f"Post {n}", "Text") for n in range(4)]
    comments = [reddit.comment(NOON - hours(4 - n), f"Comment {n}") for n in range(4)]
    feed = puller(place)
    feed.pull(NOON)
    reddit.delete(posts[0])
    reddit.remove(posts[1])
    reddit.unlisted.add(posts[2])
    reddit.delete(comments[0])
    reddit.remove(comments[1])
    reddit.things[comments[2]]["author"] = "[deleted]"  # the whole account is gone
    del reddit.things[comments[3]]
    assert feed.pull(NOON + hours(1)) == {}
    assert sorted(feed.deleted) == sorted([*posts[:2], *comments])
    assert feed.left_out == {}
    assert feed.pull(NOON + hours(2)) == {}
    assert len(feed.deleted) == 6


def test_an_answer_that_leaves_something_out_is_asked_for_once_more(
    place: Place, reddit: RedditPlace
) -> None:
    post = reddit.post(NOON - hours(1), "Here")
    feed = puller(place, comments="no")
    feed.pull(NOON)
    reddit.unlisted.add(post)
    empty = Answer(b'{"kind": "Listing", "data": {"children": [], "after": null}}')
    place.instead.extend([None, None, empty])
    assert feed.pull(NOON + hours(1)) == {}
    assert paths(place)[-2:] == ["/api/info/"] * 2
    assert feed.deleted == []


def test_leaves_out_who_is_no_customer_and_counts_each_once(place: Place, reddit: RedditPlace) -> None:
    kept = [
        reddit.post(NOON - hours(11), "Help", author="abbot"),
        reddit.comment(NOON - hours(10), "It fails", author="acme_fan"),
    ]
    reddit.post(NOON - hours(9), "Look", crosspost_parent="t3_zz")
    reddit.comment(NOON - hours(8), "We are sorry", author="Acme_Help")
    for n, author in enumerate(["AutoModerator", "RemindMeBot", "sneak-peek_bot"]):
        reddit.comment(NOON - hours(7.5 - n / 10), f"Beep {n}", author=author)
    reddit.comment(NOON - hours(6), "Be kind", author="mod", distinguished="moderator")
    reddit.comment(NOON - hours(5), "It was removed", author="acme-ModTeam")
    reddit.remove(reddit.comment(NOON - hours(4), "Rude"))
    spam = [reddit.comment(NOON - hours(3 - n / 10), "Cheap pills", author="eve") for n in range(4)]
    feed = puller(place, own_accounts="u/acme_help, @acme")
    assert list(feed.pull(NOON)) == [*kept, *spam[:2]]
    expected = {"reposts": 1, "own accounts": 1, "bots": 3, "moderators": 2, "removed": 1, "spam": 2}
    assert feed.left_out == expected
    assert feed.pull(NOON + hours(1)) == {}
    assert feed.left_out == expected


@pytest.mark.parametrize("inside", [True, False])
def test_searches_for_posts(place: Place, reddit: RedditPlace, *, inside: bool) -> None:
    reddit.post(NOON - hours(3), "Something else")
    found = reddit.post(NOON - hours(2), "The Acme app fails")
    reddit.comment(NOON - hours(1), "acme app")
    options = {"search": "acme app", "client_id": CLIENT_ID, "client_secret": "app", "server": place.url}
    connectors = KnownConnectors(lambda *_: SECRET, NOWHERE)
    feed = Puller(
        connectors.open("w", "reddit", {**options, **({"subreddit": "r/acme"} if inside else {})}), words
    )
    assert list(feed.pull(NOON)) == [found]
    query = place.requests[-1].query
    assert paths(place) == ["/r/acme/search/" if inside else "/search/"]
    assert (query["sort"], query.get("restrict_sr")) == ("new", "1" if inside else None)


@pytest.mark.parametrize(("since", "first"), [(None, "6"), (NOON - hours(24 * 9), "8")])
def test_goes_back_a_week_or_as_far_as_is_said(
    place: Place, reddit: RedditPlace, since: datetime | None, first: str
) -> None:
    for days in (10, 8, 6):
        reddit.post(NOON - hours(24 * days), f"{days}")
    feed = puller(place)
    assert next(iter(feed.pull(NOON, since=since).values())) == first
    assert feed.pull(NOON + hours(3), since=since) == {}


def test_a_pull_that_was_cut_short_goes_on_where_its_last_page_ended(
    place: Place, reddit: RedditPlace
) -> None:
    posts = [reddit.post(NOON - hours(150) + hours(n), f"Number {n}") for n in range(120)]
    feed = puller(place)
    first = pages_of(feed)[0]
    feed.cursor = first.cursor
    assert [words(message)[0] for message in first.messages] == posts[20:]
    place.requests.clear()
    assert list(feed.pull(NOON)) == posts[:20]
    assert len(paths(place)) <= 3


def test_says_who_asks(place: Place) -> None:
    puller(place, contact="acme_help").pull(NOON)
    agent = place.requests[-1].headers["user-agent"]
    assert agent.startswith("python:feedback-miner:v")
    assert "(by /u/acme_help)" in agent


def test_in_a_store_threads_edits_and_deletions_are_what_they_are_there(
    desk: Desk, place: Place, reddit: RedditPlace
) -> None:
    reddit.secret = TOKEN
    post = reddit.post(NOON - hours(3), "Logged out", "It logs me out every hour.", author="ann")
    edited, deleted = (
        reddit.comment(NOON - hours(2 - n), f"Number {n} is slow.", post=post) for n in range(2)
    )
    options = {**APP, "client_secret": "desk", "server": place.url}
    desk.feeds.add("w", name="sub", kind="reddit", options=options)
    assert desk.feeds.pull("w", "sub").report.added == 3
    items = stored_items(desk)
    assert {items[name].thread for name in (post, edited, deleted)} == {post}
    assert items[edited].url == "https://www.reddit.com/r/acme/comments/c1/"
    reddit.edit(edited, "It is fast now.", NOON)
    reddit.delete(deleted)
    desk.now += hours(1)
    done = desk.feeds.pull("w", "sub")
    assert (done.error, done.report.updated, done.deleted) == (None, 1, 1)
    assert "It is fast now." in desk.texts()
    assert not any("Number" in text for text in desk.texts())
