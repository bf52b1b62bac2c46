"""Estimates beside the raw counts: what the stages would come to had people read these statements.

Counts of each judge are corrected by what is known of it (`transfer`); what people have labelled is certain and stands
as it is. What a judge is not known to do everywhere, and chance among so many statements, make the corrected counts
uncertain; both are carried into shares and means by the delta method (shares on the scale of log odds).

A few statements whose judge errs nobody knows how (an older model's, say) do not stand in the way: they are carried as
they were labelled, and since each of them may belong anywhere, the intervals grow by all that they could change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from feedback_miner.domain import PERSON, SENTIMENT_SCALE, JudgedTotal
from feedback_miner.journey.effects import Floats
from feedback_miner.journey.intervals import Spread, student_t
from feedback_miner.journey.transfer import OFFSET, SENTIMENT_VARIANCE, Transfer
from feedback_miner.journey.types import Estimate, Interval

#: fewer statements than this, judged by models, say too little to be corrected, unless they are LITTLE of all
STATEMENTS_MIN = 30
#: what part of a cut's statements is so little that it need not be known how their judge errs
LITTLE = 0.05


@dataclass(frozen=True, slots=True)
class NoEstimate:
    """Why there is none, for people."""

    reason: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Corrected counts of stages, and how they may be off. Arrays in the order of `stages`."""

    stages: tuple[str, ...]
    #: expected statements, people's among them
    expected: Floats
    #: of `expected`, labelled by people
    certain: Floats
    #: [direction, stage]: what the counts move by where one thing that is not known is off by a standard deviation
    moves: Floats
    #: expected sums of sentiments
    sentiments: Floats
    #: of `sentiments`
    sentiment_variance: Floats
    #: statements, of all stages together, of which it is not known how their judge errs
    unknown: int
    #: Student's t for the intervals
    t: float

    def share(self, of: Sequence[str], among: Sequence[str]) -> tuple[float, Interval]:
        """The share of some stages among others that hold them, and of which something is expected."""
        inside = np.isin(self.stages, of)
        whole = np.isin(self.stages, among)
        total = float(self.expected[whole].sum())
        share = float(self.expected[inside].sum()) / total
        moves = (self.moves[:, inside].sum(axis=1) - share * self.moves[:, whole].sum(axis=1)) / total
        low, high = _interval(share, self.t * sqrt(float(moves @ moves)))
        low = min(share, max(low, float(self.certain[inside].sum()) / total))
        high = max(share, min(high, 1 - float(self.certain[whole & ~inside].sum()) / total))
        # Wherever the unknown ones belong, inside, elsewhere or to no stage: no share moves by more.
        anywhere = self.unknown / total
        return share, Interval(max(0.0, low - anywhere), min(1.0, high + anywhere))

    def sentiment(self, of: Sequence[str], spread: Spread) -> tuple[float | None, Interval | None]:
        """The mean sentiment of some stages together; `spread`: of the raw mean over customers."""
        inside = np.isin(self.stages, of)
        total = float(self.expected[inside].sum())
        if not total:
            return None, None
        mean = float(self.sentiments[inside].sum()) / total
        means = np.divide(
            self.sentiments, self.expected, out=np.zeros_like(self.expected), where=self.expected > 0
        )
        mixing = self.moves[:, inside] @ (means[inside] - mean)
        variance = float(self.sentiment_variance[inside].sum() + mixing @ mixing) / total**2
        mean = max(-1.0, min(1.0, mean))
        if spread.variance is None:
            return mean, None
        half = max(self.t, student_t(spread.degrees)) * sqrt(variance + spread.variance)
        # An unknown one that belongs elsewhere, or was read the other way round, moves the sum by 2 at most.
        half += 2 * self.unknown / total
        return mean, Interval(max(-1.0, mean - half), min(1.0, mean + half))


def _interval(share: float, half: float) -> tuple[float, float]:
    """The ends of a share's interval of this half width, taken on the scale of log odds with OFFSET added."""
    centre = log((share + OFFSET) / (1 - share + OFFSET))
    stretched = half * (1 / (share + OFFSET) + 1 / (1 - share + OFFSET))
    low, high = (1 / (1 + exp(-x)) for x in (max(centre - stretched, -50.0), min(centre + stretched, 50.0)))
    return max(0.0, low * (1 + 2 * OFFSET) - OFFSET), min(1.0, high * (1 + 2 * OFFSET) - OFFSET)


