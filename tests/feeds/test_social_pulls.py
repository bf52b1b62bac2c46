"""Bluesky and X, pulled into a database: whole texts, one item an edit, nothing of what was deleted."""

from __future__ import annotations

from datetime import timedelta

from feedback_miner.domain import PullReport
from feedback_miner.feeds import KnownConnectors
from feedback_miner.mining import Feeds
from tests.feeds.bluesky_place import HANDLE, PASSWORD, BlueskyPlace
from tests.feeds.desk import NOON, NOWHERE, Desk, imports_of
from tests.feeds.places import Place
from tests.feeds.x_place import TOKEN, XPlace

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def feeds_of(desk: Desk, secret: str) -> Feeds:
    connectors = KnownConnectors(lambda _, name: {"secret": secret}[name], NOWHERE)
    return Feeds(
        desk.store, connectors, desk.pipeline, imports_of(desk.store, desk.pipeline), lambda: desk.now
    )


def pull(feeds: Feeds) -> PullReport:
    report = feeds.pull("w", "talk")
    assert report.error is None
    return report


def test_x(desk: Desk) -> None:
    x = XPlace(NOON)
    with Place(x.answer).open() as place:
        feeds = feeds_of(desk, TOKEN)
        feeds.add(
            "w", name="talk", kind="x", options={"search": "acme", "token": "secret", "server": place.url}
        )
        gone = x.post(NOON - 3 * HOUR, "The card was refused.", lang="en")
        edited = x.post(NOON - 2 * HOUR, "The parcel is late.", lang="en")
        x.post(NOON - HOUR, "The refund…", note_tweet={"text": "The refund was sent &amp; it came at once."})
        x.post(NOON - HOUR, "RT @ann: The card…", referenced_tweets=[{"type": "retweeted", "id": gone}])
        report = pull(feeds)
        assert (report.report.added, dict(report.left_out)) == (3, {"reposts": 1})
        assert desk.texts() == [
            "The card was refused.",
            "The parcel is late.",
            "The refund was sent & it came at once.",
        ]
        x.delete(gone)
        x.unlisted.add(x.edit(edited, "The parcel came.", NOON))
        desk.now = x.now = NOON + 24 * HOUR
        assert pull(feeds).deleted == 1
        assert desk.texts() == ["The parcel came.", "The refund was sent & it came at once."]


def test_bluesky(desk: Desk) -> None:
    bluesky = BlueskyPlace()
    with Place(bluesky.answer).open() as place:
        feeds = feeds_of(desk, PASSWORD)
        options = {"search": "acme", "handle": HANDLE, "password": "secret", "server": place.url}
        feeds.add("w", name="talk", kind="bluesky", options=options)
        gone = bluesky.post(NOON - 3 * HOUR, "The card was refused.")
        bluesky.post(NOON - 2 * HOUR, "The parcel is late.")
        assert pull(feeds).report.added == 2
        del bluesky.posts[gone]
        bluesky.post(NOON, "The refund was great.")
        desk.now = NOON + HOUR
        assert pull(feeds).deleted == 1
        assert desk.texts() == ["The parcel is late.", "The refund was great."]
