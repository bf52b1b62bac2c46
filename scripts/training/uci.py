"""UCI's Sentiment Labelled Sentences (Kotzias et al., KDD 2015; CC BY 4.0): lines of shops, films and restaurants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

NAMES = ("amazon_cells", "imdb", "yelp")


def read_uci(folder: Path, names: Sequence[str] = NAMES) -> Iterator[tuple[str, str, bool]]:
    """(name:line counted from 0, sentence, whether it is positive). `folder` holds NAME_labelled.txt.

    Lines with letters beyond ASCII are left out: those in the copy that is used are Vietnamese talk about something
    else.
    """
    for name in names:
        lines = (folder / f"{name}_labelled.txt").read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines):
            text, _, good = line.rpartition("\t")
            if text.strip() and text.isascii():
                yield f"{name}:{number}", text.strip(), good.strip() == "1"
