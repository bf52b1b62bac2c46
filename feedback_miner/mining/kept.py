"""Answers that are kept ready until something changes in their workspace."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

#: Workspace, its revision, and what is asked.
_Key = tuple[str, int, Hashable]


class Kept(Generic[T]):
    """At most `most` answers, the last asked for. What went wrong is not kept.

    After a change everybody who has a page open asks at once: one of them works it out, the others wait for it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[_Key, Future[T]] = OrderedDict()
        self._lock = Lock()

    def get(self, workspace: str, revision: int, asked: Hashable, make: Callable[[], T]) -> T:
        """The answer of this revision: the one that is kept, or what `make` works out."""
        key = (workspace, revision, asked)
        with self._lock:
            kept = self._kept.get(key)
            making = self._kept[key] = kept or Future()
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        if kept is None:
            self._work_out(key, making, make)
        return making.result()

    def _work_out(self, key: _Key, making: Future[T], make: Callable[[], T]) -> None:
        try:
            making.set_result(make())
        except BaseException as error:
            with self._lock:
                self._kept.pop(key, None)
            making.set_exception(error)
