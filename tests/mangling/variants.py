"""A thousand mangled files, always the same: each sound file with each way to break it, in an order by lot."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from random import Random
from typing import Any

from tests.mangling.originals import Original, as_parquet, as_table, table_rows
from tests.mangling.ways_archive import WAYS_OF_BOOKS, WAYS_OF_PARQUET
from tests.mangling.ways_bytes import WAYS_OF_BYTES
from tests.mangling.ways_json import WAYS_OF_JSON_TEXT, WAYS_OF_VALUES
from tests.mangling.ways_table import WAYS_OF_TABLES
from tests.mangling.ways_text import WAYS_OF_TEXT
from tests.sources.sound import workbook_of

_SEED = 20261122
#: How many of the variants are broken a second time, by their bytes.
_TWICE_BROKEN = 0.15
_CHEAP_WAYS = WAYS_OF_BYTES[:14]

_Way = Callable[[Random, Any], Any]


@dataclass(frozen=True, slots=True)
class Variant:
    """A mangled file; `number` tells which, and `story` how it came to be."""

    number: int
    name: str
    story: str
    content: bytes


def variants(originals: Sequence[Original], numbers: range) -> Iterator[Variant]:
    """Those of the numbers. What becomes of a file in one way depends on neither the others nor its number."""
    drawn = _drawn(originals)
    for number in numbers:
        story, original, way = drawn[number % len(drawn)]
        yield _variant(number, story, original, way)


def chosen(originals: Sequence[Original], numbers: range) -> list[tuple[str, str, str]]:
    """Whose file, its name, and the way it is broken, for each of the numbers; nothing is written."""
    drawn = _drawn(originals)
    return [(o.owner, o.name, way.__name__) for _, o, way in (drawn[n % len(drawn)] for n in numbers)]


def _drawn(originals: Sequence[Original]) -> list[tuple[str, Original, _Way]]:
    """Each file with each way, in the order of a lot that other files do not change."""
    pairs = [(f"{o.owner}, {o.name}, {way.__name__}", o, way) for o in originals for way in _ways(o)]
    return sorted(pairs, key=lambda pair: blake2b(f"{_SEED}{pair[0]}".encode()).digest())


def _variant(number: int, story: str, original: Original, way: _Way) -> Variant:
    rng = Random(f"{_SEED}/{story}")
    content, name = _broken(rng, original, way)
    if content and rng.random() < _TWICE_BROKEN:
        again = rng.choice(_CHEAP_WAYS)
        content, story = again(rng, content), f"{story}, {again.__name__}"
    return Variant(number, _called(rng, name), f"{number}: {story}", content)


def _ways(original: Original) -> Sequence[_Way]:
    if original.ending == "xlsx":
        return (*WAYS_OF_BYTES, *WAYS_OF_BOOKS)
    if original.ending == "parquet":
        return (*WAYS_OF_BYTES, *WAYS_OF_PARQUET)
    own: Sequence[_Way] = WAYS_OF_TABLES if original.delimiter else (*WAYS_OF_VALUES, *WAYS_OF_JSON_TEXT)
    return (*WAYS_OF_BYTES, *WAYS_OF_TEXT, *own)


def _broken(rng: Random, original: Original, way: _Way) -> tuple[bytes, str]:
    """The broken content, and a name that fits it."""
    if way in WAYS_OF_TABLES:
        return _broken_table(rng, way(rng, table_rows(original)), original)
    text = original.content.decode(original.encoding, "replace")
    if way in WAYS_OF_VALUES:
        return _broken_documents(rng, text, original, way), original.name
    if way in WAYS_OF_JSON_TEXT:
        return way(rng, text).encode(errors="replace"), original.name
    if way in WAYS_OF_TEXT:
        return way(rng, text), original.name
    return way(rng, original.content), original.name


def _broken_table(rng: Random, rows: list[list[str]], original: Original) -> tuple[bytes, str]:
    """Mostly as the original's format, at times as a workbook or Parquet."""
    small = sum(len(cell) for row in rows for cell in row) < 500_000 and rows
    draw = rng.random()
    if small and draw < 0.15:
        return workbook_of(lambda book: _fill(book, rows)), "table.xlsx"
    if small and draw < 0.25 and len(set(rows[0])) == len(rows[0]):
        width = len(rows[0])
        return as_parquet([(row + [""] * width)[:width] for row in rows]), "table.parquet"
    return as_table(rows, original), original.name


def _fill(book: Any, rows: list[list[str]]) -> None:
    for row in rows:
        book.active.append([_for_excel(cell) for cell in row[:16_384]])


def _for_excel(cell: str) -> str:
    """openpyxl refuses what no workbook can hold."""
    return "".join(letter for letter in cell if letter >= " " and not "\ud800" <= letter <= "\udfff")[:32_767]


def _broken_documents(rng: Random, text: str, original: Original, way: _Way) -> bytes:
    if original.ending == "json":
        return json.dumps(way(rng, json.loads(text)), indent=rng.choice([None, 1])).encode()
    lines = [json.loads(line) for line in text.splitlines() if line.strip()]
    broken = way(rng, lines)
    if not isinstance(broken, list):
        return json.dumps(broken).encode()
    return "\n".join(json.dumps(one) for one in broken).encode()


def _called(rng: Random, name: str) -> str:
    """Now and then by a name that says nothing, or another format."""
    stem = name.rpartition(".")[0]
    return rng.choice(
        [name] * 12 + [stem, f"{stem}.csv", f"{stem}.json", f"{stem}.jsonl", f"{name}.gz", f"{stem}.txt"]
    )
