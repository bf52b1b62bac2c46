"""The samples at the end of each preset, and what an import makes of them."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import openpyxl
from pydantic import BaseModel, ConfigDict, Field, model_validator

from feedback_miner.domain import FeedbackItem, MappingGuess, SourceRecord
from feedback_miner.intake import Batch, Intake, Numbering
from feedback_miner.mining.mappings import settled
from feedback_miner.ports import TextPreparer
from feedback_miner.sources import SourceFile, scan

_ITEM_FIELDS = {field.name for field in fields(FeedbackItem)} - {"statements", "file", "row", "dated"}


class Sample(BaseModel):
    """A file as the system writes it, with invented content, and what must come of it."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    name: str
    text: str
    encoding: str = "utf-8"
    #: answers as a person would give them, where the system leaves something open
    overrides: list[str] = []
    #: rows that say nothing
    skipped: int = 0
    #: each a part of a FeedbackItem's fields: `false` where it has none; `customer` is the reference in the file
    items: Annotated[list[dict[str, Any]], Field(min_length=1)]

    @model_validator(mode="after")
    def _knows_only_fields_of_items(self) -> Sample:
        unknown = {name for item in self.items for name in item} - _ITEM_FIELDS
        if unknown:
            raise ValueError(f"an item has no {', '.join(sorted(unknown))}")
        return self

    def content(self) -> bytes:
        """The file; of one named .xlsx, a workbook with the rows of the text."""
        text = self.text.removeprefix("\n")
        return _workbook(text) if self.name.endswith(".xlsx") else text.encode(self.encoding)


def samples_of(preset: Path) -> list[Sample]:
    """The samples of a preset's file."""
    table = tomllib.loads(preset.read_text(encoding="utf-8"))
    return [Sample.model_validate(sample) for sample in table.get("samples", [])]


def imported(file: SourceFile, guess: MappingGuess, preparer: TextPreparer) -> Batch:
    """What an import makes of the file."""
    seen = scan(file, guess.mapping)
    mapping = settled(guess.mapping, seen)
    intake = Intake(
        mapping=mapping,
        source=guess.source,
        connection=guess.connection,
        file=file.name,
        zone=ZoneInfo(mapping.zone or "UTC"),
        received_at=datetime(2026, 11, 1, tzinfo=UTC),
        scan=seen,
        pseudonym=pseudonym,
        preparer=preparer,
    )
    numbering = Numbering(mapping, seen.duplicates)
    records = (row for row in file.records() if isinstance(row, SourceRecord))
    return intake.read([row for record in records if (row := numbering.number(record))])


def without_one(sample: Sample) -> Iterator[tuple[str, bytes]]:
    """For each column, or key of an object, its name and the sample's content without it."""
    text = sample.text.removeprefix("\n")
    if sample.name.endswith((".json", ".jsonl")):
        lines = text.strip().splitlines() if sample.name.endswith(".jsonl") else [text]
        things = [json.loads(line) for line in lines]
        for key in sorted({key for thing in things for key in _keys(thing)}):
            yield key, "\n".join(json.dumps(_less(thing, key)) for thing in things).encode(sample.encoding)
    elif sample.name.endswith((".csv", ".tsv")):
        delimiter = "\t" if sample.name.endswith(".tsv") else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        for n, column in enumerate(rows[0]):
            out = io.StringIO()
            csv.writer(out, delimiter=delimiter).writerows(row[:n] + row[n + 1 :] for row in rows)
            yield column, out.getvalue().encode(sample.encoding)


def _keys(thing: Any) -> Iterator[str]:
    if isinstance(thing, dict):
        yield from thing
    children = thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ()
    for child in children:
        yield from _keys(child)


def _less(thing: Any, key: str) -> Any:
    if isinstance(thing, dict):
        return {name: _less(value, key) for name, value in thing.items() if name != key}
    return [_less(value, key) for value in thing] if isinstance(thing, list) else thing


def pseudonym(reference: str) -> str | None:
    """Stands in for the keyed one: it can be read."""
    return f"c:{reference}" if reference else None


def said(item: FeedbackItem, expected: Mapping[str, Any]) -> dict[str, Any]:
    """What the item says of the fields that are expected, in the words of a sample."""
    return {name: _plain(name, getattr(item, name)) for name in expected}


def _plain(name: str, value: Any) -> Any:
    if value is None:
        return False
    plain: Mapping[str, Callable[[Any], Any]] = {
        "segments": dict,
        "author_role": str,
        "customer": lambda reference: reference.removeprefix("c:"),
    }
    return plain.get(name, lambda same: same)(value)


def _workbook(text: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in csv.reader(io.StringIO(text, newline="")):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
