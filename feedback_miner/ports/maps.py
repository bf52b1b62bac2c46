"""What the map needs of the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from feedback_miner.domain import Cut, CutTotals, WeekTotal


class MapStore(Protocol):
    """Totals for the map, read from cells; combinations of segments from indexed rows."""

    def newest_day(self, workspace: str) -> date | None:
        """The day of the newest item, or None where there is none."""

    def totals(self, workspace: str, cut: Cut) -> CutTotals:
        """Sums over a cut. Raises Conflict where the cells contradict one another (a recount mends them)."""

    def weeks(self, workspace: str, cut: Cut, weeks: int) -> list[WeekTotal]:
        """Sums by week over the `weeks` weeks that end with the cut's last day, same filters."""

    def dimensions(self, workspace: str) -> Mapping[str, Mapping[str, int]]:
        """What can be filtered by: "channel", "source" and "segment.NAME" → value → items."""

    def recount(self, workspace: str) -> bool:
        """Builds all cells anew from the rows; True where they had been equal before."""
