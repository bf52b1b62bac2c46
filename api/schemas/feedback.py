"""Feedback that comes in as JSON, and messages as they are stored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from api.schemas.common import In, Line, Out, When
from api.schemas.statements import STATEMENT_EXAMPLE, StatementOut
from feedback_miner.domain import COLUMN_FIELDS, AuthorRole, FeedbackView, Source
from feedback_miner.mining import Wish

MAX_ITEMS = 1000
MAX_BODY = 8 * 1024 * 1024

_SegmentName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=r"^[^=\x00-\x1f\x7f]+$"),
]
_Address = Annotated[str, StringConstraints(max_length=2000, pattern=r"^https?://[^\s\x00-\x1f]+$")]


class ItemIn(In):
    """One message of one customer, or a rating without words."""

    id: Line = Field(description="Your own id. Sent again, the item is updated, not added twice.")
    text: str = Field("", max_length=100_000)
    date: When = Field(description="When it was said. Without a zone: the workspace's.")
    customer: Line | None = Field(None, description="A reference of yours. Only its pseudonym is stored.")
    channel: Line | None = None
    source: Source | None = Field(None, description="The same for all items of a call.")
    rating: float | None = Field(None, ge=1, le=5)
    nps: int | None = Field(None, ge=0, le=10)
    csat: float | None = Field(None, ge=1, le=5)
    url: _Address | None = Field(None, description="The way back to where it was said.")
    author_role: AuthorRole = AuthorRole.CUSTOMER
    segments: dict[_SegmentName, Line] = Field(default_factory=dict, max_length=20)

    @model_validator(mode="after")
    def _says_something(self) -> ItemIn:
        if not self.text.strip() and self.rating is None and self.nps is None and self.csat is None:
            raise ValueError("An item needs a text, or a rating, nps or csat.")
        return self

    def row(self) -> dict[str, str]:
        """The item as a row of a file: field → cell."""
        said = self.model_dump(mode="json", exclude={"segments", "source"}, exclude_none=True)
        cells = {field: str(value) for field, value in said.items()}
        return cells | {f"segment.{name}": value for name, value in self.segments.items()}


class FeedbackIn(In):
    """Up to 1,000 messages. Sent twice, they are in once."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "connection": "shop",
                    "items": [
                        {
                            "id": "4711",
                            "text": "The parcel came two days late. The driver was kind, though.",
                            "date": "2026-05-04T08:12:00+02:00",
                            "source": "survey",
                            "channel": "email",
                            "customer": "ada@example.com",
                            "nps": 6,
                            "url": "https://example.com/answers/4711",
                            "segments": {"plan": "pro"},
                        }
                    ],
                }
            ]
        }
    )

    items: list[ItemIn] = Field(min_length=1, max_length=MAX_ITEMS)
    connection: Line = Field("api", description="Ids are unique within a connection.")

    @model_validator(mode="after")
    def _one_source(self) -> FeedbackIn:
        if len({item.source for item in self.items}) > 1:
            raise ValueError(
                "The items of one call have one source. Send those of another source in a call of their own."
            )
        return self

    def blocks(self) -> Iterator[bytes]:
        """The items as JSON Lines. Every row has every column, so that none is overlooked."""
        columns = self._columns()
        for item in self.items:
            row = item.row()
            yield json.dumps({column: row.get(column, "") for column in columns}).encode() + b"\n"

    def wish(self) -> Wish:
        """Every column is the field of its name, and a field that is not sent has none: nothing is left to guess."""
        columns = self._columns()
        sent = tuple(f"{column}={column}" for column in columns)
        missing = tuple(f"{field}=" for field in COLUMN_FIELDS if field not in columns)
        return Wish(self.items[0].source, self.connection, sent + missing)

    def _columns(self) -> list[str]:
        """Where all are customers nobody's role is told: a role makes items with one id messages of a thread."""
        columns = dict.fromkeys(column for item in self.items for column in item.row())
        if all(item.author_role is AuthorRole.CUSTOMER for item in self.items):
            del columns["author_role"]
        return list(columns)


class FeedbackOut(Out):
    """A message as it is stored: redacted and pseudonymous, with its statements."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": 99,
                    "connection": "file",
                    "external_id": "4711",
                    "source": "survey",
                    "channel": "email",
                    "occurred_at": "2026-05-04T06:12:00Z",
                    "text": "The parcel came two days late. The driver was kind, though.",
                    "language": "en",
                    "author_role": "customer",
                    "customer": "c_0f3a5e6b7c8d9e0f1a2b3c4d5e6f7a8b",
                    "rating": None,
                    "nps": 6,
                    "csat": None,
                    "url": "https://example.com/answers/4711",
                    "thread": None,
                    "first_reply_seconds": None,
                    "solved_seconds": None,
                    "segments": {"plan": "pro"},
                    "file": "survey-may.csv",
                    "row": 17,
                    "import_id": "imp_5f1d0c2a9b7e4d63",
                    "model": "fast/1.0.0",
                    "statements": [STATEMENT_EXAMPLE],
                }
            ]
        }
    )

    id: int
    connection: str
    external_id: str
    source: Source
    channel: str
    occurred_at: datetime
    text: str
    language: str = Field(description="ISO 639-1, or “und” where it cannot be told.")
    author_role: AuthorRole
    customer: str | None
    rating: float | None
    nps: int | None
    csat: float | None
    url: str | None = Field(
        description="The way back to its ticket, as the export had it: check it before you open it."
    )
    thread: str | None
    first_reply_seconds: int | None
    solved_seconds: int | None
    segments: dict[str, str]
    file: str
    row: int
    import_id: str
    model: str
    statements: list[StatementOut]

    @classmethod
    def from_domain(cls, view: FeedbackView) -> FeedbackOut:
        """Mirrors the domain's."""
        item = view.item
        return cls(
            id=view.id,
            connection=item.connection,
            external_id=item.external_id,
            source=item.source,
            channel=item.channel,
            occurred_at=item.occurred_at,
            text=item.text,
            language=item.language,
            author_role=item.author_role,
            customer=item.customer,
            rating=item.rating,
            nps=item.nps,
            csat=item.csat,
            url=item.url,
            thread=item.thread,
            first_reply_seconds=item.first_reply_seconds,
            solved_seconds=item.solved_seconds,
            segments=dict(item.segments),
            file=item.file,
            row=item.row,
            import_id=view.import_id,
            model=view.model,
            statements=[StatementOut.from_domain(statement) for statement in view.statements],
        )
