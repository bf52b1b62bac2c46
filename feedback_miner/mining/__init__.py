"""The use cases, one verb each. The web, the command line and the jobs enter here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from feedback_miner.mining.background import Background
from feedback_miner.mining.feed_files import write_feed_file
from feedback_miner.mining.feed_plans import FeedPlan, FeedStep
from feedback_miner.mining.feeds import Feeds
from feedback_miner.mining.imports import Imports, Wish
from feedback_miner.mining.maps import Maps, PainPointWithQuotes, Question
from feedback_miner.mining.people import Corrections, Customers, Doors, NewKey
from feedback_miner.mining.pipeline import Pipeline
from feedback_miner.mining.previews import DoubtfulDate, Preview
from feedback_miner.mining.reasons import ExplainedStatement, Reasons
from feedback_miner.mining.rehearsals import Rehearsal
from feedback_miner.mining.rescoring import Rescoring
from feedback_miner.mining.runs import Runs


@dataclass(frozen=True, slots=True)
class Mining:
    """All use cases, by subject."""

    imports: Imports
    runs: Runs
    background: Background
    rescoring: Rescoring
    feeds: Feeds
    maps: Maps
    reasons: Reasons
    corrections: Corrections
    customers: Customers
    doors: Doors


__all__ = [
    "Background",
    "Corrections",
    "Customers",
    "Doors",
    "DoubtfulDate",
    "ExplainedStatement",
    "FeedPlan",
    "FeedStep",
    "Feeds",
    "Imports",
    "Maps",
    "Mining",
    "NewKey",
    "PainPointWithQuotes",
    "Pipeline",
    "Preview",
    "Question",
    "Reasons",
    "Rehearsal",
    "Rescoring",
    "Runs",
    "Wish",
    "write_feed_file",
]
