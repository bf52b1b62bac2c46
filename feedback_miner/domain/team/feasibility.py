"""How easily a team could mend a touchpoint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Feasibility:
    """A person's estimate for one touchpoint of one of the taxonomy's stages."""

    kind: ClassVar[str] = "feasibility"

    stage: str
    touchpoint: str
    #: 1: hardly possible … 5: done in a day
    value: int
    rated_at: datetime

    @property
    def id(self) -> str:
        """There is one a place."""
        return f"{self.stage}/{self.touchpoint}"
