"""The Mastodon connector against a server that answers as Mastodon does."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feedback_miner.errors import FeedError, QueryError, SetupError
from feedback_miner.feeds import KnownConnectors
from feedback_miner.feeds.mastodon.connector import MastodonConnector
from feedback_miner.text.markup import to_text
from tests.feeds.desk import NOWHERE
from tests.feeds.mastodon_server import MastodonServer, Trouble

pytest.importorskip("mastodon", reason="Mastodon.py is not installed: pip install 'feedback-miner[mastodon]'")

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOKEN = "a-secret-that-nobody-sees"


class Puller:
    """Pulls as a feed does: each time with the cursor of the last page."""

    def __init__(self, connector: MastodonConnector) -> None:
        self._connector = connector
        self.cursor: str | None = None
        self.left_out: Counter[str] = Counter()
        self.deleted: list[str] = []

    def pull(self, *, now: datetime = NOON, since: datetime | None = None) -> dict[str, str]:
        """id → words of what came."""
        came: dict[str, str] = {}
        for page in self._connector.pages(self.cursor, since=since, now=now):
            came |= {post["id"]: words(post) for post in page.messages}
            self.cursor = page.cursor
            self.left_out.update(page.left_out)
            self.deleted += page.deleted
        return came


def words(post: Any) -> str:
    return to_text(post["content"]).strip().removesuffix(" #acme")


def connect(server: MastodonServer, **options: str) -> MastodonConnector:
    way = {} if "search" in options else {"tag": "acme"}
    connectors = KnownConnectors(lambda _, name: {"MASTODON": TOKEN}[name], NOWHERE)
    connector = connectors.open("w", "mastodon", {"server": server.url, **way, **options})
    assert isinstance(connector, MastodonConnector)
    return connector


def puller(server: MastodonServer, **options: str) -> Puller:
    return Puller(connect(server, **options))


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    with MastodonServer(token=TOKEN) as running:
        yield running


def test_brings_posts_page_by_page_oldest_first(server: MastodonServer) -> None:
    ids = [server.post(NOON - timedelta(minutes=n), f"Number {n}") for n in range(95, 0, -1)]
    connector = connect(server, tag="#acme")
    pages = list(connector.pages(None, since=None, now=NOON))
    assert [post["id"] for page in pages for post in page.messages] == ids
    assert max(len(page.messages) for page in pages) == 40


def test_a_message_is_plain_json(server: MastodonServer) -> None:
    server.post(NOON - hours(1), "It broke", in_reply_to_id="7")
    connector = connect(server)
    (post,) = (post for page in connector.pages(None, since=None, now=NOON) for post in page.messages)
    assert json.loads(json.dumps(post)) == post
    assert datetime.fromisoformat(post["created_at"]) == NOON - hours(1)
    assert (post["account"]["acct"], post["in_reply_to_id"]) == ("ada@example.social", "7")
    assert (post["language"], post["channel"]) == ("en", "mastodon")


def test_a_second_pull_brings_only_what_is_new(server: MastodonServer) -> None:
    server.post(NOON - hours(1), "Old")
    feed = puller(server)
    feed.pull()
    new = server.post(NOON + hours(1), "New")
    assert feed.pull(now=NOON + hours(2)) == {new: "New"}
    cursor = feed.cursor
    assert feed.pull(now=NOON + hours(2.1)) == {}
    assert feed.cursor == cursor


def test_a_pull_that_was_cut_short_goes_on_where_its_last_page_ended(server: MastodonServer) -> None:
    ids = [server.post(NOON - hours(150) + hours(n), f"Number {n}") for n in range(120)]
    connector = connect(server)
    first = next(connector.pages(None, since=None, now=NOON))
    rest = [p["id"] for page in connector.pages(first.cursor, since=None, now=NOON) for p in page.messages]
    assert [post["id"] for post in first.messages] + rest == ids


@pytest.mark.parametrize(
    ("since", "found"), [(None, ["Six days"]), (NOON - timedelta(days=9), ["Eight days", "Six days"])]
)
def test_goes_back_a_week_or_as_far_as_is_said(
    server: MastodonServer, since: datetime | None, found: list[str]
) -> None:
    for days, name in ((10, "Ten"), (8, "Eight"), (6, "Six")):
        server.post(NOON - timedelta(days=days), f"{name} days")
    feed = puller(server)
    assert list(feed.pull(since=since).values()) == found
    assert feed.pull(since=since, now=NOON + hours(3)) == {}


@pytest.mark.parametrize("way", [{"tag": "acme"}, {"search": "acme app", "token": "MASTODON"}])
def test_finds_late_posts_edits_and_deletions_within_the_hour(
    server: MastodonServer, way: dict[str, str]
) -> None:
    edited, deleted = server.post(NOON - hours(6), "Bad"), server.post(NOON - hours(5), "Never mind")
    feed = puller(server, **way)
    assert feed.pull() == {edited: "Bad", deleted: "Never mind"}
    late = server.post(NOON - hours(4), "Late")
    server.edit(edited, "Good after all", NOON)
    server.delete(deleted)
    assert feed.pull(now=NOON + hours(1)) == {edited: "Good after all", late: "Late"}
    assert feed.deleted == [deleted]
    assert feed.pull(now=NOON + hours(2)) == {}
    assert feed.deleted == [deleted]


@pytest.mark.parametrize("way", [{"tag": "acme"}, {"search": "acme app", "token": "MASTODON"}])
def test_an_odd_post_is_left_out_and_counted_and_what_becomes_one_is_not_gone(
    server: MastodonServer, way: dict[str, str]
) -> None:
    first, odd = server.post(NOON - hours(3), "Here"), server.post(NOON - hours(2), "Odd")
    last = server.post(NOON - hours(1), "There")
    server.statuses[int(odd)]["account"] = None
    feed = puller(server, **way)
    assert list(feed.pull()) == [first, last]
    assert feed.left_out == {"unreadable": 1}
    server.statuses[int(last)]["content"] = {"of": "another shape"}
    new = server.post(NOON, "New")
    assert list(feed.pull(now=NOON + hours(1))) == [new]
    assert feed.deleted == []


def test_a_page_of_odd_posts_alone_does_not_end_the_walk(server: MastodonServer) -> None:
    server.page = 1
    first, odd = server.post(NOON - hours(3), "Here"), server.post(NOON - hours(2), "Odd")
    last = server.post(NOON - hours(1), "There")
    server.statuses[int(odd)]["account"] = "nobody"
    feed = puller(server)
    assert list(feed.pull()) == [first, last]
    assert feed.left_out == {"unreadable": 1}


def test_finds_recent_changes_at_once(server: MastodonServer) -> None:
    old, edited = server.post(NOON - hours(5), "Old"), server.post(NOON - hours(0.1), "Bad")
    deleted = server.post(NOON - hours(0.05), "Oh")
    feed = puller(server)
    feed.pull()
    late = server.post(NOON - hours(0.15), "Late")
    server.edit(edited, "Good", NOON)
    server.edit(old, "Older", NOON)
    server.delete(deleted)
    assert feed.pull(now=NOON + timedelta(minutes=1)) == {edited: "Good", late: "Late"}
    assert feed.deleted == [deleted]


def test_a_quiet_minute_costs_a_few_requests(server: MastodonServer) -> None:
    for n in range(300):
        server.post(NOON - timedelta(minutes=n + 1), f"Number {n}")
    feed = puller(server)
    feed.pull()
    server.requests.clear()
    assert feed.pull(now=NOON + timedelta(minutes=1)) == {}
    assert len(server.requests) <= 3


@pytest.mark.parametrize("batches", [True, False])
def test_a_post_that_lost_its_tag_is_there_until_it_is_deleted(*, batches: bool) -> None:
    with MastodonServer(batches=batches) as server:
        posts = [server.post(NOON - hours(2) + timedelta(seconds=n), f"Number {n}") for n in range(30)]
        feed = puller(server)
        feed.pull()
        server.unlisted.update(map(int, posts))
        server.edit(posts[0], "Without a tag", NOON)
        assert feed.pull(now=NOON + hours(1)) == {posts[0]: "Without a tag"}
        assert feed.deleted == []
        server.delete(posts[1])
        server.requests.clear()
        assert feed.pull(now=NOON + hours(2)) == {}
        assert feed.deleted == [posts[1]]
        assert len(server.asked("/api/v1/statuses")) == (2 + 1 if batches else 2 + 30)


def test_many_deletions_are_found_pull_by_pull(server: MastodonServer) -> None:
    posts = [server.post(NOON - hours(2) + timedelta(seconds=n), f"Number {n}") for n in range(130)]
    feed = puller(server)
    feed.pull()
    server.statuses.clear()
    server.post(NOON + hours(0.5), "The only one")
    feed.pull(now=NOON + hours(1))
    assert len(feed.deleted) == 100
    feed.pull(now=NOON + hours(2))
    assert sorted(feed.deleted) == sorted(posts)


def test_what_left_the_window_is_followed_no_more(server: MastodonServer) -> None:
    old = server.post(NOON - hours(1), "Old")
    feed = puller(server, overlap_hours="2")
    feed.pull()
    server.post(NOON + hours(3), "New")
    feed.pull(now=NOON + hours(4))
    server.delete(old)
    server.requests.clear()
    feed.pull(now=NOON + hours(6))
    assert feed.deleted == []
    assert server.asked("/api/v1/statuses") == []


def test_a_cursor_stays_small(server: MastodonServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedback_miner.feeds.following.window.MAX_FOLLOWED", 50)
    posts = [server.post(NOON + timedelta(seconds=n), f"Number {n}") for n in range(60)]
    feed = puller(server)
    assert list(feed.pull(now=NOON + hours(1))) == posts
    assert list(json.loads(feed.cursor or "")["followed"]) == posts[-50:]
    server.delete(posts[0])
    server.delete(posts[-1])
    assert feed.pull(now=NOON + hours(2)) == {}
    assert feed.deleted == [posts[-1]]


def test_leaves_out_who_is_no_customer_and_counts_each_once(server: MastodonServer) -> None:
    kept = [
        server.post(NOON - hours(9), "I do not get it", acct="ada@example.social"),
        server.post(NOON - hours(8), "Nor do I", acct="127.0.0.1@elsewhere.example"),
    ]
    server.post(NOON - hours(7), "Look", reblog={"id": "3", "content": "x", "account": {"acct": "x"}})
    server.post(NOON - hours(6), "We are sorry", acct="Acme")
    server.post(NOON - hours(5), "We are here", acct="help@acme.example")
    server.post(NOON - hours(4), "Beep", account_bot=True)
    server.post(NOON - hours(3), "Buy", account_limited=True)
    server.post(NOON - hours(2), "Es geht nicht", language="de")
    said = [
        server.post(NOON - timedelta(minutes=90 - n), "Cheap pills", acct="eve@x.example") for n in range(5)
    ]
    feed = puller(server, own_accounts=" acme,@help@ACME.example ", language="en")
    assert list(feed.pull()) == [*kept, *said[:2]]
    expected = {"reposts": 1, "own accounts": 2, "bots": 1, "spam": 1 + 3, "other languages": 1}
    assert feed.left_out == expected
    assert feed.pull(now=NOON + hours(1)) == {}
    assert feed.pull(now=NOON + hours(20)) == {}
    assert feed.left_out == expected


def test_the_same_words_of_several_people_are_no_spam(server: MastodonServer) -> None:
    for n in range(5):
        server.post(NOON - hours(5 - n), "It is down", acct=f"person{n}@example.social")
        server.post(NOON - hours(5 - n), "", content="", media_attachments=[{"id": str(n), "type": "image"}])
    feed = puller(server)
    assert len(feed.pull()) == 10
    assert feed.left_out == {}


def test_searches_day_by_day_with_a_token(server: MastodonServer) -> None:
    ids = [server.post(NOON - hours(75) + hours(n / 2), f"Number {n}") for n in range(140)]
    feed = puller(server, search="acme app", token="MASTODON")
    assert list(feed.pull()) == ids
    assert TOKEN not in (feed.cursor or "")
    assert not any(TOKEN in request for request in server.requests)


def test_a_long_search_without_finds_goes_on_where_it_ended(server: MastodonServer) -> None:
    connector, since = connect(server, search="acme app", token="MASTODON"), NOON - timedelta(days=40)
    pages = connector.pages(None, since=since, now=NOON)
    cursors = [next(pages).cursor for _ in range(30)]
    server.requests.clear()
    assert not any(page.messages for page in connector.pages(cursors[-1], since=since, now=NOON))
    assert 10 <= len(server.asked("/api/v2/search")) <= 12


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (Trouble.TOO_MANY, "too many requests"),
        (Trouble.BROKEN, "status 500"),
        (Trouble.UNAVAILABLE, "status 503"),
        (Trouble.CUT, "connection failed"),
        (Trouble.JUNK, "none of a Mastodon server"),
    ],
)
def test_troubles_are_said_and_what_came_before_them_stays(
    server: MastodonServer, trouble: Trouble, said: str
) -> None:
    ids = [server.post(NOON - timedelta(minutes=90 - n), f"Number {n}") for n in range(60)]
    connector = connect(server)
    pages = connector.pages(None, since=None, now=NOON)
    first = next(pages)
    server.troubles.append(trouble)
    with pytest.raises(FeedError, match=said) as failed:
        next(pages)
    assert server.url.startswith(f"http://{failed.value.where}")
    rest = [p["id"] for page in connector.pages(first.cursor, since=None, now=NOON) for p in page.messages]
    assert [post["id"] for post in first.messages] + rest == ids


@pytest.mark.parametrize(("trouble", "seconds"), [(Trouble.TOO_MANY, 120), (Trouble.UNAVAILABLE, 90)])
def test_says_how_long_it_is_to_be_left_alone(server: MastodonServer, trouble: Trouble, seconds: int) -> None:
    server.troubles.append(trouble)
    with pytest.raises(FeedError) as failed:
        puller(server).pull()
    assert failed.value.retry_after is not None
    assert seconds - 30 <= failed.value.retry_after.total_seconds() <= seconds + 1


def test_trouble_while_asking_for_a_post_is_no_deletion(server: MastodonServer) -> None:
    post = server.post(NOON - hours(1), "Here")
    feed = puller(server)
    feed.pull()
    server.unlisted.add(int(post))
    real = server.timeline
    server.timeline = _then(server, Trouble.BROKEN)  # type: ignore[method-assign,assignment]
    with pytest.raises(FeedError, match="status 500"):
        feed.pull(now=NOON + hours(1))
    server.timeline = real  # type: ignore[method-assign]
    assert feed.deleted == []
    assert feed.pull(now=NOON + hours(2)) == {}
    assert feed.deleted == []


def _then(server: MastodonServer, trouble: Trouble) -> Callable[[Any], list[Any]]:
    """A timeline after which the next request fails."""
    real = server.timeline

    def timeline(query: Any) -> list[Any]:
        found = real(query)
        if not found:
            server.troubles.append(trouble)
        return found

    return timeline


def test_a_server_that_wants_a_token_says_so(server: MastodonServer) -> None:
    server.members_only = True
    with pytest.raises(FeedError, match="option “token”"):
        puller(server).pull()
    assert puller(server, token="MASTODON").pull() == {}


def test_a_search_with_a_wrong_token_is_refused_without_naming_it(server: MastodonServer) -> None:
    server.token = "another"
    with pytest.raises(FeedError, match="is the token right") as failed:
        puller(server, search="acme", token="MASTODON").pull()
    assert TOKEN not in str(failed.value)


def test_an_answer_without_end_is_given_up(server: MastodonServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.post(NOON - hours(1), "word " * 5_000)
    monkeypatch.setattr("feedback_miner.feeds.mastodon.client.MAX_ANSWER", 20_000)
    with pytest.raises(FeedError, match=r"larger than 20,000 bytes"):
        puller(server).pull()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "either tag or search"),
        ({"tag": "a", "search": "b", "token": "MASTODON"}, "either tag or search"),
        ({"search": "b"}, "a search needs a token"),
        ({"tag": "a/../b"}, "tag"),
        ({"tag": "a", "server": "http://mastodon.social"}, "address alone"),
        ({"tag": "a", "server": "https://me:pw@mastodon.social"}, "address alone"),
        ({"tag": "a", "server": "https://mastodon.social/@acme"}, "address alone"),
        ({"tag": "a", "overlap_hours": "0"}, "overlap_hours"),
        ({"tag": "a", "colour": "red"}, "Options of mastodon: server, tag"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, str], said: str) -> None:
    with pytest.raises(QueryError, match=said):
        KnownConnectors(lambda *_: "", NOWHERE).open(
            "w", "mastodon", {"server": "https://mastodon.social", **options}
        )


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedback_miner.feeds.mastodon.client.find_spec", lambda _: None)
    with pytest.raises(SetupError, match=r"pip install 'feedback-miner\[mastodon\]'"):
        KnownConnectors(lambda *_: "", NOWHERE).open(
            "w", "mastodon", {"server": "https://mastodon.social", "tag": "acme"}
        )


def test_knowing_the_kind_does_not_import_the_library() -> None:
    code = (
        "import sys, feedback_miner.feeds; sys.exit('mastodon' in sys.modules or 'requests' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
