"""Answers that are kept ready until something changes in their workspace."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

#: Workspace, and what is asked.
_Place = tuple[str, Hashable]


@dataclass(slots=True)
class _Answer(Generic[T]):
    """An answer, or one that is being worked out."""

    #: of the workspace: the answer knows this change and all before it
    revision: int
    #: the newest one that somebody who waits has seen
    awaited: int
    result: Future[T] = field(default_factory=Future)


class Kept(Generic[T]):
    """At most `most` answers, the last asked for. What went wrong is not kept.

    After a change everybody who has a page open asks at once: one of them works it out, the others wait for it. Where
    changes come faster than answers, whoever saw a later change waits until the answer under way is there, and one of
    those then works out the newest for all of them: the same question is never worked out twice at a time.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[_Place, _Answer[T]] = OrderedDict()
        self._lock = Lock()

    def get(self, workspace: str, revision: int, asked: Hashable, make: Callable[[], T]) -> T:
        """The answer of this revision or a later one: the one that is kept, or what `make` works out now."""
        place = (workspace, asked)
        while True:
            with self._lock:
                known = self._kept.get(place)
                if known is None or (known.revision < revision and known.result.done()):
                    newest = max(revision, known.awaited if known else 0)
                    mine = self._kept[place] = _Answer[T](newest, newest)
                    self._make_room(place)
                    break
                known.awaited = max(known.awaited, revision)
                self._kept.move_to_end(place)
            if known.revision >= revision:
                return known.result.result()
            wait([known.result])
        self._work_out(place, mine, make)
        return mine.result.result()

    def _make_room(self, newest: _Place) -> None:
        self._kept.move_to_end(newest)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def _work_out(self, place: _Place, mine: _Answer[T], make: Callable[[], T]) -> None:
        try:
            mine.result.set_result(make())
        except BaseException as error:
            with self._lock:
                if self._kept.get(place) is mine:
                    del self._kept[place]
            mine.result.set_exception(error)
