"""Whatever a place answers, it ends in a body or in words, with the host and never the query."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from feedback_miner.errors import FeedError
from feedback_miner.feeds import http
from feedback_miner.feeds.http import Client, Missing, Validators
from tests.feeds.places import BROKEN, TOO_MANY, Answer, Place

BODY = Answer(b"The body.", headers={"ETag": '"1"', "Last-Modified": "Mon, 02 Mar 2026 12:00:00 GMT"})


@pytest.fixture
def place() -> Iterator[Place]:
    """It answers with one body."""
    with Place(lambda request: BODY).open() as opened:
        yield opened


def get(place: Place) -> bytes:
    with closing(Client(max_answer=1_000)) as client:
        return client.get(f"{place.url}/feed", {"key": "hidden"})


def test_a_body_comes_whole(place: Place) -> None:
    assert get(place) == b"The body."
    assert place.requests[0].query == {"key": "hidden"}
    assert place.requests[0].headers["user-agent"].startswith("feedback-miner/")


def test_what_is_known_is_not_sent_again(place: Place) -> None:
    with closing(Client()) as client:
        document = client.get_changed(place.url, Validators())
        assert document
        assert document.validators == Validators('"1"', "Mon, 02 Mar 2026 12:00:00 GMT")
        place.instead.append(Answer(status=304))
        assert client.get_changed(place.url, document.validators) is None
    assert place.requests[0].headers.keys() & {"if-none-match", "if-modified-since"} == set()
    assert place.requests[1].headers["if-none-match"] == '"1"'
    assert place.requests[1].headers["if-modified-since"] == "Mon, 02 Mar 2026 12:00:00 GMT"


@pytest.mark.parametrize("etag", ['"é"', '"' + "x" * 1_000 + '"'])
def test_a_name_of_a_version_that_cannot_be_sent_back_is_none(place: Place, etag: str) -> None:
    place.instead.append(Answer(b"x", headers={"ETag": etag}))
    with closing(Client()) as client:
        document = client.get_changed(place.url, Validators())
    assert document
    assert document.validators == Validators()


@pytest.mark.parametrize(
    ("answer", "words", "wait"),
    [
        (TOO_MANY, "too many requests", timedelta(seconds=37)),
        (BROKEN, "status 503", timedelta(seconds=120)),
        (Answer(status=429, headers={"Retry-After": "Mon, 02 Mar 2020 12:00:00 GMT"}), "later", timedelta(0)),
        (Answer(status=429, headers={"Retry-After": "99999999999"}), "later", timedelta(days=1)),
        (Answer(status=500, headers={"Retry-After": "soon"}), "status 500", None),
        (Answer(status=401), "is the secret right", None),
        (Answer(status=404), "is the address right", None),
        (Answer(status=304), "status 304", None),
        (Answer(b"The", missing=1_000), "connection failed", None),
        (Answer(b"\x1f\x8b no gzip", headers={"Content-Encoding": "gzip"}), "connection failed", None),
        (Answer(status=302, headers={"Location": "/feed"}), "TooManyRedirects", None),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "connection failed", None),
        (Answer(b" " * 1_001), "larger than 1,000 bytes", None),
    ],
)
def test_what_goes_wrong_is_said(place: Place, answer: Answer, words: str, wait: timedelta | None) -> None:
    place.answer = lambda request: answer
    with pytest.raises(FeedError, match=words) as caught:
        get(place)
    assert caught.value.where == "127.0.0.1"
    assert "hidden" not in str(caught.value)
    assert caught.value.retry_after == wait


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_not_there_is_told_apart(place: Place, status: int) -> None:
    place.instead.append(Answer(status=status))
    with pytest.raises(Missing):
        get(place)


def test_nobody_there_is_said(place: Place) -> None:
    with Place(lambda request: BODY).open() as closed:
        pass
    with pytest.raises(FeedError, match="connection failed"):
        get(closed)


def test_a_body_that_does_not_end_is_left(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "MAX_SECONDS", -1.0)
    with pytest.raises(FeedError, match="not complete"):
        get(place)


def test_a_password_is_not_taken_along_to_another_host(place: Place) -> None:
    elsewhere = f"{place.url.replace('127.0.0.1', 'localhost')}/other"
    place.instead.append(Answer(status=302, headers={"Location": elsewhere}))
    with closing(Client(auth=("ann", "word"))) as client:
        client.get(place.url)
    assert ["authorization" in request.headers for request in place.requests] == [True, False]
