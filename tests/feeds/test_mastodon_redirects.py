"""Where a Mastodon server may send us on to: the rule of all places, though its library asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import httpx2
import pytest

from feedback_miner.errors import FeedError
from feedback_miner.feeds import KnownConnectors
from feedback_miner.feeds.web import redirects
from feedback_miner.ports import Connector
from tests.feeds.desk import NOWHERE
from tests.feeds.places import Answer, Place, Request

pytest.importorskip("mastodon", reason="Mastodon.py is not installed: pip install 'feedback-miner[mastodon]'")

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def place() -> Iterator[Place]:
    """A server without posts."""
    with Place(lambda request: Answer(b"[]")).open() as opened:
        yield opened


def connect(place: Place) -> Connector:
    options = {"server": place.url, "tag": "acme", "token": "mastodon"}
    return KnownConnectors(lambda *_: "hidden", NOWHERE).open("w", "mastodon", options)


def pull(place: Place) -> None:
    list(connect(place).pages(None, since=None, now=NOON))


def moved(to: str) -> Callable[[Request], Answer]:
    """Its timelines are elsewhere."""
    there = Answer(status=302, headers={"Location": to})
    return lambda request: there if "/timelines/" in request.path else Answer(b"[]")


def paths(place: Place) -> list[str]:
    """What was asked for, but for what the library wants to know of the server."""
    return [request.path for request in place.requests if "instance" not in request.path]


def test_within_its_origin_we_go_on_with_the_token(place: Place) -> None:
    place.answer = moved("/elsewhere")
    pull(place)
    assert paths(place) == ["/api/v1/timelines/tag/acme", "/elsewhere"]
    assert {request.headers["authorization"] for request in place.requests} == {"Bearer hidden"}


def test_a_name_that_was_outside_and_leads_inside_is_left(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def peer(answer: httpx2.Response) -> str:
        return "10.0.0.8" if "elsewhere" in answer.request.url.path else "93.184.215.14"

    monkeypatch.setattr(redirects, "peer", peer)
    place.answer = moved("/elsewhere")
    with pytest.raises(FeedError, match="into a private network"):
        pull(place)


def test_nobody_goes_to_another_server(place: Place) -> None:
    place.answer = moved(place.url.replace("127.0.0.1", "localhost"))
    with pytest.raises(FeedError, match=r"sends us on to http://localhost:[0-9]+: give that address"):
        pull(place)
    assert paths(place) == ["/api/v1/timelines/tag/acme"]
