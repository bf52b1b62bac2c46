"""Going through many texts in groups, with a bar on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import track

T = TypeVar("T")

err = Console(stderr=True)

_GROUP = 256


def in_groups(things: Sequence[T], what: str) -> Iterator[Sequence[T]]:
    """The things in order, some hundred at a time; `what` stands beside the bar."""
    starts = range(0, len(things), _GROUP)
    for start in track(starts, what, console=err, disable=not err.is_terminal):
        yield things[start : start + _GROUP]
