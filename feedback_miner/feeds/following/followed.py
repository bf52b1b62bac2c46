"""A message as it was met, and what pulls remember of those that are followed."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict

_MARK_BYTES = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A message as it was met."""

    #: the same after an edit
    id: str
    #: when it was written, by the clock by which the place is walked
    at: datetime
    #: whoever wrote it; with `words` it tells repeats
    author: str
    words: str
    #: JSON values: all that can be edited. Counts of likes change all the time, and are not for here
    said: Sequence[object]
    #: as the preset reads it
    message: Mapping[str, Any]
    #: why it is left out ("reposts", "own accounts", "bots", "spam"); counts only where the message is met first
    left_out: str | None = None


class Seen(NamedTuple):
    """What is kept of a message that is followed."""

    #: seconds since 1970
    at: int
    #: marks of all that it said, and of who wrote which words
    said: str
    words: str


class Rest(BaseModel):
    """Where a walk through lists that give the newest first goes on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: when its first page was asked for
    began: AwareDatetime
    #: when the newest was written that was met on it
    newest: AwareDatetime
    #: by the name of a list, its next page; lists that were walked are not there
    pages: dict[str, str]


class Cursor(BaseModel):
    """What a pull leaves to the next one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: nothing older is pulled
    first: AwareDatetime | None = None
    #: everything up to here was seen
    reached: AwareDatetime | None = None
    #: where a walk through the whole window was broken off, what came late since then was written from here on
    owed: AwareDatetime | None = None
    #: by id; first those that have not been met for longest
    followed: dict[str, Seen] = {}
    #: marks of ids that were left out, and are counted once
    left_out: tuple[str, ...] = ()
    #: when the whole window was walked last
    walked_at: AwareDatetime | None = None
    #: how far a walk through the whole window came that was not ended
    walked_to: AwareDatetime | None = None
    #: marks of followed ids that were missing, and since when, in seconds since 1970
    doubted: dict[str, int] = {}
    #: of a walk that was broken off (`backwards`)
    rest: Rest | None = None


def seen_of(one: Found) -> Seen:
    """What is kept of a message that was met."""
    words = " ".join(one.words.casefold().split())
    # Pictures without words repeat nothing.
    return Seen(seconds(one.at), mark_of(*one.said), mark_of(one.author, words or one.id))


def mark_of(*said: object) -> str:
    """A short name for what was said: the same for the same."""
    digest = blake2b(json.dumps(said).encode(), digest_size=_MARK_BYTES).digest()
    return base64.urlsafe_b64encode(digest).decode()


def seconds(when: datetime) -> int:
    """Since 1970."""
    return int(when.timestamp())


def whole_seconds(when: datetime) -> datetime:
    """Without what is smaller."""
    return datetime.fromtimestamp(seconds(when), UTC)
