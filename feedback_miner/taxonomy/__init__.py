"""Stages, touchpoints, emotions and lenses: data in `default.toml`, never code."""

from feedback_miner.taxonomy.changes import PartChange, TaxonomyChanges
from feedback_miner.taxonomy.loader import Taxonomy, load_default, parse
from feedback_miner.taxonomy.types import Emotion, Kind, Lens, LensPart, LensStage, Stage, Touchpoint

__all__ = [
    "Emotion",
    "Kind",
    "Lens",
    "LensPart",
    "LensStage",
    "PartChange",
    "Stage",
    "Taxonomy",
    "TaxonomyChanges",
    "Touchpoint",
    "load_default",
    "parse",
]
