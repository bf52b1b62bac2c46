"""RSS and Atom feeds: what is new comes once, edits come again, and whatever a server does has an end in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback_miner.domain import FeedPage
from feedback_miner.errors import FeedError
from feedback_miner.feeds.rss import connector as rss
from feedback_miner.feeds.rss.connector import RssConnector
from tests.feeds.places import Answer, Place
from tests.feeds.rss_place import NOON, Entry, RssFeed

ATOM = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://forum.test/">
 <title>Forum</title><id>urn:forum</id><updated>2026-03-02T12:00:00Z</updated>
 <entry>
  <id>urn:entry:1</id><title type="html">Card &amp;amp; app</title><link href="/t/1"/>
  <author><name>Ann Lee</name><email>ann@forum.test</email></author>
  <category term="payment"/><category term="card"/>
  <updated>2026-03-02T14:00:00+02:00</updated>
  <summary>short</summary>
  <content type="html">&lt;p&gt;The card was &lt;b&gt;refused&lt;/b&gt;.&lt;/p&gt;</content>
 </entry>
</feed>"""


@pytest.fixture
def feed() -> RssFeed:
    """A feed of two entries."""
    return RssFeed(
        [Entry("a", "The card was refused."), Entry("b", "It is great.", at=NOON + timedelta(hours=1))]
    )


@pytest.fixture
def place(feed: RssFeed) -> Iterator[Place]:
    """Where it is found."""
    with Place(feed.answer).open() as opened:
        yield opened


def connector(place: Place, **options: str) -> RssConnector:
    given_ = RssConnector.Options.model_validate({"url": f"{place.url}/feed", **options})
    return RssConnector(given_, {"forum": "pass:word"}.__getitem__)


def pull(
    place: Place, cursor: str | None = None, *, since: datetime | None = None, now: datetime = NOON
) -> list[FeedPage]:
    return list(connector(place).pages(cursor, since=since, now=now))


def texts(pages: list[FeedPage]) -> list[str]:
    return [message["content"] for page in pages for message in page.messages]


def test_the_first_pull_brings_all_that_is_shown_oldest_first(place: Place) -> None:
    (page,) = pull(place)
    assert [message["id"] for message in page.messages] == ["a", "b"]
    assert page.messages[0] == {
        "id": "a",
        "published": "2026-03-02T12:00:00+00:00",
        "title": "",
        "content": "The card was refused.",
        "link": "",
        "author": "",
        "tags": [],
    }
    assert page.deleted == ()


def test_what_did_not_change_is_not_sent_by_the_server(place: Place) -> None:
    (page,) = pull(place)
    assert pull(place, page.cursor) == []
    assert place.requests[-1].headers["if-none-match"]


def test_only_what_is_new_or_edited_comes_again(place: Place, feed: RssFeed) -> None:
    (first,) = pull(place)
    feed.entries[0].text = "The card was refused twice."
    feed.entries.append(Entry("c", "New.", at=NOON + timedelta(hours=2)))
    (second,) = pull(place, first.cursor)
    assert [(m["id"], m["content"]) for m in second.messages] == [
        ("a", "The card was refused twice."),
        ("c", "New."),
    ]
    assert pull(place, second.cursor) == []


def test_what_is_no_longer_shown_is_not_deleted(place: Place, feed: RssFeed) -> None:
    (first,) = pull(place)
    feed.entries.append(Entry("c", "New.", at=NOON + timedelta(hours=2)))
    feed.shows = 1
    (second,) = pull(place, first.cursor)
    assert (texts([second]), second.deleted) == (["New."], ())


def test_a_server_that_knows_no_versions_costs_no_messages(place: Place, feed: RssFeed) -> None:
    place.answer = lambda request: Answer(feed.document())
    (first,) = pull(place)
    assert pull(place, first.cursor) == []


def test_older_entries_than_asked_for_are_left_out_at_every_pull(place: Place, feed: RssFeed) -> None:
    since = NOON + timedelta(minutes=30)
    (page,) = pull(place, since=since)
    assert texts([page]) == ["It is great."]
    feed.entries.append(Entry("late", "Said before.", at=NOON))
    feed.entries.append(Entry("new", "Said after.", at=since))
    (page,) = pull(place, page.cursor, since=since)
    assert texts([page]) == ["Said after."]


def test_an_entry_without_a_date_keeps_the_one_of_its_first_pull(place: Place, feed: RssFeed) -> None:
    feed.entries[:] = [Entry("a", "Undated.", at=None)]
    (first,) = pull(place)
    assert first.messages[0]["published"] == NOON.isoformat()
    feed.entries.append(Entry("b", "Another."))
    (second,) = pull(place, first.cursor, now=NOON + timedelta(days=1))
    assert texts([second]) == ["Another."]
    feed.entries[0].text = "Undated, and edited."
    (third,) = pull(place, second.cursor, now=NOON + timedelta(days=2))
    assert third.messages[0]["published"] == NOON.isoformat()


def test_an_entry_that_is_not_shown_for_a_while_is_not_new_when_it_is_back(
    place: Place, feed: RssFeed
) -> None:
    feed.entries[:] = [Entry("a", "Undated.", at=None)]
    (first,) = pull(place)
    place.instead.append(Answer(RssFeed().document()))
    cursors = [page.cursor for page in pull(place, first.cursor)]
    assert texts(pull(place, cursors[-1], now=NOON + timedelta(days=1))) == []


