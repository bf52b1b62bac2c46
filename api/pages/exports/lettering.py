"""Words set in lines, for drawings: SVG does not wrap by itself.

Widths are about those of DejaVu Sans, the widest font that the page is shown in: what fits in it fits in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

#: a text and whether it is bold
Run = tuple[str, bool]

#: widths in parts of the size
_WIDTHS = {
    **dict.fromkeys("iljI.,:;'’‘|!·", 0.31),
    **dict.fromkeys('ftr()[]/ -“”"', 0.40),
    **dict.fromkeys("mwMW@%&…▲▼⚑", 0.95),
}
_CAPITAL, _USUAL, _WIDE = 0.72, 0.63, 1.05
_BOLD = 1.11
#: a word with the space before it; the space at an end
_WORD = re.compile(r"\s*\S+|\s+$")


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How wide it is drawn, at most."""
    return size * sum(map(_width, text)) * (_BOLD if bold else 1)


def in_lines(runs: Iterable[Run], width: float, size: float) -> list[tuple[Run, ...]]:
    """Broken where a space is; a word that is wider than a line is cut."""
    lines: list[list[Run]] = [[]]
    left, before = width, ""
    for text, bold in runs:
        for found in _WORD.findall(text):
            if found.isspace():
                before = " "
                continue
            word, before = before + found, ""
            needed = width_of(word, size, bold=bold)
            if needed > left and lines[-1] and word[0].isspace():
                lines.append([])
                left = width
            if not lines[-1]:
                word = shortened(word.lstrip(), width, size, bold=bold)
                needed = width_of(word, size, bold=bold)
            lines[-1].append((word, bold))
            left -= needed
    return [_joined(line) for line in lines if line]


def wrapped(text: str, width: float, size: float, *, most: int, bold: bool = False) -> tuple[str, ...]:
    """At most so many lines; what does not fit is left out of the last one, which says so by “…”."""
    lines = ["".join(run for run, _ in line) for line in in_lines([(text, bold)], width, size)]
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], shortened(" ".join(lines[most - 1 :]), width, size, bold=bold))


def shortened(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """As much of it as fits, and “…” where that is not all."""
    if width_of(text, size, bold=bold) <= width:
        return text
    kept = text
    while kept and width_of(f"{kept}…", size, bold=bold) > width:
        kept = kept[:-1]
    return f"{kept.rstrip(' ,.;:')}…"


def _width(sign: str) -> float:
    known = _WIDTHS.get(sign)
    if known is not None:
        return known
    if east_asian_width(sign) in "WF":
        return _WIDE
    return _CAPITAL if sign.isupper() else _USUAL


def _joined(line: Sequence[Run]) -> tuple[Run, ...]:
    """Neighbours of one weight as one run."""
    joined: list[Run] = []
    for text, bold in line:
        if joined and joined[-1][1] == bold:
            joined[-1] = (joined[-1][0] + text, bold)
        else:
            joined.append((text, bold))
    return tuple(joined)
