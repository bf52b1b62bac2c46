"""The types of the domain, frozen, in the order in which data flows. Imports nothing but the standard library.

SourceRecord → FeedbackItem → Statement → ScoredStatement → cell → JourneyMap (the last two: `journey/`).
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Generic, TypeVar

#: Sentiment is stored and summed as an integer: 0.1234 is 1234, so that increments equal a recount to the last digit.
SENTIMENT_SCALE = 10_000

#: The key of "no stage", "no touchpoint can be told".
NONE = "none"

#: The key of the emotion "neutral": no emotion above its threshold.
NEUTRAL = "neutral"

#: Languages that are scored: English, which the shipped models read, and texts too short to tell, most of it English.
SCORED_LANGUAGES = frozenset({"en", "und"})

T = TypeVar("T")


class Source(StrEnum):
    """The kind of place where people wrote: it decides how a text reads."""

    TICKET = "ticket"
    SURVEY = "survey"
    REVIEW = "review"
    SOCIAL = "social"


class AuthorRole(StrEnum):
    """Who wrote a message. Only what customers write is scored."""

    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"


# ── source records: untrusted rows of somebody's export ──────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A row as somebody's export has it. Any text may be in its cells."""

    #: 1-based line of the file (text formats), row (XLSX) or record (JSON) where it begins.
    row: int
    #: column → cell, in the file's order; JSON is flattened to dotted names ("via.channel").
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that could not be used, with a reason for people. The import goes on."""

    row: int
    reason: str
    cells: Mapping[str, str] = field(default_factory=dict)


class DateOrder(StrEnum):
    """How the numbers of a date such as 03/04/2026 are to be read."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    YEAR_FIRST = "year-first"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column of a file is which field of a feedback item.

    `text` may name several columns (subject and description): they are joined by a blank line. Every other field
    names one column or None. `segments` maps a segment's name to its column.
    """

    text: tuple[str, ...] = ()
    date: str | None = None
    #: a second column with the time of day, where date and time are split
    time: str | None = None
    id: str | None = None
    customer: str | None = None
    rating: str | None = None
    nps: str | None = None
    csat: str | None = None
    channel: str | None = None
    author_role: str | None = None
    url: str | None = None
    thread: str | None = None
    language: str | None = None
    first_reply_at: str | None = None
    solved_at: str | None = None
    segments: Mapping[str, str] = field(default_factory=dict)
    #: None: every date of the file can be read in one way only, or names its order itself
    date_order: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class FieldGuess:
    """One guessed field: which column, how sure (0…1), and why, in words."""

    field: str
    column: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class MappingQuestion:
    """What only a person can settle before the import goes on."""

    #: "text" or "date_order"
    field: str
    message: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MappingGuess:
    """What was understood of a file: the mapping, why, and what must be asked."""

    mapping: ColumnMapping
    source: Source
    #: the connection that identities belong to unless the caller names another: the preset's name, or "file"
    connection: str
    #: the preset that recognised the file, or None where columns were guessed
    preset: str | None
    fields: tuple[FieldGuess, ...]
    questions: tuple[MappingQuestion, ...]


# ── feedback items: one message of one customer ─────────────────────────────────────────────────────────────────


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


# ── scores and labels ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ScorableMessage:
    """What a scorer sees of a message: its text, where it was written, and the spans of its statements."""

    text: str
    source: str
    channel: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """What a model says of one statement, raw: probabilities are kept, thresholds belong to the label policy."""

    #: key → probability, over all stages and "none"; sums to 1
    stage: Mapping[str, float]
    #: key → probability, over all touchpoints and "none"; sums to 1
    touchpoint: Mapping[str, float]
    #: −1 (very negative) … 1 (very positive)
    sentiment: float
    #: key → probability, each 0…1 for itself; without "neutral"
    emotions: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Labels:
    """What counts on the map: of the model by a label policy, or of a person."""

    stage: str
    touchpoint: str
    #: −1 … 1
    sentiment: float
    #: strongest first; empty means neutral
    emotions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelPolicy:
    """How probabilities become labels. A version never changes in place: another one recounts the cells."""

    version: str
    #: below this probability the stage (and with it the touchpoint) is "none": the model abstains
    stage_min: float
    touchpoint_min: float
    emotion_min: Mapping[str, float]
    emotions_max: int = 3

    def label(self, scores: Scores) -> Labels:
        """The labels that these scores come to."""
        stage, stage_p = max(scores.stage.items(), key=lambda kv: kv[1])
        touchpoint, touchpoint_p = max(scores.touchpoint.items(), key=lambda kv: kv[1])
        if stage_p < self.stage_min:
            stage = NONE
        if stage == NONE or touchpoint_p < self.touchpoint_min:
            touchpoint = NONE
        shown = [(p, k) for k, p in scores.emotions.items() if p >= self.emotion_min.get(k, 0.5)]
        strongest = sorted(shown, key=lambda pk: (-pk[0], pk[1]))[: self.emotions_max]
        return Labels(stage, touchpoint, scores.sentiment, tuple(k for _, k in strongest))


@dataclass(frozen=True, slots=True)
class ScoredStatement:
    """A statement with what the model said of it."""

    statement: Statement
    scores: Scores


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """An item on its way into the store.

    `statements` is empty where nothing is to be scored: an agent's message, another language, a rating without words.
    """

    item: FeedbackItem
    statements: tuple[ScoredStatement, ...]
    #: name/version of the model that scored; "" where nothing was scored
    model: str = ""
    #: True: the caller found it stored unchanged, so it was not scored
    known: bool = False


# ── imports ─────────────────────────────────────────────────────────────────────────────────────────────────────


class ImportState(StrEnum):
    """The life of an import: queued → (needs_mapping →) running → done, or failed, cancelled, undone, expired."""

    QUEUED = "queued"
    NEEDS_MAPPING = "needs_mapping"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDONE = "undone"
    #: its upload was removed (24 h passed, or a customer was erased) before it was complete
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, in counts of rows. read = added + updated + unchanged + merged + skipped + rejected."""

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    #: rows whose id occurs again later in the same file: the last one stands
    merged: int = 0
    #: rows with nothing to keep (no text and no score), or of an erased customer
    skipped: int = 0
    rejected: int = 0
    #: of the stored: agents' and bots' messages, messages in other languages, ratings without words
    not_scored: int = 0
    statements: int = 0


