"""Competitors that a team wants to hear of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Competitor:
    """Another brand, by the names that customers give it."""

    #: made of its name: small letters, digits and dashes
    key: str
    name: str
    #: further spellings; the name itself is not among them
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name and all other spellings."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class CompetitorList:
    """All of a workspace: one record, so that the list changes as a whole."""

    kind: ClassVar[str] = "competitors"

    competitors: tuple[Competitor, ...] = ()

    @property
    def id(self) -> str:
        """There is one list."""
        return "list"
