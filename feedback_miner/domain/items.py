"""Feedback items: one message of one customer, and the statements in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from feedback_miner.domain.vocabulary import AuthorRole, Source


@dataclass(frozen=True, slots=True)
class Statement:
    """A span of an item's stored text: `item.text[start:end]`, the n-th of its message, counted from 0."""

    n: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PreparedText:
    """A message ready to be stored and scored: cleaned, redacted, its language told, split into statements."""

    text: str
    #: ISO 639-1, or "und" where it cannot be told (too short, no words)
    language: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class FeedbackItem:
    """One message (or one rating without words), redacted and pseudonymous, as it is stored."""

    connection: str
    #: identity is (workspace, connection, external_id)
    external_id: str
    source: Source
    channel: str
    #: aware, UTC
    occurred_at: datetime
    text: str
    language: str
    statements: tuple[Statement, ...]
    author_role: AuthorRole = AuthorRole.CUSTOMER
    #: pseudonym; None where the export names no customer (each such item then counts as a customer of its own)
    customer: str | None = None
    #: stars on the export's own scale brought to 1…5
    rating: float | None = None
    #: 0…10
    nps: int | None = None
    #: brought to 1…5
    csat: float | None = None
    url: str | None = None
    thread: str | None = None
    #: seconds from the message to the first reply, and to the solution
    first_reply_seconds: int | None = None
    solved_seconds: int | None = None
    segments: Mapping[str, str] = field(default_factory=dict)
    #: where it came from: file name and row
    file: str = ""
    row: int = 0
    #: False where the export names no date: when it came in stands for it, and is no change when it comes again
    dated: bool = True

    def content_hash(self) -> str:
        """SHA-256 over everything that the item says; where it came from (file, row) does not count."""
        said = (
            self.connection,
            self.external_id,
            self.source,
            self.channel,
            self.occurred_at.isoformat() if self.dated else None,
            self.text,
            self.language,
            [(statement.n, statement.start, statement.end) for statement in self.statements],
            self.author_role,
            self.customer,
            self.rating,
            self.nps,
            self.csat,
            self.url,
            self.thread,
            self.first_reply_seconds,
            self.solved_seconds,
            sorted(self.segments.items()),
        )
        return sha256(json.dumps(said).encode()).hexdigest()
