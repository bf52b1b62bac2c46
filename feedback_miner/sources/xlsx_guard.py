"""Looks at a workbook as an archive before anything unpacks it: bombs, damage and entity tricks end here."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from feedback_miner.errors import FileError
from feedback_miner.sources.limits import (
    UNPACKED_FREE_BYTES,
    UNPACKED_RATIO,
    XLSX_BYTES,
    XLSX_PARTS,
    XLSX_SHARED_BYTES,
)

_BLOCK = 1024 * 1024
_DAMAGED = "The workbook is damaged or cut off: fetch it again, or save it again as .xlsx."
_TOO_LARGE = "The workbook grows too much when unpacked: save it as CSV and import that."


def check_archive(path: Path) -> None:
    """Raises FileError where the file is no workbook, is damaged, or would fill the memory.

    First by what the archive says of itself, then by unpacking every part block by block.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_declared(parts, path.stat().st_size)
            for part in parts:
                _check_part(archive, part)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise FileError(_DAMAGED) from error


def _check_declared(parts: list[zipfile.ZipInfo], file_bytes: int) -> None:
    if not any(part.filename == "[Content_Types].xml" for part in parts):
        raise FileError("This is a ZIP archive and no workbook: unpack it and import the files inside.")
    if len(parts) > XLSX_PARTS:
        raise FileError(f"The workbook has {len(parts):,} parts; at most {XLSX_PARTS:,} can be read.")
    if sum(part.file_size for part in parts) > min(
        XLSX_BYTES, max(UNPACKED_FREE_BYTES, file_bytes * UNPACKED_RATIO)
    ):
        raise FileError(_TOO_LARGE)
    if any(part.file_size > XLSX_SHARED_BYTES for part in parts if "sharedstrings" in part.filename.lower()):
        raise FileError(_TOO_LARGE)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """`zipfile` unpacks no more of a part than it declares, and checks its sum."""
    with archive.open(part) as stream:
        first = True
        while block := stream.read(_BLOCK):
            if first and (b"<!DOCTYPE" in block or b"<!ENTITY" in block):
                raise FileError("The workbook declares XML entities, which no spreadsheet program writes.")
            first = False
