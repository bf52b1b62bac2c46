"""Facts as items on their way into a store, scored as planted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np

from feedback_miner.domain import (
    NONE,
    Facts,
    FeedbackItem,
    ScoredItem,
    ScoredStatement,
    Scores,
    Source,
    Statement,
)
from scripts.simulation.totals import JUDGE

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: what every statement says
_SAID = "I say so."


def items_of(facts: Facts) -> Iterator[ScoredItem]:
    """One a message; a model that is sure of everything has scored them."""
    starts = np.flatnonzero(np.diff(facts.item, prepend=facts.item[0] - 1))
    for start, end in zip(starts.tolist(), [*starts.tolist()[1:], len(facts)], strict=True):
        spans = tuple(
            Statement(n, n * (len(_SAID) + 1), n * (len(_SAID) + 1) + len(_SAID)) for n in range(end - start)
        )
        nps = float(facts.nps[start])
        item = FeedbackItem(
            connection="planted",
            external_id=str(facts.item[start]),
            source=Source.SURVEY,
            channel="web",
            occurred_at=_EPOCH + timedelta(microseconds=int(facts.at[start])),
            text=" ".join([_SAID] * len(spans)),
            language="en",
            statements=spans,
            customer=f"customer-{facts.customer[start]}",
            nps=None if np.isnan(nps) else int(nps),
            file="planted",
            row=int(facts.item[start]),
        )
        scored = (ScoredStatement(span, _scores(facts, start + span.n)) for span in spans)
        yield ScoredItem(item, tuple(scored), JUDGE)


def _scores(facts: Facts, row: int) -> Scores:
    stage = facts.stage.values[facts.stage.codes[row]]
    touchpoint = facts.touchpoint.values[facts.touchpoint.codes[row]]
    return Scores(
        stage={stage: 1.0, NONE: 0.0},
        touchpoint={touchpoint: 1.0, NONE: 0.0},
        sentiment=float(facts.sentiment[row]),
        emotions={},
    )
