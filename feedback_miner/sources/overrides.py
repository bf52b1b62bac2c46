"""What a person says of the columns, over what was guessed."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace

from feedback_miner.domain import COLUMN_FIELDS, DateOrder, FieldGuess, MappingGuess, Source
from feedback_miner.errors import MappingError
from feedback_miner.sources.dates import zone_in_name

_SEGMENT = "segment."


def apply_overrides(guess: MappingGuess, overrides: Sequence[str], columns: Sequence[str]) -> MappingGuess:
    """The guess with each `FIELD=COLUMN` of `overrides` in its place, and its questions answered.

    FIELD is one of a mapping's, or `segment.NAME`; `text` may be given several times; `FIELD=` takes a field out.
    `source=social` and `date_order=day-first` are understood too. Raises MappingError for a field or a column that
    is not known, naming those that are.
    """
    given: list[FieldGuess] = []
    source, order = guess.source, guess.mapping.date_order
    for override in overrides:
        name, equals, value = (part.strip() for part in override.partition("="))
        if not equals:
            raise MappingError(f"“{override}” is not FIELD=COLUMN, such as text=Comment.", where="mapping")
        if name == "source":
            source = Source(_one_of(value, [s.value for s in Source], name))
        elif name == "date_order":
            order = DateOrder(_one_of(value, [o.value for o in DateOrder], name))
        else:
            field = (
                name
                if name.startswith(_SEGMENT) and name != _SEGMENT
                else _one_of(name, COLUMN_FIELDS, "mapping")
            )
            given.append(
                FieldGuess(field, _column(value, columns, name) if value else "", 1.0, "Given by you.")
            )
    return _merged(guess, given, source, order)


def _merged(
    guess: MappingGuess, given: Sequence[FieldGuess], source: Source, order: DateOrder | None
) -> MappingGuess:
    answered = {g.field for g in given} | ({"date_order"} if order else set())
    # the order was asked of another column's dates: the first pass asks again where these need it
    settled = answered | ({"date_order"} if "date" in answered else set())
    kept = [g for g in guess.fields if g.field not in answered]
    named = [g for g in given if g.column]
    single: dict[str, str | None] = {
        g.field: None for g in given if not g.field.startswith(_SEGMENT) and g.field != "text"
    }
    single |= {g.field: g.column for g in named if g.field in single}
    segments = {
        name: column for name, column in guess.mapping.segments.items() if _SEGMENT + name not in answered
    }
    segments |= {g.field.removeprefix(_SEGMENT): g.column for g in named if g.field.startswith(_SEGMENT)}
    text = tuple(g.column for g in named if g.field == "text") if "text" in answered else guess.mapping.text
    mapping = replace(guess.mapping, **single, text=text, segments=segments, date_order=order)  # type: ignore[arg-type]
    if mapping.date != guess.mapping.date:
        mapping = replace(mapping, zone=zone_in_name(mapping.date or ""))
    return replace(
        guess,
        mapping=mapping,
        source=source,
        fields=(*named, *kept),
        questions=tuple(q for q in guess.questions if q.field not in settled),
    )


def _column(name: str, columns: Sequence[str], field: str) -> str:
    if name in columns:
        return name
    same = [column for column in columns if column.lower() == name.lower()]
    return same[0] if len(same) == 1 else _one_of(name, columns, field)


def _one_of(name: str, known: Sequence[str], where: str) -> str:
    if name in known:
        return name
    lower = {other.lower(): other for other in known}
    near = difflib.get_close_matches(name.lower(), lower, n=1, cutoff=0.5)
    hint = f" Did you mean “{lower[near[0]]}”?" if near else ""
    shown = ", ".join(known[:40]) + (" …" if len(known) > 40 else "")
    raise MappingError(f"“{name}” is not there.{hint} Known: {shown}.", where=where)
