"""Imports: what came in, what is asked, what became of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.common import Out, PageOut
from api.schemas.jobs import ProgressOut
from feedback_miner.domain import FeedDay, Import, ImportState, MappingGuess, Page, RowError, Source

REPORT_EXAMPLE = {
    "read": 1202,
    "added": 1188,
    "updated": 0,
    "unchanged": 0,
    "merged": 2,
    "skipped": 7,
    "rejected": 5,
    "not_scored": 41,
    "statements": 2730,
}
IMPORT_EXAMPLE: dict[str, Any] = {
    "id": "imp_5f1d0c2a9b7e4d63",
    "file": "tickets-may.csv",
    "state": "done",
    "created_at": "2026-06-01T09:30:00Z",
    "finished_at": "2026-06-01T09:31:12Z",
    "rows_total": 1202,
    "source": "ticket",
    "connection": "file",
    "report": REPORT_EXAMPLE,
    "guess": None,
    "error": None,
    "progress": None,
    "source_day": None,
}
GUESS_EXAMPLE: dict[str, Any] = {
    "preset": None,
    "source": "survey",
    "connection": "file",
    "fields": [
        {
            "field": "text",
            "column": "Comment",
            "confidence": 0.94,
            "why": "Long texts, most of them different.",
        }
    ],
    "questions": [
        {
            "field": "date_order",
            "message": "Is 03/04/2026 the 3rd of April or the 4th of March?",
            "choices": ["day-first", "month-first"],
        }
    ],
}
ROW_EXAMPLE: dict[str, Any] = {
    "row": 341,
    "reason": "The date “31.02.2026” is none.",
    "cells": {"When": "31.02.2026", "Comment": "[NAME] was kind."},
}


class ReportOut(Out):
    """Counts of rows: read = added + updated + unchanged + merged + skipped + rejected."""

    read: int
    added: int
    updated: int
    unchanged: int
    merged: int = Field(description="Rows whose id occurs again later in the file: the last one stands.")
    skipped: int = Field(description="Rows with nothing to keep, or of an erased customer.")
    rejected: int
    not_scored: int = Field(
        description="Stored, and not on the map: agents, other languages, ratings without words."
    )
    statements: int


class FieldGuessOut(Out):
    """Which column was taken for a field, how sure (0…1), and why."""

    field: str
    column: str
    confidence: float
    why: str


class QuestionOut(Out):
    """What only a person can settle before the import goes on."""

    field: str
    message: str
    choices: list[str]


class GuessOut(Out):
    """What was understood of the file."""

    model_config = ConfigDict(json_schema_extra={"examples": [GUESS_EXAMPLE]})

    preset: str | None = Field(
        description="The kind of export that was recognised; null: columns were guessed."
    )
    source: Source
    connection: str
    fields: list[FieldGuessOut]
    questions: list[QuestionOut]

    @classmethod
    def from_domain(cls, guess: MappingGuess) -> GuessOut:
        """Mirrors the domain's."""
        return cls(
            preset=guess.preset,
            source=guess.source,
            connection=guess.connection,
            fields=[FieldGuessOut(**asdict(field)) for field in guess.fields],
            questions=[
                QuestionOut(field=q.field, message=q.message, choices=list(q.choices))
                for q in guess.questions
            ],
        )


class SourceDayOut(Out):
    """What a source did on one day (UTC), beside bringing messages in."""

    day: date
    left_out: dict[str, int] = Field(description="Why messages were left out, and how many.")
    deleted: int = Field(description="Messages that were gone at the place, and so were erased here.")

    @classmethod
    def from_domain(cls, day: FeedDay | None) -> SourceDayOut | None:
        """Mirrors the domain's."""
        return cls(day=day.day, left_out=dict(day.left_out), deleted=day.deleted) if day else None


class ImportOut(Out):
    """One file, or one call, on its way in or already in."""

    model_config = ConfigDict(json_schema_extra={"examples": [IMPORT_EXAMPLE]})

    id: str
    file: str
    state: ImportState
    created_at: datetime
    finished_at: datetime | None
    rows_total: int | None = Field(description="Rows of the file; null until it was counted.")
    source: Source | None
    connection: str | None
    report: ReportOut
    guess: GuessOut | None = Field(description="What was understood of the file, and what is asked.")
    error: str | None
    progress: ProgressOut | None = Field(description="How far it is, while it is under way.")
    source_day: SourceDayOut | None = Field(
        description="Where a source brought it: what that did the same day, if anything, beside it."
    )

    @classmethod
    def from_domain(cls, found: Import) -> ImportOut:
        """Mirrors the domain's; the workspace is the asker's own."""
        return cls(
            id=found.id,
            file=found.file,
            state=found.state,
            created_at=found.created_at,
            finished_at=found.finished_at,
            rows_total=found.rows_total,
            source=found.source,
            connection=found.connection,
            report=ReportOut(**asdict(found.report)),
            guess=GuessOut.from_domain(found.guess) if found.guess else None,
            error=found.error,
            progress=ProgressOut.from_domain(found.progress),
            source_day=SourceDayOut.from_domain(found.beside),
        )


class ImportsOut(PageOut[ImportOut]):
    """Imports, newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [IMPORT_EXAMPLE], "next_cursor": None}]}
    )

    @classmethod
    def from_domain(cls, page: Page[Import]) -> ImportsOut:
        """Mirrors the domain's."""
        return cls(items=[ImportOut.from_domain(found) for found in page.items], next_cursor=page.next_cursor)


class RowErrorOut(Out):
    """A row that could not be used, and why. Personal data in its cells is redacted."""

    row: int = Field(description="Line of the file (text), row (XLSX) or record (JSON).")
    reason: str
    cells: dict[str, str]

    @classmethod
    def from_domain(cls, error: RowError) -> RowErrorOut:
        """Mirrors the domain's."""
        return cls(row=error.row, reason=error.reason, cells=dict(error.cells))


class RowErrorsOut(PageOut[RowErrorOut]):
    """Rejected rows, in the file's order."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [ROW_EXAMPLE], "next_cursor": None}]})

    @classmethod
    def from_domain(cls, page: Page[RowError]) -> RowErrorsOut:
        """Mirrors the domain's."""
        return cls(items=[RowErrorOut.from_domain(row) for row in page.items], next_cursor=page.next_cursor)