@dataclass(frozen=True, slots=True)
class Import:
    """One file, or one call of the API, on its way in or already in."""

    id: str
    workspace: str
    file: str
    state: ImportState
    created_at: datetime
    report: ImportReport
    #: rows in the file, known after the first pass; None before
    rows_total: int | None = None
    connection: str | None = None
    guess: MappingGuess | None = None
    #: the mapping in use: guessed, remembered, or given
    mapping: ColumnMapping | None = None
    #: why it failed, in words
    error: str | None = None
    finished_at: datetime | None = None
    #: what the caller fixed beforehand; None: found out from the file
    source: Source | None = None


# ── what is asked of the map ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Cut:
    """Which part of the feedback a question is about: days (inclusive, in the workspace's zone) and filters.

    Empty filters mean everything. `segments`: name → value; two or more are a combination.
    """

    first_day: date
    last_day: date
    channel: str | None = None
    source: str | None = None
    segments: Mapping[str, str] = field(default_factory=dict)

    @property
    def days(self) -> int:
        """Length in days, at least 1."""
        return (self.last_day - self.first_day).days + 1


# ── who asks ────────────────────────────────────────────────────────────────────────────────────────────────────


class Scope(StrEnum):
    """What a key may do; each includes those before it."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Access:
    """Who is asking: established once at the door from a key or a session."""

    workspace: str
    scope: Scope
    key_id: str

    def allows(self, needed: Scope) -> bool:
        """Whether this access includes the needed scope."""
        order = list(Scope)
        return order.index(self.scope) >= order.index(needed)


# ── what the store tells: totals of a cut, and rows behind them ─────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class CellTotal:
    """Sums over a cut for one stage and touchpoint (either may be "none")."""

    stage: str
    touchpoint: str
    statements: int
    #: fixed point, SENTIMENT_SCALE
    sentiment_sum: int
    #: sum of squares of the fixed-point sentiments
    sentiment_squares: int
    #: emotion (or "neutral") → statements that show it
    emotions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CustomerTotals:
    """What each customer said over a cut at one stage and touchpoint: the clusters of the intervals.

    Columns of type "q", all of the same length, for a busy month has tens of thousands of rows. A customer may have
    several rows: whoever reads adds them up.
    """

    stage: str
    touchpoint: str
    #: opaque number; an item without a customer has one of its own
    customers: array[int]
    statements: array[int]
    #: fixed point
    sentiment_sums: array[int]


@dataclass(frozen=True, slots=True)
class MetricTotal:
    """Scores that customers gave, over the items that have a statement here; an item counts once.

    stage "" is every item of the cut (also those without words), touchpoint "" every item of the stage.
    """

    stage: str
    touchpoint: str
    items: int
    nps_answers: int
    promoters: int
    detractors: int
    csat_answers: int
    #: hundredths
    csat_sum: int
    rating_answers: int
    #: hundredths
    rating_sum: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of a cut is on the map and what is not: counts of items, and of statements where said."""

    items: int = 0
    #: customers' items in English with words: those that are scored
    scored: int = 0
    #: customers' items that wait for a model
    unscored: int = 0
    other_language: int = 0
    rating_only: int = 0
    #: agents' and bots' messages
    not_customer: int = 0
    statements: int = 0
    statements_no_stage: int = 0


