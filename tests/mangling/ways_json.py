"""Ways to break what is JSON: keys and types that change, depth and size beyond reason, text that is no JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from tests.mangling.strange_values import DATES, is_date, nearly_too_long, strange

#: a document → a document
WayOfValues = Callable[[Random, Any], Any]
#: a document's text → its text
WayOfJsonText = Callable[[Random, str], str]

_BIG = 10_000_000


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document, outer ones first."""
    if isinstance(value, dict):
        yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects_in(child)


def _lists_in(value: Any) -> Iterator[list[Any]]:
    if isinstance(value, list):
        yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _lists_in(child)


def _mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    """The document with every plain value changed."""
    if isinstance(value, dict):
        return {key: _mapped(inner, change) for key, inner in value.items()}
    return [_mapped(inner, change) for inner in value] if isinstance(value, list) else change(value)


def _some_key(rng: Random, value: Any) -> str:
    return rng.choice(sorted({key for thing in objects_in(value) for key in thing}) or ["id"])


def _odd(rng: Random, value: Any) -> Any:
    """A value of another type."""
    kinds: list[Any] = [
        None,
        True,
        0,
        -1.5,
        10**40,
        "",
        "text",
        [],
        {},
        [value],
        {"a": value},
        [[value]],
        str(value),
        [1, "a", None],
        {"id": value, "value": value},
    ]
    return rng.choice(kinds)


# ── documents ────────────────────────────────────────────────────────────────────────────────────────────────────


def key_dropped(rng: Random, document: Any) -> Any:
    key = _some_key(rng, document)
    for thing in list(objects_in(document)):
        thing.pop(key, None)
    return document


def key_renamed(rng: Random, document: Any) -> Any:
    key, name = (
        _some_key(rng, document),
        rng.choice(["", "x", "a.b.c", "é", "k" * 10_000, "__proto__", "message.text", "0"]),
    )
    for thing in list(objects_in(document)):
        if key in thing:
            thing[name] = thing.pop(key)
    return document


def type_swapped(rng: Random, document: Any) -> Any:
    """One key has values of another type wherever it is: a text where a list was, a list where a number was."""
    key = _some_key(rng, document)
    for thing in list(objects_in(document)):
        if key in thing:
            thing[key] = _odd(rng, thing[key])
    return document


def types_swapped_here_and_there(rng: Random, document: Any) -> Any:
    for thing in list(objects_in(document)):
        for key in list(thing):
            if rng.random() < 0.1:
                thing[key] = _odd(rng, thing[key])
    return document


def strangers_in_lists(rng: Random, document: Any) -> Any:
    for found in list(_lists_in(document)):
        for _ in range(rng.randint(1, 3)):
            found.insert(rng.randint(0, len(found)), _odd(rng, "x"))
    return document


def lists_emptied(rng: Random, document: Any) -> Any:
    found = list(_lists_in(document))
    for one in rng.sample(found, rng.randint(0, len(found))):
        one.clear()
    return document


def records_repeated(rng: Random, document: Any) -> Any:
    longest = max(_lists_in(document), key=len, default=[])
    longest.extend(longest[:5] * rng.choice([1, 100, 400]))
    return document


def wrapped(rng: Random, document: Any) -> Any:
    for _ in range(rng.choice([1, 2, 30, 200])):
        document = rng.choice(
            [[document], {"data": document}, {"items": [document]}, {"id": 1, "x": document}]
        )
    return document


def told_as_a_text(rng: Random, document: Any) -> Any:
    return rng.choice([json.dumps(document), [json.dumps(document)], {"body": json.dumps(document)}])


def strange_values(rng: Random, document: Any) -> Any:
    share = rng.choice([0.05, 0.5, 1.0])
    return _mapped(document, lambda value: strange(rng, str(value)) if rng.random() < share else value)


def dates_of_another_kind(rng: Random, document: Any) -> Any:
    one = rng.choice(DATES)
    kinds = (one,) if rng.random() < 0.5 else DATES
    return _mapped(document, lambda value: rng.choice(kinds) if is_date(str(value)) else value)


def numbers_of_another_kind(rng: Random, document: Any) -> Any:
    odd = [1e308, -0.0, 10**300, 1e-320, 2**63, 2**64, -1, True, "7", None, 0.1 + 0.2]
    return _mapped(document, lambda value: rng.choice(odd) if isinstance(value, int | float) else value)


