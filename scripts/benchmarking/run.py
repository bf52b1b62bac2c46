"""Times the models and the text steps beside others, all in one run."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from scripts.benchmarking.fresh import Footprint, measure_footprint
from scripts.benchmarking.gemm import encoder_operations, format_name, gemm_contests, native_formats
from scripts.benchmarking.messages import TOKENS, invent_messages
from scripts.benchmarking.model_steps import ENCODE, SCORE, STEPS, ModelSteps
from scripts.benchmarking.results import Benchmark, ModelSpeed
from scripts.benchmarking.rounds import Contest, Rates, run_rounds
from scripts.benchmarking.stock import stock_contests
from scripts.benchmarking.text_steps import as_messages, text_contests
from scripts.machine import describe_machine

#: Stock pipelines are slow: they get this part of a round's messages.
_STOCK_PART = 8


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be timed, and how often."""

    #: folders of the models
    models: tuple[Path, ...]
    #: folder of our own writing, which the messages are cut from
    authored: Path
    threads: int
    #: messages in a round
    messages: int
    rounds: int


def measure_scoring(task: Task) -> Benchmark:
    """Measure everything. Raises FeedbackMinerError."""
    texts = _rounds_of_texts(task)
    with tempfile.TemporaryDirectory() as work:
        file = Path(work, "messages.json")
        file.write_text(json.dumps(texts[0]), encoding="utf-8")
        footprints = [measure_footprint(folder, task.threads, file) for folder in task.models]
    torch.set_num_threads(task.threads)
    messages = as_messages(texts)
    models = [ModelSteps(folder, messages, task.threads) for folder in task.models]
    products = {dtype: gemm_contests(dtype) for dtype in native_formats()}
    stock = stock_contests(_tokenizer(task.models[0]), texts[0][: max(1, task.messages // _STOCK_PART)])
    others = [*text_contests(texts), *stock]
    rates = run_rounds(
        [
            *(contest for contests in products.values() for contest in contests),
            *others,
            *(contest for model in models for contest in model.contests()),
        ],
        task.rounds,
    )
    return Benchmark(
        machine=describe_machine(),
        threads=task.threads,
        messages=task.messages,
        rounds=task.rounds,
        tokens=TOKENS,
        models={
            model.name: _speed(model, rates, products, stock, footprint)
            for model, footprint in zip(models, footprints, strict=True)
        },
        others={contest.name: round(rates.median(contest.name), 1) for contest in others},
        gemm={
            contest.name: round(rates.median(contest.name) / 1e9, 1)
            for contests in products.values()
            for contest in contests
        },
    )


def _rounds_of_texts(task: Task) -> list[list[str]]:
    """New messages for every round: what was read before is scored from memory."""
    texts = invent_messages(task.authored, _tokenizer(task.models[0]), task.messages * (task.rounds + 1))
    return [texts[start : start + task.messages] for start in range(0, len(texts), task.messages)]


def _tokenizer(folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def _speed(
    model: ModelSteps,
    rates: Rates,
    products: dict[torch.dtype, list[Contest]],
    stock: Sequence[Contest],
    footprint: Footprint,
) -> ModelSpeed:
    encode, score = model.contest_name(ENCODE), model.contest_name(SCORE)
    operations = encoder_operations(model.model.config.encoder, model.tokens())
    return ModelSpeed(
        rates={step: round(rates.median(model.contest_name(step)), 1) for step in STEPS},
        score_of_encoder=round(rates.ratio(score, encode), 3),
        share_of_limit={
            format_name(dtype): round(
                operations * min(rates.ratio(encode, contest.name) for contest in contests), 3
            )
            for dtype, contests in products.items()
        },
        times_stock={contest.name: round(rates.ratio(score, contest.name), 1) for contest in stock},
        load_seconds=round(footprint.load_seconds, 2),
        peak_megabytes=round(footprint.peak_bytes / 1e6, 0),
    )
