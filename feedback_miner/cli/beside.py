"""The worker of `serve`: a process beside the server, which begins and ends with it.

In one process they would share one interpreter, and whoever reads the map would wait for what is scored meanwhile.
Orders go one way, reports the other. Where the orders end the server is gone, however it went: so the worker leaves.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from subprocess import Popen
from threading import Event, Thread
from typing import TYPE_CHECKING

from feedback_miner.bootstrap import open_house
from feedback_miner.cli.context import FAILED
from feedback_miner.cli.working import ended_at_once, leave_on_sigterm, worker_of, working
from feedback_miner.errors import FeedbackMinerError, SetupError
from feedback_miner.settings import Settings

if TYPE_CHECKING:
    from feedback_miner.jobs import Worker

#: Orders, and the first report; any other report is an error in a sentence.
_LOOK, _LEAVE, _AT_WORK = b"look", b"leave", b"at work"
#: Seconds that the worker may take to leave: pulls have five to end after their page, chunks two.
_PATIENCE = 10.0
#: Seconds until another one comes for one that died: twice as many each time, until one was well for so long.
_SHORTEST_PAUSE, _LONGEST_PAUSE, _WELL = 1, 30, 60
_PROGRAM = "from feedback_miner.cli.beside import work; work()"

_log = logging.getLogger(__name__)


class WorkerBeside:
    """Has the work done by a process of its own: the `Jobs` of a house that does none.

    What is submitted stands in the database, so the worker need only be told to look there. Where it cannot be told
    just now it finds it by itself.
    """

    def __init__(self, settings: Settings, slot: str) -> None:
        self._settings = settings
        self._slot = slot
        self._process: Popen[bytes] | None = None
        self._orders: Connection | None = None
        self._began: Future[None] = Future()
        self._ending = Event()

    def submit_import(self, workspace: str, import_id: str, *, attempt: int) -> None:  # noqa: ARG002 - it is found
        """Has the worker look for it."""
        self._tell(_LOOK)

    def submit_undo(self, workspace: str, import_id: str) -> None:  # noqa: ARG002 - it is found
        """Has the worker look for it."""
        self._tell(_LOOK)

    def import_ended(self) -> None:
        """Has the worker look for what waited."""
        self._tell(_LOOK)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Keeps a worker while the block lasts: for one that dies another comes, and none outlives the block."""
        keeper = Thread(target=self._keep, name="worker-keeper", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            self.leave()
            keeper.join(_PATIENCE)
            if keeper.is_alive() and self._process:
                self._process.kill()
                keeper.join()

    def wait_until_at_work(self) -> None:
        """Raises SetupError where the first worker cannot begin."""
        self._began.result()

    def leave(self) -> None:
        """Has the worker end in order, and no other come. Does not wait for it."""
        self._ending.set()
        self._tell(_LEAVE)

    def _tell(self, order: bytes) -> None:
        orders = self._orders
        with suppress(OSError):  # the worker is gone, or has more orders to look than it needs
            if orders:
                orders.send_bytes(order)

    def _keep(self) -> None:
        pause = _SHORTEST_PAUSE
        while not self._ending.is_set():
            began = time.monotonic()
            how = self._one_life()
            if self._ending.is_set():
                return
            if not self._began.done():
                self._began.set_exception(SetupError(how))
                return
            if time.monotonic() - began > _WELL:
                pause = _SHORTEST_PAUSE
            _log.warning("%s Another one starts in %d s.", how, pause)
            self._ending.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _one_life(self) -> str:
        """A worker from its start to its end; how it ended, in a sentence."""
        try:
            process, reports = self._start()
        except OSError as error:
            return f"The worker cannot be started ({error.strerror})."
        if self._ending.is_set():  # since `_keep` asked
            self.leave()
        sentence = ""
        with reports, suppress(EOFError):
            while True:
                report = reports.recv_bytes()
                if report != _AT_WORK:
                    sentence = report.decode()
                elif not self._began.done():
                    self._began.set_result(None)
        # It is closed with its last reference, not here: a request may just be writing to it.
        self._orders = None
        status = process.wait()
        return sentence or _how_it_ended(status)

    def _start(self) -> tuple[Popen[bytes], Connection]:
        """Starts a worker in a session of its own, where no Ctrl+C reaches it; it, and its reports."""
        heard, orders = Pipe(duplex=False)
        reports, told = Pipe(duplex=False)
        orders.send((self._settings, self._slot))
        os.set_blocking(orders.fileno(), False)
        with heard, told:
            command = [sys.executable, "-P", "-c", _PROGRAM, str(told.fileno())]
            process = Popen(  # noqa: S603 - our own program
                command, stdin=heard.fileno(), pass_fds=[told.fileno()], start_new_session=True
            )
        self._process, self._orders = process, orders
        return process, reports


def work() -> None:
    """What the process beside the server runs: orders come by standard input, the pipe for reports is an argument."""
    leave_on_sigterm()
    with ended_at_once():
        orders, reports = Connection(0, writable=False), Connection(int(sys.argv[1]), readable=False)
        try:
            settings, slot = orders.recv()
            worker = worker_of(settings, slot)
            with open_house(settings, worker) as house, working(worker, house):
                _report(reports, _AT_WORK)
                _follow(orders, worker)
        except FeedbackMinerError as error:
            _report(reports, str(error).encode())
            sys.exit(FAILED)


def _follow(orders: Connection, worker: Worker) -> None:
    """Until it is told to leave, or nobody is there who could tell it."""
    with suppress(EOFError):
        while orders.recv_bytes() != _LEAVE:
            worker.wake()
    # A service manager may ask both processes: once is enough.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _report(reports: Connection, report: bytes) -> None:
    with suppress(OSError):  # the server is gone
        reports.send_bytes(report)


def _how_it_ended(status: int) -> str:
    if status < 0:
        return f"The worker was killed ({signal.Signals(-status).name})."
    return f"The worker ended (exit status {status})."
