"""A person's answer on the way from the form to the use case: what each column is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.pages.intake.fields import FIELDS, ORDERS, SCORES, SEGMENT, SHARED, UNUSED
from api.pages.source_names import SOURCES
from feedback_miner.domain import MappingGuess
from feedback_miner.errors import QueryError
from feedback_miner.mining import Preview

_LONGEST_SEGMENT = 60


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer as it stands in the form."""

    #: column → field; UNUSED where it is none
    fields: Mapping[str, str]
    source: str
    #: empty: the file is to tell
    date_order: str

    def columns_of(self, field: str) -> list[str]:
        """In the file's order."""
        return [column for column, chosen in self.fields.items() if chosen == field]


def guessed_draft(preview: Preview) -> Draft:
    """What was guessed, for a person to look over."""
    chosen = dict.fromkeys(preview.columns, UNUSED)
    for field, column in _used(preview.guess):
        if chosen.get(column) == UNUSED:
            chosen[column] = field
    return Draft(chosen, preview.guess.source, preview.guess.mapping.date_order or "")


def posted_draft(preview: Preview, form: Mapping[str, str]) -> Draft:
    """What the form says; what it leaves out stays as guessed. Raises QueryError for what was not on offer."""
    guessed = guessed_draft(preview)
    fields = {
        column: _offered(form, f"c{number}", {UNUSED, *FIELDS}, guessed.fields[column])
        for number, column in enumerate(preview.columns)
    }
    return Draft(
        fields,
        _offered(form, "source", set(SOURCES), guessed.source),
        _offered(form, "date_order", {"", *ORDERS}, guessed.date_order),
    )


def overrides_of(preview: Preview, draft: Draft) -> list[str]:
    """The answer as the use case takes it: what differs from the guess, and what was asked.

    A guessed field that no picker shows, since its column is another field first, stays as it is.
    """
    guessed, asked = guessed_draft(preview), _asked(preview)
    said = []
    text = draft.columns_of("text")
    if "text" in asked or text != guessed.columns_of("text"):
        said += [f"text={column}" for column in _in_their_order(text, preview.guess.mapping.text)] or [
            "text="
        ]
    for field in (field for field in FIELDS if field not in SHARED):
        columns = draft.columns_of(field)
        if columns != guessed.columns_of(field):
            said.append(f"{field}={columns[0] if columns else ''}")
    said += _segments(preview.guess.mapping.segments, guessed.columns_of(SEGMENT), draft.columns_of(SEGMENT))
    if draft.date_order != guessed.date_order:
        said.append(f"date_order={draft.date_order}")
    if draft.source != guessed.source:
        said.append(f"source={draft.source}")
    return said


def problems_of(draft: Draft) -> dict[str, str]:
    """Column, or "text" → why the answer cannot be used like this."""
    found: dict[str, str] = {}
    for field, label in FIELDS.items():
        columns = draft.columns_of(field)
        if len(columns) > 1 and field not in SHARED:
            named = " and ".join(f"“{column}”" for column in columns)
            found |= dict.fromkeys(columns, f"Only one column can be “{label}”, not {named}.")
    if not any(draft.columns_of(field) for field in ("text", *SCORES)):
        found["text"] = "No column is “What they wrote”, and none is a score: there is nothing to read."
    return found


def unanswered(preview: Preview, draft: Draft) -> dict[str, str]:
    """ "date_order" → that it was asked and is not said."""
    redated = draft.columns_of("date") != guessed_draft(preview).columns_of("date")
    if "date_order" not in _asked(preview) or draft.date_order or redated:
        return {}
    return {"date_order": "Say how these dates are meant: every row depends on it."}


def _offered(form: Mapping[str, str], name: str, known: set[str], default: str) -> str:
    value = form.get(name, default)
    if value not in known:
        raise QueryError("The form does not offer this. Open the import again.", where=name)
    return value


def _used(guess: MappingGuess) -> list[tuple[str, str]]:
    """Field and column, a segment under its one name here."""
    return [
        (SEGMENT if field.field.startswith(f"{SEGMENT}.") else field.field, field.column)
        for field in guess.fields
        if field.field != "source"
    ]


def _asked(preview: Preview) -> set[str]:
    return {question.field for question in preview.guess.questions}


def _in_their_order(columns: list[str], guessed: Sequence[str]) -> Sequence[str]:
    """A preset's order of the same columns (subject, then body) goes before the file's."""
    return guessed if set(guessed) == set(columns) else columns


def _segments(named: Mapping[str, str], guessed: Sequence[str], chosen: Sequence[str]) -> list[str]:
    gone = [name for name, column in named.items() if column in guessed and column not in chosen]
    said = [f"{SEGMENT}.{name}=" for name in gone]
    taken = set(named) - set(gone)
    for column in chosen:
        if column not in guessed:
            name = _segment_name(column, taken)
            taken.add(name)
            said.append(f"{SEGMENT}.{name}={column}")
    return said


def _segment_name(column: str, taken: set[str]) -> str:
    """The column's name in small letters, as filters have it in their addresses."""
    name = re.sub(r"\W+", "_", column.lower()).strip("_")[:_LONGEST_SEGMENT] or SEGMENT
    further = (f"{name}_{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(other for other in further if other not in taken)
