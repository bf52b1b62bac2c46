"""Where the header of a table is, how deep it is, and what the columns are called."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from feedback_miner.errors import FileError
from feedback_miner.sources.dates import parse_when
from feedback_miner.sources.known_names import is_known_name
from feedback_miner.sources.limits import COLUMNS, NAME_CHARS
from feedback_miner.sources.naming import cut_name

#: How many rows the search for a header needs: titles above it, and some data below.
HEADER_SAMPLE = 60
_MOST_ROWS_ABOVE = 20
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?%?")
_LONG_NUMBER = re.compile(r"\+?(?:[ ()./-]*\d){7,20}")
#: Such that no text makes looking for it dear: a run of letters can be read in one way only.
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")
#: Surveys call a column as they word its question.
_QUESTION = re.compile(
    r"\?|:\s*$|^\s*(?:please|how|what|why|which|who|when|where|tell|describe|rate|to what)\b", re.IGNORECASE
)
_MOST_WORDS_OF_A_NAME = 8
#: Longer cells are words, whatever they begin with.
_LONGEST_OF_A_KIND = 2_000
#: What stands below a question that has one column only.
_PLAIN_ANSWERS = {"Response", "Open-Ended Response"}
_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+|https?://\S+")


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table, and how many of its rows, from the top, are not data."""

    columns: tuple[str, ...]
    rows: int
    labels: Mapping[str, str] = field(default_factory=dict)
    native_ids: Mapping[str, str] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)


def find_header(rows: Sequence[Sequence[str]], width: int) -> Header:
    """The header among the first rows of a table most of whose rows have `width` cells.

    Knows titles above it, Qualtrics' three rows (name, wording, {"ImportId": …}) and its older two, and a second row of
    choices below their questions, as SurveyMonkey has it: a choice's column is "question [choice]", its native id what
    the second row says. Where the first row is data, columns are called "column 1" and so on. Raises FileError where
    there are no rows.
    """
    if not rows:
        raise FileError("The file has no rows that can be read.")
    top = _rows_above(rows, width)
    names = rows[top]
    if len(names) > COLUMNS:
        raise FileError(f"The file has {len(names):,} columns; at most {COLUMNS:,} can be read.")
    below = rows[top + 1 :]
    columns = _unique(names)
    if len(below) > 1 and sum('"ImportId"' in cell for cell in below[1]) * 2 > len(names):
        notes = [_import_note(cell) for cell in below[1]]
        ids = _pairs(columns, [str(note.get("ImportId", "")) for note in notes])
        zones = _pairs(columns, [_zone(note.get("timeZone")) for note in notes])
        return Header(columns, top + 3, _pairs(columns, below[0]), ids, zones)
    if below and _is_qualtrics_wording(names, below[0]):
        return Header(columns, top + 2, _pairs(columns, below[0]))
    if below and _goes_on(names, below[0]):
        columns = _unique(_with_choices(names, below[0]))
        return Header(columns, top + 2, native_ids=_pairs(columns, below[0]))
    if _is_data(names, below):
        return Header(tuple(f"column {n}" for n in range(1, max(width, len(names)) + 1)), top)
    return Header(columns, top + 1)


def _rows_above(rows: Sequence[Sequence[str]], width: int) -> int:
    """How many rows are titles and notes: nearly empty ones above the first full one."""
    for n, row in enumerate(rows[:_MOST_ROWS_ABOVE]):
        filled = sum(bool(cell.strip()) for cell in row)
        nearly_empty = filled <= max(1, width // 4) and (len(row) < width or width > 2)
        if filled and not (nearly_empty and filled < width):
            return n
        if filled and len(row) == width and n + 1 < len(rows) and _goes_on(row, rows[n + 1]):
            return n
    return 0


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, None] = {}
    for n, cell in enumerate(names, start=1):
        name = cut_name(" ".join(cell.split()), NAME_CHARS) or f"column {n}"
        unique, occurrence = name, 1
        while unique in seen:
            occurrence += 1
            unique = f"{name} ({occurrence})"
        seen[unique] = None
    return tuple(seen)


def _pairs(columns: Sequence[str], texts: Sequence[str]) -> dict[str, str]:
    return {column: text.strip() for column, text in zip(columns, texts, strict=False) if text.strip()}


