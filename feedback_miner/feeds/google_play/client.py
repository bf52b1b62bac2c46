"""What is asked of the Google Play Developer API: pages of reviews, and single ones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from importlib.util import find_spec
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlsplit

from feedback_miner.errors import FeedError, SetupError
from feedback_miner.feeds.google_play.service_account import ServiceAccount
from feedback_miner.feeds.web.google_errors import explained
from feedback_miner.feeds.web.http import Client, Missing

#: Reviews of one request, and the most requests for a walk: half of what Google answers in an hour.
PAGE, MAX_PAGES = 100, 100
#: Largest answer that is read, in bytes.
MAX_ANSWER = 10_000_000

_SCOPE = "https://www.googleapis.com/auth/androidpublisher"

_SWITCH_ON = "Switch on “Google Play Android Developer API” for the project that the key belongs to."
_SAID = {"accessNotConfigured": _SWITCH_ON, "SERVICE_DISABLED": _SWITCH_ON}

#: As the API has it.
Review = dict[str, Any]


def check_library() -> None:
    """Raises SetupError where google-auth is not installed."""
    try:
        found = find_spec("google.auth")
    except ModuleNotFoundError:  # nothing of Google is there
        found = None
    if found is None:
        raise SetupError(
            "Sources of the kind google-play need google-auth: `pip install 'feedback-miner[google-play]'`."
        )


class GooglePlayClient(AbstractContextManager["GooglePlayClient"]):
    """One pull's connection. Every method raises FeedError, which names the host and no secret."""

    def __init__(
        self, url: str, package: str, translate: str | None, account: ServiceAccount, *, now: datetime
    ) -> None:
        """Fetches an access token. Raises FeedError, SetupError."""
        self._host = urlsplit(url).netloc
        self._reviews = f"{url.rstrip('/')}/androidpublisher/v3/applications/{package}/reviews"
        self._asked = {"translationLanguage": translate} if translate else {}
        token = account.access_token(_SCOPE)
        self._client = Client(
            headers={"Authorization": f"Bearer {token}"},
            max_answer=MAX_ANSWER,
            explain=partial(explained, self._host, now, _SAID),
        )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def newest_first(self) -> Iterator[list[Review]]:
        """The reviews of the last week, those first that were written or changed last; at most `MAX_PAGES` pages."""
        params = {"maxResults": str(PAGE), **self._asked}
        for _ in range(MAX_PAGES):
            answer = self._json(self._client.get(self._reviews, params))
            reviews, pages = answer.get("reviews", []), answer.get("tokenPagination") or {}
            if not isinstance(reviews, list) or not isinstance(pages, dict):
                raise self._no_reviews()
            yield reviews
            following = pages.get("nextPageToken")
            if not following:
                return
            if following == params.get("token"):
                raise FeedError("It gives the same page again and again.", where=self._host)
            params["token"] = str(following)

    def still_there(self, ids: Sequence[str]) -> list[Review]:
        """Of the reviews with these ids those that were not deleted, one request each."""
        reviews = []
        for review_id in ids:
            try:
                answer = self._client.get(f"{self._reviews}/{quote(review_id, safe='')}", self._asked)
            except Missing:
                continue
            reviews.append(self._json(answer))
        return reviews

    def _json(self, body: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            raise self._no_reviews() from None
        if not isinstance(answer, dict):
            raise self._no_reviews()
        return answer

    def _no_reviews(self) -> FeedError:
        return FeedError("The answer is not what Google Play's API gives.", where=self._host)
