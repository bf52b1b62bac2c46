"""Where things are counted: the places of a lens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from feedback_miner.domain import NONE
from feedback_miner.taxonomy import LensStage, Taxonomy


class Place(NamedTuple):
    """A part of the map: a stage of the lens and a touchpoint; "" stands for all of them."""

    stage: str = ""
    touchpoint: str = ""


WHOLE = Place()


@dataclass(frozen=True, slots=True)
class Frame:
    """What a lens shows of a taxonomy: its stages, and which touchpoints have a place of their own."""

    stages: tuple[LensStage, ...]
    #: the taxonomy's stage → the lens's stage; hidden stages and "none" are not in it
    folded: Mapping[str, str]
    hidden_touchpoints: frozenset[str]
    _known: dict[tuple[str, str], tuple[Place, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, taxonomy: Taxonomy, lens: str) -> Frame:
        """Raises QueryError for an unknown lens."""
        stages = taxonomy.lens(lens)
        return cls(
            stages,
            {key: stage.key for stage in stages for key in stage.stages},
            frozenset({NONE, *(part.key for part in taxonomy.touchpoints if part.hidden)}),
        )

    def places(self, stage: str, touchpoint: str) -> tuple[Place, ...]:
        """Every place that counts something of this stage and touchpoint of the taxonomy, the whole first."""
        known = self._known.get((stage, touchpoint))
        if known is None:
            known = self._known[stage, touchpoint] = self._places(stage, touchpoint)
        return known

    def _places(self, stage: str, touchpoint: str) -> tuple[Place, ...]:
        shown = self.folded.get(stage)
        if shown is None:
            return ()
        if touchpoint in self.hidden_touchpoints:
            return (WHOLE, Place(shown))
        return (WHOLE, Place(shown), Place(shown, touchpoint))
