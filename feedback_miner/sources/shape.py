"""How a system writes its tables, where the names of their columns alone do not tell it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from feedback_miner.sources.file import SourceFile

_TABLES = ("csv", "tsv", "xlsx")
_ROWS = 20


class Shape(BaseModel):
    """A table whose first column has this name, and in all of its first rows cells like this."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    first: str
    cells: re.Pattern[str]
    #: what the name of some other column is like
    another: re.Pattern[str] | None = None

    def fits(self, file: SourceFile) -> bool:
        """Whether a file is such a table. Reads its first rows where its header does not settle it."""
        first, *others = file.columns
        if file.format not in _TABLES or first.casefold() != self.first.casefold():
            return False
        if self.another and not any(self.another.search(name) for name in others):
            return False
        return self._has_cells([row.cells[first].strip() for row in file.preview(_ROWS)])

    def _has_cells(self, cells: Sequence[str]) -> bool:
        filled = [cell for cell in cells if cell]
        return bool(filled) and all(self.cells.fullmatch(cell) for cell in filled)
