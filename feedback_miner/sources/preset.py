"""Presets: files of well-known systems, each one small table in `presets/`. see `presets/README.md`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from feedback_miner.domain import DateOrder, Source
from feedback_miner.errors import SetupError
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.first_filled import ColumnSet, first_filled, with_first_filled
from feedback_miner.sources.leaving_out import without_words
from feedback_miner.sources.shape import Shape
from feedback_miner.sources.thread_rows import answered
from feedback_miner.sources.thread_table import MESSAGE_FIELDS, RowColumns, Thread
from feedback_miner.sources.threads import threaded
from feedback_miner.sources.unpacking import unpacked

#: The presets that ship.
PRESETS = Path(__file__).parent / "presets"
#: Samples stand last in a preset, and are for tests alone: no process pays for parsing them.
_SAMPLES = re.compile(r"^\[\[samples\]\]", re.MULTILINE)

FieldName = Literal[
    "date",
    "time",
    "id",
    "customer",
    "rating",
    "nps",
    "csat",
    "channel",
    "author_role",
    "url",
    "thread",
    "language",
    "first_reply_at",
    "solved_at",
]
_SCORES: tuple[FieldName, ...] = ("rating", "nps", "csat")


def _known_zone(name: str | None) -> str | None:
    try:
        return name and ZoneInfo(name).key
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"“{name}” is no time zone; “UTC” and “Europe/Berlin” are") from error


class Preset(BaseModel):
    """What is known of a system's exports. Columns are named as the system does; case does not count."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    #: what the system is called
    title: str
    source: Annotated[Source, Field(strict=False)]
    #: what it was tested on
    origin: Literal["real file", "vendor's documentation"]
    #: what somebody clicks to get the file
    export: str
    #: sets of columns, any of which tells that a file is this system's
    recognised_by: Annotated[Sequence[Annotated[Sequence[str], Field(min_length=1)]], Field(min_length=1)]
    #: what tells it of files that lack such columns; a file that another preset names columns for is that one's
    shapes: Sequence[Shape] = ()
    #: sets of columns to join; the first that is filled in a row counts, those that the file has whole before others
    text: Sequence[Sequence[str]] = ()
    #: columns whose native id is like this are text too
    text_native_id: re.Pattern[str] | None = None
    #: how 03/04/2026 is meant where no date of the file tells
    date_order: Annotated[DateOrder | None, Field(strict=False)] = None
    #: IANA name of the zone of dates that name none, where the system always writes them in one
    zone: Annotated[str | None, AfterValidator(_known_zone)] = None
    #: column → pattern of its cells in rows that are nobody's own words, such as reposts
    left_out: Mapping[str, re.Pattern[str]] = {}
    #: columns whose cells hold a list or an object, as JSON or as Python writes it
    unpacked: Sequence[str] = ()
    #: field → columns; the first that is filled in a row counts, for `id` the first that is filled in the file
    fields: Mapping[FieldName, Sequence[str]] = {}
    segments: Mapping[str, Sequence[str]] = {}
    #: fields to be guessed, among the columns that are not `own`
    guessed: Sequence[FieldName | Literal["text"]] = ()
    own: Sequence[str] = ()
    thread: Thread | None = None

    def fit(self, file: SourceFile) -> int:
        """How many columns it names for a file, 1 where it knows it by its shape; 0 where it is not this system's."""
        names = column_names(file)
        fitting = (len(set_) for set_ in self.recognised_by if all(name.lower() in names for name in set_))
        return max(fitting, default=0) or int(any(shape.fits(file) for shape in self.shapes))

    def text_sets(self, names: Mapping[str, str]) -> list[list[str]]:
        """The sets of columns of what people wrote, in a file with these `column_names`."""
        here = [
            (found, len(found) < len(columns)) for columns in self.text if (found := _here(columns, names))
        ]
        sets: list[list[str]] = []
        for found, _ in sorted(here, key=itemgetter(1)):
            if not any(set(found) <= set(other) for other in sets):
                sets.append(found)
        return sets

    def text_columns(self, names: Mapping[str, str]) -> list[str]:
        """The columns to be joined, in a file with these `column_names`; of several sets, the column made of them."""
        sets = self.text_sets(names)
        return [first_filled(sets)] if len(sets) > 1 else next(iter(sets), [])

    def choices(self, file: SourceFile) -> Iterator[tuple[str, list[ColumnSet]]]:
        """Field, or "segment.NAME", and the columns that may hold it in a file; none of a message's own fields."""
        names = column_names(file)
        of_message = {f for f, column in MESSAGE_FIELDS.items() if self.thread and column in file.columns}
        segments = {f"segment.{name}": columns for name, columns in self.segments.items()}
        for field, columns in [*self.fields.items(), *segments.items()]:
            here = _here(columns, names)
            if here and field not in of_message:
                yield field, [[column] for column in here]


