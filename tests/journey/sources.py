"""Invented sources: what was meant, and what a model made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import SENTIMENT_SCALE, Confusions, JudgedTotal, SourceConfusions
from feedback_miner.taxonomy import load_default

MODEL = "tiny/1"
STAGES = (*(stage.key for stage in load_default().stages), "none")

Table = NDArray[np.int64]


def confusions(tables: Sequence[Table], stages: Sequence[str] = STAGES, model: str = MODEL) -> Confusions:
    """Of sources with these counts [true][predicted]; every sentiment is 0.25, and is taken for 0.5."""
    return Confusions(
        model=model,
        policy="test-1",
        how="Invented.",
        stages=tuple(stages),
        sources=tuple(
            SourceConfusions(
                f"source {number}",
                tuple(tuple(row) for row in table.tolist()),
                tuple(tuple(row) for row in (0.25 * table).tolist()),
                tuple(tuple(row) for row in (0.5 * table).tolist()),
            )
            for number, table in enumerate(tables)
        ),
    )


def as_json(known: Confusions) -> dict[str, Any]:
    """The same as training writes it into a model's folder."""
    return {
        "format": 1,
        "model": known.model,
        "policy": known.policy,
        "how": known.how,
        "stages": list(known.stages),
        "groups": [
            {
                "name": one.name,
                "counts": [list(row) for row in one.counts],
                "true_sentiment": [list(row) for row in one.true_sentiment],
                "predicted_sentiment": [list(row) for row in one.predicted_sentiment],
            }
            for one in known.sources
        ],
    }


def source(draw: np.random.Generator, statements: int, *, bias: float = 1.0, right: float = 0.7) -> Table:
    """A source of its own mix of stages and its own errors. `bias`: how much too often the first stage is named."""
    size = len(STAGES)
    meant = draw.multinomial(statements, draw.dirichlet(np.full(size, 8.0)))
    wrong = np.ones(size)
    wrong[0] = 1 + 12 * (bias - 1)
    rows = right * np.eye(size) + (1 - right) * wrong / wrong.sum()
    return np.array(
        [draw.multinomial(n, draw.dirichlet(10 * row)) for n, row in zip(meant, rows, strict=True)]
    )


def perfect(statements: Sequence[int]) -> Table:
    """A source in which the model is always right."""
    return np.diag(np.array(statements, np.int64))


def judged(
    counts: Sequence[int], stages: Sequence[str] = STAGES, *, judge: str = MODEL, sentiment: float = 0.5
) -> list[JudgedTotal]:
    """Totals of one judge: so many statements of each stage, all of this sentiment."""
    each = round(sentiment * SENTIMENT_SCALE)
    return [
        JudgedTotal(judge, stage, count, count * each)
        for stage, count in zip(stages, counts, strict=True)
        if count
    ]
