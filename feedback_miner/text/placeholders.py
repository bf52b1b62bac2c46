"""Typed placeholders that stand for personal data, and putting them into a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple


class PersonalData(StrEnum):
    """Kinds of personal data that are never stored."""

    EMAIL = "EMAIL"
    PHONE = "PHONE"
    CARD = "CARD"
    IBAN = "IBAN"
    PERSON = "PERSON"

    @property
    def placeholder(self) -> str:
        """What is stored in its place, such as `<EMAIL>`."""
        return f"<{self}>"


#: The placeholders, in the order of their kinds.
PLACEHOLDERS = tuple(kind.placeholder for kind in PersonalData)

#: Matches exactly one placeholder.
PLACEHOLDER = re.compile("|".join(PLACEHOLDERS))


class Found(NamedTuple):
    """Personal data at `text[start:end]`."""

    start: int
    end: int
    kind: PersonalData


class Cover:
    """Which characters of a text are taken: overlaps are told in a time that does not grow with their number."""

    def __init__(self, text: str, taken: Iterable[tuple[int, int]] = ()) -> None:
        self._taken = bytearray(len(text))
        for start, end in taken:
            self.take(start, end)

    def take(self, start: int, end: int) -> None:
        """Mark `text[start:end]` as taken."""
        self._taken[start:end] = b"\x01" * (end - start)

    def touches(self, start: int, end: int) -> bool:
        """Whether any character of `text[start:end]` is taken."""
        return self._taken.find(1, start, end) >= 0


def placeholder_spans(text: str) -> list[tuple[int, int]]:
    """Where placeholders stand."""
    return [m.span() for m in PLACEHOLDER.finditer(text)]


def replace(text: str, found: Iterable[Found]) -> str:
    """The text with what was found replaced by placeholders.

    Of overlapping spans the one that is named first wins. Placeholders that are there already stay whole.
    """
    cover = Cover(text, placeholder_spans(text))
    chosen: list[Found] = []
    for span in found:
        if span.start < span.end and not cover.touches(span.start, span.end):
            cover.take(span.start, span.end)
            chosen.append(span)
    parts: list[str] = []
    last = 0
    for span in sorted(chosen):
        parts += [text[last : span.start], span.kind.placeholder]
        last = span.end
    return "".join([*parts, text[last:]])


def until_stable(text: str, step: Callable[[str], str]) -> str:
    """`step` again and again until nothing changes, so that redacting twice is redacting once.

    A placeholder changes what its neighbours look like, so one step may uncover another. Every step that changes
    something turns other characters into placeholders: it ends.
    """
    while (changed := step(text)) != text:
        text = changed
    return text
