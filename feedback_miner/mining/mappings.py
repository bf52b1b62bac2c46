"""The mapping in use: settled by the first pass, explained to people, and the connection that it implies."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from feedback_miner.domain import COLUMN_FIELDS, ColumnMapping, FieldGuess, MappingGuess
from feedback_miner.sources import Scan


def settled(mapping: ColumnMapping, first: Scan) -> ColumnMapping:
    """The mapping, with the order of dates that the first pass found."""
    return replace(mapping, date_order=mapping.date_order or first.date_order)


def connection_of(guess: MappingGuess) -> str | None:
    """The preset's connection; None where no preset knows the file."""
    return guess.connection if guess.preset else None


def explained(guess: MappingGuess, mapping: ColumnMapping) -> MappingGuess:
    """The guess with the mapping in use, and for each of its fields why."""
    guessed = {(field.field, field.column): field for field in guess.fields}
    used = [(name, column) for name in COLUMN_FIELDS for column in _columns(getattr(mapping, name))]
    used += [(f"segment.{name}", column) for name, column in mapping.segments.items()]
    shown = [guessed.get(pair) or FieldGuess(*pair, 1.0, "Given by you.") for pair in used]
    shown += [field for field in guess.fields if field.field == "source"]
    return replace(guess, mapping=mapping, fields=tuple(shown))


def _columns(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def fingerprint(mapping: ColumnMapping) -> str:
    """The connection of files that no preset knows: those whose id, text and date columns have the same names.

    Two systems that both count from 1 then do not overwrite each other, and a column that a later export adds does
    not make its rows new ones.
    """
    named = "\x1f".join((mapping.id or "", *mapping.text, mapping.date or ""))
    return "file-" + sha256(named.encode()).hexdigest()[:8]
