"""Workbooks and packed files as they should not be: bombs, lies, parts that are missing."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from tests.sources.sound import as_csv, as_workbook, rows_of, workbook_of

Files = Iterator[tuple[str, bytes]]


def workbooks(rng: random.Random) -> Files:
    yield (
        "bomb.xlsx",
        zipped({"[Content_Types].xml": b"<Types/>", "xl/worksheets/sheet1.xml": bytes(200_000_000)}),
    )
    yield "bomb_that_lies_about_its_size.xlsx", _lying_bomb()
    yield "no_workbook.xlsx", zipped({"readme.txt": b"hello"})
    yield "parts_missing.xlsx", zipped({"[Content_Types].xml": b"<Types/>"})
    yield (
        "ten_thousand_parts.xlsx",
        zipped({"[Content_Types].xml": b"<Types/>"} | {f"p{n}": b"" for n in range(10_000)}),
    )
    yield (
        "entities.xlsx",
        _with_sheet(b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'),
    )
    yield "sheet_is_no_xml.xlsx", _with_sheet(b"hello")
    far = b'<row r="900000000"><c r="A900000000" t="inlineStr"><is><t>far</t></is></c></row>'
    yield (
        "row_number_out_of_this_world.xlsx",
        _with_sheet(_sheet(b'<row r="1"><c r="A1"><v>1</v></c></row>' + far)),
    )
    yield (
        "cell_without_a_shared_text.xlsx",
        _with_sheet(_sheet(b'<row r="1"><c r="A1" t="s"><v>99</v></c></row>')),
    )
    yield "formulas.xlsx", workbook_of(_fill_formulas)
    yield "empty.xlsx", workbook_of(lambda book: None)
    yield "first_sheet_empty.xlsx", workbook_of(_fill_second_sheet)
    yield "a_workbook_named.csv", as_workbook(rows_of(rng, 10))
    yield "a_table_named.xlsx", as_csv(rows_of(rng, 10)).encode()
    damaged = bytearray(as_workbook(rows_of(rng)))
    for at in rng.sample(range(len(damaged)), 40):
        damaged[at] = rng.randrange(256)
    yield "random_bytes_within.xlsx", bytes(damaged)


def _fill_formulas(book: Any) -> None:
    book.active.append(["id", "comment", "link"])
    book.active.append([1, '=HYPERLINK("http://example.com","x")', "=1/0"])
    book.active.append([2, "=cmd|' /C calc'!A0", "plain"])


def _fill_second_sheet(book: Any) -> None:
    sheet = book.create_sheet("data")
    for row in (["id", "comment"], [1, "good"], [2, "bad"]):
        sheet.append(row)


def zipped(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _sheet(rows: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="' + space + b'"><sheetData>' + rows + b"</sheetData></worksheet>"


def _with_sheet(sheet: bytes) -> bytes:
    """A sound workbook with another sheet in it."""
    sound = zipfile.ZipFile(io.BytesIO(as_workbook([])))
    parts = {name: sound.read(name) for name in sound.namelist()}
    return zipped(parts | {"xl/worksheets/sheet1.xml": sheet})


def _lying_bomb() -> bytes:
    """100 MB of zeros that the archive declares as 1,000 bytes, at both places where it says so."""
    size = 100_000_000
    honest = zipped({"[Content_Types].xml": b"<Types/>", "xl/worksheets/sheet1.xml": bytes(size)})
    return honest.replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))


def packed_files(rng: random.Random) -> Files:
    packed = gzip.compress(as_csv(rows_of(rng)).encode())
    yield "sound.csv.gz", packed
    yield "cut_off.csv.gz", packed[: len(packed) // 2]
    yield "bomb.csv.gz", _gzip_bomb()


def _gzip_bomb() -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    block = b"id,comment\n" * 100_000
    return b"".join(packer.compress(block) for _ in range(100)) + packer.flush()
