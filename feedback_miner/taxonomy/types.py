"""The parts of a taxonomy as `default.toml` writes them: frozen, refused where a field is unknown or odd."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.dataclasses import dataclass

_STRICT = ConfigDict(extra="forbid")

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
#: what people read: one line of 1 to 40 characters
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Kind = Literal["stage", "touchpoint", "emotion"]


@dataclass(frozen=True, slots=True, config=_STRICT)
class Stage:
    """A moment of the journey."""

    key: Key
    name: Name
    description: str
    hidden: bool = False


@dataclass(frozen=True, slots=True, config=_STRICT)
class Touchpoint:
    """What a customer meets the brand through; `stages` are the usual ones, others are possible."""

    key: Key
    name: Name
    description: str
    stages: tuple[Key, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True, config=_STRICT)
class Emotion:
    """What a customer shows. `tone` is its place on the page's colour ramp and has the sign of `valence`."""

    key: Key
    name: Name
    description: str
    valence: Annotated[int, Field(ge=-1, le=1)]
    tone: Annotated[int, Field(ge=-3, le=3)]
    #: drawn with a hatch, to stand apart from its neighbours without colour
    hatched: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True, config=_STRICT)
class LensStage:
    """A stage as a lens shows it: one or several of the taxonomy's stages folded together."""

    key: Key
    name: Name
    stages: tuple[Key, ...]


@dataclass(frozen=True, slots=True, config=_STRICT)
class LensPart:
    """A stage of a lens as it is written down. Without a name it is called like its one stage."""

    key: Key
    stages: Annotated[tuple[Key, ...], Field(min_length=1)]
    name: Name | None = None


@dataclass(frozen=True, slots=True, config=_STRICT)
class Lens:
    """A journey model in use out there."""

    key: Key
    name: Name
    parts: tuple[LensPart, ...]
