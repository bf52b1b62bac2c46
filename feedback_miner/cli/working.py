"""`worker`: the background work in a process of its own; and what the worker of `serve` shares with it."""

from __future__ import annotations

import os
import platform
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from feedback_miner.bootstrap import House, open_house
from feedback_miner.cli.context import FAILED, explain, out, read_settings
from feedback_miner.errors import FeedbackMinerError
from feedback_miner.settings import Settings

if TYPE_CHECKING:
    from feedback_miner.jobs import Worker

#: exit status after Ctrl+C, as shells have it
_INTERRUPTED = 130


def work(
    context: typer.Context,
    slot: Annotated[
        str | None,
        typer.Option(
            help="Name that this worker keeps over restarts; no two run under one. Default: the machine's."
        ),
    ] = None,
) -> None:
    """Run the background work: imports, pulls, undos. Any number of workers share a database and a data folder."""
    settings = read_settings(**context.obj)
    worker = worker_of(settings, slot or platform.node())
    with ended_at_once(), open_house(settings, worker) as house:
        leave_on_sigterm()
        with working(worker, house):
            out.print(f"worker “{worker.slot}” is at work", markup=False)
            while True:
                signal.pause()


def worker_of(settings: Settings, slot: str) -> Worker:
    """A worker on the settings' database."""
    from feedback_miner.jobs import Worker  # the job engine is only loaded where it runs

    return Worker(settings.url, slot=slot, slots=settings.data_dir / "slots")


def working(worker: Worker, house: House) -> AbstractContextManager[None]:
    """Runs the background work while the block lasts."""
    from feedback_miner.jobs import Insights

    mining, store = house.mining, house.store
    looks = Insights(mining.themes, mining.alerts, lambda: [one.id for one in store.workspaces()])
    return worker.running(mining.runs, mining.feeds, mining.rescoring, looks, store)


def leave_on_sigterm() -> None:
    """The end that a service manager asks for is one in order."""
    signal.signal(signal.SIGTERM, _leave)


@contextmanager
def ended_at_once() -> Iterator[None]:
    """Ends the process with the block. What had to be closed is closed by then.

    Threads may still be at a chunk, or wait for places that do not answer: nobody waits for them, and what they are at
    is done again later. Nor does anybody wait for seconds until Python has taken its modules apart.
    """
    status = FAILED
    try:
        yield
        status = 0
    except BaseException as error:
        status = _told(error)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _told(failure: BaseException) -> int:
    """Says what went wrong, as `main` and Python would; the exit status of it."""
    if isinstance(failure, SystemExit) and (failure.code is None or isinstance(failure.code, int)):
        return failure.code or 0
    if isinstance(failure, KeyboardInterrupt):
        return _INTERRUPTED
    if isinstance(failure, FeedbackMinerError):
        explain(failure)
    else:
        traceback.print_exception(failure)
    return FAILED


def _leave(_signal: int, _frame: FrameType | None) -> None:
    # Whoever asks twice, or another besides, does not cut short what it takes to end in order.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(0)
