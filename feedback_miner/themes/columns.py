"""Several lots of statements as one."""

from __future__ import annotations

import numpy as np

from feedback_miner.domain import StatementVectors


def joined(one: StatementVectors, other: StatementVectors) -> StatementVectors:
    """Both lots in the order of their ids, whatever order they came in; a statement of both is there once."""
    both = one if not len(other) else other if not len(one) else _appended(one, other)
    return both.take(np.unique(both.statement, return_index=True)[1])


def _appended(one: StatementVectors, other: StatementVectors) -> StatementVectors:
    return StatementVectors(
        statement=np.concatenate([one.statement, other.statement]),
        customer=np.concatenate([one.customer, other.customer]),
        day=np.concatenate([one.day, other.day]),
        sentiment=np.concatenate([one.sentiment, other.sentiment]),
        stage=one.stage + other.stage,
        touchpoint=one.touchpoint + other.touchpoint,
        text=one.text + other.text,
        vectors=np.concatenate([one.vectors, other.vectors]),
    )
