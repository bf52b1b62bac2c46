"""Files as streams of bytes: plain ones, and gzip files with a guard against bombs."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from feedback_miner.errors import FileError
from feedback_miner.sources.limits import UNPACKED_FREE_BYTES, UNPACKED_RATIO

_GZIP = b"\x1f\x8b"


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes, unpacked where it is gzip. Raises FileError where it cannot be opened."""
    try:
        plain = path.open("rb")
    except OSError as error:
        raise FileError(f"The file cannot be opened: {error.strerror}.") from error
    with plain:
        packed = plain.read(2) == _GZIP
        plain.seek(0)
        if packed:
            yield io.BufferedReader(_Unpacked(plain, path.stat().st_size))
        else:
            yield plain


class _Unpacked(io.RawIOBase):
    """What a gzip file holds; stops with a FileError as soon as it proves to be a bomb or broken."""

    def __init__(self, packed: BinaryIO, packed_bytes: int) -> None:
        self._stream = gzip.GzipFile(fileobj=packed, mode="rb")
        self._allowed = max(UNPACKED_FREE_BYTES, packed_bytes * UNPACKED_RATIO)
        self._seen = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            block = self._stream.read(len(buffer))
        except (EOFError, OSError, zlib.error) as error:
            raise FileError(
                "The gzip file is damaged or cut off: fetch it again, or unpack it and import what comes out."
            ) from error
        self._seen += len(block)
        if self._seen > self._allowed:
            raise FileError(
                "The gzip file grows too much when unpacked: unpack it and import the file inside."
            )
        buffer[: len(block)] = block
        return len(block)
