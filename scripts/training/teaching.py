"""What a larger model says of messages, as targets for a smaller one.

Distillation after Hinton et al., "Distilling the knowledge in a neural network", 2015: the student learns the teacher's
probabilities, which tell more than its first choice. Where a person's guideline label is known too, both count: what
the teacher learnt from all other messages outvotes a label that was set wrongly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from feedback_miner.domain import ScorableMessage, Scores
from feedback_miner.ports import Scorer
from scripts.training.examples import Distribution, Example, Target
from scripts.training.journey import Item
from scripts.training.recipe import Labels


def read_unlabelled(items: Iterable[Item], keys: Labels, without: Iterable[Example]) -> Iterator[Example]:
    """The messages whose text is in none of the examples; nothing is known of them yet."""
    texts = {example.message.text for example in without}
    for item in items:
        if item["text"] not in texts:
            spans = tuple((s["start"], s["end"]) for s in item["statements"])
            channel = keys.channel_of.get(item["dataset"], "")
            message = ScorableMessage(item["text"], item["source"], channel, spans)
            yield Example(item["dataset"], message, (Target(),) * len(spans))


def taught(examples: Sequence[Example], teacher: Scorer, keys: Labels, trust: float) -> list[Example]:
    """The examples with the teacher's answers as targets; where a label is known, `trust` is the teacher's part."""
    scored = teacher.score([example.message for example in examples])
    return [
        replace(
            example,
            targets=tuple(
                _mixed(target, scores, keys, trust)
                for target, scores in zip(example.targets, statements, strict=True)
            ),
        )
        for example, statements in zip(examples, scored, strict=True)
    ]


def _mixed(target: Target, scores: Scores, keys: Labels, trust: float) -> Target:
    said = _target(scores, keys)
    if (
        target.stage is None
        or target.touchpoint is None
        or target.sentiment is None
        or target.emotions is None
    ):
        return said
    return Target(
        _mix(target.stage, said.stage or {}, trust),
        _mix(target.touchpoint, said.touchpoint or {}, trust),
        (1 - trust) * target.sentiment + trust * scores.sentiment,
        _mix(target.emotions, said.emotions or {}, trust),
    )


def _target(scores: Scores, keys: Labels) -> Target:
    return Target(
        _numbered(scores.stage, keys.stages),
        _numbered(scores.touchpoint, keys.touchpoints),
        scores.sentiment,
        _numbered(scores.emotions, keys.emotions),
    )


def _numbered(probabilities: Mapping[str, float], keys: Sequence[str]) -> Distribution:
    return {n: probabilities[key] for n, key in enumerate(keys)}


def _mix(label: Distribution, said: Distribution, trust: float) -> Distribution:
    return {n: (1 - trust) * label.get(n, 0.0) + trust * p for n, p in said.items()}
