"""The scorer: messages in, raw scores of their statements out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Protocol, Self

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import normalize

from feedback_miner.domain import NONE, LabelPolicy, Labels, ScorableMessage, Scores, Why
from feedback_miner.scoring.attribution import give_reasons, words_of
from feedback_miner.scoring.encoding import MessageEncoder, token_id
from feedback_miner.scoring.layout import GOEMOTIONS, ModelConfig
from feedback_miner.scoring.network import Answers, JourneyNetwork, StatementPool

#: What one pass of the encoder reads at most: larger batches are no faster on a CPU, only larger in memory.
BATCH_WINDOWS = 32
BATCH_TOKENS = 4096


@dataclass(frozen=True, slots=True)
class _Task:
    """A window whose statements are counted through over all messages of a call."""

    token_ids: list[int]
    positions: list[int]
    owners: list[int]


class TokenReader(Protocol):
    """What turns windows of tokens into vectors: the network itself, or another engine with its weights."""

    def encode(self, token_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Token vectors [windows, tokens, hidden] of padded windows."""
        ...


class JourneyScorer:
    """Scores statements with one `JourneyNetwork`; implements `ports.Scorer`. Built by `load_scorer`."""

    def __init__(self, config: ModelConfig, tokenizer: Tokenizer, network: JourneyNetwork) -> None:
        self._config = config
        self._network = network.eval()
        self._reader: TokenReader = self._network
        self._encoder = MessageEncoder(
            tokenizer,
            config.encoder.special_tokens,
            max_tokens=config.max_tokens,
            context_tokens=config.context_tokens,
            sources=config.sources,
            channels=config.channels,
        )
        self._mask = token_id(tokenizer, config.encoder.special_tokens.mask)
        self._silent = _says_nothing(config)

    @property
    def name(self) -> str:
        """NAME/VERSION of the model."""
        return self._config.full_name

    @property
    def default_policy(self) -> LabelPolicy:
        """The label policy that the model was calibrated with."""
        return self._config.label_policy

    @property
    def network(self) -> JourneyNetwork:
        """The network in torch, in evaluation mode."""
        return self._network

    def read_by(self, reader: TokenReader) -> Self:
        """The same scorer, for which another engine reads; `why` stays with the network, for it needs gradients."""
        other = copy(self)
        other._reader = reader
        return other

    def score(self, messages: Sequence[ScorableMessage]) -> list[list[Scores]]:
        """Scores of each message's statements, in the order of its spans.

        Which other messages are in the call changes nothing but the last digits. A span that holds no token
        (empty or blank) says nothing: "none" with certainty, sentiment 0, no emotion.
        """
        return self.score_with_vectors(messages)[0]

    @torch.inference_mode()
    def score_with_vectors(
        self, messages: Sequence[ScorableMessage]
    ) -> tuple[list[list[Scores]], NDArray[np.float32]]:
        """The scores, and from the same pass what the statements are about: vectors [statements, hidden].

        Statements are counted through over all messages. Vectors have length 1, so that their products are
        cosines; that of a span without a token is 0.
        """
        # Mail signatures and one-word reviews come by the hundred: what is the same is read once.
        unique = list(dict.fromkeys(messages))
        borders = [0, *accumulate(len(message.spans) for message in unique)]
        means, speaking = self._pooled(unique, borders)
        scored = dict(zip(speaking.tolist(), self._scores(self._network.answer(means)), strict=True))
        vectors = np.zeros((borders[-1], self._config.encoder.hidden_size), dtype=np.float32)
        vectors[speaking.numpy()] = normalize(means).numpy()
        numbered = dict(zip(unique, (range(*border) for border in pairwise(borders)), strict=True))
        order = [numbered[message] for message in messages]
        rows = [n for statements in order for n in statements]
        return [[scored.get(n, self._silent) for n in statements] for statements in order], vectors[rows]

    @torch.inference_mode()
    def goemotions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Probabilities [texts, 28] of the labels of GoEmotions in that data set's order, of texts without a source.

        For evaluation: the map's own emotions come from another head. A text without a token has none.
        """
        messages = [ScorableMessage(text, "", "", ((0, len(text)),)) for text in texts]
        means, speaking = self._pooled(messages, range(len(messages) + 1))
        probabilities = np.zeros((len(texts), GOEMOTIONS), dtype=np.float32)
        probabilities[speaking.numpy()] = self._network.answer(means).goemotions.sigmoid().numpy()
        return probabilities

    def why(self, message: ScorableMessage, statement: int, labels: Labels) -> Why:
        """The words of the message that carried these labels of its n-th span; see `attribution`.

        Only a stretch around the statement is read. A stage or touchpoint that is not the likeliest there, or that the
        model does not know, has no reason, and a span without a token has none at all. Raises NotSupported where
        the statement is longer than can be explained.
        """
        windows = list(self._encoder.placed_windows(message))
        places, reasons = give_reasons(self._network, self._config, self._mask, windows, statement, labels)
        words, summed = words_of(message.text, places, reasons)
        return Why(words, summed, self.name)

    def _pooled(self, messages: Sequence[ScorableMessage], borders: Sequence[int]) -> tuple[Tensor, Tensor]:
        """Mean vectors [N, hidden] in float32 of the statements that hold a token, and their numbers [N]."""
        pool = StatementPool(borders[-1], self._config.encoder.hidden_size)
        tasks = sorted(self._tasks(messages, borders), key=lambda task: len(task.token_ids))
        for batch in _batches(tasks):
            self._encode(batch, pool)
        return pool.means()

    def _tasks(self, messages: Sequence[ScorableMessage], borders: Sequence[int]) -> Iterator[_Task]:
        for message, first in zip(messages, borders, strict=False):
            for window in self._encoder.windows(message):
                yield _Task(
                    window.token_ids,
                    [position for position, _ in window.owned],
                    [first + owner for _, owner in window.owned],
                )

    def _encode(self, tasks: Sequence[_Task], pool: StatementPool) -> None:
        width = max(len(task.token_ids) for task in tasks)
        token_ids = torch.zeros(len(tasks), width, dtype=torch.long)
        attention_mask = torch.zeros(len(tasks), width, dtype=torch.long)
        positions, owners = [], []
        for row, task in enumerate(tasks):
            token_ids[row, : len(task.token_ids)] = torch.tensor(task.token_ids)
            attention_mask[row, : len(task.token_ids)] = 1
            positions += [row * width + position for position in task.positions]
            owners += task.owners
        hidden = self._reader.encode(token_ids, attention_mask)
        pool.add(hidden, torch.tensor(positions), torch.tensor(owners))

    def _scores(self, answers: Answers) -> Iterator[Scores]:
        config = self._config
        stage = _softmax(answers.stage, config.stage_temperature)
        touchpoint = _softmax(answers.touchpoint, config.touchpoint_temperature)
        sentiment = answers.sentiment.double().clamp(-1.0, 1.0).tolist()
        emotions = answers.emotions.double().sigmoid().tolist()
        for row in zip(stage, touchpoint, sentiment, emotions, strict=True):
            yield Scores(
                stage=_keyed(config.stages, row[0]),
                touchpoint=_keyed(config.touchpoints, row[1]),
                sentiment=row[2],
                emotions=_keyed(config.emotions, row[3]),
            )


def _batches(tasks: Iterable[_Task]) -> Iterator[list[_Task]]:
    """Neighbours of `tasks`, which come sorted by length, in passes of the encoder."""
    batch: list[_Task] = []
    for task in tasks:
        if batch and (len(batch) == BATCH_WINDOWS or (len(batch) + 1) * len(task.token_ids) > BATCH_TOKENS):
            yield batch
            batch = []
        batch.append(task)
    if batch:
        yield batch


def _softmax(logits: Tensor, temperature: float) -> list[list[float]]:
    rows: list[list[float]] = (logits.double() / temperature).softmax(dim=1).tolist()
    return rows


def _keyed(keys: Sequence[str], values: Sequence[float]) -> Mapping[str, float]:
    return dict(zip(keys, values, strict=True))


def _says_nothing(config: ModelConfig) -> Scores:
    return Scores(
        stage={key: float(key == NONE) for key in config.stages},
        touchpoint={key: float(key == NONE) for key in config.touchpoints},
        sentiment=0.0,
        emotions=dict.fromkeys(config.emotions, 0.0),
    )
