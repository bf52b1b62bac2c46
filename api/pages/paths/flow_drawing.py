"""Where customers go from stage to stage, as arcs over the stages: onward above them, back below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from feedback_miner.insights.paths import Transition
from feedback_miner.taxonomy import LensStage

#: width of a stage in the drawing's own units; the page stretches it
COLUMN = 100
#: arcs that are drawn: with more nobody sees any
MOST_ARCS = 18

#: in px: how much higher an arc is that passes one stage more, room above the highest, and the row of stages
_STEP, _ROOM, _ROW = 34, 22, 58
#: thickness of arcs in px, of the rarest and the most frequent
_THIN, _THICK = 1.5, 15.0
#: where arcs leave and arrive, to both sides of a stage's middle
_ASIDE = 15
#: control points of a cubic lie a third beyond its top
_BEYOND = 4 / 3


@dataclass(frozen=True, slots=True)
class Arc:
    """A transition to another stage. `d` in units of the drawing, x of labels in per cent of the width, y in px."""

    transition: Transition
    d: str
    width: float
    #: middle of its number
    x: float
    y: float
    #: of its arrowhead, which points down where it is above the stages
    end_x: float
    end_y: float
    onward: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage in the row between the arcs. `again`: customers who spoke of it next as well."""

    stage: LensStage
    x: float
    left: float
    again: Transition | None


@dataclass(frozen=True, slots=True)
class FlowDrawing:
    """The whole drawing."""

    width: int
    height: int
    #: of the row of stages in px
    row_y: int
    row_height: int
    #: of a stage in per cent of the width
    share: float
    stages: tuple[Stage, ...]
    #: rarest first: the frequent ones lie above
    arcs: tuple[Arc, ...]
    #: transitions between different stages that are not drawn
    left_out: int


def draw_flow(stages: Sequence[LensStage], transitions: Sequence[Transition]) -> FlowDrawing:
    """Transitions between these stages, those first that are drawn where not all can be; there is a stage."""
    place = {stage.key: number for number, stage in enumerate(stages)}
    moves = [one for one in transitions if one.from_stage != one.to_stage]
    drawn = moves[:MOST_ARCS]
    spans = [place[one.to_stage] - place[one.from_stage] for one in drawn]
    top = _ROOM + _STEP * max([0, *spans])
    below = _ROOM + _STEP * max([0, *(-span for span in spans)])
    most = max((one.arriving.statements for one in drawn), default=1)
    again = {one.from_stage: one for one in transitions if one.from_stage == one.to_stage}
    return FlowDrawing(
        width=COLUMN * len(stages),
        height=top + _ROW + below,
        row_y=top,
        row_height=_ROW,
        share=round(100 / len(stages), 3),
        stages=tuple(
            Stage(
                stage,
                round(100 * (number + 0.5) / len(stages), 2),
                round(100 * number / len(stages), 2),
                again.get(stage.key),
            )
            for number, stage in enumerate(stages)
        ),
        arcs=tuple(_arc(one, place, top, most) for one in reversed(drawn)),
        left_out=len(moves) - len(drawn),
    )


def _arc(one: Transition, place: dict[str, int], top: int, most: int) -> Arc:
    start, end = place[one.from_stage], place[one.to_stage]
    onward = end > start
    edge = top if onward else top + _ROW
    outward = -1 if onward else 1
    aside = _ASIDE if onward else -_ASIDE
    x1, x2 = COLUMN * (start + 0.5) + aside, COLUMN * (end + 0.5) - aside
    height = _STEP * abs(end - start)
    control = edge + outward * height * _BEYOND
    columns = COLUMN * len(place)
    return Arc(
        transition=one,
        d=f"M{x1:.0f},{edge}C{x1:.0f},{control:.0f} {x2:.0f},{control:.0f} {x2:.0f},{edge}",
        width=round(_THIN + (_THICK - _THIN) * one.arriving.statements / most, 1),
        x=round(100 * (x1 + x2) / 2 / columns, 2),
        y=edge + outward * height,
        end_x=round(100 * x2 / columns, 2),
        end_y=edge,
        onward=onward,
    )
