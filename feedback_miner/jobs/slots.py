"""A worker's slot: the name that it keeps over restarts, so that what it left behind is found.

One process has a slot at a time: on one machine a lock on a file says so, between machines the heart-beat. A worker
that was not seen for a minute is taken for dead, and others take its work over; were it alive after all, work that is
done twice would still count once.
"""

from __future__ import annotations

import fcntl
import logging
import os
import platform
import re
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

from feedback_miner import __version__
from feedback_miner.domain import GONE_AFTER, WorkerSlot
from feedback_miner.errors import Busy, SetupError
from feedback_miner.ports import WorkerStore

#: Seconds between two looks for new work.
LOOK = 2.0
#: Looks from one heart-beat to the next; with each a worker looks for others that are gone.
BEAT = 5
#: A time at which nobody was seen: that of a worker that has ended in order.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

_log = logging.getLogger(__name__)


@contextmanager
def holding(slot: str, store: WorkerStore, folder: Path) -> Iterator[WorkerSlot]:
    """Has the slot while the block lasts. Raises SetupError where it is another's.

    `folder`: where the locks of this machine's slots lie.
    """
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,64}", slot):
        raise SetupError("A slot is named with letters, digits, “.”, “_” and “-”.", where="slot")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / f"{slot}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SetupError(
                f"The slot “{slot}” is taken by another process here: end that one first, or let this be a "
                f"worker of another name, as in worker --slot {slot}-2",
                where="slot",
            ) from None
        now = datetime.now(UTC)
        mine = WorkerSlot(slot, platform.node(), os.getpid(), __version__, now, now)
        _check_other_machines(mine, store)
        store.beat(mine)
        try:
            yield mine
        finally:
            # Seen never: others need not wait for a minute to take over what is left.
            with suppress(Busy):  # nor does a database that is gone keep it from ending
                store.beat(_seen(mine, _NEVER))


@contextmanager
def beating(
    mine: WorkerSlot,
    store: WorkerStore,
    *,
    wake: Event,
    look: Callable[[], object],
    at_work: Callable[[], Collection[str]],
    take_over: Callable[[str], int],
) -> Iterator[None]:
    """Heart-beats while the block lasts; looks for what was submitted where no worker ran, and for workers that went.

    `wake`: who sets it has it look at once.
    `at_work`: the slots that are at some work; `take_over`: queues again what one was at, and says how much that was.
    """
    ended, due = Event(), time.monotonic()

    def live() -> None:
        nonlocal due
        while not ended.is_set():
            wake.wait(LOOK)
            wake.clear()
            if ended.is_set():
                return
            if time.monotonic() >= due:
                due = time.monotonic() + BEAT * LOOK
                with noted("a heart-beat"):
                    store.beat(_seen(mine, datetime.now(UTC)))
                    _take_over_gone(mine, store, at_work, take_over)
            with noted("a look for work"):
                look()

    thread = Thread(target=live, name="heart-beat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        wake.set()
        thread.join(timeout=1)


@contextmanager
def noted(what: str) -> Iterator[None]:
    """Whatever hinders it this time, the next time may succeed."""
    try:
        yield
    except Exception as error:
        _log.warning("%s failed: %s", what, type(error).__name__)


def _take_over_gone(
    mine: WorkerSlot,
    store: WorkerStore,
    at_work: Callable[[], Collection[str]],
    take_over: Callable[[str], int],
) -> None:
    """Others' work, where they are gone. One that was forgotten may have taken up work before it died after all."""
    busy, before = at_work(), datetime.now(UTC) - GONE_AFTER
    workers = store.workers()
    alive = {mine.slot, *(worker.slot for worker in workers if worker.seen_at >= before)}
    for slot in sorted(set(busy) - alive):
        _log.warning("worker “%s” is gone: %s pieces of its work are queued again", slot, take_over(slot))
    for worker in workers:
        if worker.slot not in alive:
            store.forget_worker(worker.slot, seen_before=before)


def _seen(worker: WorkerSlot, at: datetime) -> WorkerSlot:
    return WorkerSlot(worker.slot, worker.host, worker.pid, worker.version, worker.started_at, at)


def _check_other_machines(mine: WorkerSlot, store: WorkerStore) -> None:
    alive = mine.started_at - GONE_AFTER
    for worker in store.workers():
        if worker.slot == mine.slot and worker.host != mine.host and worker.seen_at > alive:
            raise SetupError(
                f"The slot “{mine.slot}” is in use on {worker.host}. Choose another name; where that machine is gone,"
                " try again in a minute.",
                where="slot",
            )