def corrected_counts(
    judged: Iterable[JudgedTotal], transfers: Mapping[str, Transfer], among: Sequence[str]
) -> Counts | NoEstimate:
    """The counts of a cut, corrected judge by judge; `transfers` by the model's NAME/VERSION.

    `among`: the stages that the map shows; of one at least something is expected where there are counts.
    """
    found = _Judged.of(judged, transfers)
    missing = found.missing(transfers)
    if missing is not None:
        return NoEstimate(missing)
    models = {model: transfers[model] for model in sorted(found.by_model)}
    stages = tuple(
        dict.fromkeys(
            [stage for model in models.values() for stage in model.stages]
            + [total.stage for total in (*found.people, *found.unknown)]
        )
    )
    parts = [_corrected(found.by_model[name], model, stages) for name, model in models.items()]
    certain, certain_sums = _columns(found.people, stages)
    unknown, unknown_sums = _columns(found.unknown, stages)
    expected = certain + unknown + sum((part.counts for part in parts), np.zeros(len(stages)))
    if not expected[np.isin(stages, among)].any():
        return NoEstimate("As far as can be told, nothing that was said here belongs to a stage of this map.")
    return Counts(
        stages=stages,
        expected=expected,
        certain=certain,
        moves=np.concatenate([np.zeros((0, len(stages))), *(part.moves for part in parts)]),
        sentiments=certain_sums
        + unknown_sums
        + sum((part.sentiments for part in parts), np.zeros(len(stages))),
        sentiment_variance=sum((part.sentiment_variance for part in parts), np.zeros(len(stages))),
        unknown=_statements(found.unknown),
        t=max((student_t(model.degrees) for model in models.values()), default=student_t(np.inf)),
    )


def estimate(counts: Counts, of: Sequence[str], among: Sequence[str], spread: Spread) -> Estimate:
    """The estimate of some stages taken together; shares are `among` those that the map shows."""
    share, share_interval = counts.share(of, among)
    sentiment, sentiment_interval = counts.sentiment(of, spread)
    return Estimate(share, share_interval, sentiment, sentiment_interval)


def corrected_shares(counted: Mapping[str, int], transfer: Transfer) -> dict[str, float]:
    """The share of every stage, "none" among them, of statements that one model labelled so: they add up to 1.

    At least one count is above 0; a stage that the model does not know raises ValueError.
    """
    columns = np.zeros(len(transfer.stages))
    for stage, statements in counted.items():
        columns[transfer.stages.index(stage)] = statements
    return dict(zip(transfer.stages, transfer.corrected(columns).share.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class _Judged:
    """The totals of a cut by what is known of their judges; none of them is empty."""

    people: Sequence[JudgedTotal]
    #: of models and stages whose confusions are known
    by_model: Mapping[str, Sequence[JudgedTotal]]
    #: of all others
    unknown: Sequence[JudgedTotal]

    @staticmethod
    def of(judged: Iterable[JudgedTotal], transfers: Mapping[str, Transfer]) -> _Judged:
        people: list[JudgedTotal] = []
        by_model: dict[str, list[JudgedTotal]] = defaultdict(list)
        unknown: list[JudgedTotal] = []
        for total in judged:
            if not total.statements:
                continue
            if total.judge == PERSON:
                people.append(total)
            elif total.judge in transfers and total.stage in transfers[total.judge].stages:
                by_model[total.judge].append(total)
            else:
                unknown.append(total)
        return _Judged(people, by_model, unknown)

    def missing(self, transfers: Mapping[str, Transfer]) -> str | None:
        """What stands in the way of an estimate, in a sentence."""
        known = sum(map(_statements, self.by_model.values()))
        unknown = _statements(self.unknown)
        whole = _statements(self.people) + known + unknown
        if not whole:
            return "Nothing was said here."
        if unknown / whole > LITTLE:
            most = max(self.unknown, key=lambda total: total.statements)
            about = (
                f"about the stage “{most.stage}”" if most.judge in transfers else "by the label policy in use"
            )
            return f"How {most.judge} errs {about} is not known."
        if known < STATEMENTS_MIN and known / whole > LITTLE:
            return f"A model judged {known} statements here; {STATEMENTS_MIN} are the least to correct."
        return None


def _statements(totals: Iterable[JudgedTotal]) -> int:
    return sum(total.statements for total in totals)


@dataclass(frozen=True, slots=True)
class _Corrected:
    """What one model's counts come to."""

    counts: Floats
    moves: Floats
    sentiments: Floats
    sentiment_variance: Floats


def _corrected(totals: Sequence[JudgedTotal], model: Transfer, stages: tuple[str, ...]) -> _Corrected:
    counted, sums = _columns(totals, stages)
    transfer = model.onto(stages)
    statements, shares = counted.sum(), transfer.corrected(counted)
    counts = statements * shares.share
    mean = np.divide(sums, counted, out=np.zeros_like(sums), where=counted > 0) + transfer.shift.mean
    chance = SENTIMENT_VARIANCE * transfer.error_rate / np.maximum(counted, 1)
    return _Corrected(
        counts=counts,
        moves=statements * shares.moves,
        sentiments=counts * mean,
        sentiment_variance=counts**2 * (transfer.shift.variance + chance),
    )


def _columns(totals: Iterable[JudgedTotal], stages: tuple[str, ...]) -> tuple[Floats, Floats]:
    counted, sums = np.zeros(len(stages)), np.zeros(len(stages))
    for total in totals:
        at = stages.index(total.stage)
        counted[at] += total.statements
        sums[at] += total.sentiment_sum / SENTIMENT_SCALE
    return counted, sums