def _import_note(cell: str) -> dict[str, Any]:
    """What Qualtrics notes of a column: {"ImportId": "startDate", "timeZone": "America/Denver"}."""
    try:
        note = json.loads(cell)
    except (ValueError, RecursionError):
        return {}
    return note if isinstance(note, dict) else {}


def _zone(name: object) -> str:
    """The name of a zone that is known; "Z" is UTC."""
    try:
        return ZoneInfo("UTC" if name == "Z" else str(name)).key
    except (KeyError, ValueError, OSError):
        return ""


def _is_qualtrics_wording(names: Sequence[str], second: Sequence[str]) -> bool:
    """Qualtrics' second row repeats the names of its own columns, or words them where dates ought to be."""
    own = {"responseid", "startdate", "enddate"}
    if names[0] == "V1" and own <= {cell.strip().lower() for cell in second}:
        return True
    lower = [name.strip().lower() for name in names]
    if not own <= set(lower) or len(second) <= lower.index("startdate"):
        return False
    return parse_when(second[lower.index("startdate")], None) is None


def _goes_on(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the second row goes on naming columns: a question of many choices stands above the first alone."""
    if not first[0].strip() or second[0].strip() or max(len(first), len(second)) > COLUMNS:
        return False
    kinds = {_kind(cell) for cell in second}
    if kinds & {"date", "address"}:
        return False
    if any(cell.strip() in _PLAIN_ANSWERS for cell in second):
        return True
    named, nameless, asked = 0, set[int](), set[int]()
    question = 0
    for n, cell in enumerate(first):
        if cell.strip():
            question = n
            named += 1
        else:
            nameless.add(n)
            asked.add(question)
    has_choices = all(n < len(second) and second[n].strip() for n in nameless | asked)
    return bool(nameless) and named > 1 and has_choices and "number" not in kinds


def _with_choices(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """The names of both rows: a nameless column belongs to the question at its left."""
    names: list[str] = []
    question = ""
    for cell, choice in zip_longest(map(str.strip, first), map(str.strip, second), fillvalue=""):
        question = cell or question
        names.append(question if not choice or choice in _PLAIN_ANSWERS else f"{question} [{choice}]")
    return names


def _is_data(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether the first row holds values of the same kind as the rows below it, a whole text, or personal data."""
    if any(len(cell) > 150 and cell.count(" ") > 15 for cell in first) or _is_of_people(first, below):
        return True
    for n, cell in enumerate(first):
        kind = _kind(cell)
        if kind is None:
            continue
        column = _column(below, n)
        alike = sum(_kind(value) == kind for value in column)
        if not below or (column and alike >= 0.8 * len(column)):
            return True
    return False


def _is_of_people(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether the first row tells of somebody rather than names columns: names of columns are kept as they stand."""
    filled = [cell for cell in first if cell.strip()]
    known = sum(is_known_name(cell) for cell in filled)
    if any(_EMAIL.fullmatch(cell.strip()) for cell in filled):
        return True
    # "email" may be a channel, and a header may say whom to ask: one known name among many cells settles nothing.
    if any(_EMAIL.search(cell[:NAME_CHARS]) for cell in filled) and known * 2 < len(filled):
        return True
    if known:
        return False
    return any(
        _kind(cell) == "date" or _LONG_NUMBER.fullmatch(cell.strip()) or _is_told(cell, _column(below, n))
        for n, cell in enumerate(first)
    )


def _is_told(cell: str, column: Sequence[str]) -> bool:
    """Whether a cell of many words is an answer, not the wording of a question."""
    if len(cell.split()) <= _MOST_WORDS_OF_A_NAME or _QUESTION.search(cell):
        return False
    return sum(len(value.split()) > _MOST_WORDS_OF_A_NAME // 2 for value in column) * 2 >= len(column)


def _column(below: Sequence[Sequence[str]], n: int) -> list[str]:
    return [row[n] for row in below if n < len(row) and row[n].strip()]


def _kind(cell: str) -> str | None:
    text = cell.strip()
    if len(text) > _LONGEST_OF_A_KIND:
        return None
    if _NUMBER.fullmatch(text):
        return "number"
    if _ADDRESS.fullmatch(text):
        return "address"
    return "date" if text[:1].isalnum() and parse_when(text, None) else None
