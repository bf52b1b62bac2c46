"""Why an API of Google refuses: it says so in the body, and calls a used-up quota a 403 too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from feedback_miner.errors import FeedError
from feedback_miner.feeds.following.backwards import Forgotten

_PACIFIC = ZoneInfo("America/Los_Angeles")
_REASON = re.compile(r"\w{1,60}")
_QUOTA = ("quotaExceeded", "dailyLimitExceeded")
_FORGOTTEN = "invalidPageToken"
_PACE = ("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED")


class _Reason(BaseModel):
    reason: str = ""


class _Error(BaseModel):
    errors: Sequence[_Reason] = ()
    details: Sequence[_Reason] = ()


class _Failure(BaseModel):
    error: _Error


def explained(
    host: str, now: datetime, said: Mapping[str, str], _status: int, body: bytes
) -> FeedError | None:
    """What Google calls the reason of a failure, in words; None where it gives none that is known.

    `said`: words for the reasons of one API.
    """
    try:
        error = _Failure.model_validate_json(body).error
    except ValidationError:
        return None
    reasons = [one.reason for one in (*error.details, *error.errors) if _REASON.fullmatch(one.reason)]
    if any(reason in _QUOTA for reason in reasons):
        return FeedError(
            "The key's requests of today are used up. They begin anew at midnight in California.",
            where=host,
            retry_after=_until_midnight(now),
        )
    if any(reason in _PACE for reason in reasons):
        return FeedError(
            "It asks us to come back later: too many requests.", where=host, retry_after=timedelta(minutes=1)
        )
    if _FORGOTTEN in reasons:
        return Forgotten("It no longer knows the page that it called the next one.", where=host)
    return next((FeedError(said[reason], where=host) for reason in reasons if reason in said), None)


def _until_midnight(now: datetime) -> timedelta:
    tomorrow = now.astimezone(_PACIFIC).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), _PACIFIC) - now
