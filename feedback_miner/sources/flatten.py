"""JSON objects as rows: nested keys become dotted names, every value a text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from feedback_miner.domain import RowError, SourceRecord
from feedback_miner.sources.limits import CELL_CHARS, COLUMNS, JSON_DEPTH, KEY_CHARS, RECORD_CHARS
from feedback_miner.sources.naming import cut_name
from feedback_miner.sources.rich_text import document_text, is_document

#: Under these, a list such as Zendesk's custom fields, [{"id": 7, "value": "x"}], names its entries.
_NAMING_KEYS = ("id", "name", "key")


def to_record(number: int, thing: Mapping[str, Any], columns: Sequence[str]) -> SourceRecord | RowError:
    """The object as a record with a cell for each of `columns`, and for other keys that it has."""
    cells = dict.fromkeys(columns, "")
    chars = 0
    for n, (name, text) in enumerate(_leaves(thing, "", JSON_DEPTH), start=1):
        if n > COLUMNS:
            return RowError(number, f"The record has more than {COLUMNS:,} fields.")
        if len(text) > (RECORD_CHARS if isinstance(text, _ListText) else CELL_CHARS):
            return RowError(number, f"The field “{name}” is larger than {CELL_CHARS:,} characters.")
        chars += len(name) + len(text)
        if chars > RECORD_CHARS:
            return RowError(number, f"The record is longer than {RECORD_CHARS:,} characters.")
        cells[name] = text
    return SourceRecord(number, cells)


def to_cells(thing: Mapping[str, Any]) -> dict[str, str]:
    """The object's fields, as those of a record; what is beyond the limits of a record is left out."""
    return {
        name: text
        for name, text in islice(_leaves(thing, "", JSON_DEPTH), COLUMNS)
        if len(text) <= CELL_CHARS
    }


class _ListText(str):
    """A list of objects as JSON: that of a thread's messages may be longer than any text."""

    __slots__ = ()


def _leaves(thing: Mapping[str, Any], prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    for key, value in thing.items():
        name = _name(f"{prefix}{key}")
        if isinstance(value, dict):
            if is_document(value):
                yield name, _clean(document_text(value))
            elif depth > 0:
                yield from _leaves(value, f"{name}.", depth - 1)
        elif isinstance(value, list):
            yield from _list_leaves(value, name)
        else:
            yield name, _scalar(value)


def _list_leaves(values: list[Any], name: str) -> Iterator[tuple[str, str]]:
    if not any(isinstance(value, dict | list) for value in values):
        yield name, ", ".join(text for value in values if (text := _scalar(value)))
        return
    named = [_named_entry(value) for value in values]
    if all(named):
        yield from ((_name(f"{name}.{key}"), text) for key, text in (entry for entry in named if entry))
    else:
        yield name, _as_json(values)


def _named_entry(value: object) -> tuple[str, str] | None:
    if not isinstance(value, dict) or len(value) != 2 or isinstance(value.get("value"), dict | list):
        return None
    key = next((value[k] for k in _NAMING_KEYS if k in value), None)
    return (_scalar(key), _scalar(value["value"])) if key is not None and "value" in value else None


def _as_json(values: list[Any]) -> str:
    try:
        return _ListText(_clean(json.dumps(values, ensure_ascii=False, default=str)))
    except RecursionError:
        return ""


def _name(text: str) -> str:
    return cut_name(_clean(text), KEY_CHARS)


def _scalar(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _clean(str(value))


def _clean(text: str) -> str:
    """Without NUL, and without halves of surrogate pairs, which no encoding can write."""
    if text.isascii():
        return text.replace("\0", "")
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
