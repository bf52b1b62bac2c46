"""Statements about planted topics, a reader of phrases without a parser, and themes that live in memory."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from feedback_miner.domain import Phrase, StatementVectors
from feedback_miner.themes.space import Vectors, unit

DIMENSIONS = 24
#: All vectors of a trained encoder lean to one side.
_LEANING = np.full(DIMENSIONS, 0.25, dtype=np.float32)

#: A topic is the words that its customers use.
CARD = "my card was declined"
LATE = "the parcel came late"
RUDE = "the clerk was rude"
KIND = "the clerk was kind"
TOPICS = (CARD, LATE, RUDE, KIND)


def spoken(
    topics: Sequence[str], *, first_id: int = 1, sentiment: float = -0.8, seed: int = 0, spread: float = 0.25
) -> StatementVectors:
    """A statement a topic, in the order of their ids, each of another customer; its vector lies near the topic's.

    A topic of "" is one of its own: it lies anywhere.
    """
    drawn = np.random.default_rng([seed, first_id])
    numbers = np.arange(first_id, first_id + len(topics))
    vectors = [_LEANING + _about(topic, drawn) + _noise(drawn, spread) for topic in topics]
    return StatementVectors(
        statement=numbers,
        customer=numbers,
        day=np.full(len(topics), 739_000),
        sentiment=np.full(len(topics), sentiment),
        stage=tuple("purchase" if topic == CARD else "support" for topic in topics),
        touchpoint=tuple("payment" if topic == CARD else "staff" for topic in topics),
        text=tuple(
            topic or f"something else {number}" for topic, number in zip(topics, numbers, strict=True)
        ),
        vectors=unit(np.array(vectors, dtype=np.float32).reshape(-1, DIMENSIONS)),
    )


def nothing() -> StatementVectors:
    """No statements."""
    return spoken([])


class WholeTexts:
    """Takes every text for a phrase."""

    def read(self, texts: Sequence[str]) -> list[tuple[Phrase, ...]]:
        """See `PhraseReader`."""
        return [(Phrase(text[:1].upper() + text[1:], says=True),) for text in texts]


def _about(topic: str, drawn: np.random.Generator) -> Vectors:
    if not topic:
        return _noise(drawn, 1.0)
    direction = np.zeros(DIMENSIONS, dtype=np.float32)
    direction[TOPICS.index(topic)] = 1
    return direction


def _noise(drawn: np.random.Generator, length: float) -> Vectors:
    drawn_at_random: Vectors = drawn.standard_normal(DIMENSIONS, dtype=np.float32)
    return drawn_at_random * np.float32(length / np.sqrt(DIMENSIONS))
