"""A whole evaluation, in order: our labels on the dev set, then the public test sets."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from feedback_miner.errors import FileError
from scripts.evaluation.contenders import Embedder, EmotionTeller, Labeller, SentimentRater
from scripts.evaluation.dev import measure, read_dev
from scripts.evaluation.frozen import FrozenEncoder, FrozenGoemotions, FrozenLabeller
from scripts.evaluation.lexicons import textblob, vader
from scripts.evaluation.majority import Majority
from scripts.evaluation.public_sets import TextSet, airline_set, goemotions_set, semeval_set, tweeteval_set
from scripts.evaluation.public_tests import compare_goemotions, compare_sentiment, compare_vectors
from scripts.evaluation.results import Comparison, Evaluation, Figures
from scripts.evaluation.shipped import ShippedModel
from scripts.machine import describe_machine
from scripts.training import uci
from scripts.training.corpus import Paths, read_journey
from scripts.training.examples import Example
from scripts.training.recipe import Labels, read_recipe

#: Everything that is read of the data folder, so that what is missing is said at once and not after an hour.
NEEDED = (
    "data/items_dev.jsonl",
    "data/items_open.jsonl",
    "data/items_train.jsonl",
    "data/public/airline_tweets/Tweets.csv",
    "data/public/goemotions/dev.tsv",
    "data/public/goemotions/labels.txt",
    "data/public/goemotions/test.tsv",
    "data/public/goemotions/train.tsv",
    "data/public/semeval2017_4a/test/SemEval2017-task4-test.subtask-A.english.txt",
    "data/public/tweeteval_emotion/test_text.txt",
    "data/public/tweeteval_emotion/train_text.txt",
    "data/public/tweeteval_emotion/val_text.txt",
    *(f"data/public/uci_sentences/{name}_labelled.txt" for name in uci.NAMES),
    "evaluate/score_predictions.py",
    "labels/dev.csv",
    "labels/train.csv",
)

_SEED = 0


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be evaluated, and on what."""

    #: folders of the models
    models: tuple[Path, ...]
    #: folder with data/, labels/ and evaluate/
    data: Path
    #: what the models learn from beside the data folder, and the recipe that names the labels
    own: Path
    recipe: Path
    #: folder of a pretrained encoder; None leaves the baseline of frozen vectors out
    encoder: Path | None
    #: for files on the way
    work: Path
    threads: int
    #: texts of each public set, and messages that the frozen baseline learns from; None: all
    limit: int | None = None


def evaluate(task: Task) -> Evaluation:
    """Measure everything. Raises FeedbackMinerError, before anything is measured where a file is missing."""
    _check_present(task.data)
    keys = read_recipe(task.recipe).labels
    models = [ShippedModel(folder, task.threads) for folder in task.models]
    examples = _training_examples(task)
    majority, lexicons = Majority(examples, keys), [vader(), textblob()]
    frozen = _frozen(task, keys, examples)
    labels, sources = _on_dev([*models, *frozen.labellers, majority, *lexicons], task)
    return Evaluation(
        models=tuple(model.name for model in models),
        machine=describe_machine(),
        limit=task.limit,
        labels=labels,
        sources=sources,
        public=_on_public_sets(
            [*models, *frozen.labellers, majority, *lexicons],
            [*models, *frozen.tellers, majority],
            [*models, *frozen.encoders],
            keys,
            task,
        ),
    )


def _check_present(data: Path) -> None:
    missing = [name for name in NEEDED if not (data / name).is_file()]
    if missing:
        more = f" and {len(missing) - 1} more files" if len(missing) > 1 else ""
        raise FileError(
            f"{missing[0]}{more} missing; --data names the folder that holds data/, labels/ and evaluate/",
            where=str(data),
        )


def _training_examples(task: Task) -> list[Example]:
    """What the models learn our labels from; the paths that training alone needs are not read."""
    paths = Paths(task.recipe, task.data, task.own, Path(), task.work, Path())
    examples = read_journey(paths, read_recipe(task.recipe))
    if task.limit is None or task.limit >= len(examples):
        return examples
    return random.Random(_SEED).sample(examples, task.limit)


@dataclass(frozen=True, slots=True)
class _Frozen:
    """The baseline in its parts; all empty where there is no encoder."""

    encoders: tuple[FrozenEncoder, ...] = ()
    labellers: tuple[FrozenLabeller, ...] = ()
    tellers: tuple[FrozenGoemotions, ...] = ()


def _frozen(task: Task, keys: Labels, examples: Sequence[Example]) -> _Frozen:
    if task.encoder is None:
        return _Frozen()
    public = task.data / "data" / "public"
    encoder = FrozenEncoder(task.encoder, keys, task.work, task.threads)
    train, dev = (goemotions_set(public, part, keys).sample(task.limit) for part in ("train", "dev"))
    return _Frozen(
        (encoder,), (FrozenLabeller(encoder, examples, keys),), (FrozenGoemotions(encoder, train, dev),)
    )


def _on_dev(labellers: Sequence[Labeller], task: Task) -> tuple[Comparison, dict[str, Comparison]]:
    dev = read_dev(task.data)
    whole: dict[str, Figures] = {}
    by_source: dict[str, dict[str, Figures]] = {}
    parts = dev.labels_by_source(task.work)
    for labeller in labellers:
        said = labeller.predict(dev, task.work)
        whole[labeller.name] = _only(
            said.about, measure(said.file, dev.labels_file, dev.program, shares=said.shares)
        )
        for source, (_, labels) in parts.items():
            figures = measure(said.file, labels, dev.program, draws=0)
            by_source.setdefault(source, {})[labeller.name] = _only(said.about, figures)
    sources = {
        source: Comparison(size=size, figures=by_source[source]) for source, (size, _) in parts.items()
    }
    return Comparison(size=dev.count_labels(), figures=whole), sources


def _only(about: str, figures: Figures) -> Figures:
    return {name: figure for name, figure in figures.items() if name.startswith(about)}


def _on_public_sets(
    raters: Sequence[SentimentRater],
    tellers: Sequence[EmotionTeller],
    embedders: Sequence[Embedder],
    keys: Labels,
    task: Task,
) -> dict[str, Comparison]:
    public = task.data / "data" / "public"
    train, validation, test = (
        tweeteval_set(public, part).sample(task.limit) for part in ("train", "val", "test")
    )
    sentiment: Mapping[str, TextSet] = {"semeval": semeval_set(public), "airline": airline_set(public)}
    return {
        "goemotions": compare_goemotions(tellers, goemotions_set(public, "test", keys).sample(task.limit)),
        **{name: compare_sentiment(raters, texts.sample(task.limit)) for name, texts in sentiment.items()},
        "tweeteval": compare_vectors(embedders, train, validation, test),
    }
