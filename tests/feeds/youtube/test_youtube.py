"""The YouTube connector against a place that answers as the Data API does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from feedback_miner.domain import FeedPage
from tests.feeds.desk import Desk
from tests.feeds.places import Place
from tests.feeds.puller import Puller
from tests.feeds.stored import stored_items
from tests.feeds.times import NOON, hours
from tests.feeds.youtube_place import CHANNEL, OTHER_VIDEO, VIDEO, YouTubePlace, failure, puller
from tests.feeds.zendesk_place import TOKEN


def methods(place: Place) -> list[str]:
    return [request.path.removeprefix("/youtube/v3/") for request in place.requests]


def pages_of(feed: Puller) -> list[FeedPage]:
    pages = list(feed.connector.pages(None, since=None, now=NOON))
    return [page for page in pages if isinstance(page, FeedPage)]


def test_brings_comments_with_their_replies_page_by_page_each_oldest_first(
    place: Place, tube: YouTubePlace
) -> None:
    tube.page = 10
    threads = [tube.comment(NOON - hours(60 - n), f"Number {n}") for n in range(45)]
    replies = [
        tube.reply(threads[3], NOON - hours(5) + timedelta(minutes=n), f"Reply {n}") for n in range(12)
    ]
    pages = pages_of(puller(place))
    parts = [threads[35:], threads[25:35], threads[15:25], threads[5:15]]
    parts += [[*threads[:4], *replies, threads[4]], []]
    assert [[message["id"] for message in page.messages] for page in pages] == parts


def test_a_message_has_what_the_preset_reads_and_no_more(place: Place, tube: YouTubePlace) -> None:
    thread = tube.comment(NOON - hours(2), "It broke.")
    reply = tube.reply(thread, NOON - hours(1), "Mine too.")
    first, second = pages_of(puller(place))[0].messages
    assert first == {
        "kind": "youtube#comment",
        "id": thread,
        "snippet": {
            "videoId": VIDEO,
            "textOriginal": "It broke.",
            "publishedAt": "2026-03-02T10:00:00+00:00",
        },
        "author": "UCada",
        "thread": thread,
        "url": f"https://www.youtube.com/watch?v={VIDEO}&lc={thread}",
        "channel": "youtube",
    }
    assert (second["thread"], second["snippet"]["videoId"]) == (thread, VIDEO)
    assert second["url"].endswith(f"&lc={reply}")


def test_one_video_alone(place: Place, tube: YouTubePlace) -> None:
    tube.comment(NOON - hours(2), "Elsewhere", video=OTHER_VIDEO)
    here = tube.comment(NOON - hours(1), "Here")
    assert puller(place, video=VIDEO).pull(NOON) == {here: "Here"}


def test_a_second_pull_brings_what_is_new_late_and_edited(place: Place, tube: YouTubePlace) -> None:
    edited, thread = tube.comment(NOON - hours(6), "Bad"), tube.comment(NOON - hours(5), "Slow")
    feed = puller(place)
    feed.pull(NOON)
    tube.edit(edited, "Good after all", NOON)
    late, reply = tube.comment(NOON - hours(4), "Late"), tube.reply(thread, NOON, "Slow here too")
    new = tube.comment(NOON + hours(0.5), "New")
    expected = {edited: "Good after all", late: "Late", reply: "Slow here too", new: "New"}
    assert feed.pull(NOON + hours(1)) == expected
    place.requests.clear()
    assert feed.pull(NOON + hours(1.1)) == {}
    assert methods(place) == ["commentThreads"]


@pytest.mark.parametrize("strict", [True, False])
def test_deletions_are_told_from_what_is_only_not_listed(
    place: Place, tube: YouTubePlace, *, strict: bool
) -> None:
    tube.strict = strict
    threads = [tube.comment(NOON - hours(9 - n), f"Number {n}") for n in range(60)]
    replies = [tube.reply(threads[0], NOON - hours(1), f"Reply {n}") for n in range(7)]
    feed = puller(place, overlap_hours="240")
    feed.pull(NOON + hours(60))
    tube.delete(threads[1])
    tube.delete(replies[2])
    tube.unlisted.update(threads[2:])
    assert feed.pull(NOON + hours(62)) == {}
    assert sorted(feed.deleted) == sorted([threads[1], replies[2]])
    tube.unlisted.clear()
    tube.delete(threads[0])
    assert feed.pull(NOON + hours(64)) == {}
    assert sorted(feed.deleted) == sorted([threads[0], threads[1], *replies])


def test_an_edit_of_what_is_only_not_listed_is_seen(place: Place, tube: YouTubePlace) -> None:
    thread = tube.comment(NOON - hours(1), "Bad")
    feed = puller(place, video=VIDEO)
    feed.pull(NOON)
    tube.unlisted.add(thread)
    tube.edit(thread, "Good", NOON)
    (page,) = feed.connector.pages(feed.cursor, since=None, now=NOON + hours(1))
    assert isinstance(page, FeedPage)
    (message,) = page.messages
    assert (message["snippet"]["textOriginal"], message["snippet"]["videoId"]) == ("Good", VIDEO)


def test_replies_of_a_thread_that_is_deleted_meanwhile_do_not_come(place: Place, tube: YouTubePlace) -> None:
    thread = tube.comment(NOON - hours(2), "Number")
    for n in range(9):
        tube.reply(thread, NOON - hours(1), f"Reply {n}")
    place.instead.extend([None, failure(404, "commentNotFound")])
    assert puller(place).pull(NOON) == {thread: "Number"}


def test_the_channel_and_own_accounts_are_left_out_and_counted_once(place: Place, tube: YouTubePlace) -> None:
    kept = tube.comment(NOON - hours(9), "Why?")
    tube.reply(kept, NOON - hours(8), "We are sorry", author="acme")
    tube.comment(NOON - hours(7), "Pinned", author="Acme_Help")
    tube.comment(NOON - hours(6), "From us", author="second")
    spam = [tube.comment(NOON - hours(5 - n), "Free money", author="eve") for n in range(4)]
    feed = puller(place, own_accounts="acme_help, ucsecond")
    assert list(feed.pull(NOON)) == [kept, *spam[:2]]
    assert feed.left_out == {"own accounts": 3, "spam": 2}
    assert feed.pull(NOON + hours(1)) == {}
    assert feed.left_out == {"own accounts": 3, "spam": 2}


def test_who_wrote_may_be_no_more(place: Place, tube: YouTubePlace) -> None:
    thread = tube.comment(NOON - hours(1), "It broke.")
    said = tube.comments[thread]["snippet"]
    del said["authorChannelId"], said["textOriginal"]
    (message,) = pages_of(puller(place))[0].messages
    assert (message["author"], message["snippet"]["textOriginal"]) == ("@ada", "It broke.")


@pytest.mark.parametrize(("since", "first"), [(None, "6"), (NOON - hours(24 * 9), "8")])
def test_goes_back_a_week_or_as_far_as_is_said(
    place: Place, tube: YouTubePlace, since: datetime | None, first: str
) -> None:
    for days in (10, 8, 6):
        tube.comment(NOON - hours(24 * days), f"{days}")
    feed = puller(place)
    assert next(iter(feed.pull(NOON, since=since).values())) == first
    assert feed.pull(NOON + hours(3), since=since) == {}


def test_a_pull_that_was_cut_short_goes_on_where_its_last_page_ended(
    place: Place, tube: YouTubePlace
) -> None:
    threads = [tube.comment(NOON - hours(150) + hours(n), f"Number {n}") for n in range(50)]
    feed = puller(place)
    first = pages_of(feed)[0]
    feed.cursor = first.cursor
    assert [message["id"] for message in first.messages] + list(feed.pull(NOON)) == threads


def test_in_a_store_threads_edits_and_deletions_are_what_they_are_there(
    desk: Desk, place: Place, tube: YouTubePlace
) -> None:
    tube.key = TOKEN
    thread, deleted = tube.comment(NOON - hours(3), "It broke."), tube.comment(NOON - hours(2), "Never mind.")
    reply = tube.reply(thread, NOON - hours(1), "Mine is slow.")
    options = {"channel": CHANNEL, "key": "desk", "server": place.url}
    desk.feeds.add("w", name="tube", kind="youtube", options=options)
    assert desk.feeds.pull("w", "tube").report.added == 3
    items = stored_items(desk)
    assert (items[thread].thread, items[reply].thread) == (thread, thread)
    assert items[thread].customer != items[reply].customer
    assert items[reply].segments == {"Video": VIDEO}
    tube.edit(reply, "Mine is fast now.", NOON)
    tube.delete(deleted)
    desk.now += hours(1)
    done = desk.feeds.pull("w", "tube")
    assert (done.error, done.report.updated, done.deleted) == (None, 1, 1)
    assert desk.texts() == ["It broke.", "Mine is fast now."]
