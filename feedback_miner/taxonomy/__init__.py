"""Stages, touchpoints, emotions and lenses: data in `default.toml`, never code."""

from feedback_miner.taxonomy.changes import PartChange, TaxonomyChanges
from feedback_miner.taxonomy.loader import Taxonomy, load_default, parse
from feedback_miner.taxonomy.playbook import (
    Playbook,
    StageAdvice,
    Suggestion,
    TouchpointAdvice,
    load_playbook,
    parse_playbook,
)
from feedback_miner.taxonomy.types import Emotion, Kind, Lens, LensPart, LensStage, Stage, Touchpoint

__all__ = [
    "Emotion",
    "Kind",
    "Lens",
    "LensPart",
    "LensStage",
    "PartChange",
    "Playbook",
    "Stage",
    "StageAdvice",
    "Suggestion",
    "Taxonomy",
    "TaxonomyChanges",
    "Touchpoint",
    "TouchpointAdvice",
    "load_default",
    "load_playbook",
    "parse",
    "parse_playbook",
]
