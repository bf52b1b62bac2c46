"""How a command shows an answer: a table for people, JSON as the API has it, CSV or Parquet for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol, TypeVar

import typer
from rich.table import Table
from rich.text import Text

from feedback_miner.cli.context import JsonFlag, out, show_json
from feedback_miner.cli.options import Options

if TYPE_CHECKING:  # the web's schemas are imported by the command that needs them, not by every command
    from pydantic import BaseModel

T = TypeVar("T")

#: heading → what stands there of a row; headings of numbers begin with "#", which is not shown
Columns = Mapping[str, Callable[[T], str]]


class Between(Protocol):
    """An interval."""

    @property
    def low(self) -> float:
        """Its lower end."""

    @property
    def high(self) -> float:
        """Its upper end."""


@dataclass(frozen=True, slots=True)
class Shown:
    """In which forms an answer is wanted; with none of them a table is printed."""

    json: bool
    csv: Path | None
    parquet: Path | None

    def show(self, answer: BaseModel, words: Callable[[], None], *, items: str = "items") -> None:
        """Writes the files that are wanted, and prints JSON; `words` prints for people where neither is.

        `items`: the list of the answer that the files hold. Raises QueryError, FileError.
        """
        from api.tabular import table_of, write_table  # the same rows as ?format=csv

        for form, path in (("csv", self.csv), ("parquet", self.parquet)):
            if path is not None:
                table = table_of(answer, items)
                write_table(table, form, path)
                if not self.json:
                    out.print(f"{len(table.rows):,} rows: {path}", markup=False)
        if self.json:
            show_json(answer.model_dump(mode="json", by_alias=True))
        elif self.csv is None and self.parquet is None:
            words()


def _shown(
    json_: JsonFlag = False,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the rows as CSV.")] = None,
    parquet: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the rows as Parquet.")] = None,
) -> Shown:
    return Shown(json_, csv, parquet)


#: the forms of a command that is decorated with `shared_options`: --json, --csv FILE, --parquet FILE
Answers = Annotated[Shown, Options(_shown)]


def print_table(rows: Sequence[T], columns: Columns[T]) -> None:
    """A table, a line a row. Customers' words stay as they are, whatever brackets they hold."""
    table = Table(box=None)
    for heading in columns:
        number = heading.startswith("#")
        table.add_column(heading.removeprefix("#"), justify="right" if number else "left", no_wrap=number)
    for row in rows:
        table.add_row(*(Text(cell(row)) for cell in columns.values()))
    out.print(table)


def count(number: int) -> str:
    """1,234."""
    return f"{number:,}"


def signed(number: float | None) -> str:
    """+0.25, −0.25; – where there is none."""
    return "–" if number is None else f"{number:+.2f}".replace("-", "−")


def share(number: float | None) -> str:
    """12 %; – where there is none."""
    return "–" if number is None else f"{100 * number:.0f} %"


def interval(found: Between | None) -> str:
    """−0.31 … −0.15; empty where there is none."""
    return f"{signed(found.low)} … {signed(found.high)}" if found else ""


__all__ = ["Answers", "Columns", "Shown", "count", "interval", "print_table", "share", "signed"]
