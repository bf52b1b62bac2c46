"""Google's service accounts: their keys sign for an access token, and are seen by nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from feedback_miner.errors import FeedError, SetupError
from feedback_miner.feeds import KnownConnectors
from tests.feeds.desk import NOWHERE
from tests.feeds.places import BROKEN, TOO_MANY, Answer, Place

pytest.importorskip(
    "google.auth", reason="google-auth is not installed: pip install 'feedback-miner[google-play]'"
)

from tests.feeds.google_play_place import PACKAGE, GooglePlayPlace, connectors, follow
from tests.feeds.times import NOON


def test_the_key_signs_a_claim_for_this_api_alone(place: Place, play: GooglePlayPlace) -> None:
    follow(place).messages(now=NOON)
    (claim,) = play.claims
    assert claim["scope"] == "https://www.googleapis.com/auth/androidpublisher"
    assert claim["aud"] == "https://oauth2.googleapis.com/token"


@pytest.mark.parametrize(
    ("answer", "said", "wait"),
    [
        (TOO_MANY, "status 429", 37),
        (BROKEN, "status 503", 120),
        (
            Answer(b'{"error": "invalid_grant", "error_description": "no"}', status=400),
            "no access for this key",
            None,
        ),
        (Answer(b"<html>"), "no access for this key", None),
        (Answer(b" " * 200_000), "larger than 100,000", None),
        (Answer(b"{", missing=10), "connection failed", None),
    ],
)
def test_where_no_token_is_given_it_is_said(
    place: Place, answer: Answer, said: str, wait: int | None
) -> None:
    place.instead.append(answer)
    with pytest.raises(FeedError, match=said) as failed:
        follow(place).messages(now=NOON)
    assert failed.value.retry_after == (timedelta(seconds=wait) if wait else None)
    assert "PRIVATE KEY" not in str(failed.value)


@pytest.mark.parametrize(
    "other",
    [{"token_uri": "http://oauth2.example/token"}, {"token_uri": "file:///etc/passwd"}, {"token_uri": "x"}],
)
def test_a_key_that_would_be_sent_in_clear_is_refused(place: Place, other: dict[str, str]) -> None:
    with pytest.raises(SetupError, match=r"https://|not the JSON key") as failed:
        connectors(place, **other).open("w", "google-play", {"package": PACKAGE, "key": "PLAY"})
    assert "PRIVATE KEY" not in str(failed.value)


@pytest.mark.parametrize("key", ["", "secret", "[]", '{"client_email": "x"}', "[" * 100_000])
def test_what_is_no_key_is_refused_without_repeating_it(key: str) -> None:
    with pytest.raises(SetupError, match="not the JSON key") as failed:
        KnownConnectors(lambda *_: key, NOWHERE).open("w", "google-play", {"package": PACKAGE, "key": "PLAY"})
    assert str(failed.value).startswith("PLAY: The secret is not")


def test_a_key_that_cannot_sign_is_said(place: Place) -> None:
    options = {"package": PACKAGE, "key": "PLAY", "server": place.url}
    feed = connectors(place, private_key="not a pem").open("w", "google-play", options)
    with pytest.raises(SetupError, match="not the JSON key"):
        list(feed.pages(None, since=None, now=NOON))
