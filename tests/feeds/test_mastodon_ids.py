"""Ids of posts, by which Mastodon is walked: those that are none, and those of the future."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feedback_miner.errors import FeedError
from feedback_miner.feeds import KnownConnectors
from tests.feeds.desk import NOWHERE
from tests.feeds.mastodon_server import MastodonServer
from tests.feeds.puller import Puller

pytest.importorskip("mastodon", reason="Mastodon.py is not installed: pip install 'feedback-miner[mastodon]'")

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    with MastodonServer() as running:
        yield running


def read(message: Mapping[str, Any]) -> tuple[str, str]:
    return message["id"], message["content"]


def puller(server: MastodonServer) -> Puller:
    connectors = KnownConnectors(lambda *_: "", NOWHERE)
    return Puller(connectors.open("w", "mastodon", {"server": server.url, "tag": "acme"}), read)


@pytest.mark.parametrize("post_id", ["01HXYZ", "-5", "", str(2**63)])
def test_ids_that_are_not_mastodons_are_refused(server: MastodonServer, post_id: str) -> None:
    at = int(server.post(NOON - HOUR, "Here"))
    server.statuses[at]["id"] = post_id
    with pytest.raises(FeedError, match="none of a Mastodon server"):
        puller(server).pull(NOON)


def test_a_server_that_does_not_page_is_left(server: MastodonServer) -> None:
    at = int(server.post(NOON - HOUR, "Here"))
    page = [server.statuses[at]]
    server.timeline = lambda query: page  # type: ignore[method-assign]
    with pytest.raises(FeedError, match="does not page by id"):
        puller(server).pull(NOON)


def test_a_post_of_the_future_does_not_hide_what_comes_before_it(server: MastodonServer) -> None:
    future = server.post(datetime(2100, 1, 1, tzinfo=UTC), "Hello from 2100")
    feed = puller(server)
    assert list(feed.pull(NOON)) == [future]
    new = server.post(NOON + MINUTE, "New")
    assert list(feed.pull(NOON + 2 * MINUTE)) == [new]
    server.delete(future)
    assert feed.pull(NOON + HOUR) == {}
    assert feed.deleted == [future]
