"""Apple's public feed of reviews as it answers: newest first, 50 a page, ten pages; and its moments."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from tests.feeds.places import Answer, Request

APP = "1234567890"
_PATH = re.compile(
    r"/(?P<country>[a-z]{2})/rss/customerreviews/page=(?P<page>\d+)/id=(?P<app>\d+)/sortby=mostrecent/json"
)
_CUPERTINO = timezone(timedelta(hours=-7))

Entry = dict[str, Any]


@dataclass
class AppStorePlace:
    """The reviews of one app, country by country."""

    reviews: dict[str, dict[str, Entry]] = field(default_factory=dict)
    page: int = 50
    #: pages that are empty just now, though they should not be
    quiet: set[int] = field(default_factory=set)
    #: whether the first entry is the app itself, as older feeds have it
    shows_app: bool = False

    def review(
        self, at: datetime, text: str, *, country: str = "us", title: str = "Hm", rating: int = 2
    ) -> str:
        """A review that was written then. Returns its id."""
        number = str(12_000_000_000 + sum(map(len, self.reviews.values())))
        self.reviews.setdefault(country, {})[number] = {
            "author": {
                "uri": {"label": f"https://itunes.apple.com/{country}/reviews/id{number}"},
                "name": {"label": f"Fan {number}"},
                "label": "",
            },
            "updated": {"label": _when(at)},
            "im:rating": {"label": str(rating)},
            "im:version": {"label": "5.2.1"},
            "id": {"label": number},
            "title": {"label": title},
            "content": {"label": text, "attributes": {"type": "text"}},
            "link": {
                "attributes": {
                    "rel": "related",
                    "href": f"https://itunes.apple.com/{country}/review?id={APP}",
                }
            },
            "im:voteSum": {"label": "0"},
            "im:contentType": {"attributes": {"term": "Application", "label": "Application"}},
            "im:voteCount": {"label": "0"},
        }
        return number

    def edit(self, number: str, text: str, at: datetime, *, country: str = "us") -> None:
        """Other words under the same id, with a new date."""
        entry = self.reviews[country][number]
        entry["content"]["label"], entry["updated"]["label"] = text, _when(at)

    def vote(self, number: str, *, country: str = "us") -> None:
        """Somebody finds it helpful."""
        self.reviews[country][number]["im:voteSum"]["label"] = "1"

    def answer(self, request: Request) -> Answer:
        """What the feed shows."""
        asked = _PATH.fullmatch(request.path)
        if asked is None or not 1 <= int(asked["page"]) <= 10:
            return Answer(b"CustomerReviews RSS page depth is limited to 10", status=400)
        number = int(asked["page"])
        by_date = sorted(
            self.reviews.get(asked["country"], {}).values(),
            key=lambda entry: datetime.fromisoformat(entry["updated"]["label"]),
            reverse=True,
        )
        shown: list[Entry] = by_date[(number - 1) * self.page : number * self.page]
        if asked["app"] != APP or number in self.quiet:
            shown = []
        if self.shows_app and number == 1:
            shown = [{"im:name": {"label": "Acme"}, "id": {"label": "https://apps.apple.com/app"}}, *shown]
        feed = {"author": {"name": {"label": "iTunes Store"}}, "title": {"label": "Customer Reviews"}}
        if shown:
            feed["entry"] = shown if len(shown) > 1 else shown[0]
        return Answer(json.dumps({"feed": feed}).encode(), headers={"Content-Type": "text/javascript"})


def _when(at: datetime) -> str:
    return at.astimezone(_CUPERTINO).isoformat(timespec="seconds")
