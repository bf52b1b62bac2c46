"""Imports, undos, erasures and corrections, while three workers are killed time and again: nothing is lost or doubled.

What is done, to what, and who dies when, is chosen by a seeded chance; how far the workers are by then is not, so each
run meets other moments. What must be true at the end does not depend on it (`expected`).
"""

from __future__ import annotations

import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from feedback_miner.bootstrap import House
from feedback_miner.cli.context import FAILED as FAILED_STATUS
from feedback_miner.domain import Access, ImportState, Labels, Scope, Source
from feedback_miner.errors import Busy, Conflict, NotFound
from feedback_miner.mining import Wish
from tests.soak.contents import FAILED, OPEN, Contents
from tests.soak.expected import Expected, Upload
from tests.soak.files import TicketFile
from tests.soak.workers import Workers

T = TypeVar("T")

_log = logging.getLogger(__name__)

_WORKSPACE = "default"
_DESK = Access(_WORKSPACE, Scope.WRITE, "desk")
#: Families of tickets: within one, files are uploaded one after the other; of several at once.
_FAMILIES = "abc"
#: Customers who are erased at a time, statements that are corrected at a time.
_ERASED, _CORRECTED = 3, 5
_LABELS = Labels(stage="support", touchpoint="none", sentiment=-1.0, emotions=())
#: Seconds for which the database may refuse what is asked of it.
_BUSY = 120.0


@dataclass(frozen=True, slots=True)
class Size:
    """How long a soak is."""

    #: of each file
    rows: int
    chunk_rows: int
    kills: int
    #: seconds that the workers compute between two kills, at most
    pause: float
    #: kills between two things that are done
    calm: int
    #: seconds in which everything must be done once nobody is killed any more
    patience: float


