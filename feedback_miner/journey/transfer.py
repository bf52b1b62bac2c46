"""How a model's counts carry over to a source that it has not seen: what its confusions say of it.

Of each source with known labels two numbers are kept for each stage: the logarithm of true over predicted share, both
with a hundredth added, and true mean sentiment less that of the predicted stage. What is common to the sources is a
bias and is corrected; what differs between them is uncertainty and goes into the intervals (see `effects`).

Why not invert the confusion matrix (adjusted counting, or its likelihood by EM; Forman, "Quantifying counts and costs
via classification", DMKD 17, 2008)? It takes for granted that P(predicted | true) is the same everywhere. It is not: a
source that speaks of little but "use" is read with other errors than one that speaks of all stages. With whole sources
left out, inverting moved the shares further from the truth at every strength; correcting common bias moved them a
little nearer, or left them where they were. The intervals are what an estimate adds most.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from feedback_miner.domain import Confusions
from feedback_miner.journey.effects import Effects, Floats, random_effects

#: fewer sources than this say too little of how sources differ
SOURCES_MIN = 5
#: added to shares: near 0 errors add statements rather than multiply them, and logarithms stay finite
OFFSET = 0.01
#: a source that has so few statements of a stage, true or predicted, says nothing of its sentiment
_COUNTED_MIN = 3
#: variance of one statement's sentiment (−1 … 1) within a stage: (0.5)²
SENTIMENT_VARIANCE = 0.25


@dataclass(frozen=True, slots=True)
class CorrectedShares:
    """Shares of stages that add up to 1, and how they may be off."""

    share: Floats
    #: [direction, stage]: what the shares move by where one stage's correction is off by a standard deviation
    moves: Floats


@dataclass(frozen=True, slots=True)
class Transfer:
    """What to expect of a model's counts in a new source; arrays in the order of `stages`."""

    stages: tuple[str, ...]
    #: of log((true share + OFFSET) / (predicted share + OFFSET))
    log_ratio: Effects
    #: of true mean sentiment less predicted, −2 … 2
    shift: Effects
    #: statements wrongly in a stage and wrongly left out, for each statement in it
    error_rate: Floats
    #: of freedom: sources behind it, less two
    degrees: int

    @staticmethod
    def of(confusions: Confusions) -> Transfer | None:
        """None where fewer than SOURCES_MIN sources were counted."""
        if len(confusions.sources) < SOURCES_MIN:
            return None
        counts = np.array([source.counts for source in confusions.sources], np.float64)
        agreed = np.einsum("gkk->gk", counts)
        true, predicted = counts.sum(axis=2), counts.sum(axis=1)
        wrong = true + predicted - 2 * agreed
        error_rate = 2 * (wrong.sum(axis=0) + 1) / ((true + predicted).sum(axis=0) + 1)
        statements = counts.sum(axis=(1, 2))[:, None]
        true_share, predicted_share = true / statements + OFFSET, predicted / statements + OFFSET
        return Transfer(
            stages=confusions.stages,
            log_ratio=random_effects(
                np.log(true_share / predicted_share),
                error_rate * (true + predicted + 1) / 2 / statements**2 / (true_share * predicted_share),
                np.ones(true.shape, np.bool_),
            ),
            shift=_shift(confusions, true, predicted),
            error_rate=error_rate,
            degrees=len(confusions.sources) - 2,
        )

    def corrected(self, counted: Floats) -> CorrectedShares:
        """The corrected shares of these counts of stages, of which one at least is above 0.

        A stage that was never named stays at 0, for nothing is known of it but how often it may have been missed. A
        bias that would leave no stage at all is not believed: the shares are then the raw ones.
        """
        statements = counted.sum()
        raised = (counted / statements + OFFSET) * np.exp(self.log_ratio.mean)
        chance = self.error_rate * np.maximum(counted, 0.5) / statements**2
        share = np.where(counted > 0, np.maximum(raised - OFFSET, 0.0), 0.0)
        share = share if share.any() else counted / statements
        total = share.sum()
        deviation = np.sqrt(raised**2 * self.log_ratio.variance + chance)
        return CorrectedShares(
            share / total, deviation[:, None] * (np.eye(len(share)) - share / total) / total
        )

    def onto(self, stages: tuple[str, ...]) -> Transfer:
        """The same for stages in another order, and with some that the model does not know: those it never names."""
        at = [self.stages.index(stage) if stage in self.stages else len(self.stages) for stage in stages]

        def moved(values: Floats) -> Floats:
            return np.append(values, 0.0)[at]

        def moved_effects(effects: Effects) -> Effects:
            return Effects(moved(effects.mean), moved(effects.variance))

        return Transfer(
            stages,
            moved_effects(self.log_ratio),
            moved_effects(self.shift),
            moved(self.error_rate),
            self.degrees,
        )


def _shift(confusions: Confusions, true: Floats, predicted: Floats) -> Effects:
    true_sums = np.array([np.sum(source.true_sentiment, axis=1) for source in confusions.sources])
    predicted_sums = np.array([np.sum(source.predicted_sentiment, axis=0) for source in confusions.sources])
    rows, columns = np.maximum(true, 1), np.maximum(predicted, 1)
    return random_effects(
        true_sums / rows - predicted_sums / columns,
        SENTIMENT_VARIANCE / 2 * (1 / rows + 1 / columns),
        (true >= _COUNTED_MIN) & (predicted >= _COUNTED_MIN),
    )
