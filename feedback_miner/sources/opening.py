"""The door of the room: finds out what a file is, and opens it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from feedback_miner.domain import RowError, SourceRecord
from feedback_miner.errors import FileError
from feedback_miner.sources.byte_stream import open_bytes
from feedback_miner.sources.csv_file import open_csv
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.json_file import open_json
from feedback_miner.sources.parquet_file import PARQUET, open_parquet
from feedback_miner.sources.preset import Preset, recognised, shipped_presets
from feedback_miner.sources.text_stream import find_encoding, open_text
from feedback_miner.sources.xlsx_file import open_xlsx

_ZIP = b"PK"
_FOREIGN = {
    b"%PDF": "This is a PDF file. Export the data behind it as CSV, XLSX or JSON.",
    b"\xd0\xcf\x11\xe0": "This is a workbook in Excel's old format (.xls), or a locked one. Save it as .xlsx.",
    b"\x89PNG": "This is a picture. Export the data behind it as CSV, XLSX or JSON.",
    b"\xff\xd8\xff": "This is a picture. Export the data behind it as CSV, XLSX or JSON.",
    b"SQLite format 3": "This is a database. Export its table as CSV.",
    b"PARE": "This Parquet file is encrypted. Write it anew without a key, or export the data as CSV or JSON Lines.",
}
_MARKUP = re.compile(r"\s*<(!doctype|html|\?xml)", re.IGNORECASE)
_JSON = re.compile(r"\s*(\[\s*[\[{\]\"]|\{\s*[\"}])")
_JSON_NAMES = (".json", ".jsonl", ".ndjson")


def open_source(path: Path, *, name: str, presets: Sequence[Preset] | None = None) -> SourceFile:
    """The file under `path`, which the user calls `name`: its format, encoding, header, columns and preset found out.

    CSV and TSV (also Qualtrics'), XLSX, Parquet, JSON documents, JSON Lines and recorded HTTP answers; text formats
    also in gzip. `presets` are those to know files by, in place of the ones that ship. Raises FileError, with the
    name, where the file as a whole cannot be read.
    """
    with _naming(name):
        file = recognised(_open(path, name), shipped_presets() if presets is None else presets)

    def read() -> Iterator[SourceRecord | RowError]:
        with _naming(name):
            yield from file.records()

    return replace(file, _read=read)


def _open(path: Path, name: str) -> SourceFile:
    with open_bytes(path) as stream:
        head = stream.read(64)
    for mark, advice in _FOREIGN.items():
        if head.startswith(mark):
            raise FileError(advice)
    if head.startswith(_ZIP):
        return open_xlsx(path, name=name)
    if head.startswith(PARQUET):
        return open_parquet(path, name=name)
    lower_name = name.lower().removesuffix(".gz")
    if lower_name.endswith((".xlsx", ".xlsm")):
        raise FileError("The file is named like a workbook and is none: save it again as .xlsx, or as .csv.")
    encoding = find_encoding(path)
    with open_text(path, encoding) as text:
        start = text.read(65_536)
    if _MARKUP.match(start):
        raise FileError(
            "This is a web page or XML, perhaps a sign-in page. Export the data as CSV, XLSX or JSON."
        )
    is_json = _JSON.match(start) is not None
    if is_json or lower_name.endswith(_JSON_NAMES):
        return open_json(path, name=name, encoding=encoding)
    return open_csv(path, name=name, encoding=encoding)


@contextmanager
def _naming(name: str) -> Iterator[None]:
    try:
        yield
    except FileError as error:
        raise FileError(error.message, where=error.where or name) from error
