"""Writes docs/exports.md: which files are known, what each was tested on, and how to get it from the vendor.

python -m scripts.exports
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from feedback_miner.sources.preset import Preset, shipped_presets

PAGE = Path(__file__).resolve().parents[1] / "docs" / "exports.md"

_INTRODUCTION = """\
# Exports that are known

A file of one of these systems is recognised by its columns: nobody has to say what they mean. Any other CSV, TSV,
XLSX or JSON is looked at column by column, and what cannot be told is asked.

“Tested on” says where the columns come from: a file that the system itself wrote, or what its vendor documents of it.
If a file of yours is not recognised, or is read wrongly, its header row is enough to mend the preset.

This page is written by `python -m scripts.exports` from
[the presets](../feedback_miner/sources/presets/README.md), one small file for each system.
"""
_COLUMNS = ("System", "Kind", "Tested on", "How to get the file")


def page(presets: Sequence[Preset]) -> str:
    """The whole page, with a row for each of `presets` in the order of their titles."""
    rows = [
        (preset.title, preset.source.value, preset.origin, preset.export)
        for preset in sorted(presets, key=lambda preset: preset.title.casefold())
    ]
    lines = [_COLUMNS, ("---",) * len(_COLUMNS), *rows]
    return _INTRODUCTION + "\n" + "\n".join(map(_line, lines)) + "\n"


def main() -> None:
    """Write the page over the one that is there."""
    PAGE.write_text(page(shipped_presets()), encoding="utf-8")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    """On one line, and without the character that ends a cell."""
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    main()
