"""What the default label policy takes for what, counted on statements of data sets that the network has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from feedback_miner.domain import LabelPolicy
from feedback_miner.ports import Scorer
from scripts.training.examples import Example, Target, likeliest
from scripts.training.recipe import Labels


def count_confusions(scorer: Scorer, fold: Sequence[Example], keys: Labels) -> dict[str, Any]:
    """The JSON of confusions.json for a model that has not seen `fold`; its groups are data sets."""
    groups: dict[str, _Group] = {}
    # Authored messages have relatives in the training data: they say nothing of how a new source differs.
    found = [example for example in fold if not example.dataset.startswith("authored/")]
    scored = scorer.score([example.message for example in found])
    policy = scorer.default_policy
    for example, statements in zip(found, scored, strict=True):
        group = groups.setdefault(example.dataset, _Group(example.dataset, keys))
        for target, scores in zip(example.targets, statements, strict=True):
            group.add(target, policy.label(scores).stage, scores.sentiment)
    return {
        "format": 1,
        "model": scorer.name,
        "policy": policy.version,
        "how": _how(policy, found),
        "stages": list(keys.stages),
        "groups": [group.as_json() for group in groups.values()],
    }


def _how(policy: LabelPolicy, fold: Sequence[Example]) -> str:
    statements = sum(len(example.targets) for example in fold)
    return (
        f"{statements:,} statements of data sets that the model was not trained on, labelled once by a large "
        f'language model under the written guideline, against its own labels by the policy "{policy.version}", '
        "whose thresholds were chosen on the same statements."
    )


class _Group:
    """Tables [true stage, predicted stage] of one group."""

    def __init__(self, name: str, keys: Labels) -> None:
        self._name, self._stages = name, keys.stages
        size = (len(keys.stages), len(keys.stages))
        self._counts = np.zeros(size, dtype=int)
        self._true, self._predicted = np.zeros(size), np.zeros(size)

    def add(self, target: Target, predicted: str, sentiment: float) -> None:
        if target.stage is None or target.sentiment is None:
            return
        at = likeliest(target.stage), self._stages.index(predicted)
        self._counts[at] += 1
        self._true[at] += target.sentiment
        self._predicted[at] += sentiment

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self._name,
            "counts": self._counts.tolist(),
            "true_sentiment": self._true.round(4).tolist(),
            "predicted_sentiment": self._predicted.round(4).tolist(),
        }
