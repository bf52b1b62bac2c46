"""What an import would do, found out without writing anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from feedback_miner.domain import ImportReport, MappingGuess, RowError, ScoredItem
from feedback_miner.mining.pipeline import Pipeline
from feedback_miner.mining.reading import Chunk, Plan
from feedback_miner.ports import Store
from feedback_miner.sources import RatingScale

#: Rejected rows that a rehearsal shows; its report counts them all.
SHOWN_REJECTED = 1000


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What an import would do: nothing of it was written.

    Where the guess has questions, the import would wait for their answers, and the report is empty.
    """

    guess: MappingGuess
    report: ImportReport = field(default_factory=ImportReport)
    rejected: tuple[RowError, ...] = ()
    #: "rating" and "csat" → the scale that their numbers are on, where they have one
    scales: Mapping[str, RatingScale] = field(default_factory=dict)


def rehearsed(plan: Plan, guess: MappingGuess, pipeline: Pipeline, store: Store) -> Rehearsal:
    """The report that this plan would come to."""
    report, rejected = ImportReport(), list[RowError]()
    for chunk in pipeline.read(plan):
        counted = store.preview_chunk(plan.workspace, [ScoredItem(item, ()) for item in chunk.items])
        rejected.extend(chunk.rejected[: SHOWN_REJECTED - len(rejected)])
        report = _sum(report, counted, chunk)
    scales = {"rating": plan.scan.rating_scale, "csat": plan.scan.csat_scale}
    found = {name: scale for name, scale in scales.items() if scale}
    return Rehearsal(guess, report, tuple(rejected), found)


def _sum(total: ImportReport, counted: ImportReport, chunk: Chunk) -> ImportReport:
    return ImportReport(
        read=total.read + chunk.read,
        added=total.added + counted.added,
        updated=total.updated + counted.updated,
        unchanged=total.unchanged + counted.unchanged,
        merged=total.merged + counted.merged + chunk.merged,
        skipped=total.skipped + counted.skipped + chunk.skipped,
        rejected=total.rejected + len(chunk.rejected),
        not_scored=total.not_scored + counted.not_scored,
        statements=total.statements + counted.statements,
    )
