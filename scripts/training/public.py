"""Public data sets that may be trained on, as examples with the targets that they know of.

Each reader yields one message of one statement a text. What a data set calls an emotion is translated into our
keys where the two mean the same; the keys that it does not know of stay unknown.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from feedback_miner.domain import ScorableMessage
from scripts.training.examples import Example, Target
from scripts.training.recipe import Labels
from scripts.training.uci import read_uci

#: Our key → the names in GoEmotions (Demszky et al., ACL 2020) that mean it.
_FROM_GOEMOTIONS = {
    "curiosity": {"curiosity"},
    "hope": {"optimism", "desire"},
    "excitement": {"excitement"},
    "satisfaction": {"admiration", "approval"},
    "joy": {"joy", "amusement", "love"},
    "gratitude": {"gratitude"},
    "relief": {"relief"},
    "surprise": {"surprise"},
    "confusion": {"confusion"},
    "anxiety": {"fear", "nervousness"},
    "frustration": {"annoyance"},
    "anger": {"anger", "disgust"},
    "disappointment": {"disappointment"},
    "sadness": {"sadness", "grief"},
}

#: Our key → the numbers in XED (Öhman et al., COLING 2020) that mean it.
_FROM_XED = {"anger": {1, 3}, "anxiety": {4}, "joy": {5}, "sadness": {6}, "surprise": {7}, "trust": {8}}

#: EmoBank's valence is 1…5, and half of its texts lie within 0.3 of 3.
_EMOBANK_REACH = 1.25


def read_public(folder: Path, keys: Labels, wanted: Mapping[str, int], draw: random.Random) -> list[Example]:
    """Of each data set in `wanted` so many texts at random (all, where there are fewer). `folder` is data/public."""
    examples = []
    for name, count in wanted.items():
        texts = list(_READERS[name](folder, keys))
        examples += as_examples(name, draw.sample(texts, min(count, len(texts))))
    return examples


def as_examples(name: str, texts: Iterable[tuple[str, str, Target]]) -> list[Example]:
    """Messages of one statement each out of (text, source, target)."""
    return [
        Example(name, ScorableMessage(text, source, "", ((0, len(text)),)), (target,))
        for text, source, target in texts
    ]


def read_goemotions(path: Path, keys: Labels) -> Iterator[tuple[str, str, Target]]:
    """A file of GoEmotions' official split (text, source, target); names in labels.txt beside it."""
    names = (path.parent / "labels.txt").read_text(encoding="utf-8").split()
    numbered = {key: {names.index(n) for n in meant} for key, meant in _FROM_GOEMOTIONS.items()}
    with path.open(newline="", encoding="utf-8") as file:
        for text, numbers, _ in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            shown = {int(n) for n in numbers.split(",")}
            target = Target(emotions=_translate(shown, numbered, keys), goemotions=tuple(sorted(shown)))
            yield text, "", target


def _read_emobank(folder: Path, keys: Labels) -> Iterator[tuple[str, str, Target]]:
    del keys
    with (folder / "emobank" / "emobank.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["text"].strip():
                valence = (float(row["V"]) - 3) / _EMOBANK_REACH
                yield row["text"], "", Target(sentiment=max(-1.0, min(1.0, valence)))


def _read_xed(folder: Path, keys: Labels) -> Iterator[tuple[str, str, Target]]:
    with (folder / "xed" / "en-annotated.tsv").open(newline="", encoding="utf-8") as file:
        for text, numbers in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            shown = {int(n) for n in numbers.split(",")}
            if len(text) > 3:
                yield text, "", Target(emotions=_translate(shown, _FROM_XED, keys))


def _read_uci(folder: Path, keys: Labels) -> Iterator[tuple[str, str, Target]]:
    del keys
    for _, text, good in read_uci(folder / "uci_sentences"):
        yield text, "review", Target(sentiment=0.75 if good else -0.75)


def _read_nhs(folder: Path, keys: Labels) -> Iterator[tuple[str, str, Target]]:
    del keys
    with (folder / "nhs_fft" / "v6framework_230831.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            # Its 1 also marks "Nothing" in answer to "What could be better?", which says little of the words.
            if row["Comment sentiment"] in {"2", "3", "4", "5"}:
                sentiment = (3 - int(row["Comment sentiment"])) / 2
                yield row["FFT answer"], "survey", Target(sentiment=sentiment)


def _translate(shown: set[int], meaning: Mapping[str, set[int]], keys: Labels) -> dict[int, float]:
    return {keys.emotions.index(key): float(bool(shown & numbers)) for key, numbers in meaning.items()}


_READERS: dict[str, Callable[[Path, Labels], Iterator[tuple[str, str, Target]]]] = {
    "goemotions_train": lambda folder, keys: read_goemotions(folder / "goemotions" / "train.tsv", keys),
    "emobank": _read_emobank,
    "xed": _read_xed,
    "uci_sentences": _read_uci,
    "nhs_fft_sentiment": _read_nhs,
}
