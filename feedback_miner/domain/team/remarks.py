"""Notes by people: what a team knows of a stage, a touchpoint or a theme that no comment says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Remark:
    """A note on a theme, or on a stage, a touchpoint, or a touchpoint of a stage."""

    kind: ClassVar[str] = "note"

    id: str
    text: str
    #: who says so, as they call themselves; "" where nobody is named
    by: str
    written_at: datetime
    #: key of the taxonomy; "": of any
    stage: str = ""
    #: key of the taxonomy; "": of any
    touchpoint: str = ""
    #: 0: on none
    theme: int = 0
