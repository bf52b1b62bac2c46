"""The steps from a raw message to one that can be scored, each by itself and all together, beside VADER."""

from __future__ import annotations

from collections.abc import Sequence

from feedback_miner.domain import ScorableMessage
from feedback_miner.text import EnglishPreparer, Redactor
from feedback_miner.text.clean import clean
from feedback_miner.text.language import LanguageDetector
from feedback_miner.text.models import load_sentencer
from feedback_miner.text.split import StatementSplitter
from scripts.benchmarking.rounds import Contest
from scripts.evaluation.lexicons import vader

CLEAN, LANGUAGE, REDACT, SPLIT, PREPARE, VADER = "clean", "language", "redact", "split", "prepare", "VADER"

Rounds = Sequence[Sequence[str]]


def text_contests(rounds: Rounds) -> list[Contest]:
    """Contests over the texts of each round. Names are redacted too."""
    detector, redactor, preparer = LanguageDetector(), Redactor(), EnglishPreparer()
    splitter, lexicon = StatementSplitter(load_sentencer()), vader()
    runs = {
        CLEAN: lambda texts: [clean(text) for text in texts],
        LANGUAGE: lambda texts: [detector.detect(text) for text in texts],
        REDACT: redactor.redact_all,
        SPLIT: splitter.split,
        PREPARE: lambda texts: preparer.prepare(texts, hints=[None] * len(texts)),
        VADER: lexicon.sentiments,
    }
    return [
        Contest(name, len(rounds[0]), lambda number, run=run: run(rounds[number]))  # type: ignore[misc]
        for name, run in runs.items()
    ]


def as_messages(rounds: Rounds) -> list[list[ScorableMessage]]:
    """The texts as reviews with their statements, as an import makes them."""
    preparer = EnglishPreparer()
    return [
        [
            ScorableMessage(
                prepared.text, "review", "", tuple((part.start, part.end) for part in prepared.statements)
            )
            for prepared in preparer.prepare(texts, hints=[None] * len(texts))
        ]
        for texts in rounds
    ]
