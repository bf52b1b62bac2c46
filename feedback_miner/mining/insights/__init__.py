"""Use cases of insight, a file for each subject."""

from feedback_miner.mining.insights.actions import ActionReport, Actions
from feedback_miner.mining.insights.alerts import AlertReport, Alerts, Tested
from feedback_miner.mining.insights.change import Against, Changes
from feedback_miner.mining.insights.channels import ChannelReading
from feedback_miner.mining.insights.competitors import Competitors
from feedback_miner.mining.insights.drivers import DriverFinding
from feedback_miner.mining.insights.facts import FactReader
from feedback_miner.mining.insights.highlights import HighlightReading
from feedback_miner.mining.insights.journeys import JourneyReading
from feedback_miner.mining.insights.notes import Notes
from feedback_miner.mining.insights.playbook import Playbooks
from feedback_miner.mining.insights.priorities import Prioritising
from feedback_miner.mining.insights.report import Report, Reports
from feedback_miner.mining.insights.segments import Segments
from feedback_miner.mining.insights.suggestions import SuggestionReading
from feedback_miner.mining.insights.theme_reading import ThemeReading
from feedback_miner.mining.insights.themes import Themes
from feedback_miner.mining.insights.voices import Voice, Voices, VoiceState

__all__ = [
    "ActionReport",
    "Actions",
    "Against",
    "AlertReport",
    "Alerts",
    "Changes",
    "ChannelReading",
    "Competitors",
    "DriverFinding",
    "FactReader",
    "HighlightReading",
    "JourneyReading",
    "Notes",
    "Playbooks",
    "Prioritising",
    "Report",
    "Reports",
    "Segments",
    "SuggestionReading",
    "Tested",
    "ThemeReading",
    "Themes",
    "Voice",
    "VoiceState",
    "Voices",
]
