"""What the columns of a file are: shown, answered, tried."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.common import In, Line, Out
from api.schemas.imports import GUESS_EXAMPLE, REPORT_EXAMPLE, ROW_EXAMPLE, GuessOut, ReportOut, RowErrorOut
from feedback_miner.mining import Preview, Rehearsal

_TRIAL_EXAMPLE: dict[str, Any] = {
    "guess": GUESS_EXAMPLE | {"questions": []},
    "report": REPORT_EXAMPLE,
    "rejected": [ROW_EXAMPLE],
    "scales": {"rating": {"low": 1, "high": 7}},
}


class PreviewRowOut(Out):
    """A row as the file has it."""

    row: int
    cells: dict[str, str]


class PreviewOut(Out):
    """The first rows of a file that waits for an answer. They are not stored."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "columns": ["When", "Comment"],
                    "rows": [
                        {"row": 2, "cells": {"When": "03/04/2026", "Comment": "Set up in five minutes."}}
                    ],
                    "guess": GUESS_EXAMPLE,
                }
            ]
        }
    )

    columns: list[str]
    rows: list[PreviewRowOut]
    guess: GuessOut

    @classmethod
    def from_domain(cls, preview: Preview) -> PreviewOut:
        """Mirrors the use case's."""
        return cls(
            columns=list(preview.columns),
            rows=[PreviewRowOut(row=row.row, cells=dict(row.cells)) for row in preview.rows],
            guess=GuessOut.from_domain(preview.guess),
        )


Columns = Annotated[list[Line], Field(min_length=1, max_length=20)]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[^=\x00-\x1f\x7f]+)?$", max_length=100)]


class MappingIn(In):
    """Answers: field → column (`text` may have several), and `date_order` or `source` → one of its choices."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"map": {"text": ["Subject", "Comment"], "date_order": "day-first", "segment.plan": "Plan"}}
            ]
        }
    )

    map: dict[FieldName, Line | Columns] = Field(max_length=100)

    def overrides(self) -> list[str]:
        """As the use case takes them: "text=Subject", "text=Comment", "date_order=day-first"."""
        return [
            f"{field}={column}"
            for field, columns in self.map.items()
            for column in ([columns] if isinstance(columns, str) else columns)
        ]


class ScaleOut(Out):
    """The worst and the best mark that a column of scores can hold."""

    low: float
    high: float


class TrialOut(Out):
    """What the first 200 rows would come to with an answer. Nothing was stored."""

    model_config = ConfigDict(json_schema_extra={"examples": [_TRIAL_EXAMPLE]})

    guess: GuessOut = Field(description="With the answer in it. Where it still asks, the report is empty.")
    report: ReportOut
    rejected: list[RowErrorOut]
    scales: dict[str, ScaleOut] = Field(
        description="rating, csat → the scale that their numbers are on, as far as these rows tell."
    )

    @classmethod
    def from_domain(cls, trial: Rehearsal) -> TrialOut:
        """Mirrors the use case's."""
        return cls(
            guess=GuessOut.from_domain(trial.guess),
            report=ReportOut(**asdict(trial.report)),
            rejected=[RowErrorOut.from_domain(row) for row in trial.rejected],
            scales={name: ScaleOut(low=scale.low, high=scale.high) for name, scale in trial.scales.items()},
        )
