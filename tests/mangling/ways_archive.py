"""Ways to break workbooks and Parquet files from within: parts that are missing, lie, or grow beyond reason."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

Parts = dict[str, bytes]
WayOfArchive = Callable[[Random, bytes], bytes]

_BIG = 10_000_000
_SHEET = "xl/worksheets/sheet1.xml"


def parts_of(content: bytes) -> Parts:
    """Name → bytes of each part of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive_of(parts: Parts) -> bytes:
    """An archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


# ── workbooks ────────────────────────────────────────────────────────────────────────────────────────────────────


def part_dropped(rng: Random, content: bytes) -> bytes:
    parts = parts_of(content)
    parts.pop(rng.choice(sorted(parts)))
    return archive_of(parts)


def part_emptied(rng: Random, content: bytes) -> bytes:
    parts = parts_of(content)
    return archive_of(parts | {rng.choice(sorted(parts)): rng.choice([b"", b"<a/>", b"hello", b"\0" * 100])})


def part_damaged(rng: Random, content: bytes) -> bytes:
    """Some bytes of a part are others, and the archive around it is sound."""
    parts = parts_of(content)
    name = rng.choice([_SHEET, _SHEET, *sorted(parts)])
    damaged = bytearray(parts[name])
    for _ in range(rng.choice([1, 3, 20])):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    return archive_of(parts | {name: bytes(damaged)})


def part_cut_off(rng: Random, content: bytes) -> bytes:
    parts = parts_of(content)
    name = rng.choice(sorted(parts))
    return archive_of(parts | {name: parts[name][: rng.randrange(len(parts[name]))]})


def parts_mixed_up(rng: Random, content: bytes) -> bytes:
    parts = parts_of(content)
    names = sorted(parts)
    return archive_of(dict(zip(names, rng.sample([parts[name] for name in names], len(names)), strict=True)))


def part_that_is_a_bomb(rng: Random, content: bytes) -> bytes:
    parts = parts_of(content)
    return archive_of(
        parts | {rng.choice([_SHEET, "xl/media/a.png", "xl/sharedStrings.xml"]): bytes(60_000_000)}
    )


def size_that_lies(rng: Random, content: bytes) -> bytes:
    """The archive says of a part that it is of another size."""
    parts = parts_of(content)
    size = len(parts[_SHEET]).to_bytes(4, "little")
    return archive_of(parts).replace(size, rng.choice([0, 1, 2**31, 2**32 - 1]).to_bytes(4, "little"))


def marked_as_locked(rng: Random, content: bytes) -> bytes:
    """Each part's flag says that a password is needed."""
    locked = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), content):
            locked[found.start() + at] |= 1
    return bytes(locked)


def rows_out_of_this_world(rng: Random, content: bytes) -> bytes:
    parts = parts_of(content)
    odd = rng.choice([b"0", b"-1", b"900000000", b"1048577", b"x", b"", b"99999999999999999999"])
    sheet = re.sub(rb'<row r="[23]"', b'<row r="' + odd + b'"', parts[_SHEET])
    return archive_of(
        parts
        | {
            _SHEET: re.sub(
                rb'r="([B-D])2"', rng.choice([rb'r="\g<1>9"', b'r="XFD2"', b'r="ZZZZZ2"', b'r="2"']), sheet
            )
        }
    )


def cells_of_another_type(rng: Random, content: bytes) -> bytes:
    parts = parts_of(content)
    kind = rng.choice([b"s", b"d", b"e", b"b", b"n", b"str", b"zzz", b""])
    return archive_of(parts | {_SHEET: re.sub(rb't="[a-zA-Z]+"', b't="' + kind + b'"', parts[_SHEET])})


def cell_of_ten_megabytes(rng: Random, content: bytes) -> bytes:
    parts = parts_of(content)
    name = rng.choice([n for n in (_SHEET, "xl/sharedStrings.xml") if n in parts])
    filler = rng.choice([b"word ", b"x", b"9"]) * (_BIG // 5)
    return archive_of(
        parts | {name: re.sub(rb"(<v>|<t>)", lambda found: found[0] + filler, parts[name], count=1)}
    )


def entities_within(rng: Random, content: bytes) -> bytes:
    parts = parts_of(content)
    entities = b"".join(
        b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"lol") for n in range(12)
    )
    outside = b'<!ENTITY e11 SYSTEM "file:///etc/hostname">'
    declared = b"<!DOCTYPE x [" + rng.choice([entities, outside]) + b"]>"
    sheet = re.sub(rb"^(<\?xml.*?\?>)?", lambda found: (found[0] or b"") + declared, parts[_SHEET], count=1)
    return archive_of(parts | {_SHEET: re.sub(rb"<v>[^<]*", b"<v>&e11;", sheet)})


