"""The rows of an understood file, cut into chunks that are read in any order; forward costs least."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from threading import Lock

from feedback_miner.domain import ColumnMapping, FeedbackItem, RowError, Source, SourceRecord
from feedback_miner.intake import Intake, Numbered, Numbering
from feedback_miner.sources import Scan, SourceFile

#: Files that a process keeps open between chunks, each with its first pass.
_KEPT_OPEN = 32


@dataclass(frozen=True, slots=True)
class Plan:
    """A file that is understood: what is read from it, as what, and into which identities."""

    workspace: str
    file: SourceFile
    mapping: ColumnMapping
    source: Source
    connection: str
    #: the first pass over the file
    scan: Scan
    #: when it came in: the date of rows where no column is one
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Chunk:
    """What some rows of a file came to. Read = items + rejected + merged + skipped."""

    number: int
    items: tuple[FeedbackItem, ...]
    rejected: tuple[RowError, ...]
    merged: int
    skipped: int

    @property
    def read(self) -> int:
        """How many rows it was."""
        return len(self.items) + len(self.rejected) + self.merged + self.skipped


class Reading:
    """One pass over a file. Rows that are passed over are read and numbered, and nothing more."""

    def __init__(self, plan: Plan, intake: Intake, *, chunk_rows: int) -> None:
        self._plan = plan
        self._intake = intake
        self._size = chunk_rows
        self._begin()

    def __iter__(self) -> Iterator[Chunk]:
        """All chunks, from the first."""
        rows = self._plan.scan.rows
        return (self.chunk(number) for number in range((rows + self._size - 1) // self._size))

    def chunk(self, number: int) -> Chunk:
        """The chunk of this number. Raises RuntimeError where the file has fewer rows than its first pass found."""
        if number < self._next:
            self._begin()
        while self._next < number:
            self._numbered_rows()
        errors, numbered = self._numbered_rows()
        kept = [row for row in numbered if row is not None]
        batch = self._intake.read(kept)
        rejected = (*self._intake.redacted(errors), *batch.rejected)
        return Chunk(number, batch.items, rejected, len(numbered) - len(kept), batch.skipped)

    def _begin(self) -> None:
        self._records = self._plan.file.records()
        self._numbering = Numbering(self._plan.mapping, self._plan.scan.duplicates)
        self._next = 0

    def _numbered_rows(self) -> tuple[list[RowError], list[Numbered | None]]:
        """The next chunk's broken rows, and the others with their identities."""
        rows = list(islice(self._records, self._size))
        expected = min(self._size, self._plan.scan.rows - self._next * self._size)
        if len(rows) != expected:
            raise RuntimeError(f"chunk {self._next} has {len(rows)} rows, and {expected} were counted")
        self._next += 1
        errors = [row for row in rows if isinstance(row, RowError)]
        return errors, [self._numbering.number(row) for row in rows if isinstance(row, SourceRecord)]


@dataclass(slots=True)
class _OpenFile:
    """A file that is read forward, by one thread at a time."""

    reading: Reading | None = None
    lock: Lock = field(default_factory=Lock)


class OpenFiles:
    """Where this process stands in each file: chunks mostly come in rising order, so a file is read once."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, _OpenFile] = OrderedDict()
        self._lock = Lock()

    def keep(self, import_id: str, reading: Reading) -> None:
        """Goes on with this reading of an import's file."""
        self._at(import_id).reading = reading

    def chunk(self, import_id: str, number: int, opened: Callable[[], Reading]) -> Chunk:
        """A chunk of an import's file, which is `opened` where it is not open."""
        file = self._at(import_id)
        with file.lock:
            if file.reading is None:
                file.reading = opened()
            return file.reading.chunk(number)

    def close(self, import_id: str) -> None:
        """Nothing happens where it is not open."""
        with self._lock:
            self._open.pop(import_id, None)

    def close_all_but(self, kept: frozenset[str]) -> None:
        """Those of imports that ended elsewhere go."""
        with self._lock:
            for import_id in [one for one in self._open if one not in kept]:
                del self._open[import_id]

    def _at(self, import_id: str) -> _OpenFile:
        with self._lock:
            file = self._open.pop(import_id, None) or _OpenFile()
            self._open[import_id] = file
            while len(self._open) > _KEPT_OPEN:
                self._open.popitem(last=False)
            return file
