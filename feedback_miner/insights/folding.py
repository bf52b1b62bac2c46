"""Facts as a lens shows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np

from feedback_miner.domain import NONE
from feedback_miner.domain.facts import Coded, Facts
from feedback_miner.journey.frame import Frame

#: All values of a segment that have no count of their own, as a filter calls them.
OTHER = "other"


def on_map(facts: Facts, frame: Frame) -> Facts:
    """The statements that the lens shows, under the keys of its stages; hidden touchpoints are "none"."""
    stages = tuple(frame.folded.get(stage, "") for stage in facts.stage.values)
    touchpoints = tuple(NONE if key in frame.hidden_touchpoints else key for key in facts.touchpoint.values)
    shown = facts.take(np.array([*map(bool, stages), False])[facts.stage.codes])
    return replace(shown, stage=_named(shown.stage, stages), touchpoint=_named(shown.touchpoint, touchpoints))


def under_known_values(facts: Facts, known: Mapping[str, Collection[str]]) -> Facts:
    """The same, with the values of segments that a filter knows one by one; all others are "other", as there."""
    columns = {}
    for name, column in facts.segments.items():
        own = known.get(name, ())
        columns[name] = _named(
            column, tuple(value if value in own or not value else OTHER for value in column.values)
        )
    return replace(facts, segments=columns)


def _named(column: Coded, names: tuple[str, ...]) -> Coded:
    """The column under other names, of which several may be one."""
    values = tuple(dict.fromkeys(names))
    codes = np.array([*(values.index(name) for name in names), 0], dtype=np.int32)
    return Coded(codes[column.codes], values)
