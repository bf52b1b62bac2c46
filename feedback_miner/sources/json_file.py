"""JSON documents, JSON Lines and recorded HTTP answers."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from feedback_miner.errors import FileError
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.json_events import (
    BROKEN_JSON,
    LISTING,
    LISTING_KEYS,
    LISTING_KIND,
    NESTED_LISTS,
    RECORD_LISTS,
    Place,
    Utf8Stream,
    elements,
    find_records,
    json_events,
    what_is_broken,
)
from feedback_miner.sources.limits import RECORD_CHARS
from feedback_miner.sources.objects import Objects, object_file
from feedback_miner.sources.recording import INTERACTIONS, UnreadableBody, recorded_body
from feedback_miner.sources.text_stream import open_text

_LINES_LOOKED_AT = 20
#: What stands beside the records of a page.
_PAGE_KEYS = {
    *("meta", "links", "includes", "errors", "count", "total", "next", "next_page", "previous_page"),
    *("end_of_stream", "end_time", "after_cursor", "after_url", "before_cursor", "before_url"),
}


def open_json(path: Path, *, name: str, encoding: str) -> SourceFile:
    """A file of JSON, in whichever shape. Raises FileError where no record can be read."""
    if _is_lines(path, encoding, name):
        return object_file(name, "jsonl", lambda: _with_replies(_lines(path, encoding)))
    place = _find_place(path, encoding)
    if place == INTERACTIONS:
        return object_file(name, "http-recording", lambda: _with_replies(_recorded(path, encoding)))
    authors = _authors(path, encoding, place) if "data" in place else {}
    return object_file(name, "json", lambda: _with_replies(_document(path, encoding, place, authors)))


# ── JSON Lines ───────────────────────────────────────────────────────────────────────────────────────────────────


def _is_lines(path: Path, encoding: str, name: str) -> bool:
    """Whether most of the first lines are objects; one line alone may be a document with a list in it."""
    if name.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson")):
        return True
    with open_text(path, encoding) as text:
        lines = [line for _, line in islice(_text_lines(text), _LINES_LOOKED_AT)]
    objects = [thing for line in lines if isinstance(thing := _parse(line), dict)]
    if len(lines) == 1:
        return bool(objects) and _is_record(objects[0], lines[0])
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


def _is_record(thing: dict[str, Any], line: str) -> bool:
    """Whether the one line of a file is a record, not a document with a list of them."""
    place = find_records(_until_broken(json_events(Utf8Stream(io.StringIO(line)))))
    return place == () or "id" in thing


def _page_records(thing: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """The records of a line that is a page of an API's answer, else the line itself."""
    records = _page_list(thing)
    if records is None:
        return [thing]
    users = (thing.get("includes") or {}).get("users") if isinstance(thing.get("includes"), dict) else None
    authors = _by_id(user for user in users or [] if isinstance(user, dict))
    return (_with_author(record, authors) for record in records if isinstance(record, dict))


def _page_list(thing: dict[str, Any]) -> list[Any] | None:
    if "id" in thing:
        return None
    nested = _nested_list(thing)
    if nested is not None:
        return nested
    lists = (key for key in RECORD_LISTS if isinstance(thing.get(key), list))
    return next((thing[key] for key in lists if _holds_records(thing, key)), None)


def _nested_list(thing: dict[str, Any]) -> list[Any] | None:
    """The records of a page that has them at one of `NESTED_LISTS`."""
    for outer, name in NESTED_LISTS:
        inner = thing.get(outer)
        if (outer, name) != LISTING and isinstance(inner, dict) and isinstance(inner.get(name), list):
            return list(inner[name])
    return _listing(thing)


def _listing(thing: dict[str, Any]) -> list[Any] | None:
    """The records of a page of Reddit; a record of something else may have `data.children` of its own."""
    outer, name = LISTING
    inner = thing.get(outer)
    if "id" in thing or not isinstance(inner, dict) or not isinstance(inner.get(name), list):
        return None
    is_page = thing.get("kind") == LISTING_KIND or any(key in inner for key in LISTING_KEYS)
    return list(inner[name]) if is_page else None


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
    what = what_is_broken(error)
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


# ── Reddit: the replies of a comment are a page of comments within it ────────────────────────────────────────────


def _with_replies(objects: Objects) -> Objects:
    """Each record without the pages of records in its `data`, then theirs, as a reader meets them."""
    for found in objects:
        if isinstance(found, str) or "id" in found or not isinstance(found.get("data"), dict):
            yield found
            continue
        pending = [found]
        while pending:
            record, replies = _without_pages(pending.pop())
            yield record
            pending += reversed(replies)


def _without_pages(record: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The record without the pages in its `data`, and the records on those."""
    data = record.get("data")
    if not isinstance(data, dict):
        return record, []
    pages = {key: inner for key, page in data.items() if isinstance(page, dict) and (inner := _listing(page))}
    rest = {key: value for key, value in data.items() if key not in pages}
    return {**record, "data": rest}, [
        one for inner in pages.values() for one in inner if isinstance(one, dict)
    ]


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
