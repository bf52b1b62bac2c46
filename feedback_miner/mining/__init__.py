"""The use cases, one verb each. The web, the command line and the jobs enter here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from feedback_miner.mining.background import Background
from feedback_miner.mining.comments import Comment, CommentPage, Comments
from feedback_miner.mining.feed_files import write_feed_file
from feedback_miner.mining.feed_plans import FeedPlan, FeedStep
from feedback_miner.mining.feeds import Feeds
from feedback_miner.mining.imports import Imports, Wish
from feedback_miner.mining.insights import (
    ActionReport,
    Actions,
    Against,
    AlertReport,
    Alerts,
    Changes,
    ChannelReading,
    Competitors,
    DriverFinding,
    HighlightReading,
    JourneyReading,
    Notes,
    Playbooks,
    Prioritising,
    Report,
    Reports,
    Segments,
    SuggestionReading,
    Tested,
    ThemeReading,
    Themes,
    Voice,
    Voices,
    VoiceState,
)
from feedback_miner.mining.maps import Maps, Question
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
    comments: Comments
    themes: Themes
    theme_reading: ThemeReading
    highlights: HighlightReading
    playbooks: Playbooks
    suggestions: SuggestionReading
    notes: Notes
    reports: Reports
    actions: Actions
    alerts: Alerts
    voices: Voices
    drivers: DriverFinding
    priorities: Prioritising
    changes: Changes
    segments: Segments
    journeys: JourneyReading
    channels: ChannelReading
    competitors: Competitors
    reasons: Reasons
    corrections: Corrections
    customers: Customers
    doors: Doors


__all__ = [
    "ActionReport",
    "Actions",
    "Against",
    "AlertReport",
    "Alerts",
    "Background",
    "Changes",
    "ChannelReading",
    "Comment",
    "CommentPage",
    "Comments",
    "Competitors",
    "Corrections",
    "Customers",
    "Doors",
    "DoubtfulDate",
    "DriverFinding",
    "ExplainedStatement",
    "FeedPlan",
    "FeedStep",
    "Feeds",
    "HighlightReading",
    "Imports",
    "JourneyReading",
    "Maps",
    "Mining",
    "NewKey",
    "Notes",
    "Pipeline",
    "Playbooks",
    "Preview",
    "Prioritising",
    "Question",
    "Reasons",
    "Rehearsal",
    "Report",
    "Reports",
    "Rescoring",
    "Runs",
    "Segments",
    "SuggestionReading",
    "Tested",
    "ThemeReading",
    "Themes",
    "Voice",
    "VoiceState",
    "Voices",
    "Wish",
    "write_feed_file",
]
