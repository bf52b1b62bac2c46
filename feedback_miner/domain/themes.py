"""Themes: groups of statements that say the same thing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

#: The name of a theme from the erasure of those whose words its name was, until somebody looks at statements again.
UNNAMED = "Not named yet"

#: Of a vector with a smaller largest part nothing is left but rounding.
_NO_LENGTH = 1e-6

_NO_WORDS = re.compile(r"[@#]\w+|https?://\S+|<[A-Z]+>")
_NUMBERED = re.compile(r" \(\d+\)$")


class Tone(StrEnum):
    """Which side of the map a theme stands on."""

    PAIN = "pain"
    DELIGHT = "delight"


def pack(vectors: NDArray[np.float32]) -> list[bytes | None]:
    """Vectors of length 1 [statements, dimensions] as they are kept: a byte a dimension, None for one of length 0
    or that is no vector (a part is not a finite number).

    Of each the largest part is ±127, and the length, which is known, gives the scale back. The cosine of a vector and
    what `unpack` makes of it is above 0.99 at up to a thousand dimensions; of vectors that models give, above 0.999.
    """
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=0.0)
    # One that is no vector, or next to none, would stop every look at its workspace.
    usable = np.isfinite(largest) & (largest > _NO_LENGTH)
    whole = np.rint(np.where(usable, vectors, 0) * (127 / np.where(usable, largest, 1))).astype(np.int8)
    return [row.tobytes() if some else None for row, some in zip(whole, usable[:, 0], strict=True)]


def unpack(kept: Sequence[bytes]) -> NDArray[np.float32]:
    """What was packed, of length 1 [statements, dimensions]; all are of one model, and none is None."""
    if not kept:
        return np.empty((0, 0), dtype=np.float32)
    vectors = np.frombuffer(b"".join(kept), dtype=np.int8).reshape(len(kept), -1).astype(np.float32)
    lengths: NDArray[np.float32] = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths


@dataclass(frozen=True, slots=True)
class Theme:
    """A group that lives: statements join it, its id stays."""

    id: int
    tone: Tone
    #: where most of its statements are
    stage: str
    touchpoint: str
    #: in the customers' own words, as a headline, or `UNNAMED`
    name: str
    #: current statements that are in it
    statements: int
    #: days of its first and of its newest statement; the day of its birth where it has none now
    born_on: date
    last_on: date
    #: the model whose vectors it is made of, NAME/VERSION
    model: str
    #: the theme that it went into; None while it lives
    merged_into: int | None


@dataclass(frozen=True, slots=True)
class ThemeCentre:
    """What placing needs of a living theme."""

    id: int
    tone: Tone
    #: of length 1 [dimensions]
    centre: NDArray[np.float32]
    statements: int


@dataclass(frozen=True, slots=True)
class StatementVectors:
    """Current statements with what they are about, in the order of their ids."""

    statement: NDArray[np.int64]
    #: number of the customer, or −item where nobody is named
    customer: NDArray[np.int64]
    #: ordinal
    day: NDArray[np.int64]
    #: −1 … 1
    sentiment: NDArray[np.float64]
    stage: tuple[str, ...]
    touchpoint: tuple[str, ...]
    text: tuple[str, ...]
    #: of length 1 [statements, dimensions]
    vectors: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.statement)

    def take(self, rows: NDArray[np.int64]) -> StatementVectors:
        """Some of them, by their places."""
        return StatementVectors(
            statement=self.statement[rows],
            customer=self.customer[rows],
            day=self.day[rows],
            sentiment=self.sentiment[rows],
            stage=tuple(self.stage[row] for row in rows),
            touchpoint=tuple(self.touchpoint[row] for row in rows),
            text=tuple(self.text[row] for row in rows),
            vectors=self.vectors[rows],
        )


def is_said(name: str, text: str) -> bool:
    """Whether a theme's name is in the words of a text, however they are written and marked."""
    return _bare(_NUMBERED.sub("", name)) in _bare(text)


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", _NO_WORDS.sub(" ", text).casefold()))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of a customer's words that could be a headline."""

    #: as it was written, with a capital in front
    text: str
    #: whether something is said of something ("card was declined") and not only named ("declined card")
    says: bool


@dataclass(frozen=True, slots=True)
class ThemeDraft:
    """What a theme is to be from now on."""

    tone: Tone
    stage: str
    touchpoint: str
    name: str
    #: of length 1 [dimensions]
    centre: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Regrouping:
    """What a look at statements changes. Themes are named by their id, those to be born by numbers below 0."""

    model: str
    #: statement → theme; 0: it was looked at and found none. What has a theme keeps it
    placed: Mapping[int, int]
    #: theme → what it is from now on; those to be born are all here
    drafts: Mapping[int, ThemeDraft]
    #: theme → the one that it goes into, with all its statements
    merged: Mapping[int, int]
