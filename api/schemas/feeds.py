"""Sources that messages are pulled from."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.common import In, Line, Out, PageOut, When
from api.schemas.imports import REPORT_EXAMPLE, ReportOut, SourceDayOut
from feedback_miner.domain import Event, EventKind, Feed, Page, PullReport

#: a source's name
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]

#: an option's value: a list of accounts may be long
Option = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=5_000, pattern=r"^[^\x00-\x1f\x7f]*$")
]

_EXAMPLE: dict[str, Any] = {
    "name": "blog",
    "kind": "rss",
    "options": {"url": "https://example.org/feed.xml"},
    "schedule": "*/15 * * * *",
    "time_zone": "Europe/Berlin",
}


_FEED_EXAMPLE: dict[str, Any] = {
    **_EXAMPLE,
    "since": None,
    "paused": False,
    "created_at": "2026-06-01T09:30:00Z",
    "pulled_at": "2026-06-01T10:00:04Z",
    "due_at": "2026-06-01T10:15:00Z",
    "failures": 0,
    "alert": False,
    "error": None,
    "rest_until": None,
    "today": {"day": "2026-06-01", "left_out": {"reposts": 3}, "deleted": 1},
}
_EVENT_EXAMPLE: dict[str, Any] = {
    "id": 12,
    "at": "2026-06-01T10:00:04Z",
    "kind": "source.failing",
    "subject": "blog",
    "message": "blog.example.org: It answered with status 503.",
}
_PULL_EXAMPLE: dict[str, Any] = {
    "source": "blog",
    "import_id": "pull_5f1d0c2a9b7e4d63",
    "queued": [],
    "pages": 1,
    "report": REPORT_EXAMPLE,
    "deleted": 1,
    "left_out": {"reposts": 3},
    "error": None,
    "more": False,
}


class FeedIn(In):
    """A new source. Secrets are given by their name: their values come from the environment or a file."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    name: Name = Field(description="Yours to choose; its messages' ids are unique within it.")
    kind: Line
    options: dict[Line, Option] = Field(default_factory=dict, max_length=50)
    schedule: str = Field(default="", max_length=100, description="Five cron fields; empty: by hand alone.")
    time_zone: Line | None = Field(
        default=None, description="Zone of the schedule; default: the workspace's."
    )
    since: When | None = Field(default=None, description="Nothing older is pulled. Without a zone: UTC.")

    @property
    def since_utc(self) -> datetime | None:
        """`since` with its zone."""
        return self.since.replace(tzinfo=self.since.tzinfo or UTC) if self.since else None


class FeedOut(Out):
    """A source, when it was pulled last, and what is wrong."""

    model_config = ConfigDict(json_schema_extra={"examples": [_FEED_EXAMPLE]})

    name: str
    kind: str
    options: dict[str, str]
    schedule: str
    time_zone: str
    since: datetime | None
    paused: bool
    created_at: datetime
    pulled_at: datetime | None
    due_at: datetime | None
    failures: int = Field(description="Failed pulls in a row.")
    alert: bool = Field(description="Three or more failures in a row.")
    error: str | None
    rest_until: datetime | None = Field(description="The place asks to be left alone until then.")
    today: SourceDayOut | None

    @classmethod
    def from_domain(cls, feed: Feed) -> FeedOut:
        """Mirrors the domain's, but for the cursor."""
        return cls(
            **{name: getattr(feed, name) for name in cls.model_fields if name not in ("options", "today")},
            options=feed.shown_options,
            today=SourceDayOut.from_domain(feed.today),
        )


class FeedsOut(Out):
    """All sources."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_FEED_EXAMPLE]}]})

    items: list[FeedOut]


class EventOut(Out):
    """Something that somebody should be told of. An alert begins once and ends once."""

    id: int = Field(description="Counts up.")
    at: datetime
    kind: EventKind
    subject: str = Field(description="The source's name, or the alert's id.")
    message: str

    @classmethod
    def from_domain(cls, event: Event) -> EventOut:
        """Mirrors the domain's; the workspace is the asker's own."""
        return cls(id=event.id, at=event.at, kind=event.kind, subject=event.subject, message=event.message)


class EventsOut(PageOut[EventOut]):
    """Events, newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [_EVENT_EXAMPLE], "next_cursor": None}]}
    )

    @classmethod
    def from_domain(cls, page: Page[Event]) -> EventsOut:
        """Mirrors the domain's."""
        return cls(items=[EventOut.from_domain(event) for event in page.items], next_cursor=page.next_cursor)


class PullOut(Out):
    """What a pull did. A failed one says why; what came before the failure is stored."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PULL_EXAMPLE]})

    source: str
    import_id: str | None = Field(
        description="The import that the messages came in by; undo it like any other."
    )
    queued: list[str] = Field(description="Imports of whole files that wait to be run.")
    pages: int
    report: ReportOut
    deleted: int
    left_out: dict[str, int] = Field(description="Why messages were left out, and how many.")
    error: str | None
    more: bool = Field(description="It was ended before the place had no more; the next pull goes on there.")

    @classmethod
    def from_domain(cls, pull: PullReport) -> PullOut:
        """Mirrors the domain's."""
        return cls(
            source=pull.feed,
            import_id=pull.import_id,
            queued=list(pull.queued),
            pages=pull.pages,
            report=ReportOut(**asdict(pull.report)),
            deleted=pull.deleted,
            left_out=dict(pull.left_out),
            error=pull.error,
            more=pull.more,
        )
