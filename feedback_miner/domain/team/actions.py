"""Actions: what a team changed, when, and where on the journey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Action:
    """Something that was changed for customers. At least one of stage, touchpoint and theme says where."""

    kind: ClassVar[str] = "action"

    id: str
    title: str
    #: the first day on which customers could notice it, in the workspace's zone
    on: date
    stage: str | None = None
    touchpoint: str | None = None
    theme: int | None = None
    owner: str = ""
    goal: str = ""
    note: str = ""
