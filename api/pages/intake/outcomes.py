"""What becomes of an import, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from feedback_miner.domain import Import, ImportState

#: in which an import goes on by itself
UNDER_WAY = frozenset({ImportState.QUEUED, ImportState.RUNNING, ImportState.UNDOING})

_ENDED = {
    ImportState.CANCELLED: "Stopped by a person",
    ImportState.UNDONE: "Taken out again",
    ImportState.EXPIRED: "The uploaded file was removed before it was complete. Import it again.",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where an import stands."""

    #: "Reading 340 of 1,200", "1,188 added"
    words: str
    #: rows that brought nothing: merged, empty, or not usable
    skipped: int = 0
    #: whether it goes on by itself
    under_way: bool = False
    #: rows, while they are gone through; None where that is not known
    done: int | None = None
    total: int | None = None


def outcome_of(job: Import) -> Outcome:
    """Where it stands; what waits for an answer is told by the page that asks."""
    if job.state in UNDER_WAY:
        return _under_way(job)
    if job.state is ImportState.NEEDS_MAPPING:
        return Outcome("It needs your answer before it can be read")
    if job.state is ImportState.FAILED or (job.state is ImportState.EXPIRED and job.error):
        return Outcome(job.error or "It could not be read.")
    if job.state is not ImportState.DONE:
        return Outcome(_ENDED[job.state])
    report = job.report
    counts = ((report.added, "added"), (report.updated, "changed"), (report.unchanged, "known already"))
    told = [f"{count:,} {word}" for count, word in counts if count]
    return Outcome(", ".join(told) or "0 added", report.merged + report.skipped + report.rejected)


def _under_way(job: Import) -> Outcome:
    progress = job.progress
    if progress is None or not progress.total:
        return Outcome(
            "In the queue" if job.state is ImportState.QUEUED else "About to begin", under_way=True
        )
    verb = "Taking out" if job.state is ImportState.UNDOING else "Reading"
    words = f"{verb} {progress.done:,} of {progress.total:,}"
    return Outcome(words, under_way=True, done=progress.done, total=progress.total)
