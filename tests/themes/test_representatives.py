"""The quotes that stand for a theme."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from feedback_miner.domain import StatementVectors
from feedback_miner.themes import representatives
from feedback_miner.themes.columns import joined
from feedback_miner.themes.space import Vectors, unit
from tests.themes.builders import CARD, LATE, nothing, spoken

_SAYINGS = (
    "My card was declined and nobody at the desk could tell me why.",
    "Your checkout refuses my payment, though the bank has no objection.",
    "I tried to pay three times and each time it was turned down.",
)


def _theme(texts: tuple[str, ...], **columns: object) -> tuple[StatementVectors, Vectors]:
    statements = replace(spoken([CARD] * len(texts), spread=0.0), text=texts, **columns)  # type: ignore[arg-type]
    return statements, unit(statements.vectors.sum(axis=0, keepdims=True))[0]


def test_they_are_of_different_customers() -> None:
    statements, centre = _theme(_SAYINGS * 2, customer=np.array([1, 1, 1, 2, 2, 2]))
    chosen = representatives(statements, centre)
    assert len(chosen) == 2
    assert {int(statements.customer[n - 1]) for n in chosen} == {1, 2}


def test_they_are_in_different_words() -> None:
    statements, centre = _theme((_SAYINGS[0], *[_SAYINGS[0]] * 5, _SAYINGS[1], _SAYINGS[2]))
    assert {statements.text[n - 1] for n in representatives(statements, centre)} == set(_SAYINGS)


def test_they_are_central_and_can_be_read_to_the_end() -> None:
    statements, centre = _theme((*_SAYINGS, "Declined!", "I " + "and then I waited " * 40))
    far = replace(spoken([LATE], first_id=6), text=("The parcel came far too late for the party of my son.",))
    both = joined(statements, far)
    assert set(representatives(both, centre).tolist()) == {1, 2, 3}


def test_of_nothing_there_are_none() -> None:
    assert not len(representatives(nothing(), np.ones(24, dtype=np.float32)))
