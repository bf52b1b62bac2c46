"""Files as they should not be: every format, broken in every way that was thought of. Seeded, and the same each time.

    paths = mangled_files(folder)

Each must end in a FileError with a useful message, or in records and row errors.
"""

from __future__ import annotations

import base64
import gzip
import json
import random
from pathlib import Path
from typing import Any

from tests.sources.mangled_archives import Files, packed_files, workbooks
from tests.sources.sound import (
    as_csv,
    as_jsonl,
    as_objects,
    as_tickets,
    as_workbook,
    rows_of,
)

_SEED = 20260411
_BIG = 50_000_000


def mangled_files(folder: Path) -> list[Path]:
    """Writes the files into `folder`; returns their paths, at least 60, of which some are 50 MB."""
    rng = random.Random(_SEED)
    made: list[Path] = []
    for maker in (
        _cut_off,
        _encodings,
        _csv_shapes,
        _csv_quotes,
        _huge,
        _junk,
        _json_shapes,
        _recordings,
        workbooks,
        packed_files,
    ):
        for name, content in maker(rng):
            path = folder / name
            path.write_bytes(content)
            made.append(path)
    return made


# ── ways of breaking ─────────────────────────────────────────────────────────────────────────────────────────────


def _cut_off(rng: random.Random) -> Files:
    rows = rows_of(rng)
    whole = {
        "csv": as_csv(rows).encode(),
        "tsv": as_csv(rows, "\t").encode(),
        "jsonl": as_jsonl(rows).encode(),
        "json": json.dumps({"data": as_objects(rows)}).encode(),
        "xlsx": as_workbook(rows),
    }
    for ending, content in whole.items():
        for n in range(3):
            yield f"cut_off_{n}.{ending}", content[: rng.randrange(len(content) // 10, len(content))]
    utf16 = as_csv(rows).encode("utf-16")
    yield "cut_off_within_a_utf16_letter.csv", utf16[: len(utf16) // 2 | 1]
    yield "cut_off_in_quotes.csv", b'id,comment\n1,fine\n2,"begins well and then'
    yield "cut_off_in_the_header.csv", b'id,created_at,"comm'


def _encodings(rng: random.Random) -> Files:
    text = as_csv(rows_of(rng))
    western = text.replace("日本", "Œ").replace("😡", "!")
    yield "cp1252.csv", western.encode("cp1252")
    yield "utf16_with_mark.csv", text.encode("utf-16")
    yield "utf16_le_without_mark.csv", text.encode("utf-16-le")
    yield "utf16_be_without_mark.csv", text.encode("utf-16-be")
    yield "utf32.csv", text.encode("utf-32")
    yield "utf8_with_mark.json", b"\xef\xbb\xbf" + json.dumps(as_objects(rows_of(rng, 20))).encode()
    yield "utf16.jsonl", as_jsonl(rows_of(rng, 20)).encode("utf-16")
    yield "mark_that_lies.csv", b"\xff\xfe" + text.encode()
    half = len(western) // 2
    yield "utf8_then_cp1252.csv", western[:half].encode() + western[half:].encode("cp1252")
    yield (
        "one_late_cp1252_letter.csv",
        as_csv([["1", "2026-01-05", "a", "plain", "5"]] * 9_000).encode() + b"2,,,caf\xe9,1\n",
    )
    yield "cyrillic_cp1251.csv", ("id,comment\n" + "1,Доставка опоздала на три дня\n" * 30).encode("cp1251")
    yield "shift_jis.csv", ("id,comment\n" + "1,配達が三日も遅れました\n" * 30).encode("cp932")
    yield "nul_bytes.csv", text.encode().replace(b" ", b" \0", 50)
    yield (
        "nul_bytes.jsonl",
        as_jsonl(rows_of(rng, 20)).encode().replace(b" ", b" \0", 20) + b'{"id": "\\u0000\\ud83d"}\n',
    )
    flipped = bytearray(text.encode())
    for at in rng.sample(range(len(flipped)), 300):
        flipped[at] = rng.randrange(256)
    yield "random_bytes_within.csv", bytes(flipped)


def _csv_shapes(rng: random.Random) -> Files:
    rows = rows_of(rng, 60)
    yield "empty.csv", b""
    yield "blank_lines_only.csv", b"\n\r\n  \n\n"
    yield "header_only.csv", b"id,created_at,comment\n"
    yield "no_header.csv", as_csv(rows).split("\n", 1)[1].encode()
    yield "titles_above_the_header.csv", b"Feedback report\n\nMade on 2026-01-05\n\n" + as_csv(rows).encode()
    yield "mixed_line_ends.csv", b"id,comment\r\n1,one\n2,two\r3,three\r\n\r\n4,four\r\r\n5,five"
    yield "old_mac_line_ends.csv", as_csv(rows, end="\r").encode()
    yield "ragged.csv", b"id,comment,rating\n1,short\n2,a,b,c,d,e\n3,good,5\n4\n5,good,5,,,\n"
    yield "duplicate_columns.csv", b"id,comment,comment,,\n1,a,b,c,d\n2,e,f,g,h\n"
    yield "thousands_of_columns.csv", _wide(3_000)
    yield "too_many_columns.csv", _wide(50_000)
    yield "one_column.csv", b"comment\n" + "\n".join(r[3].replace('"', "") for r in rows).encode()
    yield (
        "semicolons_and_decimal_commas.csv",
        b"id;score;comment\n" + b"1;4,5;good, really\n2;1,0;bad, really\n" * 20,
    )


def _wide(columns: int) -> bytes:
    header = ",".join(f"c{n}" for n in range(columns))
    return "\n".join([header, *(",".join("x" * columns) for _ in range(5))]).encode()


def _csv_quotes(rng: random.Random) -> Files:
    lines = as_csv([[r[0], r[1], r[2], f"plain {r[0]}", r[4]] for r in rows_of(rng, 5_000)]).splitlines(
        keepends=True
    )
    lines[40] = lines[40].replace("plain", '"plain')
    yield "one_stray_quote.csv", "".join(lines).encode()
    every = [line.replace("plain", '"plain') for line in lines]
    yield "a_stray_quote_in_each_row.csv", "".join(every).encode()
    yield "bare_quotes_within.csv", b'id,comment\n1,"so "good" it is"\n2,"fine"\n3,5" screen\n'
    yield "backslash_quotes.csv", b"id,comment\n" + b'1,"she said \\"no\\", twice"\n2,"fine"\n' * 20
    yield "quotes_only.csv", b'"' * 5_001
    yield "line_ends_in_quotes_only.csv", b'id,comment\n1,"' + b"\n" * 200_000 + b'"\n2,fine\n'


def _huge(rng: random.Random) -> Files:
    filler = ("word " * 2_000).encode()
    big = filler * (_BIG // len(filler))
    yield "line_of_50_mb.csv", b"id,comment\n1,fine\n2," + big + b"\n3,fine\n"
    yield (
        "quoted_cell_of_50_mb.csv",
        b'id,comment\n1,fine\n2,"' + big.replace(filler, filler + b"\n") + b'"\n3,fine\n',
    )
    yield "first_line_of_50_mb.csv", big
    yield (
        "line_of_50_mb.jsonl",
        b'{"id": 1, "text": "fine"}\n{"id": 2, "text": "' + big + b'"}\n{"id": 3, "text": "fine"}\n',
    )
    yield "string_of_50_mb.json", b'[{"id": 1, "text": "fine"}, {"id": 2, "text": "' + big + b'"}, {"id": 3}]'
    yield "cell_of_2_mb.csv", b"id,comment\n1," + big[:2_000_000] + b"\n2,fine\n"


def _junk(rng: random.Random) -> Files:
    yield "random.csv", rng.randbytes(200_000)
    yield "random.json", rng.randbytes(200_000)
    yield "random.xlsx", rng.randbytes(200_000)
    yield "zeros.csv", bytes(100_000)
    yield "picture.csv", b"\x89PNG\r\n\x1a\n" + rng.randbytes(1_000)
    yield "document.csv", b"%PDF-1.7\n" + rng.randbytes(1_000)
    yield "old_excel.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + rng.randbytes(5_000)
    yield "page.csv", b"<!DOCTYPE html><html><body><p>Sign in, please</p></body></html>"
    yield "words.txt", b"This is no table. It is a letter, and a short one.\n\nYours, Ann\n"


def _json_shapes(rng: random.Random) -> Files:
    yield "deep_lists.json", b"[" * 200_000
    yield "deep_objects.json", b'{"a":' * 200_000 + b"1" + b"}" * 200_000
    yield "deep_record.json", b'[{"id": 1, "deep": ' + b"[" * 100_000 + b"]" * 100_000 + b'}, {"id": 2}]'
    yield (
        "deep_line.jsonl",
        b'{"id": 1}\n{"id": 2, "deep": ' + b"[" * 100_000 + b"]" * 100_000 + b'}\n{"id": 3}\n',
    )
    yield "numbers_only.json", b"[1, 2, 3]"
    yield "empty_list.json", b"[]"
    yield "empty_object.json", b"{}"
    yield "huge_number.json", b'[{"id": ' + b"9" * 10_000 + b"}]"
    yield "huge_exponent.json", b'[{"id": 1e999999999}, {"id": 2}]'
    yield (
        "many_keys.json",
        json.dumps([{f"k{n}": n for n in range(20_000)}, {"id": 2, "text": "fine"}]).encode(),
    )
    yield "trailing_comma.json", b'[{"id": 1, "text": "fine"}, {"id": 2, "text": "fine"},]'
    yield "single_quotes.json", b"[{'id': 1, 'text': 'no JSON'}]"
    yield (
        "bad_lines.jsonl",
        b'{"id": 1, "text": "fine"}\nnot json\n[1]\n"x"\n{"id": NaN}\n{"id": 2, "text": "fine"}\n',
    )
    yield (
        "documents_one_after_another.json",
        as_tickets(rows_of(rng, 3)) + b"\n" + as_tickets(rows_of(rng, 4)),
    )


def _recordings(rng: random.Random) -> Files:
    page = gzip.compress(as_tickets(rows_of(rng, 5)))
    good = base64.b64encode(page).decode()
    bodies: list[Any] = [
        {"base64_string": good},
        {"base64_string": good[: len(good) // 2]},
        {"base64_string": "!!! no base64 !!!"},
        {"base64_string": base64.b64encode(gzip.compress(bytes(100_000_000), 6)).decode()},
        {"string": "<html>no JSON</html>"},
        {"string": ""},
        "text",
        None,
    ]
    pages: list[dict[str, Any]] = [{"response": {"status": {"code": 200}, "body": body}} for body in bodies]
    pages += [
        {"response": {"status": {"code": 429}, "body": {"string": "slow down"}}},
        {"response": None},
        {},
    ]
    whole = json.dumps({"http_interactions": pages, "recorded_with": "test"}).encode()
    yield "recording.json", whole
    yield "recording_cut_off.json", whole[: len(good) + 200]