@dataclass
class Soak:
    """What happens, in a seeded order."""

    house: House
    workers: Workers
    contents: Contents
    chance: random.Random
    size: Size
    #: restarts the database's server; None where it has none
    restart: Callable[[], None] | None = None
    expected: Expected = field(default_factory=Expected)
    #: imports that wait to be resumed
    cancelled: list[Upload] = field(default_factory=list)
    #: what was done → how often
    done: Counter[str] = field(default_factory=Counter)

    def run(self) -> None:
        """So many kills; then rest, until everything is done; then everything must be as it should."""
        restarts = {self.size.kills // 3, self.size.kills * 2 // 3} if self.restart else set()
        deck: list[Callable[[], bool]] = []
        self._upload()
        self.workers.start()
        while self.workers.killed < self.size.kills:
            before = self.workers.killed
            self.workers.one_dies(self.size.pause)
            self._look()
            if self.restart and any(before < n <= self.workers.killed for n in restarts):
                self.restart()
                self._note("restart")
            if self.workers.killed % self.size.calm == 0:
                deck = deck or self._shuffled()
                self._try(deck.pop())
        self._rest()
        self._check()

    # ── what is done ────────────────────────────────────────────────────────────────────────────────────────────

    def _shuffled(self) -> list[Callable[[], bool]]:
        deck = [
            self._undo,
            self._erase,
            self._cancel,
            self._resume,
            self._correct,
            self._upload,
            self._upload,
        ]
        self.chance.shuffle(deck)
        return deck

    def _try(self, act: Callable[[], bool]) -> None:
        """What cannot be done just now gives way to an upload, if there is a family for one."""
        for one in (act, self._upload):
            if one():
                self._note(one.__name__.strip("_"))
                return

    def _upload(self) -> bool:
        """The next edition of a family, or the last one again."""
        busy = {upload.file.family for upload in self.expected.uploads if upload.is_open}
        free = [family for family in _FAMILIES if family not in busy]
        if not free:
            return False
        family = self.chance.choice(free)
        last = max((u.file.edition for u in self.expected.uploads if u.file.family == family), default=-1)
        edition = last if last >= 0 and self.chance.random() < 0.3 else last + 1
        file = TicketFile(family, edition, self.size.rows)
        begun, wish = self.expected.tick(), Wish(source=Source.TICKET, connection="desk")
        submit = partial(
            self.house.mining.imports.submit, _WORKSPACE, file=file.name, blocks=[file.content()], wish=wish
        )
        job = _patiently(submit)
        self.expected.uploads.append(Upload(job.id, file, begun))
        return True

    def _undo(self) -> bool:
        """Of an import that is done, or of one that is not."""
        standing = [upload for upload in self.expected.uploads if upload.undo_begun is None]
        if len(standing) < 2:
            return False
        upload = self.chance.choice(standing)
        upload.undo_begun = self.expected.tick()
        _patiently(partial(self.house.mining.imports.undo, _WORKSPACE, upload.id))
        return True

    def _erase(self) -> bool:
        """Some customers of a file."""
        people, known = self.house.mining.customers, {t.customer for t in self._any_file().tickets().values()}
        for customer in self.chance.sample(sorted(known - self.expected.erased.keys()), _ERASED):
            self.expected.erased[customer] = self.expected.tick()
            pseudonym = people.lookup(_WORKSPACE, customer)
            _patiently(partial(people.erase, _WORKSPACE, pseudonym))
        return True

    def _correct(self) -> bool:
        """Statements of some tickets of a file, as far as they are stored."""
        tickets = self.chance.sample(sorted(self._any_file().tickets()), _CORRECTED)
        for name, statement_id in self.contents.statements(tickets):
            correct = partial(self.house.mining.corrections.correct, _DESK, statement_id, _LABELS)
            with suppress(NotFound):  # it was undone meanwhile
                self.expected.corrected.add((name, _patiently(correct).text))
        return True

    def _cancel(self) -> bool:
        """An import that is not done."""
        running = [one for one in self.expected.uploads if one.is_open and one not in self.cancelled]
        if not running:
            return False
        upload = self.chance.choice(running)
        with suppress(Conflict):  # it is done
            _patiently(partial(self.house.mining.imports.cancel, _WORKSPACE, upload.id))
            self.cancelled.append(upload)
        return True

    def _resume(self) -> bool:
        """An import that was cancelled, if it was not undone since."""
        while self.cancelled:
            upload = self.cancelled.pop(0)
            if upload.is_open:
                _patiently(partial(self.house.mining.imports.resume, _WORKSPACE, upload.id))
                return True
        return False

    def _any_file(self) -> TicketFile:
        return self.chance.choice(self.expected.uploads).file

    def _note(self, what: str) -> None:
        self.done[what] += 1
        _log.info("%s kills: %s", self.workers.killed, what)

    # ── what is looked at ───────────────────────────────────────────────────────────────────────────────────────

    def _look(self) -> None:
        """Notes what has ended, and checks what it says of itself."""
        for upload in self.expected.uploads:
            if not upload.is_open and (upload.undo_begun is None or upload.undone is not None):
                continue
            job = _patiently(partial(self.house.mining.imports.get, _WORKSPACE, upload.id))
            assert job.state not in (ImportState.FAILED, ImportState.EXPIRED), (job.file, job.error)
            if job.state is ImportState.UNDONE:
                upload.undone = self.expected.tick()
                _log.info("%s is undone", job.file)
            elif job.state is ImportState.DONE:
                upload.ended = self.expected.tick()
                self.expected.check_report(upload, job)
                _log.info("%s is done: %s", job.file, job.report)

    def _rest(self) -> None:
        """Everything comes to its end, after a death of all workers at once."""
        while self._resume():
            pass
        _log.info("%s kills: rest", self.workers.killed)
        self.workers.power_cut()
        until = time.monotonic() + self.size.patience
        while left := self._left():
            assert time.monotonic() < until, left
            self.workers.come_back()
            time.sleep(0.5)
            self._look()

    def _left(self) -> list[str]:
        jobs = _patiently(partial(self.house.mining.background.jobs, _WORKSPACE))
        return [f"{job.kind} of {job.name}: {job.state}" for job in jobs] + self.contents.workflows(OPEN)

    def _check(self) -> None:
        """Everything is as it should be, and the workers end when they are told to."""
        self.workers.end(10.0)
        # A worker that starts while the database is restarted, or locked for long, says so, ends, and is started again.
        assert self.workers.gave_up.keys() <= {FAILED_STATUS}, self.workers.gave_up
        tickets = self.contents.tickets()
        assert Counter(ticket.name for ticket in tickets).most_common(1)[0][1] == 1, "a ticket is there twice"
        stored, expected = {ticket.name: ticket.text for ticket in tickets}, self.expected.stored()
        assert stored.keys() == expected.keys(), _difference(stored, expected)
        assert stored == expected
        for ticket in tickets:
            corrected = (ticket.name, ticket.text) in self.expected.corrected
            assert ticket.corrected == corrected, ticket
            assert not corrected or (ticket.stage, ticket.touchpoint) == (
                _LABELS.stage,
                _LABELS.touchpoint,
            ), ticket
        lookup = partial(self.house.mining.customers.lookup, _WORKSPACE)
        erased = [lookup(customer) for customer in self.expected.erased]
        told = [cells for cells in self.contents.rejected() if any(one in cells for one in erased)]
        assert not told, "rows that could not be used tell of erased customers"
        assert self.house.store.recount(_WORKSPACE), "the cells are not what the rows say"
        assert not list((self.house.settings.data_dir / "spool").iterdir()), "uploads are left"
        assert not self.contents.workflows(FAILED)


def _difference(stored: Mapping[str, str], expected: Mapping[str, str]) -> str:
    lost, more = sorted(expected.keys() - stored.keys()), sorted(stored.keys() - expected.keys())
    return f"lost: {len(lost)} {lost[:5]}, too many: {len(more)} {more[:5]}"


def _patiently(call: Callable[[], T]) -> T:
    """Asks again while the database is busy, as clients do."""
    until = time.monotonic() + _BUSY
    while True:
        try:
            return call()
        except Busy:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