def keys_by_the_thousand(rng: Random, document: Any) -> Any:
    for thing in list(objects_in(document))[:3]:
        thing.update({f"k{n}": n for n in range(rng.choice([500, 4_100, 20_000]))})
    return document


def keys_in_another_case(rng: Random, document: Any) -> Any:
    for thing in list(objects_in(document)):
        for key in list(thing):
            thing[rng.choice([key.upper(), key.title(), key])] = thing.pop(key)
    return document


def text_of_ten_megabytes(rng: Random, document: Any) -> Any:
    key = _some_key(rng, document)
    thing = next((thing for thing in objects_in(document) if key in thing), {})
    thing[key] = rng.choice(["x", "word ", "\n", "é", "["]) * (_BIG // 5)
    return document


def text_nearly_too_long(rng: Random, document: Any) -> Any:
    key = _some_key(rng, document)
    text = nearly_too_long(rng)
    for thing in list(objects_in(document)):
        if key in thing:
            thing[key] = text
    return document


# ── texts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def deep(rng: Random, text: str) -> str:
    """Somewhere where a value stands, one that is nested beyond reason."""
    depth = rng.choice([100, 2_000, 100_000])
    inner = rng.choice([("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
    nested = inner[0] * depth + "1" + inner[1] * (depth if rng.random() < 0.8 else 0)
    return _spliced(rng, text, nested)


def numbers_that_are_none(rng: Random, text: str) -> str:
    return _spliced(
        rng,
        text,
        rng.choice(
            [
                "NaN",
                "Infinity",
                "-Infinity",
                "1e999999",
                "9" * 5_000,
                "0123",
                ".5",
                "1.",
                "0x1F",
                "undefined",
                "nan",
            ]
        ),
    )


def commas_too_many(rng: Random, text: str) -> str:
    first, second = rng.choice([("}", ",}"), ("]", ",]"), (",", ",,"), ("},", "}"), (":", "::"), ("{", "{,")])
    return text.replace(first, second, rng.choice([1, -1]))


def comments_within(rng: Random, text: str) -> str:
    return text.replace(",", rng.choice([", // note\n", ", /* note */ ", ", # note\n"]), rng.choice([1, 5]))


def quotes_of_python(rng: Random, text: str) -> str:
    try:
        return repr(json.loads(text))
    except ValueError:
        return text.replace('"', "'")


def keys_doubled(rng: Random, text: str) -> str:
    return text.replace(
        "{", rng.choice(['{"id": 9, "id": 10, ', '{"text": [], ', '{"data": null, ']), rng.choice([1, 3, -1])
    )


def halves_of_letters(rng: Random, text: str) -> str:
    return text.replace(
        " ", rng.choice([r"\ud83d", r"\u0000", r"\udc00\ud800", r"\x41", r"\u12"]), rng.choice([1, 10])
    )


def documents_in_a_row(rng: Random, text: str) -> str:
    return rng.choice(["", "\n", ",", " , ", "\x1e"]).join([text] * rng.choice([2, 3, 30]))


def _spliced(rng: Random, text: str, value: str) -> str:
    """The text with `value` where some value stands now."""
    places = [n for n, letter in enumerate(text) if letter == ":"] or [0]
    at = rng.choice(places) + 1
    end = min((n for n in (text.find(mark, at) for mark in ",}]\n") if n > 0), default=len(text))
    return text[:at] + value + text[end:]


WAYS_OF_VALUES: tuple[WayOfValues, ...] = (
    key_dropped,
    key_renamed,
    type_swapped,
    types_swapped_here_and_there,
    strangers_in_lists,
    lists_emptied,
    records_repeated,
    wrapped,
    told_as_a_text,
    strange_values,
    dates_of_another_kind,
    numbers_of_another_kind,
    keys_by_the_thousand,
    keys_in_another_case,
    text_of_ten_megabytes,
    text_nearly_too_long,
)
WAYS_OF_JSON_TEXT: tuple[WayOfJsonText, ...] = (
    deep,
    numbers_that_are_none,
    commas_too_many,
    comments_within,
    quotes_of_python,
    keys_doubled,
    halves_of_letters,
    documents_in_a_row,
)
