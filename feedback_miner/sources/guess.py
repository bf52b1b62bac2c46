"""What the columns of a file mean: by preset where the file is known, else guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from feedback_miner.domain import ColumnMapping, FieldGuess, MappingGuess, MappingQuestion
from feedback_miner.sources.dates import zone_in_name
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.guess_fields import guess_fields, guess_time
from feedback_miner.sources.guess_source import guess_source
from feedback_miner.sources.guess_text import guess_text
from feedback_miner.sources.preset import Preset
from feedback_miner.sources.preset_columns import preset_fields, question_profiles
from feedback_miner.sources.profile import ColumnProfile, profile_columns

_SEGMENT = "segment."


def guess_mapping(file: SourceFile) -> MappingGuess:
    """The mapping with its reasons, and what must be asked. Reads a sample of the file's first rows.

    Whether dates can be read in two ways is not asked here: only `scan` sees every row.
    """
    profiles = profile_columns(file)
    if file.preset:
        return _by_preset(file.preset, file, profiles)
    text = guess_text(profiles)
    fields = [*text.fields, *_dated(profiles, guess_fields(profiles, taken=text.columns))]
    source, why = guess_source(profiles, {guess.field for guess in fields})
    return MappingGuess(
        mapping=mapping_of(fields),
        source=source,
        connection="file",
        preset=None,
        fields=(*fields, why),
        questions=_questions(text.question),
    )


def mapping_of(fields: Sequence[FieldGuess]) -> ColumnMapping:
    """The mapping that guesses come to."""
    text = tuple(guess.column for guess in fields if guess.field == "text")
    segments = {g.field.removeprefix(_SEGMENT): g.column for g in fields if g.field.startswith(_SEGMENT)}
    single = {g.field: g.column for g in fields if g.field != "text" and not g.field.startswith(_SEGMENT)}
    zone = zone_in_name(single.get("date", ""))
    return ColumnMapping(text=text, segments=segments, zone=zone, **single)  # type: ignore[arg-type]


def _by_preset(preset: Preset, file: SourceFile, profiles: Sequence[ColumnProfile]) -> MappingGuess:
    fields = preset_fields(preset, file, profiles)
    question: MappingQuestion | None = None
    if preset.guessed:
        theirs = question_profiles(preset, file, profiles)
        if "text" in preset.guessed and not any(guess.field == "text" for guess in fields):
            text = guess_text(theirs)
            fields = [*text.fields, *fields]
            question = text.question
        known = {guess.field for guess in fields}
        taken = {guess.column for guess in fields}
        fields += guess_fields(theirs, only=[f for f in preset.guessed if f not in known], taken=taken)
    mapping = mapping_of(fields)
    zone = file.zones.get(mapping.date or "") or preset.zone or mapping.zone
    return MappingGuess(
        mapping=replace(mapping, presumed_order=preset.date_order, zone=zone),
        source=preset.source,
        connection=preset.name,
        preset=preset.name,
        fields=tuple(fields),
        questions=_questions(question),
    )


def _dated(profiles: Sequence[ColumnProfile], fields: list[FieldGuess]) -> list[FieldGuess]:
    date = next((guess.column for guess in fields if guess.field == "date"), None)
    time = guess_time(profiles, date) if date else None
    return [*fields, time] if time else fields


def _questions(question: MappingQuestion | None) -> tuple[MappingQuestion, ...]:
    return (question,) if question else ()
