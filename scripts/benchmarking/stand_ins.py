"""Stand-ins for the text room and the model: what is timed with them is everything else."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import LabelPolicy, Labels, PreparedText, ScorableMessage, Scores, Statement, Why
from feedback_miner.taxonomy import load_default

#: How many different answers are made up.
_ANSWERS = 500
#: As many dimensions as the larger model's.
_VECTORS = np.random.default_rng(0).normal(size=(_ANSWERS, 768)).astype(np.float32)
_VECTORS /= np.linalg.norm(_VECTORS, axis=1, keepdims=True)
_POLICY = LabelPolicy("guesser-1", stage_min=0.3, touchpoint_min=0.3, emotion_min={})


class WholeMessages:
    """Implements `ports.TextPreparer`: every message is one English statement, and nothing in it is personal."""

    def prepare(self, raw: Sequence[str], *, hints: Sequence[str | None]) -> list[PreparedText]:  # noqa: ARG002
        """One result for each message, in order."""
        return [PreparedText(text, "en", (Statement(0, 0, len(text)),)) for text in raw]

    def redact(self, cells: Sequence[str]) -> list[str]:
        """The cells."""
        return list(cells)

    def redact_values(self, values: Sequence[str]) -> list[str]:
        """The values."""
        return list(values)


class Guesser:
    """Implements `ports.Scorer`: answers of the real size, that were given or made up beforehand."""

    def __init__(
        self,
        name: str = "guesser/1",
        policy: LabelPolicy = _POLICY,
        answers: Sequence[Scores] = (),
        vectors: NDArray[np.float32] = _VECTORS,
    ) -> None:
        self.name = name
        self.default_policy = policy
        self._answers = answers or _made_up()
        self._vectors = vectors

    def score(self, messages: Sequence[ScorableMessage]) -> list[list[Scores]]:
        """One of the answers for each statement, by the message's place and where the statement begins."""
        answers = self._answers
        return [
            [answers[(n + len(message.text) + start) % len(answers)] for start, _ in message.spans]
            for n, message in enumerate(messages)
        ]

    def score_with_vectors(
        self, messages: Sequence[ScorableMessage]
    ) -> tuple[list[list[Scores]], NDArray[np.float32]]:
        """With one of the vectors for each."""
        scores = self.score(messages)
        return scores, self._vectors[np.arange(sum(map(len, scores))) % len(self._vectors)]

    def why(self, message: ScorableMessage, statement: int, labels: Labels) -> Why:
        """Has no reasons."""
        raise NotImplementedError


def _made_up() -> list[Scores]:
    taxonomy, chance = load_default(), random.Random(0)
    stages, touchpoints = [s.key for s in taxonomy.stages], [t.key for t in taxonomy.touchpoints]
    emotions = [e.key for e in taxonomy.emotions]
    return [
        Scores(
            stage=_one_of(stages, chance),
            touchpoint=_one_of(touchpoints, chance),
            sentiment=chance.uniform(-1, 1),
            emotions={key: chance.random() ** 4 for key in emotions},
        )
        for _ in range(_ANSWERS)
    ]


def _one_of(keys: Sequence[str], chance: random.Random) -> dict[str, float]:
    """Probabilities of which one is large."""
    sure, rest = chance.choice(keys), 0.4 / (len(keys) - 1)
    return {key: 0.6 if key == sure else rest for key in keys}