@dataclass(frozen=True, slots=True)
class WeekTotal:
    """Sums of one of the weeks that end with a cut: 0 is the oldest."""

    week: int
    stage: str
    touchpoint: str
    statements: int
    sentiment_sum: int


@dataclass(frozen=True, slots=True)
class CutTotals:
    """Everything that the map of a cut is computed from."""

    cells: tuple[CellTotal, ...]
    customers: tuple[CustomerTotals, ...]
    metrics: tuple[MetricTotal, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """Which statements of a cut: None means any. `none` as a stage is a filter like every other."""

    stages: tuple[str, ...] | None = None
    touchpoint: str | None = None
    emotion: str | None = None
    #: "negative" (< −0.25), "neutral", "positive" (> 0.25)
    sentiment: str | None = None
    #: words that the statement must contain, any case
    text: str | None = None
    customer: str | None = None
    corrected: bool | None = None


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement as it is shown: what it says, what counts, and what the model had said."""

    id: int
    item_id: int
    text: str
    #: offsets in the item's text
    start: int
    end: int
    #: what counts on the map: a person's labels where there are any, else the model's by the policy
    labels: Labels
    model_labels: Labels
    #: the model's probability of the stage and of the touchpoint that it names
    stage_confidence: float
    touchpoint_confidence: float
    corrected: bool
    occurred_at: datetime
    source: Source
    channel: str
    customer: str | None
    segments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """A message as it is stored, with its statements and the way back to where it came from."""

    id: int
    item: FeedbackItem
    statements: tuple[StatementView, ...]
    import_id: str
    model: str


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of a list; `next_cursor` is None on the last."""

    items: tuple[T, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Workspace:
    """A team's own part of the house. Days are days in its zone."""

    id: str
    name: str
    time_zone: str
    #: counts up with every change of what the map shows
    revision: int


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is listed: never the secret itself."""

    id: str
    name: str
    scope: Scope
    created_at: datetime
    revoked_at: datetime | None
