"""Bytes to text: the encoding is found out over the whole file, and no byte makes reading fail."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

import charset_normalizer

from feedback_miner.errors import FileError
from feedback_miner.sources.byte_stream import open_bytes

_BLOCK = 1024 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What exports are written in where it is not Unicode, most frequent first.
_LEGACY = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "mac_roman", "koi8_r"]
_LEGACY += ["cp932", "gb18030", "big5", "euc_kr", "euc_jp"]
_CONTROL = bytes(set(range(1, 32)) - set(b"\t\n\r\f\x0b\x1a\x1b"))


def _read_as_windows(error: UnicodeError) -> tuple[str, int]:
    """In UTF-8, a byte that is none is what Windows meant by it: files are glued together from both."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252" if error.encoding == "utf-8" else "ascii", "replace"), error.end


codecs.register_error("feedback-miner.windows", _read_as_windows)


@contextmanager
def open_text(path: Path, encoding: str) -> Iterator[TextIO]:
    """The file as text, its line ends untouched. `encoding` is one that `find_encoding` returned."""
    with (
        open_bytes(path) as stream,
        io.TextIOWrapper(stream, encoding=encoding, errors="feedback-miner.windows", newline="") as text,
    ):
        yield text


def find_encoding(path: Path) -> str:
    """The name of the file's encoding: by its mark, else UTF-8 where that holds, else the likeliest.

    Reads the whole file once, since one letter of another encoding may come late. Raises FileError where the file
    is empty or is no text.
    """
    with open_bytes(path) as stream:
        head = stream.read(_BLOCK)
        if not head.strip():
            raise FileError("The file is empty.")
        marked = next((name for mark, name in _BOMS if head.startswith(mark)), None) or _utf16_without_mark(
            head
        )
        # Some tools write the mark of UTF-16 for show: its commas and line ends have a zero each.
        if marked and not (marked == "utf-16" and 0 not in head):
            return marked
        if _is_binary(head):
            raise FileError(
                "This is not a text file, and no format that is known here. Export it as CSV, XLSX or JSON."
            )
        odd = _first_block_that_is_not_utf8(head, stream)
    if odd is None or _mostly_utf8(odd):
        return "utf-8"
    return _legacy_encoding(odd)


def _utf16_without_mark(head: bytes) -> str | None:
    """In UTF-16, every other byte of Western text is 0."""
    sample = head[: len(head) // 2 * 2][:65_536]
    half = len(sample) / 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _is_binary(head: bytes) -> bool:
    """Control bytes are rare in text; a zero here and there is a broken export, many are no text."""
    return len(head.translate(None, _CONTROL)) < 0.98 * len(head) or head.count(0) > 0.3 * len(head)


def _first_block_that_is_not_utf8(head: bytes, rest: BinaryIO) -> bytes | None:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    block = head
    while block:
        try:
            decoder.decode(block)
        except UnicodeDecodeError:
            return block
        block = rest.read(_BLOCK)
    return None


def _mostly_utf8(block: bytes) -> bool:
    """Whether more letters of the block are UTF-8 than are not: then the few others are strangers in it."""
    text = block.decode("utf-8", "replace")
    strangers = text.count("\ufffd")
    return sum(not c.isascii() for c in text) >= 2 * strangers


def _legacy_encoding(block: bytes) -> str:
    telling = b"\n".join(line[:2_000] for line in block.splitlines() if not line.isascii())[:32_768]
    matches = charset_normalizer.from_bytes(telling, cp_isolation=_LEGACY)
    best = matches.best()
    if best is None:
        return "cp1252"
    windows = next((m for m in matches if m.encoding == "cp1252"), None)
    return "cp1252" if windows and windows.chaos <= best.chaos + 0.02 else best.encoding
