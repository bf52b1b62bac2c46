"""The form by which a person says what the columns of a file are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from api.pages.filters import Choice
from api.pages.intake.answers import Draft, guessed_draft
from api.pages.intake.date_choices import DateChoices, date_choices
from api.pages.intake.fields import label_of
from api.pages.source_names import SOURCES
from feedback_miner.domain import FieldGuess
from feedback_miner.mining import Preview, Rehearsal

#: columns that have a picker; the API takes answers for any number
MOST_COLUMNS = 120

_LONGEST_CELL = 160
_SHOWN_OF_PSEUDONYM = 10
#: asked of more columns than this, a question marks none of them: it stands above the table
_MARKED = 8
#: what the use cases write of a field that a person chose
_BY_A_PERSON = "Given by you."
#: how they begin where a preset knows the column: that is no guess
_KNOWN = "Known from "
#: ids of the form's parts
_COLUMNS = "columns"
_DATES = "dates"


@dataclass(frozen=True, slots=True)
class Picker:
    """What a column is taken for, and why."""

    number: int
    column: str
    #: the wording of its question, where the file has one
    wording: str
    chosen: str
    why: str
    #: whether only a person can say it, and has not yet
    asked: bool
    problem: str | None


@dataclass(frozen=True, slots=True)
class MappingForm:
    """The whole form. `trial` is what the first rows would come to; None before it was tried."""

    pickers: tuple[Picker, ...]
    #: row of the file, and a cell for each picker
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    sources: tuple[Choice, ...]
    source_why: str
    dates: DateChoices
    #: id of the part of the form that answers it, and the question
    questions: tuple[tuple[str, str], ...]
    #: id of a field of the form, and what is wrong with it
    problems: tuple[tuple[str, str], ...]
    #: columns of the file that have no picker
    left_out: int
    trial: Rehearsal | None


def mapping_form(
    preview: Preview, draft: Draft, *, problems: Mapping[str, str], trial: Rehearsal | None
) -> MappingForm:
    """The form with a draft in it, and with what `problems_of` says of it."""
    guess = preview.guess
    pickers = tuple(_picker(preview, draft, problems, number) for number in range(len(preview.columns)))
    why = next((field.why for field in guess.fields if field.field == "source"), "")
    return MappingForm(
        pickers=pickers,
        rows=tuple((row.row, _cells(preview, row.cells)) for row in preview.rows),
        sources=tuple(Choice(key, label, key == draft.source) for key, label in SOURCES.items()),
        source_why=_sentence(why.partition(": ")[2]),
        dates=date_choices(preview, draft, problems.get("date_order")),
        questions=tuple((_place(pickers, q.field), q.message) for q in guess.questions),
        problems=_linked(pickers, problems),
        left_out=preview.left_out,
        trial=trial,
    )


def _picker(preview: Preview, draft: Draft, problems: Mapping[str, str], number: int) -> Picker:
    column = preview.columns[number]
    guesses = [guess for guess in preview.guess.fields if guess.column == column and guess.field != "source"]
    return Picker(
        number=number,
        column=column,
        wording=preview.labels.get(column, ""),
        chosen=draft.fields[column],
        why=_why(preview, draft, column, guesses),
        asked=column in _asked_of(preview) and not _changed(preview, draft, column),
        problem=problems.get(column),
    )


def _changed(preview: Preview, draft: Draft, column: str) -> bool:
    return draft.fields[column] != guessed_draft(preview).fields[column]


def _asked_of(preview: Preview) -> Collection[str | None]:
    """The columns that questions are about."""
    for question in preview.guess.questions:
        if question.field == "date_order":
            return [preview.guess.mapping.date]
        if len(question.choices) <= _MARKED:
            return question.choices
    return ()


def _place(pickers: Sequence[Picker], field: str) -> str:
    """The id of what answers a question."""
    asked = (f"c{picker.number}" for picker in pickers if picker.asked)
    return _DATES if field == "date_order" else next(asked, _COLUMNS)


def _why(preview: Preview, draft: Draft, column: str, guesses: Sequence[FieldGuess]) -> str:
    if _changed(preview, draft, column):
        return f"Your choice. {_guessed_before(guesses)}"
    if guesses:
        return _in_words(guesses)
    if column in _asked_of(preview):
        return "It may be what they wrote, too."
    if not any(row.cells.get(column, "").strip() for row in preview.rows):
        return "Empty in these rows."
    return "Not used: nothing tells what it is."


def _guessed_before(guesses: Sequence[FieldGuess]) -> str:
    return f"Guessed before: {label_of(guesses[0].field)}." if guesses else "Nothing was guessed."


def _in_words(guesses: Sequence[FieldGuess]) -> str:
    first, *others = guesses
    if first.why == _BY_A_PERSON:
        said = "Your answer."
    elif first.why.startswith(_KNOWN):
        said = first.why
    else:
        said = f"Guessed, {first.confidence:.0%} sure. {first.why}"
    also = ", ".join(label_of(guess.field) for guess in others)
    return f"{said} Also: {also}." if also else said


def _cells(preview: Preview, cells: Mapping[str, str]) -> tuple[str, ...]:
    customer = preview.guess.mapping.customer
    return tuple(
        _cut(cells.get(column, ""), _SHOWN_OF_PSEUDONYM if column == customer else _LONGEST_CELL)
        for column in preview.columns
    )


def _cut(cell: str, longest: int) -> str:
    cell = " ".join(cell.split())
    return cell if len(cell) <= longest else f"{cell[:longest]}…"


def _linked(pickers: Sequence[Picker], problems: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Each problem once, with the id of the first field that it is a problem of."""
    places = {picker.column: f"c{picker.number}" for picker in pickers}
    places |= {"date_order": _DATES}
    found: dict[str, str] = {}
    for where, problem in problems.items():
        found.setdefault(problem, places.get(where, _COLUMNS))
    return tuple((place, problem) for problem, place in found.items())


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
