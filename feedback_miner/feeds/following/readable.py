"""One odd message of a page does not stop a feed: it is left out, and counted as “unreadable”."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from feedback_miner.domain import FeedPage

Read = TypeVar("Read")

#: What reading JSON of another shape raises; pydantic's ValidationError is a ValueError.
ODD = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Readable:
    """What can be read in one pull, and how many messages could not."""

    def __init__(self) -> None:
        self._unreadable = 0
        self._has_read = False
        #: ids of messages that are still there and can no longer be read: they are not gone (`Window.spare`)
        self.unread: set[str] = set()

    def each(self, things: Iterable[Any], read: Callable[[Any], Read]) -> list[Read]:
        """Those of a page that can be read. Raises the first one's error where none of them can."""
        readable, errors = _sorted_out(things, read)
        if errors and not readable:
            raise errors[0]
        self._has_read = self._has_read or bool(readable)
        self._unreadable += len(errors)
        return readable

    def walked(self, things: Iterable[Any], read: Callable[[Any], Read]) -> list[Read]:
        """The same of a page that is walked again, so that nothing is lost: all of it may be odd, but not all of the
        walk so far.
        """
        if self._has_read:
            readable, errors = _sorted_out(things, read)
            self._unreadable += len(errors)
            return readable
        return self.each(things, read)

    def there(self, things: Iterable[Any], read: Callable[[Any], Read], *, key: str) -> list[Read]:
        """Those of an answer to what is still there; of the others the ids, under `key`, are in `unread`.

        Raises the error of one that has not even an id.
        """
        readable: list[Read] = []
        for thing in things:
            try:
                readable.append(read(thing))
            except ODD:
                if not (isinstance(thing, Mapping) and isinstance(thing.get(key), str)):
                    raise
                self.unread.add(thing[key])
        return readable

    def counted(self, pages: Iterable[FeedPage]) -> Iterator[FeedPage]:
        """The pages, each with how many were unreadable since the one before."""
        for page in pages:
            unreadable, self._unreadable = self._unreadable, 0
            yield (
                replace(page, left_out={**page.left_out, "unreadable": unreadable}) if unreadable else page
            )


def _sorted_out(things: Iterable[Any], read: Callable[[Any], Read]) -> tuple[list[Read], list[Exception]]:
    readable: list[Read] = []
    errors: list[Exception] = []
    for thing in things:
        try:
            readable.append(read(thing))
        except ODD as error:
            errors.append(error)
    return readable, errors