def archive_within(rng: Random, content: bytes) -> bytes:
    return archive_of({rng.choice(["tickets.xlsx", "[Content_Types].xml", "data.csv"]): content})


WAYS_OF_BOOKS: tuple[WayOfArchive, ...] = (
    part_dropped,
    part_emptied,
    part_damaged,
    part_cut_off,
    parts_mixed_up,
    part_that_is_a_bomb,
    size_that_lies,
    marked_as_locked,
    rows_out_of_this_world,
    cells_of_another_type,
    cell_of_ten_megabytes,
    entities_within,
    archive_within,
)

# ── Parquet ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _read(content: bytes) -> Any:
    from pyarrow import parquet  # type: ignore[import-untyped, import-not-found, unused-ignore]

    return parquet.read_table(io.BytesIO(content))


def _written(table: Any, **options: Any) -> bytes:
    from pyarrow import parquet  # type: ignore[import-untyped, import-not-found, unused-ignore]

    out = io.BytesIO()
    parquet.write_table(table, out, **options)
    return out.getvalue()


def end_damaged(rng: Random, content: bytes) -> bytes:
    """Where the file says what is in it."""
    damaged = bytearray(content)
    for _ in range(rng.choice([1, 2, 10])):
        damaged[-rng.randint(5, min(2_000, len(damaged)))] = rng.randrange(256)
    return bytes(damaged)


def no_rows(rng: Random, content: bytes) -> bytes:
    return _written(_read(content).slice(0, 0))


def no_columns(rng: Random, content: bytes) -> bytes:
    return _written(_read(content).select([]))


def columns_by_the_thousand(rng: Random, content: bytes) -> bytes:
    import pyarrow as pa  # type: ignore[import-untyped, import-not-found, unused-ignore]

    table = _read(content)
    return _written(
        pa.table({f"c{n}": table.column(n % table.num_columns) for n in range(rng.choice([600, 4_200]))})
    )


def columns_of_another_type(rng: Random, content: bytes) -> bytes:
    import pyarrow as pa  # type: ignore[import-untyped, import-not-found, unused-ignore]

    table = _read(content)
    n = table.num_rows
    odd = [
        pa.array([2**60] * n, pa.timestamp("us")),
        pa.array([-(2**31)] * n, pa.date32()),
        pa.array([b"\xff\xfe"] * n),
        pa.array([[None, "a"]] * n),
        pa.array([{"a": {"b": [1]}}] * n),
        pa.array([float("nan")] * n),
        pa.nulls(n),
        pa.array([True] * n),
        pa.array(["x"] * n).dictionary_encode(),
    ]
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(table.num_columns)
        table = table.set_column(at, table.column_names[at], rng.choice(odd))
    return _written(table)


def columns_of_one_name(rng: Random, content: bytes) -> bytes:
    return _written(
        _read(content).rename_columns([rng.choice(["x", "", "comment"])] * _read(content).num_columns)
    )


def one_long_text_in_every_row(rng: Random, content: bytes) -> bytes:
    """A bomb: it is stored once."""
    import pyarrow as pa  # type: ignore[import-untyped, import-not-found, unused-ignore]

    length, rows = rng.choice([(900_000, 3_000), (5_000_000, 50), (100, 300_000)])
    return _written(
        pa.table(
            {"comment": pa.array(["word " * (length // 5)]).take(pa.array([0] * rows)).dictionary_encode()}
        )
    )


def nested_deep(rng: Random, content: bytes) -> bytes:
    import pyarrow as pa  # type: ignore[import-untyped, import-not-found, unused-ignore]

    depth = rng.choice([5, 30, 120])
    value: Any = "text"
    for _ in range(depth):
        value = {"a": value} if rng.random() < 0.5 else [value]
    return _written(
        pa.table({"id": [1, 2], "comment": ["Late again", "Never came"], "deep": pa.array([value, None])})
    )


WAYS_OF_PARQUET: tuple[WayOfArchive, ...] = (
    end_damaged,
    no_rows,
    no_columns,
    columns_by_the_thousand,
    columns_of_another_type,
    columns_of_one_name,
    one_long_text_in_every_row,
    nested_deep,
)
