"""The columns of a file that its preset knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from feedback_miner.domain import FieldGuess
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.first_filled import first_filled
from feedback_miner.sources.preset import Preset, column_names
from feedback_miner.sources.profile import ColumnProfile
from feedback_miner.sources.thread_table import MESSAGE_FIELDS

_SURE = 0.99


def preset_fields(preset: Preset, file: SourceFile, profiles: Sequence[ColumnProfile]) -> list[FieldGuess]:
    """The fields that the preset knows the columns of; text first."""
    why = f"Known from exports of {preset.title}."
    return [FieldGuess(field, column, _SURE, why) for field, column in _fields(preset, file, profiles)]


def question_profiles(
    preset: Preset, file: SourceFile, profiles: Sequence[ColumnProfile]
) -> list[ColumnProfile]:
    """The columns that are none of the system's own."""
    names = column_names(file)
    own = {names.get(column.lower()) for column in preset.own}
    return [p for p in profiles if p.column not in own]


def _fields(preset: Preset, file: SourceFile, profiles: Sequence[ColumnProfile]) -> Iterator[tuple[str, str]]:
    names = column_names(file)
    # What a message says of itself goes before what its row says.
    of_message = {
        f: column for f, column in MESSAGE_FIELDS.items() if preset.thread and column in file.columns
    }
    if "text" not in of_message:
        yield from (("text", column) for column in _text_columns(preset, profiles, names))
    yield from of_message.items()
    filled = {p.column for p in profiles if p.values}
    for field, sets in preset.choices(file):
        if field == "id":
            yield field, next((column for (column,) in sets if column in filled), sets[0][0])
        else:
            yield field, first_filled(sets)


def _text_columns(preset: Preset, profiles: Sequence[ColumnProfile], names: Mapping[str, str]) -> list[str]:
    if preset.text_native_id:
        return [p.column for p in profiles if preset.text_native_id.fullmatch(p.native_id)]
    return preset.text_columns(names)
