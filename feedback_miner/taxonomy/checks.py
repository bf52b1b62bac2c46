"""What must hold between the parts of a taxonomy; one sentence for each thing that does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from feedback_miner.domain import NEUTRAL, NONE
from feedback_miner.taxonomy.types import Emotion, Lens, Stage, Touchpoint


class _Named(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def name(self) -> str: ...


def unique(kind: str, parts: Sequence[_Named]) -> Iterable[str]:
    """Keys and names must be unique within their kind, and none may be "none"."""
    keys = Counter(part.key for part in parts)
    names = Counter(part.name.casefold() for part in parts)
    yield from (f'{kind}: the key "{key}" occurs twice.' for key, count in keys.items() if count > 1)
    yield from (f'{kind}: the name "{name}" occurs twice.' for name, count in names.items() if count > 1)
    if NONE in keys:
        yield f'{kind}: "{NONE}" is reserved for what cannot be told.'


def usual_stages(touchpoints: Iterable[Touchpoint], stages: Iterable[Stage]) -> Iterable[str]:
    """A touchpoint may name stages that are there, only."""
    known = {stage.key for stage in stages}
    for touchpoint in touchpoints:
        yield from (
            f'{touchpoint.key}: there is no stage "{key}".' for key in touchpoint.stages if key not in known
        )


def tones(emotions: Sequence[Emotion]) -> Iterable[str]:
    """Colour and count must agree on what is good and bad, and there must be a word for no emotion."""
    for emotion in emotions:
        if (emotion.tone > 0) - (emotion.tone < 0) != emotion.valence:
            yield f"{emotion.key}: the tone {emotion.tone} has not the sign of the valence {emotion.valence}."
    if all(emotion.key != NEUTRAL for emotion in emotions):
        yield f'emotions: "{NEUTRAL}" is missing.'


def partitions(lens: Lens, stages: Iterable[Stage]) -> Iterable[str]:
    """A lens must hold every stage exactly once: no statement may vanish or count twice."""
    if Counter(key for part in lens.parts for key in part.stages) != Counter(stage.key for stage in stages):
        yield f'The lens "{lens.key}" does not hold every stage exactly once.'
    for part in lens.parts:
        if part.name is None and len(part.stages) > 1:
            yield f'The lens "{lens.key}": "{part.key}" folds several stages and needs a name.'