def load_presets(folder: Path) -> tuple[Preset, ...]:
    """The presets of a folder, by name. Raises SetupError, with the file, for a table that is none."""
    return tuple(_load(path) for path in sorted(folder.glob("*.toml")))


@cache
def shipped_presets() -> tuple[Preset, ...]:
    """Those of this package."""
    return load_presets(PRESETS)


def recognised(file: SourceFile, presets: Sequence[Preset]) -> SourceFile:
    """The file as the preset that knows it reads it, and with it; the same file where none does.

    Where several do, the one that names more columns for it has it.
    """
    fits = [preset.fit(file) for preset in presets]
    return read_by(presets[fits.index(max(fits))], file) if any(fits) else file


def read_by(preset: Preset, file: SourceFile) -> SourceFile:
    """The file as this preset reads it, and with it."""
    file = unpacked(file, _here(preset.unpacked, column_names(file)))
    names = column_names(file)
    file = with_first_filled(file, [preset.text_sets(names)])
    left_out = {
        names[column.lower()]: mark for column, mark in preset.left_out.items() if column.lower() in names
    }
    file = without_words(file, left_out, preset.text_columns(names))
    if preset.thread:
        file = _conversations(file, preset, preset.thread, names)
    # Two columns of ids would be two kinds of ids: rows that have both could not be told apart from those with one.
    file = with_first_filled(file, [columns for field, columns in preset.choices(file) if field != "id"])
    return replace(file, preset=preset)


def column_names(file: SourceFile) -> dict[str, str]:
    """Lower-case name or label → column."""
    by_label = {label.lower(): column for column, label in file.labels.items()}
    return by_label | {column.lower(): column for column in file.columns}


def _load(path: Path) -> Preset:
    text = _SAMPLES.split(path.read_text(encoding="utf-8"), maxsplit=1)[0]
    try:
        preset = Preset.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SetupError(f"The preset is no TOML: {error}.", where=path.name) from error
    except ValidationError as error:
        raise SetupError(f"The preset is wrong. {_first_problem(error)}", where=path.name) from error
    if preset.name != path.stem:
        raise SetupError(f"The preset's name is “{preset.name}”: its file must have it too.", where=path.name)
    return preset


def _first_problem(error: ValidationError) -> str:
    problem: Any = error.errors()[0]
    return f"“{'.'.join(map(str, problem['loc']))}”: {problem['msg']}."


def _conversations(file: SourceFile, preset: Preset, thread: Thread, names: Mapping[str, str]) -> SourceFile:
    thread, columns = _named(thread, names), _row_columns(preset, names)
    split = threaded(file, thread, columns)
    return answered(file, thread, columns) if split is file else split


def _row_columns(preset: Preset, names: Mapping[str, str]) -> RowColumns:
    fields = preset.fields
    return RowColumns(
        id=_here(fields.get("id", ()), names),
        text=preset.text_columns(names),
        date=_here(fields.get("date", ()), names),
        customer=_here(fields.get("customer", ()), names),
        channel=_here(fields.get("channel", ()), names),
        thread=_here(fields.get("thread", ()), names),
        author_role=_here(fields.get("author_role", ()), names),
        scores=[column for score in _SCORES for column in _here(fields.get(score, ()), names)],
    )


def _named(thread: Thread, names: Mapping[str, str]) -> Thread:
    """The thread with columns as the file has them."""
    return thread.model_copy(
        update={
            "subject": _here(thread.subject, names),
            "row_role": _here(thread.row_role, names),
            "requester": _here(thread.requester, names),
            "host": _here(thread.host, names),
        }
    )


def _here(columns: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """Those of the columns that the file has, as it writes them."""
    return list(dict.fromkeys(names[column.lower()] for column in columns if column.lower() in names))
