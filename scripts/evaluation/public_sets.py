"""Readers of the public test sets, as their files lie in data/public. Each text is one statement."""

from __future__ import annotations

import csv
import html
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from feedback_miner.scoring.layout import GOEMOTIONS
from scripts.evaluation.figures import Marks, one_hot
from scripts.training.public import read_goemotions
from scripts.training.recipe import Labels

_SIGNS = ("negative", "neutral", "positive")
_EMOTIONS = 4
_SEMEVAL_TEST = Path("semeval2017_4a", "test", "SemEval2017-task4-test.subtask-A.english.txt")
_SEED = 0


@dataclass(frozen=True, slots=True)
class TextSet:
    """Texts and which labels are right for each."""

    texts: tuple[str, ...]
    truth: Marks

    def sample(self, limit: int | None) -> TextSet:
        """At most so many of the texts, always the same ones."""
        if limit is None or limit >= len(self.texts):
            return self
        chosen = sorted(random.Random(_SEED).sample(range(len(self.texts)), limit))
        return TextSet(tuple(self.texts[n] for n in chosen), self.truth[chosen])


def goemotions_set(public: Path, part: str, keys: Labels) -> TextSet:
    """A part of the official split (train, dev, test): 28 labels, often several (Demszky et al., ACL 2020)."""
    read = list(read_goemotions(public / "goemotions" / f"{part}.tsv", keys))
    truth = np.zeros((len(read), GOEMOTIONS), dtype=np.bool_)
    for row, (_, _, target) in enumerate(read):
        truth[row, list(target.goemotions or ())] = True
    return TextSet(tuple(text for text, _, _ in read), truth)


def semeval_set(public: Path) -> TextSet:
    """SemEval-2017 task 4A, English test: negative, neutral, positive (Rosenthal et al., 2017)."""
    with (public / _SEMEVAL_TEST).open(encoding="utf-8", newline="\n") as lines:
        rows = (line.rstrip("\n").split("\t", 2) for line in lines if line.strip())
        return _three_classes((text, label) for _, label, text in rows)


def airline_set(public: Path) -> TextSet:
    """Tweets to six airlines of the United States, February 2015: negative, neutral, positive."""
    with (public / "airline_tweets" / "Tweets.csv").open(encoding="utf-8", newline="") as file:
        return _three_classes((row["text"], row["airline_sentiment"]) for row in csv.DictReader(file))


def tweeteval_set(public: Path, part: str) -> TextSet:
    """A part (train, val, test) of TweetEval's emotion task: anger, joy, optimism, sadness (Barbieri et al., 2020)."""
    folder = public / "tweeteval_emotion"
    texts = (folder / f"{part}_text.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    numbers = [int(line) for line in (folder / f"{part}_labels.txt").read_text(encoding="utf-8").split()]
    return TextSet(tuple(_unescaped(texts)), one_hot(numbers, _EMOTIONS))


def _three_classes(rows: Iterable[Sequence[str]]) -> TextSet:
    read = [(text, _SIGNS.index(label)) for text, label in rows]
    return TextSet(tuple(_unescaped(text for text, _ in read)), one_hot([sign for _, sign in read], 3))


def _unescaped(texts: Iterable[str]) -> Iterator[str]:
    """Twitter hands out "&amp;" for "&"."""
    return (html.unescape(text).strip() for text in texts)
