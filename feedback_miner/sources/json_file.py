"""JSON documents, JSON Lines and recorded HTTP answers."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from feedback_miner.domain import RowError, SourceRecord
from feedback_miner.errors import FileError
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.flatten import to_record
from feedback_miner.sources.json_events import (
    BROKEN_JSON,
    RECORD_LISTS,
    Place,
    Utf8Stream,
    elements,
    find_records,
    json_events,
)
from feedback_miner.sources.limits import COLUMNS, RECORD_CHARS
from feedback_miner.sources.recording import INTERACTIONS, UnreadableBody, recorded_body
from feedback_miner.sources.text_stream import open_text
from feedback_miner.sources.zendesk import messages

#: The objects of a file in its order; a text says what is wrong where one ought to be.
Objects = Iterator[dict[str, Any] | str]

_COLUMN_SAMPLE = 1_000
_LINES_LOOKED_AT = 20
#: What stands beside the records of a page.
_PAGE_KEYS = {
    *("meta", "links", "includes", "errors", "count", "total", "next", "next_page", "previous_page"),
    *("end_of_stream", "end_time", "after_cursor", "after_url", "before_cursor", "before_url"),
}


def open_json(path: Path, *, name: str, encoding: str) -> SourceFile:
    """A file of JSON, in whichever shape. Raises FileError where no record can be read."""
    if _is_lines(path, encoding, name):
        return _object_file(name, "jsonl", lambda: _lines(path, encoding))
    place = _find_place(path, encoding)
    if place == INTERACTIONS:
        return _object_file(name, "http-recording", lambda: _recorded(path, encoding))
    authors = _authors(path, encoding, place) if "data" in place else {}
    return _object_file(name, "json", lambda: _document(path, encoding, place, authors))


def _object_file(name: str, format_: str, read: Callable[[], Objects]) -> SourceFile:
    columns: dict[str, None] = {}
    trouble: RowError | None = None
    for row in islice(_records(read(), ()), _COLUMN_SAMPLE):
        if isinstance(row, SourceRecord):
            columns |= dict.fromkeys(row.cells)
        else:
            trouble = trouble or row
    if not columns:
        raise FileError(
            trouble.reason if trouble else "The file has no records: no list of objects is in it."
        )
    known = tuple(columns)[:COLUMNS]
    return SourceFile(name=name, format=format_, columns=known, _read=lambda: _records(read(), known))


def _records(objects: Objects, columns: tuple[str, ...]) -> Iterator[SourceRecord | RowError]:
    """Numbered one by one: a line or a ticket that holds several records gives each a number of its own."""
    messages_or_reasons = (
        found for thing in objects for found in ((thing,) if isinstance(thing, str) else messages(thing))
    )
    for number, found in enumerate(messages_or_reasons, start=1):
        yield RowError(number, found) if isinstance(found, str) else to_record(number, found, columns)


# ── JSON Lines ───────────────────────────────────────────────────────────────────────────────────────────────────


def _is_lines(path: Path, encoding: str, name: str) -> bool:
    """Whether most of the first lines are objects; one line alone may be a document with a list in it."""
    if name.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson")):
        return True
    with open_text(path, encoding) as text:
        lines = [line for _, line in islice(_text_lines(text), _LINES_LOOKED_AT)]
    objects = [thing for line in lines if isinstance(thing := _parse(line), dict)]
    if len(lines) == 1:
        return bool(objects) and not (_page_list(objects[0]) or INTERACTIONS[0] in objects[0])
    return len(objects) * 2 > len(lines)


def _lines(path: Path, encoding: str) -> Objects:
    with open_text(path, encoding) as text:
        for number, line in _text_lines(text):
            thing = _parse(line)
            if isinstance(thing, dict):
                yield from _page_records(thing)
            else:
                yield f"Line {number:,}: {thing if isinstance(thing, str) else 'The line is no JSON object.'}"


def _text_lines(text: TextIO) -> Iterator[tuple[int, str]]:
    """Numbered lines that are not blank; of one too long, just enough to be seen to be."""
    number = 0
    while line := text.readline(RECORD_CHARS + 1):
        number += 1
        piece = line
        while len(line) > RECORD_CHARS and piece and piece[-1] not in "\r\n":
            piece = text.readline(RECORD_CHARS)
        if line.strip():
            yield number, line


def _parse(line: str) -> object:
    """The line's value; a text that says what is wrong where it has none."""
    if len(line) > RECORD_CHARS:
        return f"The line is longer than {RECORD_CHARS:,} characters."
    try:
        value = json.loads(line.replace("\0", ""), parse_float=str, parse_constant=lambda _: None)
    except RecursionError:
        return "The line is nested too deep."
    except ValueError as error:
        return f"The line is not valid JSON ({error})."
    return None if isinstance(value, str) else value


