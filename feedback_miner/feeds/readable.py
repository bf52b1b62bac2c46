"""One odd message of a page does not stop a feed: it is left out, and counted as “unreadable”."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from feedback_miner.domain import FeedPage

Read = TypeVar("Read")

#: What reading JSON of another shape raises; pydantic's ValidationError is a ValueError.
ODD = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Readable:
    """What can be read in one pull, and how many messages could not.

    Not for answers that tell what is still there: what is left out of these would count as deleted.
    """

    def __init__(self) -> None:
        self._unreadable = 0

    def each(self, things: Iterable[Any], read: Callable[[Any], Read]) -> list[Read]:
        """Those of a page that can be read. Raises the first one's error where none of them can."""
        readable: list[Read] = []
        errors: list[Exception] = []
        for thing in things:
            try:
                readable.append(read(thing))
            except ODD as error:
                errors.append(error)
        if errors and not readable:
            raise errors[0]
        self._unreadable += len(errors)
        return readable

    def counted(self, pages: Iterable[FeedPage]) -> Iterator[FeedPage]:
        """The pages, each with how many were unreadable since the one before."""
        for page in pages:
            unreadable, self._unreadable = self._unreadable, 0
            yield (
                replace(page, left_out={**page.left_out, "unreadable": unreadable}) if unreadable else page
            )
