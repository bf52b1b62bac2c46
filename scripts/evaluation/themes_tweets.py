"""Tweets to airlines as statements with vectors, the way an import would read and score them."""

from __future__ import annotations

import csv
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import SCORED_LANGUAGES, PreparedText, ScorableMessage, StatementVectors
from feedback_miner.errors import FileError
from feedback_miner.scoring.scorer import JourneyScorer
from feedback_miner.text import EnglishPreparer
from scripts.evaluation.progress import in_groups

TWEETS = Path("data") / "public" / "airline_tweets" / "Tweets.csv"


@dataclass(frozen=True, slots=True)
class Tweets:
    """Statements of tweets, and why people complained in them."""

    statements: StatementVectors
    #: number of the tweet that each statement is of
    tweet: NDArray[np.int64]
    #: by tweet, of those that complain
    reasons: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    customer: str
    day: int
    reason: str


def read_tweets(data: Path, scorer: JourneyScorer, *, limit: int | None = None) -> Tweets:
    """Cleaned, redacted, split and scored; those in other languages are left out. Raises FileError."""
    rows = _rows(data / TWEETS)[:limit]
    prepared = _prepared(rows)
    english = [n for n, text in enumerate(prepared) if text.language in SCORED_LANGUAGES and text.statements]
    customers = {name: n for n, name in enumerate(dict.fromkeys(row.customer for row in rows), start=1)}
    columns: list[tuple[int, str, float, str, str]] = []
    vectors = []
    for group in in_groups(english, f"{scorer.name}: tweets"):
        scores, found = scorer.score_with_vectors([_message(prepared[n]) for n in group])
        vectors.append(found)
        for n, of_tweet in zip(group, scores, strict=True):
            for statement, said in zip(prepared[n].statements, of_tweet, strict=True):
                labels = scorer.default_policy.label(said)
                text = prepared[n].text[statement.start : statement.end]
                columns.append((n, text, said.sentiment, labels.stage, labels.touchpoint))
    tweet = np.array([column[0] for column in columns], dtype=np.int64)
    statements = StatementVectors(
        statement=np.arange(1, len(columns) + 1),
        customer=np.array([customers[rows[n].customer] for n in tweet]),
        day=np.array([rows[n].day for n in tweet]),
        sentiment=np.array([column[2] for column in columns]),
        stage=tuple(column[3] for column in columns),
        touchpoint=tuple(column[4] for column in columns),
        text=tuple(column[1] for column in columns),
        vectors=np.concatenate(vectors),
    )
    return Tweets(statements, tweet, {n: row.reason for n, row in enumerate(rows) if row.reason})


def _rows(path: Path) -> list[_Row]:
    """In the order of time."""
    if not path.is_file():
        raise FileError("the tweets are not there; --data names the folder that holds data/", where=str(path))
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (row["tweet_created"], row["tweet_id"]))
    return [
        _Row(
            text=html.unescape(row["text"]),
            customer=row["name"],
            day=datetime.fromisoformat(row["tweet_created"].replace(" -0800", "-08:00")).toordinal(),
            reason=row["negativereason"],
        )
        for row in rows
    ]


def _prepared(rows: Sequence[_Row]) -> list[PreparedText]:
    preparer = EnglishPreparer()
    return [
        text
        for group in in_groups(rows, "preparing tweets")
        for text in preparer.prepare([row.text for row in group], hints=[None] * len(group))
    ]


def _message(text: PreparedText) -> ScorableMessage:
    spans = tuple((statement.start, statement.end) for statement in text.statements)
    return ScorableMessage(text.text, "social", "twitter", spans)
