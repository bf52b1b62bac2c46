"""Reviews of Google Play as the window sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from feedback_miner.errors import FeedError
from feedback_miner.feeds.following.followed import Found
from feedback_miner.feeds.following.readable import ODD, Readable
from feedback_miner.feeds.options.accounts import is_foreign

#: What the API calls everybody who does not want to be named: one name of many people names nobody.
_NOBODY = "A Google user"
_PAGE_OF_APP = "https://play.google.com/store/apps/details"


class Reviews:
    """The reviews of one app, in the words of their authors or translated."""

    def __init__(self, package: str, translate: str | None, language: str | None) -> None:
        self._package, self._translate, self._language = package, translate, language

    def listed(self, reviews: Iterable[Any], readable: Readable) -> list[Found]:
        """Those of a page that have words of a customer, and can be read. Raises FeedError."""
        with _not_google():
            found = readable.each(reviews, self._maybe_found)
        return [one for one in found if one is not None]

    def found(self, reviews: Iterable[Any]) -> list[Found]:
        """Those that have words of a customer, as they were met. Raises FeedError where one cannot be read."""
        with _not_google():
            found = [self._maybe_found(review) for review in reviews]
        return [one for one in found if one is not None]

    def _maybe_found(self, review: Mapping[str, Any]) -> Found | None:
        return self._found(review) if _said(review, "userComment") else None

    def _found(self, review: Mapping[str, Any]) -> Found:
        review_id, wrote = review["reviewId"], _said(review, "userComment")
        answered = _said(review, "developerComment")
        if not isinstance(review_id, str) or not review_id:
            raise ValueError
        written_in = str(wrote.get("reviewerLanguage") or "")
        is_translated = bool(self._translate and wrote.get("originalText"))
        name = review.get("authorName")
        message = {
            **review,
            "authorName": None if name == _NOBODY else name,
            "comments": sorted(review["comments"], key=lambda comment: "userComment" not in comment),
            "language": self._translate if is_translated else written_in,
            "url": f"{_PAGE_OF_APP}?{urlencode({'id': self._package, 'reviewId': review_id})}",
        }
        return Found(
            id=review_id,
            at=datetime.fromtimestamp(int(wrote["lastModified"]["seconds"]), UTC),
            # Each customer has one review of an app: the same words again are another's.
            author=review_id,
            words=str(wrote.get("text") or ""),
            said=[
                wrote.get("originalText") or wrote.get("text"),
                wrote.get("starRating"),
                answered.get("text"),
                answered.get("lastModified"),
            ],
            message=message,
            left_out="other languages" if is_foreign(written_in, self._language) else None,
        )


@contextmanager
def _not_google() -> Iterator[None]:
    try:
        yield
    except ODD:
        raise FeedError("The answer is not what Google Play's API gives.", where="reviews") from None


def _said(review: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    """The customer's comment, or the developer's; {} where there is none."""
    for comment in review.get("comments") or ():
        if kind in comment:
            said: Mapping[str, Any] = comment[kind]
            return said
    return {}
