"""Any string in, well-formed Unicode text out: one kind of space, one kind of line end, nothing invisible."""

from __future__ import annotations

import re
import unicodedata

import ftfy

#: Longest message that is kept, in characters. What is beyond is cut, and `CUT_MARK` says so.
MAX_CHARACTERS = 100_000

CUT_MARK = "\n[…]"

#: Mark-up may be far longer than the words in it; beyond this, in characters, raw input is not even looked at.
MAX_RAW_CHARACTERS = 1_000_000

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f]")
# Soft hyphen, zero-width space and non-joiner, marks of direction, word joiner, byte-order mark, tag characters.
_INVISIBLE = re.compile(
    r"[\u00ad\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]"
)
# The zero-width joiner holds the parts of one emoji together: there it stays.
_STRAY_JOINER = re.compile(
    r"(?<![\ufe0f\u2190-\u2bff\U0001f000-\U0001faff])\u200d|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LINE_EDGES = re.compile(r" ?\n ?")
_BLANK_LINES = re.compile(r"\n{3,}")


def normalise(raw: str) -> str:
    """Text in NFC without control or invisible characters, spaces and blank lines folded, trimmed.

    Single newlines and emoji stay; mojibake ("donâ€™t") is mended; halves of a broken surrogate pair become U+FFFD.
    """
    text = well_formed(raw[:MAX_RAW_CHARACTERS])
    if not text.isascii():
        # Mojibake is looked for while its C1 control characters are still there.
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", ftfy.fix_encoding(text)))
        text = _STRAY_JOINER.sub("", text)
    text = _LINE_END.sub("\n", text)
    text = _CONTROL.sub("", text)
    text = _SPACES.sub(" ", text)
    text = _LINE_EDGES.sub("\n", text)
    return _BLANK_LINES.sub("\n\n", text).strip()


def well_formed(text: str) -> str:
    """The text with surrogate pairs joined, and single halves, which no encoding can store, replaced by U+FFFD."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def limit(text: str) -> str:
    """The text, cut to `MAX_CHARACTERS` and marked where it is longer."""
    if len(text) <= MAX_CHARACTERS:
        return text
    return text[: MAX_CHARACTERS - len(CUT_MARK)].rstrip() + CUT_MARK
