"""Discourse: posts, their edits and deletions, who of those that write is no customer, and what goes wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from feedback_miner.errors import FeedError, QueryError, SetupError
from feedback_miner.feeds import KnownConnectors
from tests.feeds.desk import NOWHERE, Desk
from tests.feeds.discourse_place import KEY, USER, DiscoursePlace, follow, pull
from tests.feeds.places import BROKEN, Answer, Place
from tests.feeds.times import NOON, hours, minutes


def test_edits_and_deletions_are_found_within_the_hour(place: Place, forum: DiscoursePlace) -> None:
    ids = [forum.post(NOON - hours(20) + minutes(10 * n), f"Post {n}.") for n in range(100)]
    feed = follow(place)
    pull(feed, now=NOON)
    forum.edit(ids[10], "Better.")
    forum.posts[ids[11]]["score"] = 7.5
    del forum.posts[ids[12]]
    forum.unlisted.add(ids[13])
    forum.posts[ids[14]] |= {"user_deleted": True, "raw": "(post deleted by author)"}
    forum.posts[ids[15]] |= {"hidden": True, "raw": "This post was flagged."}
    forum.posts[ids[16]] |= {"deleted_at": "2026-03-02T11:00:00.000Z"}
    assert pull(feed, now=NOON + hours(1)) == {ids[10]: "Better."}
    assert feed.deleted == [str(i) for i in ids[12:17]]
    assert pull(feed, now=NOON + hours(2)) == {}
    assert len(feed.deleted) == 5


def test_trouble_while_looking_for_what_is_gone_deletes_nothing(place: Place, forum: DiscoursePlace) -> None:
    ids = [forum.post(NOON - hours(3) + minutes(n), f"Post {n}.") for n in range(5)]
    feed = follow(place)
    pull(feed, now=NOON)
    forum.unlisted.add(ids[0])
    place.instead.extend([None, BROKEN])
    with pytest.raises(FeedError, match="status 503"):
        pull(feed, now=NOON + hours(1))
    assert feed.deleted == []
    assert pull(feed, now=NOON + hours(1)) == {}
    assert feed.deleted == [str(ids[0])]


def test_quotes_and_pictures_are_no_words_of_who_wrote(place: Place, forum: DiscoursePlace) -> None:
    said = 'No. [quote="bo, post:1, topic:7"]It [quote="x"]is[/quote] fine.[/quote]\nIt leaks. ![lid|690x388](upload://a.png)'
    forum.post(NOON - hours(1), said)
    assert [" ".join(words.split()) for words in pull(follow(place), now=NOON).values()] == ["No. It leaks."]


def test_the_first_post_of_a_topic_has_its_title_and_each_its_address(
    place: Place, forum: DiscoursePlace
) -> None:
    forum.post(NOON - hours(2), "It leaks.", topic=77)
    forum.post(NOON - hours(1), "Mine too.", topic=77)
    first, second = follow(place).messages(now=NOON)
    assert (first["title"], second["title"]) == ("Topic 77", "")
    assert second["url"] == f"{place.url}/t/topic-77/77/2"


def test_who_is_no_customer_is_left_out_or_told_as_an_agent(place: Place, forum: DiscoursePlace) -> None:
    kept = forum.post(NOON - hours(9), "It leaks.")
    helper = forum.post(NOON - hours(8), "We send a seal.", by="helper", staff=True, moderator=True)
    forum.post(NOON - hours(7), "Welcome!", by="discobot", user_id=-2, staff=True)
    forum.post(NOON - hours(6), "Closed.", post_type=3, staff=True)
    forum.post(NOON - hours(5), "We are here.", by="Acme")
    for n in range(4):
        forum.post(NOON - hours(4) + minutes(n), "Cheap pills", by="eve")
    roles = {}
    for staff in ("agents", "customers", "left_out"):
        feed = follow(place, own_accounts="@acme", staff=staff)
        roles[staff] = {message["id"]: message["staff"] for message in feed.messages(now=NOON)}
        others = {"bots": 1, "notices": 1, "own accounts": 1, "spam": 2}
        assert feed.left_out == others | ({"staff": 1} if staff == "left_out" else {})
    assert {staff: told.get(helper) for staff, told in roles.items()} == {
        "agents": True,
        "customers": False,
        "left_out": None,
    }
    assert all(told[kept] is False for told in roles.values())


def test_categories_alone(place: Place, forum: DiscoursePlace) -> None:
    ids = [
        forum.post(NOON - hours(90) + minutes(10 * n), f"Post {n}.", category_id=n % 9) for n in range(200)
    ]
    feed = follow(place, category="3, 7")
    assert sorted(pull(feed, now=NOON)) == [i for n, i in enumerate(ids) if n % 9 in (3, 7)]
    forum.post(NOON, "Elsewhere.", category_id=1)
    assert pull(feed, now=NOON + minutes(5)) == {}
    assert feed.left_out == {}


def test_a_search_brings_whole_posts_and_follows_them(place: Place, forum: DiscoursePlace) -> None:
    forum.hits = 7
    ids = []
    for n in range(60):
        forum.post(NOON - hours(240) + hours(4 * n), f"Nothing {n}.")
        ids.append(forum.post(NOON - hours(240) + hours(4 * n), f"Acme {n}: " + "long " * 60))
    feed = follow(place, search="acme")
    came = pull(feed, now=NOON, since=NOON - timedelta(days=30))
    assert sorted(came) == ids
    assert all(words.count("long") == 60 for words in came.values())
    forum.edit(ids[-1], "Acme is good.")
    del forum.posts[ids[-2]]
    assert pull(feed, now=NOON + hours(1)) == {ids[-1]: "Acme is good."}
    assert feed.deleted == [str(ids[-2])]


def test_a_search_that_finds_too_much_in_a_day_says_so_after_the_pages(
    place: Place, forum: DiscoursePlace
) -> None:
    forum.hits = 2
    ids = [forum.post(NOON - hours(2) + minutes(n), f"Acme {n}.") for n in range(25)]
    came, failed = follow(place, search="acme").failing(now=NOON)
    assert "of 2026-03-02 " in failed.message
    assert sorted(message["id"] for message in came) == ids[5:]


def test_a_search_is_asked_for_each_day_of_a_topic_that_goes_on(place: Place, forum: DiscoursePlace) -> None:
    """Discourse gives the newest post of a topic alone."""
    forum.newest_alone = True
    ids = [forum.post(NOON - hours(24 * n), f"Acme {n}.", topic=77) for n in (3, 2, 1, 0)]
    feed = follow(place, search="acme")
    assert sorted(pull(feed, now=NOON + minutes(1))) == ids
    assert feed.deleted == []


def test_a_post_that_cannot_be_read_is_counted_and_stops_nothing(place: Place, forum: DiscoursePlace) -> None:
    ids = [forum.post(NOON - hours(n), f"Post {n}.") for n in (3, 2, 1)]
    forum.posts[ids[1]]["topic_id"] = None
    feed = follow(place)
    assert sorted(pull(feed, now=NOON)) == [ids[0], ids[2]]
    assert feed.left_out == {"unreadable": 1}


def test_a_closed_forum_opens_with_a_key_that_nobody_sees(place: Place, forum: DiscoursePlace) -> None:
    forum.members_only = True
    forum.post(NOON - hours(1), "Inside.")
    with pytest.raises(FeedError, match="status 403") as failed:
        pull(follow(place), now=NOON)
    assert KEY not in str(failed.value)
    feed = follow(place, user=USER, key="FORUM")
    assert list(pull(feed, now=NOON).values()) == ["Inside."]
    assert KEY not in (feed.cursor or "")


def test_a_forum_that_shows_nothing_any_more_is_trouble_and_deletes_nothing(
    place: Place, forum: DiscoursePlace
) -> None:
    posts = [forum.post(NOON - minutes(n), f"Post {n}.") for n in range(3, 0, -1)]
    feed = follow(place)
    pull(feed, now=NOON)
    forum.unlisted.update(posts)
    with pytest.raises(FeedError, match="lists no posts any more"):
        pull(feed, now=NOON + hours(1))
    assert feed.deleted == []


def test_an_empty_forum_is_no_trouble(place: Place) -> None:
    assert pull(follow(place), now=NOON) == {}


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"<html>Please wait</html>"),
        Answer(b"[]"),
        Answer(b'{"posts": []}'),
        Answer(b'{"latest_posts": [7]}'),
        Answer(b'{"latest_posts": [{"id": "1", "created_at": "2026-03-02T11:00:00Z"}]}'),
        Answer(b'{"latest_posts": [{"id": 1, "created_at": "2026-03-02T11:00:00"}]}'),
        Answer(b'{"latest_posts": [{"id": 1, "created_at": "2026-03-02T11:00:00Z"}]}'),
        Answer(b"[" * 100_000),
    ],
)
def test_what_is_no_forum_is_said(place: Place, answer: Answer) -> None:
    place.answer = lambda request: answer
    with pytest.raises(FeedError, match="none of a Discourse forum"):
        pull(follow(place), now=NOON)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"server": "http://forum.example"}, "https"),
        ({"server": "https://me:pw@forum.example"}, "bare"),
        ({"category": "support"}, "category"),
        ({"category": "5", "search": "acme"}, "either category or search"),
        ({"user": "ann"}, "belong together"),
        ({"key": "FORUM"}, "belong together"),
        ({"staff": "maybe"}, "staff"),
        ({"overlap_hours": "0"}, "overlap_hours"),
        ({"colour": "red"}, "Options of discourse: server, category"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, str], said: str) -> None:
    with pytest.raises(QueryError, match=said):
        KnownConnectors(lambda *_: "", NOWHERE).open(
            "w", "discourse", {"server": "https://forum.example", **options}
        )


def test_a_missing_secret_is_told_before_anything_is_asked(place: Place) -> None:
    def none(_: str, name: str) -> str:
        raise SetupError("There is no such secret.", where=name)

    with pytest.raises(SetupError):
        KnownConnectors(none, NOWHERE).open(
            "w", "discourse", {"server": place.url, "user": USER, "key": "FORUM"}
        )
    assert place.requests == []


def test_a_pull_stores_posts_updates_and_erases_them(desk: Desk, place: Place, forum: DiscoursePlace) -> None:
    kept = forum.post(NOON - hours(5), "The card was refused.", topic=77, topic_title="The card")
    gone = forum.post(NOON - hours(4), "The app is great.", topic=77)
    forum.post(NOON - hours(3), "We mend the card.", topic=77, by="helper", staff=True)
    desk.feeds.add("w", name="forum", kind="discourse", options={"server": place.url})
    report = desk.feeds.pull("w", "forum").report
    assert (report.added, report.not_scored) == (3, 1)
    forum.edit(kept, "The card was accepted.")
    del forum.posts[gone]
    desk.now += hours(1)
    again = desk.feeds.pull("w", "forum")
    assert (again.report.updated, again.deleted, again.error) == (1, 1, None)
    assert "The card was accepted." in desk.texts()
    assert not {"The card was refused.", "The app is great."} & {*desk.texts()}
