"""Saved segments: customers that a team has a name for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Persona:
    """Filters under a name, with what the team knows of the people behind them. At least one filter is set."""

    kind: ClassVar[str] = "segment"

    #: small letters, digits and dashes
    id: str
    name: str
    #: what these customers want
    goal: str = ""
    #: who they are, in the team's words
    sketch: str = ""
    channel: str | None = None
    source: str | None = None
    #: name → value
    segments: Mapping[str, str] = field(default_factory=dict)
