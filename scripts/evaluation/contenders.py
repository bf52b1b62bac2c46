"""What may be asked of a contender. A model can do all of it; a lexicon rates sentiment and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scripts.evaluation.dev import DevSet

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Predictions:
    """Answers on the dev set, as the measuring program reads them."""

    file: Path
    #: corrected shares of the stages, where the contender estimates them
    shares: Path | None = None
    #: the beginning of the names of the figures that mean something for this contender
    about: str = ""


class Labeller(Protocol):
    """Labels the statements of the dev set."""

    @property
    def name(self) -> str:
        """How it is called in the tables; of a model NAME/VERSION."""

    def predict(self, dev: DevSet, work: Path) -> Predictions:
        """Its answers, written into the folder `work`."""


class SentimentRater(Protocol):
    """Rates whole texts."""

    @property
    def name(self) -> str:
        """As above."""

    @property
    def cut(self) -> float:
        """Within ± this a text counts as neutral."""

    def sentiments(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """For each text −1 … 1."""


class EmotionTeller(Protocol):
    """Tells the 28 labels of GoEmotions."""

    @property
    def name(self) -> str:
        """As above."""

    def goemotions(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Which labels each text is given, [texts, 28]."""


class Embedder(Protocol):
    """Turns texts into vectors that a head can be fitted on."""

    @property
    def name(self) -> str:
        """As above."""

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """[texts, dimensions]."""
