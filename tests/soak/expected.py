"""What should be stored, and what imports should say of themselves, told from the files and from what was done.

Many things happen at once, so of some rows an import may say one thing or another: each count has bounds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from feedback_miner.domain import Import
from tests.soak.files import Ticket, TicketFile

#: A moment: things that were done are counted, and so have an order.
Moment = int


@dataclass(slots=True)
class Upload:
    """An import as the one who uploaded it knows it."""

    id: str
    file: TicketFile
    begun: Moment
    #: when it was seen to be done
    ended: Moment | None = None
    undo_begun: Moment | None = None
    #: when its undo was seen to be done
    undone: Moment | None = None

    @property
    def is_open(self) -> bool:
        """Whether it may still write."""
        return self.ended is None and self.undo_begun is None


@dataclass
class Expected:
    """What was done so far, and what that comes to."""

    uploads: list[Upload] = field(default_factory=list)
    #: customer → when their erasure was begun
    erased: dict[str, Moment] = field(default_factory=dict)
    #: id and words of the tickets of which a person has said the labels
    corrected: set[tuple[str, str]] = field(default_factory=set)
    _now: Moment = 0

    def tick(self) -> Moment:
        """A new moment."""
        self._now += 1
        return self._now

    def stored(self) -> dict[str, str]:
        """Id of a ticket → its words, once everything has ended."""
        found: dict[str, Ticket] = {}
        for upload in self.uploads:
            if upload.undo_begun is None:
                found.update(upload.file.tickets())
        return {name: ticket.text for name, ticket in found.items() if ticket.customer not in self.erased}

    def check_report(self, upload: Upload, job: Import) -> None:
        """Asserts that an import that is done says what its file and its time come to."""
        report, file = job.report, upload.file
        certain, possible = self._outcomes(upload)
        certain["skipped"] += file.blank
        possible["skipped"] += file.blank
        assert (report.read, job.rows_total) == (file.read, file.read), (file.name, report)
        assert (report.merged, report.rejected) == (file.merged, file.rejected), (file.name, report)
        for name in ("added", "updated", "unchanged", "skipped"):
            said = getattr(report, name)
            assert certain[name] <= said <= possible[name], (file.name, name, certain, possible, report)
        assert report.added + report.updated + report.unchanged + report.skipped == file.size, (
            file.name,
            report,
        )
        assert (report.statements, report.not_scored) == (report.added + report.updated, 0), (
            file.name,
            report,
        )

    def _outcomes(self, upload: Upload) -> tuple[Counter[str], Counter[str]]:
        """What the tickets of a file certainly came to, and what they may have come to."""
        certain: Counter[str] = Counter()
        possible: Counter[str] = Counter()
        earlier = [(file.tickets(), surely) for file, surely in self._earlier(upload)]
        for name, ticket in upload.file.tickets().items():
            outcomes = set(self._outcomes_of(name, ticket, upload, earlier))
            possible.update(outcomes)
            if len(outcomes) == 1:
                certain.update(outcomes)
        return certain, possible

    def _outcomes_of(
        self, name: str, ticket: Ticket, upload: Upload, earlier: Sequence[tuple[Mapping[str, Ticket], bool]]
    ) -> Iterator[str]:
        erased = self.erased.get(ticket.customer)
        if erased is not None and _is_before(erased, upload.ended):
            yield "skipped"
            if erased < upload.begun:
                return
        for tickets, surely in earlier:
            stood = tickets.get(name)
            if stood:
                yield "unchanged" if stood.text == ticket.text else "updated"
                if surely:
                    return
        yield "added"

    def _earlier(self, upload: Upload) -> Iterator[tuple[TicketFile, bool]]:
        """Files of the family that stood while this one was read, the newest first, and whether all the time."""
        before = takewhile(lambda other: other is not upload, self.uploads)
        for other in reversed([one for one in before if one.file.family == upload.file.family]):
            if not _is_before(other.undone, upload.begun):
                yield other.file, not _is_before(other.undo_begun, upload.ended)


def _is_before(moment: Moment | None, other: Moment | None) -> bool:
    """None: it has not come yet."""
    return moment is not None and (other is None or moment < other)
