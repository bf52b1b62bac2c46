"""The network: one pass over a message, four answers for each of its statements.

Training and serving use this one class, so that they cannot drift apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from feedback_miner.scoring.layout import EncoderShape


@dataclass(frozen=True, slots=True)
class Answers:
    """Raw answers for S statements: logits; sentiment unbounded, about -1 to 1."""

    stage: Tensor  # [S, stages]
    touchpoint: Tensor  # [S, touchpoints]
    sentiment: Tensor  # [S]
    emotions: Tensor  # [S, emotions]


class JourneyNetwork(nn.Module):
    """A BERT encoder with four linear heads over the mean of a statement's own token vectors.

    The message is encoded whole, so each token has already read the rest of the message when it is pooled:
    context costs nothing beyond the one pass.
    """

    def __init__(
        self, shape: EncoderShape, stages: int, touchpoints: int, emotions: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.encoder = BertModel(_bert_config(shape), add_pooling_layer=False)
        self.dropout = nn.Dropout(dropout)
        self.stage = nn.Linear(shape.hidden_size, stages)
        self.touchpoint = nn.Linear(shape.hidden_size, touchpoints)
        self.sentiment = nn.Linear(shape.hidden_size, 1)
        self.emotions = nn.Linear(shape.hidden_size, emotions)

    def encode(self, token_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Token vectors [windows, tokens, hidden] of padded windows."""
        hidden: Tensor = self.encoder(token_ids, attention_mask=attention_mask).last_hidden_state
        return hidden

    def answer(self, statements: Tensor) -> Answers:
        """The four answers for statement vectors [S, hidden]."""
        vectors = self.dropout(statements)
        return Answers(
            stage=self.stage(vectors),
            touchpoint=self.touchpoint(vectors),
            sentiment=self.sentiment(vectors).squeeze(-1),
            emotions=self.emotions(vectors),
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


def _bert_config(shape: EncoderShape) -> BertConfig:
    # No dropout inside the encoder: on a CPU drawing the masks takes half as long as the rest of a step.
    return BertConfig(
        **shape.model_dump(),
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
