"""The scorer: messages in, raw scores of their statements out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import torch
from tokenizers import Tokenizer
from torch import Tensor

from feedback_miner.domain import NONE, LabelPolicy, ScorableMessage, Scores
from feedback_miner.scoring.encoding import MessageEncoder
from feedback_miner.scoring.layout import ModelConfig
from feedback_miner.scoring.network import Answers, JourneyNetwork, StatementPool

#: Windows in one pass of the encoder: larger batches are no faster on a CPU.
BATCH_WINDOWS = 32


@dataclass(frozen=True, slots=True)
class _Task:
    """A window whose statements are counted through over all messages of a call."""

    token_ids: list[int]
    positions: list[int]
    owners: list[int]


class JourneyScorer:
    """Scores statements with one `JourneyNetwork`; implements `ports.Scorer`. Built by `load_scorer`."""

    def __init__(self, config: ModelConfig, tokenizer: Tokenizer, network: JourneyNetwork) -> None:
        self._config = config
        self._network = network.eval()
        self._encoder = MessageEncoder(
            tokenizer,
            max_tokens=config.max_tokens,
            context_tokens=config.context_tokens,
            sources=config.sources,
        )
        self._silent = _says_nothing(config)

    @property
    def name(self) -> str:
        """NAME/VERSION of the model."""
        return self._config.full_name

    @property
    def default_policy(self) -> LabelPolicy:
        """The label policy that the model was calibrated with."""
        return self._config.label_policy

    @torch.inference_mode()
    def score(self, messages: Sequence[ScorableMessage]) -> list[list[Scores]]:
        """Scores of each message's statements, in the order of its spans.

        Which other messages are in the call changes nothing but the last digits. A span that holds no token
        (empty or blank) says nothing: "none" with certainty, sentiment 0, no emotion.
        """
        borders = [0, *accumulate(len(message.spans) for message in messages)]
        pool = StatementPool(borders[-1], self._config.encoder.hidden_size)
        tasks = sorted(self._tasks(messages, borders), key=lambda task: len(task.token_ids))
        for at in range(0, len(tasks), BATCH_WINDOWS):
            self._encode(tasks[at : at + BATCH_WINDOWS], pool)
        vectors, speaking = pool.means()
        answers = self._network.answer(vectors.to(self._network.stage.weight.dtype))
        scored = dict(zip(speaking.tolist(), self._scores(answers), strict=True))
        return [[scored.get(n, self._silent) for n in range(first, end)] for first, end in pairwise(borders)]

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
        hidden = self._network.encode(token_ids, attention_mask)
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
