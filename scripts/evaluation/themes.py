"""How good groups of statements are, on tweets whose authors' reasons of complaint are known, beside BERTopic."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import Tone
from feedback_miner.errors import FeedbackMinerError
from feedback_miner.scoring.catalogue import find_models
from feedback_miner.scoring.loading import load_scorer
from feedback_miner.text import EnglishPhrases
from feedback_miner.themes import tone_of
from feedback_miner.themes.growth import grow
from scripts.arguments import at_least
from scripts.evaluation import themes_peer
from scripts.evaluation.progress import err
from scripts.evaluation.themes_living import LivingThemes
from scripts.evaluation.themes_measures import agreement, day_by_day, replicated
from scripts.evaluation.themes_report import Measured, tables
from scripts.evaluation.themes_tweets import Tweets, read_tweets
from scripts.tables import wide_console

#: Statements whose grouping is timed.
TIMED = 100_000
#: BERTopic may take so many times as long as we do, then it is stopped.
PATIENCE = 50

_ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, measure, print; exits with 1 and one sentence where that cannot be done."""
    given = _parser().parse_args(arguments)
    try:
        (folder,) = find_models(given.models_dir, [given.model])
        tweets = read_tweets(given.data, load_scorer(folder, threads=given.threads), limit=given.limit)
    except FeedbackMinerError as error:
        err.print(str(error), style="bold red", markup=False)
        sys.exit(1)
    console = wide_console()
    for title, grid in tables(measure(tweets, timed=given.timed)):
        console.print(grid.for_terminal(title))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts.evaluate themes", description=__doc__)
    add = parser.add_argument
    add("--data", type=Path, required=True, help="folder with data/")
    add("--model", default="fast", help="NAME or NAME/VERSION of the model whose vectors are grouped")
    add("--models-dir", type=Path, default=_ROOT / "models", help="folder of the models")
    add("--threads", type=at_least(1), default=os.cpu_count(), help="threads of the model")
    add("--limit", type=at_least(1), metavar="N", help="only the first N tweets")
    add("--timed", type=at_least(100), default=TIMED, metavar="N", help="statements whose grouping is timed")
    return parser


def measure(tweets: Tweets, *, timed: int) -> Measured:
    """Everything, of one run."""
    phrases = EnglishPhrases()
    everything = np.arange(len(tweets.statements))
    fresh = LivingThemes(tweets.statements, phrases)
    fresh.feed(everything, everything[:0])
    staying = day_by_day(tweets, LivingThemes(tweets.statements, phrases))
    complaints = np.flatnonzero([tone_of(said) is Tone.PAIN for said in tweets.statements.sentiment.tolist()])
    many = replicated(tweets.statements.vectors[complaints], timed)
    with_peer = _peer_is_there()
    our_seconds = _seconds_of_grouping(many)
    return Measured(
        tweets=tweets,
        themes=fresh,
        ours=agreement(fresh.groups, tweets),
        daily=agreement(staying.groups, tweets),
        staying=staying,
        peer=agreement(_groups_of_peer(tweets, complaints), tweets) if with_peer else None,
        timed=timed,
        our_seconds=our_seconds,
        peer_timing=themes_peer.time_grouping(many, most=our_seconds * PATIENCE) if with_peer else None,
    )


def _groups_of_peer(tweets: Tweets, complaints: NDArray[np.int64]) -> NDArray[np.int64]:
    """BERTopic is given what our groups of complaints are made of: the same statements, the same vectors."""
    groups = np.zeros(len(tweets.statements), dtype=np.int64)
    given = tweets.statements.take(complaints)
    groups[complaints] = themes_peer.topics(given.text, given.vectors)
    return groups


def _seconds_of_grouping(vectors: NDArray[np.float32]) -> float:
    started = time.perf_counter()
    grow([], vectors, np.arange(len(vectors)))
    return time.perf_counter() - started


def _peer_is_there() -> bool:
    there = find_spec("bertopic") is not None
    if not there:
        err.print(
            "BERTopic is left out: it is not installed (pip install --group peer).", style="bold yellow"
        )
    return there
