"""What a network is trained on: messages with targets for their statements. A target may be known in part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from feedback_miner.domain import ScorableMessage

#: position in the label keys → probability, summing to 1: a label of one key is {key: 1.0}
Distribution = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Target:
    """What is known of one statement, as positions in the label keys. None: not known, nothing is learnt of it."""

    stage: Distribution | None = None
    touchpoint: Distribution | None = None
    #: −1 … 1
    sentiment: float | None = None
    #: position → how likely it is shown (0 or 1 of a label); positions that are absent are not known
    emotions: Mapping[int, float] | None = None
    #: positions of the GoEmotions that are shown
    goemotions: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """One message with the targets of its statements, aligned with `message.spans`."""

    dataset: str
    message: ScorableMessage
    targets: tuple[Target, ...]


def split_fold(examples: Iterable[Example], fold: Sequence[str]) -> tuple[list[Example], list[Example]]:
    """(examples of other data sets, examples of the data sets in `fold`). Every name of `fold` must occur."""
    rest: list[Example] = []
    held_out: list[Example] = []
    for example in examples:
        (held_out if example.dataset in fold else rest).append(example)
    absent = set(fold) - {example.dataset for example in held_out}
    if absent:
        raise ValueError(f"the fold names data sets that do not occur: {', '.join(sorted(absent))}")
    return rest, held_out


def likeliest(distribution: Distribution) -> int:
    """The position with the highest probability."""
    return max(distribution, key=distribution.__getitem__)
