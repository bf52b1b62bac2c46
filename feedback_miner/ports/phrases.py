"""What reads phrases out of texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from feedback_miner.domain import Phrase


class PhraseReader(Protocol):
    """Texts in; stretches of them that could be headlines out."""

    def read(self, texts: Sequence[str]) -> list[tuple[Phrase, ...]]:
        """For each text its phrases, in order; none where nothing is said in a few words."""
