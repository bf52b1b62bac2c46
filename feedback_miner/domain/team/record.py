"""What all records of a team have in common."""

from __future__ import annotations

from typing import ClassVar, Protocol


class Record(Protocol):
    """A frozen dataclass of plain values (str, int, float, bool, date, datetime, enums, tuples, mappings of these)."""

    #: what kind of record it is, such as "action"; never changes
    kind: ClassVar[str]

    @property
    def id(self) -> str:
        """Among its kind, in its workspace."""
