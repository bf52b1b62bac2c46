"""One customer's journey as a line: a face for each message that speaks of a stage, in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from feedback_miner.insights.customer_steps import Step
from feedback_miner.journey import Point, curve_path

#: of the drawing, and of a step, in px
HEIGHT, STEP = 236, 128
#: the newest steps that are drawn
MOST_STEPS = 40

_TOP, _BOTTOM = 62, 176
_RADIUS = 15


@dataclass(frozen=True, slots=True)
class Face:
    """A step. Places in px; `since`: how long after the one before, in words."""

    step: Step
    x: int
    y: float
    since: str


@dataclass(frozen=True, slots=True)
class CustomerDrawing:
    """The whole drawing; `line` is empty where there is one face alone."""

    width: int
    neutral: int
    radius: int
    faces: tuple[Face, ...]
    line: str
    #: older steps that are not drawn
    left_out: int


def draw_customer(steps: Sequence[Step]) -> CustomerDrawing:
    """The newest of these steps, oldest first."""
    drawn = steps[-MOST_STEPS:]
    before = [None, *drawn[:-1]]
    faces = tuple(
        Face(
            step,
            STEP * number + STEP // 2,
            _y(step.sentiment),
            _since(step.message.item.occurred_at - earlier.message.item.occurred_at) if earlier else "",
        )
        for number, (step, earlier) in enumerate(zip(drawn, before, strict=True))
    )
    return CustomerDrawing(
        width=STEP * len(drawn),
        neutral=round(_y(0.0)),
        radius=_RADIUS,
        faces=faces,
        line=curve_path([Point(face.x, face.y) for face in faces]) if len(faces) > 1 else "",
        left_out=len(steps) - len(drawn),
    )


def _y(sentiment: float) -> float:
    return round(_BOTTOM - (sentiment + 1) / 2 * (_BOTTOM - _TOP), 1)


def _since(time: timedelta) -> str:
    """ "3 days later"; within a day "the same day"."""
    if time.days < 1:
        hours = round(time.total_seconds() / 3600)
        return f"{hours} h later" if hours else "at once"
    return "1 day later" if time.days == 1 else f"{time.days:,} days later"
