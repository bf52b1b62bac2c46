"""Sources that messages are pulled from."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.common import In, Line, Out, When
from api.schemas.imports import REPORT_EXAMPLE, ReportOut
from feedback_miner.domain import Feed, PullReport

#: a source's name
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]

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
}


class FeedIn(In):
    """A new source. Secrets are given by their name: their values come from the environment or a file."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    name: Name = Field(description="Yours to choose; its messages' ids are unique within it.")
    kind: Line
    options: dict[Line, Line] = Field(default_factory=dict, max_length=50)
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

    @classmethod
    def from_domain(cls, feed: Feed) -> FeedOut:
        """Mirrors the domain's, but for the cursor."""
        return cls(
            **{name: getattr(feed, name) for name in cls.model_fields if name != "options"},
            options={name: _shown(value) for name, value in feed.options.items()},
        )


class FeedsOut(Out):
    """All sources."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_FEED_EXAMPLE]}]})

    items: list[FeedOut]


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
        )


def _shown(value: str) -> str:
    """An address without its query: private feeds carry their key there."""
    return (
        value.partition("?")[0] + "?…"
        if value.startswith(("http://", "https://")) and "?" in value
        else value
    )
