"""From source records to feedback items: fields by the mapping, personal data out, customers as pseudonyms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from feedback_miner.domain import (
    AuthorRole,
    ColumnMapping,
    FeedbackItem,
    PreparedText,
    RowError,
    Source,
    SourceRecord,
)
from feedback_miner.ports import TextPreparer
from feedback_miner.sources import (
    Scan,
    identity_key,
    key_hash,
    parse_csat,
    parse_nps,
    parse_rating,
    parse_when,
)

#: Longest cell that is kept of a short field (channel, segment value, identity).
MAX_FIELD = 200

_AGENT_WORDS = frozenset(
    {
        "agent",
        "admin",
        "staff",
        "support",
        "operator",
        "teammate",
        "employee",
        "company",
        "brand",
        "user_agent",
    }
)
_BOT_WORDS = frozenset({"bot", "system", "automation", "automatic", "workflow", "app"})


@dataclass(frozen=True, slots=True)
class Numbered:
    """A record with the external id that it was given: its own, or its row's hash and occurrence."""

    record: SourceRecord
    external_id: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch of rows came to."""

    items: tuple[FeedbackItem, ...]
    rejected: tuple[RowError, ...]
    skipped: int


class Numbering:
    """Gives each row its identity and merges rows with one id: the last of a file stands.

    `duplicates`: hash of an identity → how often it occurs in the file, where more than once (of the first pass).
    """

    def __init__(self, mapping: ColumnMapping, duplicates: Mapping[int, int]) -> None:
        self._mapping = mapping
        self._total = duplicates
        self._left = dict(duplicates)

    def number(self, record: SourceRecord) -> Numbered | None:
        """The record with its external id, or None where a later row of the file has the same id."""
        key = identity_key(record, self._mapping)
        hashed = key_hash(key)
        left = self._left.get(hashed, 1) - 1
        if hashed in self._left:
            self._left[hashed] = left
        if key.startswith("row:"):
            return Numbered(record, f"{key}:{self._total.get(hashed, 1) - left}")
        return Numbered(record, key[:MAX_FIELD]) if left == 0 else None


@dataclass(frozen=True, slots=True)
class Intake:
    """How the rows of one import become items."""

    mapping: ColumnMapping
    source: Source
    connection: str
    file: str
    zone: ZoneInfo
    #: when the file came in: the date of rows where no column is one
    received_at: datetime
    #: the first pass over the file
    scan: Scan
    #: customer reference → pseudonym
    pseudonym: Callable[[str], str | None]
    preparer: TextPreparer

    def read(self, rows: Iterable[Numbered]) -> Batch:
        """Items in the order of the rows; rows that cannot be used come back with a reason, cells redacted."""
        kept: list[tuple[Numbered, datetime]] = []
        rejected: list[RowError] = []
        skipped = 0
        for row in rows:
            if not self._says_something(row.record):
                skipped += 1
                continue
            when = self._when(row.record)
            if isinstance(when, RowError):
                rejected.append(when)
            else:
                kept.append((row, when))
        texts = self.preparer.prepare(
            [self._text(row.record) for row, _ in kept],
            hints=[self._cell(row.record, self.mapping.language)[:2].lower() or None for row, _ in kept],
        )
        items = tuple(self._item(row, when, text) for (row, when), text in zip(kept, texts, strict=True))
        return Batch(items, self.redacted(rejected), skipped)

    def redacted(self, rejected: Sequence[RowError]) -> tuple[RowError, ...]:
        """The same rows with personal data taken out of reason and cells."""
        return tuple(
            RowError(
                error.row,
                self.preparer.redact([error.reason])[0],
                dict(
                    zip(
                        error.cells,
                        self.preparer.redact([v[:1000] for v in error.cells.values()]),
                        strict=True,
                    )
                ),
            )
            for error in rejected
        )

    def _says_something(self, record: SourceRecord) -> bool:
        scores = (self.mapping.rating, self.mapping.nps, self.mapping.csat)
        return bool(self._text(record)) or any(self._cell(record, column) for column in scores)

    def _text(self, record: SourceRecord) -> str:
        parts = (record.cells.get(column, "").strip() for column in self.mapping.text)
        return "\n\n".join(part for part in parts if part)

    def _cell(self, record: SourceRecord, column: str | None) -> str:
        return record.cells.get(column, "").strip() if column else ""

    def _when(self, record: SourceRecord) -> datetime | RowError:
        if self.mapping.date is None:
            return self.received_at
        cell = self._cell(record, self.mapping.date)
        if not cell:
            return RowError(record.row, f"The date is missing (column “{self.mapping.date}”).", record.cells)
        when = self._utc(
            parse_when(cell, self.mapping.date_order, self._cell(record, self.mapping.time) or None)
        )
        if when is None:
            return RowError(
                record.row,
                f"“{cell[:60]}” in column “{self.mapping.date}” is not a date that can be read.",
                record.cells,
            )
        return when

    def _utc(self, when: datetime | None) -> datetime | None:
        if when is None:
            return None
        return (when if when.tzinfo else when.replace(tzinfo=self.zone)).astimezone(UTC)

    def _role(self, record: SourceRecord) -> AuthorRole:
        word = self._cell(record, self.mapping.author_role).casefold()
        if word in _AGENT_WORDS:
            return AuthorRole.AGENT
        return AuthorRole.BOT if word in _BOT_WORDS else AuthorRole.CUSTOMER

    def _seconds_until(self, record: SourceRecord, column: str | None, start: datetime) -> int | None:
        cell = self._cell(record, column)
        end = self._utc(parse_when(cell, self.mapping.date_order)) if cell else None
        return int((end - start).total_seconds()) if end and end >= start else None

    def _item(self, row: Numbered, when: datetime, text: PreparedText) -> FeedbackItem:
        record, mapping = row.record, self.mapping
        names = list(mapping.segments)
        values = self.preparer.redact(
            [self._cell(record, mapping.segments[name])[:MAX_FIELD] for name in names]
        )
        channel = self._cell(record, mapping.channel)[:MAX_FIELD].casefold() or self.source.value
        return FeedbackItem(
            connection=self.connection,
            external_id=row.external_id,
            source=self.source,
            channel=channel,
            occurred_at=when,
            text=text.text,
            language=text.language,
            statements=text.statements,
            author_role=self._role(record),
            customer=self.pseudonym(self._cell(record, mapping.customer)),
            rating=parse_rating(self._cell(record, mapping.rating), self.scan.rating_scale),
            nps=parse_nps(self._cell(record, mapping.nps)),
            csat=parse_csat(self._cell(record, mapping.csat), self.scan.csat_scale),
            url=self._url(record),
            thread=self._cell(record, mapping.thread)[:MAX_FIELD] or None,
            first_reply_seconds=self._seconds_until(record, mapping.first_reply_at, when),
            solved_seconds=self._seconds_until(record, mapping.solved_at, when),
            segments={name: value for name, value in zip(names, values, strict=True) if value},
            file=self.file,
            row=record.row,
            dated=mapping.date is not None,
        )

    def _url(self, record: SourceRecord) -> str | None:
        """Only web addresses are links; "javascript:" and the like are not kept."""
        url = self._cell(record, self.mapping.url)
        return url[:2000] if url.startswith(("https://", "http://")) else None
