"""What every command shares: the settings of this call, the open house, and how results and errors are shown."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console

from feedback_miner.bootstrap import House, open_house
from feedback_miner.errors import FeedbackMinerError, SetupError
from feedback_miner.settings import Settings

#: Exit statuses: 0 done, 1 it could not be done, 2 the call was wrong, 3 a person must answer first.
FAILED, WAITING = 1, 3

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]

#: Piped output is not cut to a terminal's width.
PIPED_WIDTH = 160

out = Console(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)
err = Console(stderr=True, highlight=False)


def read_settings(**given: str | int | None) -> Settings:
    """The environment's settings, with what this call says otherwise. Raises SetupError in words."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = "FEEDBACK_MINER_" + "_".join(str(step).upper() for step in first["loc"])
        raise SetupError(f"{first['msg']}.", where=name) from None


@contextmanager
def house_of(context: typer.Context) -> Iterator[House]:
    """The house that this call's options name."""
    with open_house(read_settings(**context.obj)) as house:
        yield house


def show_json(data: Any) -> None:  # noqa: ANN401 - anything that JSON can hold
    """Writes JSON to standard output."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def explain(error: FeedbackMinerError) -> None:
    """Writes an error for people to standard error."""
    err.print("[bold red]error[/]: ", end="")
    err.print(str(error), markup=False, soft_wrap=True)


def interactive() -> bool:
    """Whether a person sits at a terminal and can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty() and "CI" not in os.environ
