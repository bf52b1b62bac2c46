"""Presets: files of well-known systems, each a small data table in `presets/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from feedback_miner.domain import FieldGuess, Source
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.profile import ColumnProfile

_FOLDER = Path(__file__).parent / "presets"
_SURE = 0.99


@dataclass(frozen=True, slots=True)
class Preset:
    """What is known of a system's exports. Columns are named as the system does; case does not count."""

    name: str
    source: Source
    #: sets of columns, any of which tells that a file is this system's
    recognised_by: Sequence[Sequence[str]]
    #: sets of columns to join; the first with a column in the file counts
    text: Sequence[Sequence[str]] = ()
    #: columns whose native id is like this are text too
    text_native_id: str | None = None
    #: field → columns; the first that is filled counts
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    segments: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: fields to be guessed, among the columns that are not `own`
    guessed: Sequence[str] = ()
    own: Sequence[str] = ()


def find_preset(file: SourceFile) -> Preset | None:
    """The preset that recognises the file; where several do, the one that names more columns for it."""
    known = _names(file)
    fitting = [
        (len(columns), preset)
        for preset in _presets()
        for columns in preset.recognised_by
        if all(column.lower() in known for column in columns)
    ]
    return max(fitting, key=lambda np: np[0], default=(0, None))[1]


def preset_fields(preset: Preset, file: SourceFile, profiles: Sequence[ColumnProfile]) -> list[FieldGuess]:
    """The fields that the preset knows the columns of; text first."""
    known = _names(file)
    filled = {p.column for p in profiles if p.values}
    why = f"Known from exports of {preset.name}."
    found = [FieldGuess("text", column, _SURE, why) for column in _text_columns(preset, profiles, known)]
    for name, candidates in [
        *preset.fields.items(),
        *((f"segment.{s}", c) for s, c in preset.segments.items()),
    ]:
        here = [known[column.lower()] for column in candidates if column.lower() in known]
        if here:
            best = next((column for column in here if column in filled), here[0])
            found.append(FieldGuess(name, best, _SURE, why))
    return found


def question_profiles(
    preset: Preset, file: SourceFile, profiles: Sequence[ColumnProfile]
) -> list[ColumnProfile]:
    """The columns that are none of the system's own."""
    known = _names(file)
    own = {known.get(column.lower()) for column in preset.own}
    return [p for p in profiles if p.column not in own]


def _text_columns(preset: Preset, profiles: Sequence[ColumnProfile], known: Mapping[str, str]) -> list[str]:
    if preset.text_native_id:
        return [p.column for p in profiles if re.fullmatch(preset.text_native_id, p.native_id)]
    here = ([known[c.lower()] for c in columns if c.lower() in known] for columns in preset.text)
    return next((columns for columns in here if columns), [])


def _names(file: SourceFile) -> dict[str, str]:
    """Lower-case name or label → column."""
    by_label = {label.lower(): column for column, label in file.labels.items()}
    return by_label | {column.lower(): column for column in file.columns}


@cache
def _presets() -> tuple[Preset, ...]:
    tables = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.toml")))
    return tuple(Preset(**{**table, "source": Source(table["source"])}) for table in tables)
