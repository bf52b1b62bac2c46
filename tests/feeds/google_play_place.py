"""Google Play's API of reviews, and the place that gives tokens for signed claims, as they answer."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from google.auth import jwt

from feedback_miner.feeds import KnownConnectors
from tests.feeds.desk import NOWHERE
from tests.feeds.follower import Follower
from tests.feeds.places import Answer, Place, Request

PACKAGE, EMAIL = "com.acme.shop", "miner@acme.iam.gserviceaccount.com"
TOKEN = "ya29.a-token-that-nobody-sees"
_LAST = timedelta(days=7)
_LIST = f"/androidpublisher/v3/applications/{PACKAGE}/reviews"

Review = dict[str, Any]


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)


def service_account(url: str, **other: str) -> str:
    """The JSON file that Google Cloud gives for a service account."""
    pem = _key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return json.dumps(
        {
            "type": "service_account",
            "project_id": "acme",
            "private_key_id": "1",
            "private_key": pem,
            "client_email": EMAIL,
            "client_id": "1",
            "token_uri": f"{url}/token",
            **other,
        }
    )


@dataclass
class GooglePlayPlace:
    """The reviews of one app. `now` is Google's clock."""

    now: datetime
    reviews: dict[str, Review] = field(default_factory=dict)
    page: int = 100
    #: ids that the list does not show
    unlisted: set[str] = field(default_factory=set)
    #: the claims that tokens were given for
    claims: list[dict[str, Any]] = field(default_factory=list)

    def review(
        self, at: datetime, text: str, *, author: str = "Jo Example", rating: int = 2, **other: Any
    ) -> str:
        """A review that was written then. Returns its id."""
        number = f"5b1e7a52-0a11-4c3e-9d8e-{len(self.reviews):012}"
        wrote = {
            "text": f"\t{text}",
            "lastModified": _stamp(at),
            "starRating": rating,
            "reviewerLanguage": "en",
        }
        device = {
            "device": "bramble",
            "androidOsVersion": 34,
            "appVersionCode": 240,
            "appVersionName": "2.4.0",
        }
        comments = [{"userComment": {**wrote, **device, "thumbsUpCount": 0, **other}}]
        self.reviews[number] = {"reviewId": number, "authorName": author, "comments": comments}
        return number

    def edit(self, number: str, text: str, at: datetime) -> None:
        """Other words under the same id; Google shows the last ones alone."""
        self.reviews[number]["comments"][0]["userComment"] |= {
            "text": f"\t{text}",
            "lastModified": _stamp(at),
        }

    def reply(self, number: str, text: str, at: datetime) -> None:
        """The developer answers, or answers anew."""
        answered = {"developerComment": {"text": text, "lastModified": _stamp(at)}}
        self.reviews[number]["comments"][1:] = [answered]

    def like(self, number: str) -> None:
        """Somebody finds it helpful."""
        self.reviews[number]["comments"][0]["userComment"]["thumbsUpCount"] += 1

    def answer(self, request: Request) -> Answer:
        """What the API says."""
        if request.path == "/token":
            return self._token(request)
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return _json({"error": {"code": 401, "status": "UNAUTHENTICATED"}}, status=401)
        if request.path == _LIST:
            return self._list(request)
        number = unquote(request.path.removeprefix(f"{_LIST}/"))
        if number not in self.reviews:
            return _json(
                {"error": {"code": 404, "message": "Review not found.", "status": "NOT_FOUND"}}, status=404
            )
        return _json(self.reviews[number])

    def _token(self, request: Request) -> Answer:
        form = {name: values[-1] for name, values in parse_qs(request.body.decode()).items()}
        public = _key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        try:
            claim = jwt.decode(form["assertion"], certs=public)  # type: ignore[no-untyped-call]
        except ValueError:
            return _json(
                {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}, status=400
            )
        if request.method != "POST" or claim["iss"] != EMAIL:
            return _json({"error": "invalid_grant", "error_description": "account not found"}, status=400)
        self.claims.append(dict(claim))
        return _json({"access_token": TOKEN, "expires_in": 3599, "token_type": "Bearer"})

    def _list(self, request: Request) -> Answer:
        last_week = [
            review
            for number, review in self.reviews.items()
            if number not in self.unlisted and _seconds(review) > (self.now - _LAST).timestamp()
        ]
        last_week.sort(key=_seconds, reverse=True)
        start = int(request.query.get("token", "0"))
        end = start + min(self.page, int(request.query["maxResults"]))
        listed = {"reviews": last_week[start:end]} if last_week[start:end] else {}
        if end < len(last_week):
            return _json({**listed, "tokenPagination": {"nextPageToken": str(end)}})
        return _json(listed)


def _seconds(review: Review) -> int:
    return int(review["comments"][0]["userComment"]["lastModified"]["seconds"])


def _stamp(at: datetime) -> dict[str, Any]:
    return {"seconds": str(int(at.timestamp())), "nanos": 713_000_000}


def _json(thing: object, status: int = 200) -> Answer:
    return Answer(json.dumps(thing).encode(), status, {"Content-Type": "application/json; charset=UTF-8"})


def connectors(place: Place, **other: str) -> KnownConnectors:
    """Those that know the key. `other`: fields of the key that are not as Google gives them."""
    return KnownConnectors(lambda _, name: {"PLAY": service_account(place.url, **other)}[name], NOWHERE)


def follow(place: Place, **options: str) -> Follower:
    """Whoever follows the app's reviews."""
    given = {"package": PACKAGE, "key": "PLAY", "server": place.url, **options}
    return Follower(connectors(place).open("w", "google-play", given))
