"""Models and what prepares texts for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import LabelPolicy, Labels, PreparedText, ScorableMessage, Scores, Why


class TextPreparer(Protocol):
    """Raw messages in; cleaned, redacted, split messages out."""

    def prepare(self, raw: Sequence[str], *, hints: Sequence[str | None]) -> list[PreparedText]:
        """One result for each text, in order. `hints`: the language that the export names, or None."""

    def redact(self, cells: Sequence[str]) -> list[str]:
        """Single cells with personal data replaced by typed placeholders."""

    def redact_values(self, values: Sequence[str]) -> list[str]:
        """Short values (a plan, a city): addresses and numbers are replaced, what reads like a name stays."""


class Scorer(Protocol):
    """A model: statements in the context of their message in, probabilities out."""

    @property
    def name(self) -> str:
        """name/version, such as "fast/1.0.0"."""

    @property
    def default_policy(self) -> LabelPolicy:
        """The label policy that the model was calibrated with."""

    def score(self, messages: Sequence[ScorableMessage]) -> list[list[Scores]]:
        """For each message, in order, the scores of each of its spans, in order."""

    def score_with_vectors(
        self, messages: Sequence[ScorableMessage]
    ) -> tuple[list[list[Scores]], NDArray[np.float32]]:
        """The scores, and vectors [statements, dimensions] of what the statements are about, in the same order.

        Statements are counted through over all messages. A vector has length 1; that of a blank statement is 0.
        """

    def why(self, message: ScorableMessage, statement: int, labels: Labels) -> Why:
        """The words of the message that carried these labels of its n-th span.

        Only a stretch around the statement is read. A stage or touchpoint that is not the likeliest there, or that the
        model does not know, has no reason, and a blank statement has none at all. Raises NotSupported where
        the statement is longer than can be explained.
        """
