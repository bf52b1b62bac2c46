"""A raw message becomes the words that its customer wrote."""

from __future__ import annotations

from feedback_miner.text.markup import to_text
from feedback_miner.text.normalise import limit, normalise
from feedback_miner.text.replies import own_words


def clean(raw: str) -> str:
    """Normalised text without mark-up, quoted replies and signatures, cut to `normalise.MAX_CHARACTERS`.

    Empty only where the message has neither letters, digits, emoji nor punctuation.
    """
    normal = normalise(raw)
    words = normalise(to_text(normal)) or normal
    return limit(own_words(words))
