"""The tables. They are not domain types: rows are mapped at the door of this room and never leave it.

Every table carries its workspace, and every query names it. Instants are microseconds since 1970 UTC, days are
proleptic Gregorian ordinals (`date.toordinal`) in the workspace's zone, sentiments are fixed point: whole numbers
are exact, small, and compare the same in every database.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import ClassVar

from sqlalchemy import BigInteger, Dialect, Index, Integer, MetaData, UniqueConstraint
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

METADATA = MetaData()

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(at: datetime) -> int:
    """Microseconds since 1970 UTC of an aware datetime."""
    return (at - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The aware datetime of microseconds since 1970 UTC."""
    return _EPOCH + timedelta(microseconds=micros)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as microseconds since 1970 UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else to_micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else from_micros(value)


#: A row's own number. SQLite counts up by itself only in a column of the type INTEGER.
RowId = BigInteger().with_variant(Integer(), "sqlite")


class Base(SQLModel):
    """What all our tables share: a MetaData of our own, for the job engine keeps its tables in the same database."""

    metadata: ClassVar[MetaData] = METADATA


class SchemaTable(Base, table=True):
    """One row: the version of this schema, and housekeeping that is still owed."""

    __tablename__ = "schema_version"
    version: int = Field(primary_key=True)
    #: erased text may still lie in unused parts of the file until it is compacted
    compaction_due: bool = False


class WorkspaceTable(Base, table=True):
    """A team's own part of the house."""

    __tablename__ = "workspace"
    id: str = Field(primary_key=True)
    name: str
    time_zone: str
    #: counts up with every change of what the map shows
    revision: int = Field(default=0, sa_type=BigInteger)
    #: version of the label policy that labels are made with
    policy: str
    #: which cells the map is read from: a re-scoring builds those of another beside them
    labelling: int = 1


# ── imports ─────────────────────────────────────────────────────────────────────────────────────────────────────


class ImportTable(Base, table=True):
    """One file, or one call of the API, and its report so far."""

    __tablename__ = "import"
    __table_args__ = (Index("import_newest", "workspace", "created_at", "id"), Index("import_state", "state"))
    workspace: str = Field(primary_key=True, foreign_key="workspace.id")
    id: str = Field(primary_key=True)
    file: str
    state: str
    created_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    rows_total: int | None = None
    connection: str | None = None
    source: str | None = None
    #: MappingGuess as JSON
    guess: str | None = None
    #: ColumnMapping as JSON
    mapping: str | None = None
    error: str | None = None
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    chunk_rows: int | None = None
    attempt: int = 0
    retries: int = 0
    #: why a chunk was tried again the last time
    trouble: str | None = None
    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0
    skipped: int = 0
    rejected: int = 0
    not_scored: int = 0
    statements: int = 0


class ImportChunkTable(Base, table=True):
    """Guard: a chunk that has its row here is written."""

    __tablename__ = "import_chunk"
    __table_args__ = ({"sqlite_with_rowid": False},)
    workspace: str = Field(primary_key=True)
    import_id: str = Field(primary_key=True)
    chunk: int = Field(primary_key=True)
    rows: int = 0
    written_at: datetime | None = Field(default=None, sa_type=Instant)


class ImportRowTable(Base, table=True):
    """Which item a row of an import became, and the version that it brought or found: its claim to that version.

    A version stands as long as an import that is not undone claims it.
    """

    __tablename__ = "import_row"
    __table_args__ = (
        Index("import_row_version", "version_id"),
        Index("import_row_order", "workspace", "import_id", "file", "row", "item_id"),
        {"sqlite_with_rowid": False},
    )
    workspace: str = Field(primary_key=True)
    import_id: str = Field(primary_key=True)
    item_id: int = Field(primary_key=True, sa_type=RowId)
    version_id: int = Field(sa_type=RowId)
    row: int
    file: str


