"""The steps of a model, each by itself and all together, and an import that it scores."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from feedback_miner.bootstrap import open_house
from feedback_miner.domain import ImportState, ScorableMessage, Source
from feedback_miner.errors import ModelError
from feedback_miner.mining import Wish
from feedback_miner.scoring.encoding import MessageEncoder
from feedback_miner.scoring.layout import ModelFolder, open_model_folder
from feedback_miner.scoring.loading import load_scorer
from feedback_miner.scoring.scorer import BATCH_WINDOWS, JourneyScorer
from feedback_miner.settings import Settings
from scripts.benchmarking.rounds import Contest

TOKENISE, ENCODE, HEADS, SCORE, IMPORT = "tokenise", "encode", "heads", "score", "import"
STEPS = (TOKENISE, ENCODE, HEADS, SCORE, IMPORT)


@dataclass(frozen=True)
class ModelSteps:
    """Contests of one model over the messages of each round, whose statements have been told apart."""

    folder: Path
    #: round → its messages
    rounds: Sequence[Sequence[ScorableMessage]]
    threads: int

    @property
    def name(self) -> str:
        """NAME/VERSION."""
        return self.model.config.full_name

    @cached_property
    def model(self) -> ModelFolder:
        """The folder, checked."""
        return open_model_folder(self.folder)

    def contest_name(self, step: str) -> str:
        """What the contest of a step is called."""
        return f"{self.name}: {step}"

    def contests(self) -> list[Contest]:
        """All steps. What a step starts from is made before the clock runs."""
        runs = {
            TOKENISE: self._tokenise,
            ENCODE: self._encode,
            HEADS: self._heads,
            SCORE: self._score,
            IMPORT: self._import,
        }
        return [Contest(self.contest_name(step), len(self.rounds[0]), run) for step, run in runs.items()]

    def tokens(self) -> float:
        """Tokens of a window, on average: those of the message and what is told of its source."""
        lengths = [len(window) for window in self._windows(0)]
        return sum(lengths) / len(lengths)

    def _tokenise(self, number: int) -> object:
        return self._windows(number)

    def _encode(self, number: int) -> None:
        with torch.inference_mode():
            for token_ids, mask in self._batches[number]:
                self._scorer._network.encode(token_ids, mask)

    def _heads(self, number: int) -> None:
        with torch.inference_mode():
            self._scorer._network.answer(self._vectors[number])

    def _score(self, number: int) -> object:
        return self._scorer.score(self.rounds[number])

    def _import(self, number: int) -> None:
        texts = [message.text for message in self.rounds[number]]
        settings = {"models_dir": self.folder.parents[1], "model": self.name, "threads": self.threads}
        with (
            tempfile.TemporaryDirectory() as data,
            open_house(Settings.model_validate({"data_dir": data, **settings})) as house,
        ):
            imports, workspace = house.mining.imports, house.settings.workspace
            wish = Wish(source=Source.REVIEW, overrides=("text=text", "id=id"))
            job = imports.submit(workspace, file="messages.csv", blocks=[_csv(texts)], wish=wish)
            done = house.mining.runs.run(workspace, job.id)
            if done.state is not ImportState.DONE:
                raise ModelError(
                    f"the import ended as {done.state.value}: {done.error or ''}", where=self.name
                )

    def _windows(self, number: int) -> list[list[int]]:
        encoder = self._encoder
        return [w.token_ids for message in self.rounds[number] for w in encoder.windows(message)]

    @cached_property
    def _scorer(self) -> JourneyScorer:
        return load_scorer(self.folder, threads=self.threads)

    @cached_property
    def _encoder(self) -> MessageEncoder:
        config = self.model.config
        return MessageEncoder(
            Tokenizer.from_file(str(self.model.tokenizer)),
            config.encoder.special_tokens,
            max_tokens=config.max_tokens,
            context_tokens=config.context_tokens,
            sources=config.sources,
            channels=config.channels,
        )

    @cached_property
    def _batches(self) -> list[list[tuple[Tensor, Tensor]]]:
        """Round → what its passes of the encoder read: token ids and attention masks [windows, tokens]."""
        return [self._padded(sorted(self._windows(number), key=len)) for number in range(len(self.rounds))]

    def _padded(self, windows: Sequence[list[int]]) -> list[tuple[Tensor, Tensor]]:
        batches = []
        for start in range(0, len(windows), BATCH_WINDOWS):
            batch = [torch.tensor(window) for window in windows[start : start + BATCH_WINDOWS]]
            masks = [torch.ones_like(window) for window in batch]
            batches.append(
                (
                    torch.nn.utils.rnn.pad_sequence(batch, batch_first=True),
                    torch.nn.utils.rnn.pad_sequence(masks, batch_first=True),
                )
            )
        return batches

    @cached_property
    def _vectors(self) -> list[Tensor]:
        """Round → one vector for each of its statements."""
        size = self.model.config.encoder.hidden_size
        return [torch.randn(sum(len(m.spans) for m in messages), size) for messages in self.rounds]


def _csv(texts: Sequence[str]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["id", "date", "text"])
    writer.writerows([n, "2026-03-02", text] for n, text in enumerate(texts))
    return out.getvalue().encode()
