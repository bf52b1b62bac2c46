"""Pure arithmetic of the map: curve, intervals, comparison. No clock, no file, no database."""

from feedback_miner.journey.build import build_map
from feedback_miner.journey.curve import Point, band_path, curve_path, stretches
from feedback_miner.journey.estimates import corrected_shares
from feedback_miner.journey.headline import Headline, HeadlinePart, compared_words, headline
from feedback_miner.journey.pain import delights, pain_points
from feedback_miner.journey.tone import signed, tone, tone_word
from feedback_miner.journey.transfer import Transfer
from feedback_miner.journey.types import (
    FEW,
    WEEKS,
    Change,
    Estimate,
    Figures,
    Interval,
    JourneyMap,
    Metrics,
    PainPoint,
    StageResult,
    TouchpointResult,
)

__all__ = [
    "FEW",
    "WEEKS",
    "Change",
    "Estimate",
    "Figures",
    "Headline",
    "HeadlinePart",
    "Interval",
    "JourneyMap",
    "Metrics",
    "PainPoint",
    "Point",
    "StageResult",
    "TouchpointResult",
    "Transfer",
    "band_path",
    "build_map",
    "compared_words",
    "corrected_shares",
    "curve_path",
    "delights",
    "headline",
    "pain_points",
    "signed",
    "stretches",
    "tone",
    "tone_word",
]