class RejectedRowTable(Base, table=True):
    """A row that could not be used, cells redacted."""

    __tablename__ = "rejected_row"
    __table_args__ = (
        Index("rejected_row_order", "workspace", "import_id", "row", "id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=RowId)
    workspace: str
    import_id: str
    row: int
    reason: str
    #: column → cell as JSON
    cells: str


class RememberedMappingTable(Base, table=True):
    """What a person answered for a header."""

    __tablename__ = "remembered_mapping"
    workspace: str = Field(primary_key=True, foreign_key="workspace.id")
    header: str = Field(primary_key=True)
    #: ColumnMapping as JSON
    mapping: str
    source: str


# ── items, their versions, statements ───────────────────────────────────────────────────────────────────────────


class CustomerTable(Base, table=True):
    """A pseudonym and its number in the cells."""

    __tablename__ = "customer"
    __table_args__ = (UniqueConstraint("workspace", "pseudonym"), {"sqlite_autoincrement": True})
    id: int | None = Field(default=None, primary_key=True, sa_type=RowId)
    workspace: str = Field(foreign_key="workspace.id")
    pseudonym: str


class TombstoneTable(Base, table=True):
    """A customer who was erased: later imports leave their rows out."""

    __tablename__ = "tombstone"
    workspace: str = Field(primary_key=True, foreign_key="workspace.id")
    pseudonym: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)


class ItemTable(Base, table=True):
    """The identity of a message. One without versions is kept only while corrections wait for its return."""

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("workspace", "connection", "external_id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=RowId)
    workspace: str = Field(foreign_key="workspace.id")
    connection: str
    external_id: str
    #: the current version; None where all were taken out
    version_id: int | None = Field(default=None, sa_type=RowId)


class VersionTable(Base, table=True):
    """What one import brought of an item. Its content never changes; the newest that stands is current."""

    __tablename__ = "item_version"
    __table_args__ = (
        Index("item_version_day", "workspace", "current", "day", "source", "channel"),
        Index("item_version_item", "item_id"),
        Index("item_version_import", "workspace", "import_id"),
        Index("item_version_customer", "customer_id"),
        Index("item_version_model", "workspace", "kind", "model", "id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=RowId)
    workspace: str
    item_id: int = Field(sa_type=RowId, foreign_key="item.id")
    import_id: str
    current: bool
    day: int
    occurred_at: datetime = Field(sa_type=Instant)
    source: str
    channel: str
    #: `contributions.Kind`: why it is scored, or is not
    kind: str
    customer_id: int | None = Field(default=None, sa_type=RowId, foreign_key="customer.id")
    rating: float | None = None
    nps: int | None = None
    csat: float | None = None
    first_reply_seconds: int | None = Field(default=None, sa_type=BigInteger)
    solved_seconds: int | None = Field(default=None, sa_type=BigInteger)
    content_hash: str
    model: str
    author_role: str
    language: str
    file: str
    row: int
    url: str | None = None
    thread: str | None = None
    #: name → value as JSON
    segments: str
    #: [[start, end], …] as JSON: also of items that are not scored
    spans: str
    text: str


class ItemSegmentTable(Base, table=True):
    """A version's value of a segment, as it is and as the cells count it."""

    __tablename__ = "item_segment"
    __table_args__ = (
        Index("item_segment_value", "workspace", "name", "value"),
        {"sqlite_with_rowid": False},
    )
    version_id: int = Field(primary_key=True, sa_type=RowId, foreign_key="item_version.id")
    name: str = Field(primary_key=True)
    workspace: str
    value: str
    #: the value, or "other" where all places were taken, or "" where the segment is not declared
    bucket: str


class StatementTable(Base, table=True):
    """A scored statement of a version. What filters need of its version is repeated here."""

    __tablename__ = "statement"
    __table_args__ = (
        Index("statement_newest", "workspace", "current", "day", "occurred_at", "id"),
        Index("statement_stage", "workspace", "current", "stage", "day", "occurred_at", "id"),
        Index("statement_version", "version_id", "n"),
        Index("statement_item", "item_id"),
        Index("statement_theme", "workspace", "current", "theme_id", "day", "occurred_at", "id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=RowId)
    workspace: str
    item_id: int = Field(sa_type=RowId, foreign_key="item.id")
    version_id: int = Field(sa_type=RowId, foreign_key="item_version.id")
    current: bool
    day: int
    occurred_at: datetime = Field(sa_type=Instant)
    source: str
    channel: str
    #: number of the customer, or −item_id
    customer: int = Field(sa_type=RowId)
    #: what counts: a person's labels where there are any, else the model's
    stage: str
    touchpoint: str
    #: fixed point
    sentiment: int
    #: "|anger|frustration|", strongest first; "" is neutral
    emotions: str
    corrected: bool
    n: int
    span_start: int
    span_end: int
    words: int
    #: with `occurrence` (of this text in its message, from 0) what a correction is found by
    text_hash: str
    occurrence: int
    model_stage: str
    model_touchpoint: str
    model_sentiment: int
    model_emotions: str
    stage_confidence: float
    touchpoint_confidence: float
    #: Scores as compact JSON, probabilities rounded to 4 digits
    scores: str
    #: None: it has a vector, and nobody has looked where it belongs; 0: in no group
    theme_id: int | None = Field(default=0, sa_type=RowId, sa_column_kwargs={"server_default": "0"})


class CorrectionTable(Base, table=True):
    """A person's labels of some words of an item: they outlive undo and re-import of the same words."""

    __tablename__ = "correction"
    __table_args__ = (Index("correction_customer", "customer_id"),)
    item_id: int = Field(primary_key=True, sa_type=RowId, foreign_key="item.id")
    text_hash: str = Field(primary_key=True)
    occurrence: int = Field(primary_key=True)
    workspace: str
    stage: str
    touchpoint: str
    sentiment: int
    emotions: str
    #: whose words they are, so that erasure finds them
    customer_id: int | None = Field(default=None, sa_type=RowId, foreign_key="customer.id")
    by: str
    at: datetime = Field(sa_type=Instant)


class SegmentTable(Base, table=True):
    """A declared segment: one that has cells of its own."""

    __tablename__ = "segment"
    workspace: str = Field(primary_key=True, foreign_key="workspace.id")
    name: str = Field(primary_key=True)


class SegmentValueTable(Base, table=True):
    """A value of a declared segment that has cells of its own; every other value counts as "other"."""

    __tablename__ = "segment_value"
    workspace: str = Field(primary_key=True, foreign_key="workspace.id")
    name: str = Field(primary_key=True)
    value: str = Field(primary_key=True)


# ── access ──────────────────────────────────────────────────────────────────────────────────────────────────────


class ApiKeyTable(Base, table=True):
    """A key, by its digest alone."""

    __tablename__ = "api_key"
    workspace: str = Field(primary_key=True, foreign_key="workspace.id")
    id: str = Field(primary_key=True)
    name: str
    scope: str
    digest: str = Field(unique=True)
    created_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)


class TicketTable(Base, table=True):
    """A sign-in link or a session, by its digest alone."""

    __tablename__ = "ticket"
    digest: str = Field(primary_key=True)
    kind: str
    workspace: str = Field(foreign_key="workspace.id")
    scope: str
    key_id: str
    expires_at: datetime = Field(sa_type=Instant)


class NoteTable(Base, table=True):
    """A small named fact of a workspace."""

    __tablename__ = "note"
    workspace: str = Field(primary_key=True, foreign_key="workspace.id")
    name: str = Field(primary_key=True)
    value: str
