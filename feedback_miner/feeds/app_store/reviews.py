"""Reviews as Apple's feed has them: Atom that became JSON, so one review is an object, and several are a list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from feedback_miner.errors import FeedError
from feedback_miner.feeds.following.readable import ODD, Readable

#: Reviews of a page that is not the last: 50, but the first may give one place to the app itself.
FULL = 49

#: What an author writes; votes of others change all the time.
_SAID = ("updated", "title", "content", "im:rating")
_MARK = 12
#: The year of the first review of all.
_OPENED = 2008


@dataclass(frozen=True, slots=True)
class Review:
    """One customer's words, or stars alone."""

    id: str
    #: when it was written, or changed
    updated: datetime
    #: what tells that it was changed
    mark: str
    #: as the feed has it
    entry: Mapping[str, Any]


def read_reviews(body: bytes, readable: Readable) -> list[Review]:
    """The reviews of a page that can be read, newest first; none where the app has none. Raises FeedError."""
    try:
        entries = json.loads(body)["feed"].get("entry", [])
        # In some answers the first entry is the app itself, which nobody rates.
        several = entries if isinstance(entries, list) else [entries]
        reviews = readable.each(several, _review)
    except (*ODD, RecursionError):
        raise FeedError("The answer is not what Apple's feed of reviews gives. It is tried again.") from None
    return [review for review in reviews if review is not None]


def _review(entry: Mapping[str, Any]) -> Review | None:
    if entry.get("im:rating") is None:
        return None
    review_id, updated = entry["id"]["label"], datetime.fromisoformat(entry["updated"]["label"])
    if not (review_id.isdecimal() and updated.tzinfo and updated.year >= _OPENED):
        raise ValueError
    said = json.dumps([entry.get(key, {}).get("label") for key in _SAID])
    return Review(review_id, updated, sha256(said.encode()).hexdigest()[:_MARK], entry)
