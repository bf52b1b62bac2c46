"""From source records to feedback items: fields by the mapping, personal data out, customers as pseudonyms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
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
    is_usable,
    join_texts,
    key_hash,
    parse_csat,
    parse_nps,
    parse_rating,
    parse_when,
)

#: Longest cell that is kept of a short field (channel, segment value, identity).
MAX_FIELD = 200
#: Longest cell that is shown of a row.
_SHOWN_CHARS = 1000
#: Longest link that is kept.
MAX_URL = 2000

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
    """Gives each usable row its identity, and merges rows with one id: the last of a file stands.

    Where a column says who wrote and the id is the thread's, a row is one message of it: the first has the thread's
    id, each further one the id and a hash of its row, and none is merged. `duplicates`: hash of an identity → how
    often it occurs among the usable rows of the file, where more than once (of the first pass).
    """

    def __init__(self, mapping: ColumnMapping, duplicates: Mapping[int, int]) -> None:
        self._mapping = mapping
        self._row = replace(mapping, id=None)
        self._is_by_thread = bool(mapping.author_role) and mapping.thread in (None, mapping.id)
        self._total = duplicates
        self._left = dict(duplicates)

    def number(self, record: SourceRecord) -> Numbered | None:
        """The record with its external id, or None where a later row of the file has the same id."""
        key = identity_key(record, self._mapping)
        if not is_usable(record, self._mapping):
            return Numbered(record, _short(key))
        hashed = key_hash(key)
        total = self._total.get(hashed, 1)
        left = self._left.get(hashed, 1) - 1
        if total > 1:
            self._left[hashed] = left
        if key.startswith("row:"):
            return Numbered(record, f"{key}:{total - left}")
        if self._is_by_thread:
            further = (
                "" if left == total - 1 else "/" + identity_key(record, self._row).removeprefix("row:")[:16]
            )
            return Numbered(record, _short(key) + further)
        return Numbered(record, _short(key)) if left == 0 else None


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
            hints=[self._cell(row.record, self.mapping.language) or None for row, _ in kept],
        )
        items = tuple(self._item(row, when, text) for (row, when), text in zip(kept, texts, strict=True))
        return Batch(items, self.redacted(rejected), skipped)

    def redacted(self, rejected: Sequence[RowError]) -> tuple[RowError, ...]:
        """The same rows with personal data taken out of reason and cells, and the customer a pseudonym."""
        return tuple(
            RowError(
                error.row,
                self.preparer.redact([error.reason])[0],
                redacted_cells(error.cells, self.mapping.customer, self.preparer, self.pseudonym),
            )
            for error in rejected
        )

    def _says_something(self, record: SourceRecord) -> bool:
        scores = (self.mapping.rating, self.mapping.nps, self.mapping.csat)
        return bool(self._text(record)) or any(self._cell(record, column) for column in scores)

    def _text(self, record: SourceRecord) -> str:
        return join_texts(record.cells.get(column, "") for column in self.mapping.text)

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
        values = self._values(*(self._cell(record, mapping.segments[name]) for name in names))
        (channel,) = self._values(self._cell(record, mapping.channel).casefold())
        thread = self._cell(record, mapping.thread or (mapping.author_role and mapping.id))
        return FeedbackItem(
            connection=self.connection,
            external_id=self._kept(row.external_id),
            source=self.source,
            channel=channel or self.source.value,
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
            thread=self._kept(thread) or None,
            first_reply_seconds=self._seconds_until(record, mapping.first_reply_at, when),
            solved_seconds=self._seconds_until(record, mapping.solved_at, when),
            segments={name: value for name, value in zip(names, values, strict=True) if value},
            file=self.file,
            row=record.row,
            dated=mapping.date is not None,
        )

    def _values(self, *cells: str) -> list[str]:
        """Short values without addresses and numbers of people."""
        return self.preparer.redact_values([_short(cell) for cell in cells])

    def _kept(self, reference: str) -> str:
        return kept_reference(reference, self.preparer, self.pseudonym)

    def _url(self, record: SourceRecord) -> str | None:
        """Only web addresses are links ("javascript:" is not), and only those without anybody's address in them."""
        url = self._cell(record, self.mapping.url)
        is_link = url.startswith(("https://", "http://")) and len(url) <= MAX_URL
        return url if is_link and not _has_address(url, self.preparer) else None


def redacted_cells(
    cells: Mapping[str, str],
    customer: str | None,
    preparer: TextPreparer,
    pseudonym: Callable[[str], str | None],
) -> dict[str, str]:
    """A row's cells as people may see them: cut, personal data out, and where the customer is named a pseudonym."""
    clean = dict(zip(cells, preparer.redact([cell[:_SHOWN_CHARS] for cell in cells.values()]), strict=True))
    reference = cells.get(customer, "").strip() if customer else ""
    if reference:
        named = pseudonym(reference) or ""
        clean |= {column: named for column, cell in cells.items() if cell.strip() == reference}
    return clean


def kept_reference(reference: str, preparer: TextPreparer, pseudonym: Callable[[str], str | None]) -> str:
    """An id as it is kept: a long one is cut, and one that holds an e-mail address becomes a pseudonym."""
    short = _short(reference.strip())
    return f"id:{pseudonym(short)}" if _has_address(short, preparer) else short


def _has_address(value: str, preparer: TextPreparer) -> bool:
    """Of the structured kinds only this is sure: any long number could be read as a card's or a phone's."""
    return "@" in value and "<EMAIL>" in preparer.redact_values([value])[0]


def _short(value: str) -> str:
    """The value; a longer one than is kept is cut, and stays apart from others by its hash."""
    if len(value) <= MAX_FIELD:
        return value
    return f"{value[: MAX_FIELD - 33]}…{sha256(value.encode('utf-8', 'replace')).hexdigest()[:32]}"
