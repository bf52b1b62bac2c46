"""The network: one pass over a message, the answers for each of its statements.

Training and serving use this one class, so that they cannot drift apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from feedback_miner.scoring.encoder import Encoder
from feedback_miner.scoring.layout import GOEMOTIONS, EncoderShape


@dataclass(frozen=True, slots=True)
class HeadSizes:
    """How many keys the heads tell apart."""

    stages: int
    touchpoints: int
    emotions: int


@dataclass(frozen=True, slots=True)
class Answers:
    """Raw answers for S statements: logits; sentiment unbounded, about -1 to 1."""

    stage: Tensor  # [S, stages], the logarithms of probabilities
    touchpoint: Tensor  # [S, touchpoints], the logarithms of probabilities
    sentiment: Tensor  # [S]
    emotions: Tensor  # [S, emotions]
    goemotions: Tensor  # [S, 28]


class JourneyNetwork(nn.Module):
    """An encoder with linear heads over the mean of a statement's own token vectors.

    The message is encoded whole, so each token has already read the rest of the message when it is pooled:
    context costs nothing beyond the one pass.

    Stage and touchpoint are answered together: the pair (s, t) has the logit stage[s] + touchpoint[t] +
    pairs[s, t], and each answer is its margin. So a clear touchpoint speaks for the stages where it occurs.
    """

    def __init__(self, shape: EncoderShape, sizes: HeadSizes, dropout: float = 0.0) -> None:
        super().__init__()
        self.sizes = sizes
        self.encoder = Encoder(shape)
        self.dropout = nn.Dropout(dropout)
        self.stage = nn.Linear(shape.hidden_size, sizes.stages)
        self.touchpoint = nn.Linear(shape.hidden_size, sizes.touchpoints)
        self.pairs = nn.Parameter(torch.zeros(sizes.stages, sizes.touchpoints))
        self.sentiment = nn.Linear(shape.hidden_size, 1)
        self.emotions = nn.Linear(shape.hidden_size, sizes.emotions)
        self.goemotions = nn.Linear(shape.hidden_size, GOEMOTIONS)

    def encode(self, token_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Token vectors [windows, tokens, hidden] of padded windows."""
        return self.encode_vectors(self.encoder.embeddings.word_embeddings(token_ids), attention_mask)

    def encode_vectors(self, vectors: Tensor, attention_mask: Tensor) -> Tensor:
        """The same from the tokens' word embeddings [windows, tokens, hidden]."""
        hidden: Tensor = self.encoder(vectors, attention_mask)
        return hidden

    def answer(self, statements: Tensor) -> Answers:
        """The answers for statement vectors [S, hidden]."""
        vectors = self.dropout(statements)
        pairs = self.stage(vectors).unsqueeze(2) + self.touchpoint(vectors).unsqueeze(1) + self.pairs
        pairs = pairs.flatten(1).log_softmax(1).view_as(pairs)
        return Answers(
            stage=pairs.logsumexp(2),
            touchpoint=pairs.logsumexp(1),
            sentiment=self.sentiment(vectors).squeeze(-1),
            emotions=self.emotions(vectors),
            goemotions=self.goemotions(vectors),
        )


class StatementPool:
    """Collects token vectors and gives the mean vector of each statement. Sums are kept in float32."""

    def __init__(self, statements: int, hidden_size: int) -> None:
        self._sums = torch.zeros(statements, hidden_size)
        self._counts = torch.zeros(statements, dtype=torch.long)

    def add(self, hidden: Tensor, positions: Tensor, owners: Tensor) -> None:
        """Add the vectors of tokens to the statements that own them.

        `hidden` [windows, tokens, hidden]; `positions` [K] index its flattened tokens; `owners` [K] name the
        statement of each. A token may have several owners, and a statement tokens in several windows.
        """
        self._sums.index_add_(0, owners, hidden.flatten(0, 1)[positions].float())
        self._counts += torch.bincount(owners, minlength=len(self._counts))

    def means(self) -> tuple[Tensor, Tensor]:
        """Mean vectors [N, hidden] of the statements that own tokens, and which those are [N], ascending."""
        speaking = self._counts.nonzero().squeeze(1)
        return self._sums[speaking] / self._counts[speaking].unsqueeze(1), speaking
