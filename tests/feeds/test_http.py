"""Whatever a place answers, it ends in a body or in words, with the host and never the query."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import httpx2
import pytest

from feedback_miner.errors import FeedError
from feedback_miner.feeds.web import http, redirects
from feedback_miner.feeds.web.http import Client, Missing, Validators
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
        (Answer(status=302, headers={"Location": "/feed"}), "sends us on more than 5 times", None),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "no page of the web", None),
        (Answer(status=302, headers={"Location": "http://a:b:c/"}), "no address", None),
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


@pytest.mark.parametrize("to", ["{url}/other", "/other"])
def test_secrets_are_taken_along_to_the_same_origin(place: Place, to: str) -> None:
    place.instead.append(Answer(status=302, headers={"Location": to.format(url=place.url)}))
    with closing(Client(auth=("ann", "word"), headers={"Api-Key": "hidden"})) as client:
        assert client.get(place.url) == b"The body."
    for name in ("authorization", "api-key"):
        assert [name in request.headers for request in place.requests] == [True, True]


def test_nobody_goes_with_a_secret_or_as_a_guest_to_another_origin(place: Place) -> None:
    elsewhere = place.url.replace("127.0.0.1", "localhost")
    place.instead.append(Answer(status=302, headers={"Location": f"{elsewhere}/other?key=hidden"}))
    with (
        closing(Client(headers={"Api-Key": "hidden"})) as client,
        pytest.raises(FeedError, match=f"sends us on to {elsewhere}: give that address") as failed,
    ):
        client.get(place.url)
    assert "hidden" not in str(failed.value)
    assert len(place.requests) == 1


def test_what_stands_in_a_redirect_is_not_read(place: Place) -> None:
    place.instead.append(Answer(b"x", status=302, headers={"Location": "/other"}, missing=1_000))
    assert get(place) == b"The body."


def redirect_from_outside(place: Place, monkeypatch: pytest.MonkeyPatch, *, to: str) -> None:
    """Its next answer seems to come from a public address, and sends us on to a host with the address `to`."""
    monkeypatch.setattr(redirects, "peer", lambda answer: "93.184.215.14")
    monkeypatch.setattr(redirects, "getaddrinfo", lambda host, port, **_: [(0, 0, 0, "", (to, 0))])
    elsewhere = place.url.replace("127.0.0.1", "localhost")
    place.instead.append(Answer(status=302, headers={"Location": elsewhere}))


@pytest.mark.parametrize(
    "inside",
    ["10.0.0.8", "169.254.169.254", "127.0.0.1", "0.0.0.0", "::1", "::ffff:10.0.0.8", "fe80::1%eth0"],
)
def test_a_place_outside_does_not_send_us_into_our_own_network(
    place: Place, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    redirect_from_outside(place, monkeypatch, to=inside)
    with pytest.raises(FeedError, match="private network, to localhost"):
        get(place)
    assert len(place.requests) == 1


def test_a_name_that_was_looked_up_outside_and_leads_inside_is_left(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    redirect_from_outside(place, monkeypatch, to="93.184.215.15")
    peers = iter(["93.184.215.14", "93.184.215.14"])
    monkeypatch.setattr(redirects, "peer", lambda answer: next(peers, "10.0.0.8"))
    with pytest.raises(FeedError, match="into a private network"):
        get(place)


def test_a_place_outside_may_send_us_to_another_one(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    redirect_from_outside(place, monkeypatch, to="93.184.215.15")
    assert get(place) == b"The body."


def test_what_is_kept_from_others_is_not_sent_in_clear() -> None:
    request = httpx2.Request("GET", "https://forum.test/feed")
    answer = httpx2.Response(301, headers={"Location": "http://forum.test/feed"}, request=request)
    with pytest.raises(FeedError, match="from https:// to http://"):
        redirects.redirected(answer)


def test_the_query_is_in_no_log(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    get(place)
    place.instead.append(Answer(status=302, headers={"Location": "/other?key=hidden"}))
    get(place)
    place.instead.append(TOO_MANY)
    with pytest.raises(FeedError):
        get(place)
    assert "hidden" not in caplog.text