def test_what_is_remembered_does_not_grow_without_end(place: Place, feed: RssFeed) -> None:
    entries = [Entry(f"e{n}", f"Entry {n}.", at=None) for n in range(rss.MAX_SHOWN + 500)]
    feed.entries[:] = entries[: rss.MAX_SHOWN]
    cursor = pull(place, now=NOON + timedelta(microseconds=1))[-1].cursor
    feed.entries[:] = entries[500:]
    cursor = pull(place, cursor, now=NOON + timedelta(microseconds=2))[-1].cursor
    assert cursor
    assert len(cursor) < 200_000
    assert pull(place, cursor) == []


def test_an_entry_without_an_id_is_known_by_its_link_or_else_by_its_words(
    place: Place, feed: RssFeed
) -> None:
    feed.entries[:] = [
        Entry(link="https://forum.test/1", text="One."),
        Entry(text="Two."),
        Entry(text="Three."),
    ]
    (page,) = pull(place)
    ids = [message["id"] for message in page.messages]
    assert "https://forum.test/1" in ids
    assert len(set(ids)) == 3
    feed.entries.append(Entry("d", "Four."))
    assert texts(pull(place, page.cursor)) == ["Four."]


def test_of_entries_with_one_id_the_newest_stands(place: Place, feed: RssFeed) -> None:
    feed.entries[:] = [Entry("a", "Old words."), Entry("a", "New words.", at=NOON + timedelta(hours=1))]
    (page,) = pull(place)
    assert texts([page]) == ["New words."]


def test_a_title_that_begins_the_text_is_not_said_twice(place: Place, feed: RssFeed) -> None:
    feed.entries[:] = [
        Entry("a", "<p>The card was <b>refused</b> twice.</p>", title="The card was refused…"),
        Entry("b", "The card was refused.", title="Payment"),
    ]
    (page,) = pull(place)
    assert {message["id"]: message["title"] for message in page.messages} == {"a": "", "b": "Payment"}


def test_atom_says_the_same_in_other_words(place: Place) -> None:
    place.answer = lambda request: Answer(ATOM, headers={"Content-Type": "application/atom+xml"})
    (page,) = pull(place)
    assert page.messages == (
        {
            "id": "urn:entry:1",
            "published": "2026-03-02T12:00:00+00:00",
            "title": "Card &amp; app",
            "content": "<p>The card was <b>refused</b>.</p>",
            "link": "https://forum.test/t/1",
            "author": "ann@forum.test",
            "tags": ["payment", "card"],
        },
    )


def test_a_long_feed_comes_in_pages_and_goes_on_where_it_was_stopped(place: Place, feed: RssFeed) -> None:
    feed.entries[:] = [
        Entry(f"e{n}", f"Entry {n}.", at=NOON + timedelta(minutes=n)) for n in range(rss.PAGE + 5)
    ]
    whole = pull(place)
    assert [len(page.messages) for page in whole] == [rss.PAGE, 5]
    assert texts(whole) == [f"Entry {n}." for n in range(rss.PAGE + 5)]
    rest = pull(place, whole[0].cursor)
    assert texts(rest) == texts(whole[1:])
    assert pull(place, rest[-1].cursor) == []


def test_what_was_cut_off_is_not_taken_for_whole_and_read_again_though_the_version_is_the_same(
    place: Place, feed: RssFeed
) -> None:
    document = feed.document()
    etag = {"ETag": '"1"'}
    place.instead.append(Answer(document[: document.index(b"refused") + 4], headers=etag))
    (first,) = pull(place)
    assert texts([first]) == ["It is great."]
    place.answer = lambda request: Answer(document, headers=etag)
    assert texts(pull(place, first.cursor)) == ["The card was refused."]


def test_a_document_that_is_broken_but_has_an_end_is_read_to_its_last_entry(
    place: Place, feed: RssFeed
) -> None:
    feed.entries[0].text = "The card & the app."
    document = feed.document().replace(b"&amp;", b"&") + b"<!-- cached -->"
    place.answer = lambda request: Answer(document)
    assert "The card & the app." in texts(pull(place))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html><body>Hello</body></html>", "neither RSS nor Atom"),
        (b"", "neither RSS nor Atom"),
        (b"/etc/hostname", "neither RSS nor Atom"),
        (b" " * (rss.MAX_FEED + 1), "larger than 5,000,000 bytes"),
    ],
)
def test_what_is_no_feed_is_said_in_words(place: Place, body: bytes, words: str) -> None:
    place.answer = lambda request: Answer(body)
    with pytest.raises(FeedError, match=words) as caught:
        pull(place)
    assert caught.value.where == "127.0.0.1"


def test_entities_neither_grow_nor_reach_for_files(place: Place) -> None:
    grown = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    document = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "lol">{grown}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<rss version='2.0'><channel><item><guid>a</guid><title>&e9;&f;</title></item></channel></rss>"
    )
    place.answer = lambda request: Answer(document.encode())
    (page,) = pull(place)
    assert len(page.messages[0]["title"]) < 100
    assert "root" not in page.messages[0]["title"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_document_ends_in_a_page_or_in_words(place: Place, data: st.DataObject) -> None:
    document = bytearray(ATOM)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(document)))
        document[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=12))
    place.answer = lambda request: Answer(bytes(document))
    try:
        pages = pull(place)
    except FeedError:
        return
    json.dumps([page.messages for page in pages])


@pytest.mark.parametrize("cursor", ["", "{", "[]", '{"etag": 7}', '{"seen": {"a": {}}}', '{"other": ""}'])
def test_a_cursor_that_cannot_be_read_is_said_in_words(place: Place, cursor: str) -> None:
    with pytest.raises(FeedError, match="Remove the source and add it again"):
        pull(place, cursor)


def test_the_password_is_a_secret_by_name(place: Place) -> None:
    list(connector(place, user="ann", password="forum").pages(None, since=None, now=NOON))
    assert place.requests[0].headers["authorization"] == "Basic YW5uOnBhc3M6d29yZA=="
