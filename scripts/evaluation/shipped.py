"""A model as it ships, asked the way its users ask it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import ScorableMessage
from feedback_miner.errors import ModelError
from feedback_miner.journey import Transfer
from feedback_miner.scoring.confusions import load_confusions
from feedback_miner.scoring.layout import open_model_folder
from feedback_miner.scoring.loading import load_scorer
from scripts.evaluation.contenders import Predictions, Vectors
from scripts.evaluation.dev import DevSet
from scripts.evaluation.lexicons import MEASURED_CUT
from scripts.evaluation.progress import in_groups

_COMMAND = "from feedback_miner.cli import main; main()"

#: From which probability on a label of GoEmotions is given where the model names no thresholds.
_EVEN_CHANCE = 0.5


class ShippedModel:
    """The model of a folder. Tweets are told to it as what they are: social posts from Twitter."""

    cut = MEASURED_CUT

    def __init__(self, folder: Path, threads: int) -> None:
        self._folder, self._threads = folder, threads
        opened = open_model_folder(folder)
        self._goemotions_min = np.array(opened.config.goemotions_min or (_EVEN_CHANCE,))
        confusions = load_confusions(opened)
        self._estimates = confusions is not None and Transfer.of(confusions) is not None
        self._scorer = load_scorer(folder, threads=threads)

    @property
    def name(self) -> str:
        """NAME/VERSION."""
        return self._scorer.name

    def predict(self, dev: DevSet, work: Path) -> Predictions:
        """See `Labeller`: what `feedback-miner score` writes, and its corrected shares where the model allows them."""
        file = work / f"{self.name.replace('/', '-')}.jsonl"
        shares = file.with_suffix(".shares.json") if self._estimates else None
        options = ["--output", str(file), *(("--shares", str(shares)) if shares else ())]
        self._run("score", str(dev.items_file), *options)
        return Predictions(file, shares)

    def sentiments(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """See `SentimentRater`."""
        return np.array(
            [
                scores.sentiment
                for group in in_groups(texts, f"{self.name}: sentiment")
                for (scores,) in self._scorer.score([_tweet(text) for text in group])
            ]
        )

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder`."""
        groups = in_groups(texts, f"{self.name}: vectors")
        return np.concatenate(
            [self._scorer.score_with_vectors([_tweet(text) for text in group])[1] for group in groups]
        )

    def goemotions(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """See `EmotionTeller`: by the thresholds of the model."""
        groups = in_groups(texts, f"{self.name}: GoEmotions")
        probabilities = np.concatenate([self._scorer.goemotions(group) for group in groups])
        shown: NDArray[np.bool_] = probabilities >= self._goemotions_min
        return shown

    def _run(self, *arguments: str) -> None:
        model = {
            "FEEDBACK_MINER_MODELS_DIR": str(self._folder.parents[1]),
            "FEEDBACK_MINER_MODEL": self.name,
            "FEEDBACK_MINER_THREADS": str(self._threads),
        }
        done = subprocess.run(  # noqa: S603 - our own command line
            [sys.executable, "-c", _COMMAND, *arguments],
            env=os.environ | model,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ModelError(f"it could not score: {done.stderr.strip()}", where=str(self._folder))


def _tweet(text: str) -> ScorableMessage:
    return ScorableMessage(text, "social", "twitter", ((0, len(text)),))