def _page_records(thing: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """The records of a line that is a page of an API's answer, else the line itself."""
    key = _page_list(thing)
    if key is None:
        return [thing]
    users = (thing.get("includes") or {}).get("users") if isinstance(thing.get("includes"), dict) else None
    authors = _by_id(user for user in users or [] if isinstance(user, dict))
    return (_with_author(record, authors) for record in thing[key] if isinstance(record, dict))


def _page_list(thing: dict[str, Any]) -> str | None:
    if "id" in thing:
        return None
    lists = (key for key in RECORD_LISTS if isinstance(thing.get(key), list))
    return next((key for key in lists if _holds_records(thing, key)), None)


def _holds_records(thing: dict[str, Any], key: str) -> bool:
    is_last_page = not thing[key] and thing.keys() <= {key} | _PAGE_KEYS
    return is_last_page or any(isinstance(record, dict) for record in thing[key])


# ── documents ────────────────────────────────────────────────────────────────────────────────────────────────────


def _find_place(path: Path, encoding: str) -> Place:
    try:
        with open_text(path, encoding) as text:
            place = find_records(json_events(Utf8Stream(text)))
    except BROKEN_JSON:
        place = _find_place_before_break(path, encoding)
    if place is None:
        raise FileError("The file has no records: no list of objects is in it.")
    return place


def _find_place_before_break(path: Path, encoding: str) -> Place | None:
    """The same for a file that breaks off: what stands before the break counts."""
    with open_text(path, encoding) as text:
        return find_records(_until_broken(json_events(Utf8Stream(text))))


def _until_broken(events: Iterator[Any]) -> Iterator[Any]:
    try:
        yield from events
    except BROKEN_JSON:
        return


def _document(path: Path, encoding: str, place: Place, authors: Mapping[str, Mapping[str, Any]]) -> Objects:
    found = 0
    with open_text(path, encoding) as text:
        try:
            for record in elements(json_events(Utf8Stream(text)), place):
                found += 1
                yield _with_author(record, authors)
        except BROKEN_JSON as error:
            yield _broken(found, error)


def _broken(found: int, error: Exception) -> str:
    what = " ".join(str(error).split())[:120]
    if found == 0:
        return f"The file is not valid JSON ({what})."
    return f"The file is cut off or not valid JSON here; what follows is left out ({what})."


def _recorded(path: Path, encoding: str) -> Objects:
    for page, interaction in enumerate(_document(path, encoding, INTERACTIONS, {}), start=1):
        if isinstance(interaction, str):
            yield interaction
            continue
        try:
            body = recorded_body(interaction)
            place = find_records(json_events(io.BytesIO(body))) if body else None
            yield from elements(json_events(io.BytesIO(body)), place) if body and place else ()
        except UnreadableBody as error:
            yield f"Recorded answer {page}: {error}"
        except BROKEN_JSON:
            yield f"Recorded answer {page}: its body is not valid JSON."


# ── X: users that stand beside the posts ─────────────────────────────────────────────────────────────────────────


def _authors(path: Path, encoding: str, place: Place) -> dict[str, dict[str, Any]]:
    users = (*place[: place.index("data")], "includes", "users", "item")
    with open_text(path, encoding) as text:
        return _by_id(elements(_until_broken(json_events(Utf8Stream(text))), users))


def _by_id(users: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {str(u["id"]): {"username": u.get("username"), "name": u.get("name")} for u in users if "id" in u}


def _with_author(record: dict[str, Any], authors: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    author = authors.get(str(record.get("author_id"))) if authors else None
    return {**record, "author": author} if author and "author" not in record else record
