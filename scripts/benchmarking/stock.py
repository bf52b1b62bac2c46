"""What people reach for instead: one text-classification pipeline for each question, on an encoder of a usual size.

Their weights are random, since only the time counts: a pipeline with learnt ones does the same arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tokenizers import Tokenizer
from transformers import (
    DistilBertConfig,
    DistilBertForSequenceClassification,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    RobertaConfig,
    RobertaForSequenceClassification,
    TextClassificationPipeline,
)
from transformers.utils import logging

from scripts.benchmarking.rounds import Contest

#: stage, touchpoint, sentiment, emotion
QUESTIONS = 4

#: As a pipeline comes, it reads one text at a time.
BATCHES = {"": 1, ", in batches of 32": 32}

DISTILBERT, ROBERTA = "DistilBERT shape", "RoBERTa-base shape"

_LABELS = 10


def stock_contests(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Contest]:
    """Pipelines of both shapes in fp32, alone and in batches, asked four times; `texts` are the same every round."""
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    wrapped = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, pad_token=_pad_token(tokenizer), model_max_length=512
    )
    words: dict[str, Any] = {
        "vocab_size": len(wrapped),
        "pad_token_id": wrapped.pad_token_id,
        "num_labels": _LABELS,
    }
    networks: dict[str, PreTrainedModel] = {
        DISTILBERT: DistilBertForSequenceClassification(DistilBertConfig(**words)),
        ROBERTA: RobertaForSequenceClassification(RobertaConfig(**words)),
    }
    contests = []
    for name, network in networks.items():
        pipeline = TextClassificationPipeline(model=network.eval(), tokenizer=wrapped)  # type: ignore[no-untyped-call]
        for suffix, batch in BATCHES.items():
            contests.append(_contest(f"{name}{suffix}", pipeline, texts, batch))
    return contests


def _contest(name: str, pipeline: TextClassificationPipeline, texts: Sequence[str], batch: int) -> Contest:
    def ask(_round: int) -> None:
        for _ in range(QUESTIONS):
            pipeline(list(texts), batch_size=batch)

    return Contest(name, len(texts), ask)


def _pad_token(tokenizer: Tokenizer) -> str:
    return next(token for token in ("[PAD]", "<pad>") if tokenizer.token_to_id(token) is not None)
