"""Tables of results, as a terminal and as Markdown show them."""

from __future__ import annotations

from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

_PAGE_WIDTH = 160


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells as they are to be read. The first column names the row, the others are set flush right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row must have a cell for each column")

    def for_terminal(self, title: str) -> Table:
        """The table under a title."""
        table = Table(title=escape(title), title_justify="left", box=box.SIMPLE_HEAD)
        for n, column in enumerate(self.columns):
            table.add_column(escape(column), justify="right" if n else "left", no_wrap=True)
        for row in self.rows:
            table.add_row(*map(escape, row))
        return table

    def markdown(self) -> str:
        """The table as lines of Markdown, without the last line's end."""
        rule = ("---", *("--:" for _ in self.columns[1:]))
        lines = (self.columns, rule, *self.rows)
        return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def wide_console() -> Console:
    """Standard output, with room for a table where it is no terminal."""
    console = Console()
    return console if console.is_terminal else Console(width=_PAGE_WIDTH)
