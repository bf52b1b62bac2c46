"""The crossing between domain types and rows: nothing else knows both."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from pydantic_core import to_json
from sqlalchemy import Row, RowMapping

from feedback_miner.domain import (
    NEUTRAL,
    SENTIMENT_SCALE,
    AuthorRole,
    FeedbackItem,
    LabelPolicy,
    Labels,
    ScoredStatement,
    Scores,
    Source,
    Statement,
    StatementView,
)
from feedback_miner.errors import QueryError
from feedback_miner.storage.cell_tables import EMOTIONS

Values = dict[str, Any]

#: Columns to read: of a row, or on their way into one.
Columns = RowMapping | Values

_ENCODER = json.JSONEncoder(separators=(",", ":"))
_WORD = re.compile(r"\w[\w'’-]*")
_KNOWN_EMOTIONS = frozenset(EMOTIONS)


def text_hash(text: str) -> str:
    """What a correction recognises a statement's words by."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def compact_json(value: object) -> str:
    """JSON without spaces."""
    return _ENCODER.encode(value)


def day_of(at: datetime, zone: ZoneInfo) -> int:
    """The ordinal of the day on which this moment fell there."""
    return at.astimezone(zone).toordinal()


def to_fixed(sentiment: float) -> int:
    """−1…1 in fixed point."""
    return round(sentiment * SENTIMENT_SCALE)


def hundredths(score: float | None) -> int | None:
    """A score in hundredths, as cells sum it."""
    return None if score is None else round(score * 100)


# ── labels ──────────────────────────────────────────────────────────────────────────────────────────────────────


def label_values(labels: Labels, prefix: str = "") -> Values:
    """Columns of labels. Raises QueryError where they cannot be counted."""
    emotions = tuple(e for e in dict.fromkeys(labels.emotions) if e != NEUTRAL)
    unknown = [e for e in emotions if e not in _KNOWN_EMOTIONS]
    if unknown:
        raise QueryError(f'"{unknown[0]}" is not an emotion of the taxonomy', where="emotions")
    if not -1 <= labels.sentiment <= 1:
        raise QueryError("the sentiment must lie between -1 and 1", where="sentiment")
    return {
        f"{prefix}stage": labels.stage,
        f"{prefix}touchpoint": labels.touchpoint,
        f"{prefix}sentiment": to_fixed(labels.sentiment),
        f"{prefix}emotions": f"|{'|'.join(emotions)}|" if emotions else "",
    }


def to_emotions(column: str) -> tuple[str, ...]:
    """The emotions of a label column, strongest first."""
    return tuple(column[1:-1].split("|")) if column else ()


def rounded(scores: Scores) -> Scores:
    """Scores as they are stored: what labels are made from, so that they can be made again."""
    stage, touchpoint, emotions = scores.stage, scores.touchpoint, scores.emotions
    # All at once: Python's own rounding of some fifty numbers takes longer than the database does with the row.
    exact = np.array([*stage.values(), *touchpoint.values(), scores.sentiment, *emotions.values()])
    numbers = iter(exact.round(4).tolist())
    return Scores(
        stage=dict(zip(stage, numbers, strict=False)),
        touchpoint=dict(zip(touchpoint, numbers, strict=False)),
        sentiment=next(numbers),
        emotions=dict(zip(emotions, numbers, strict=False)),
    )


def model_label_values(scores: Scores, policy: LabelPolicy) -> Values:
    """Columns of what a model says of a statement, by a policy."""
    labels = policy.label(scores)
    return {
        **label_values(labels, "model_"),
        "stage_confidence": scores.stage.get(labels.stage, 0.0),
        "touchpoint_confidence": scores.touchpoint.get(labels.touchpoint, 0.0),
    }


def effective_values(model: Columns, correction: Columns | None) -> Values:
    """Columns of what counts: a correction's labels where there is one, else the model's."""
    names = ("stage", "touchpoint", "sentiment", "emotions")
    if correction is None:
        return {"corrected": False, **{name: model[f"model_{name}"] for name in names}}
    return {"corrected": True, **{name: correction[name] for name in names}}


def scores_to_json(scores: Scores) -> str:
    """Scores as they are stored."""
    said = [dict(scores.stage), dict(scores.touchpoint), scores.sentiment, dict(scores.emotions)]
    return to_json(said).decode()


def scores_from_json(column: str) -> Scores:
    """Scores as they were stored."""
    stage, touchpoint, sentiment, emotions = json.loads(column)
    return Scores(stage, touchpoint, sentiment, emotions)


# ── items and statements ────────────────────────────────────────────────────────────────────────────────────────


def version_values(item: FeedbackItem) -> Values:
    """Columns of a version that are the item's own."""
    return {
        "occurred_at": item.occurred_at,
        "source": item.source.value,
        "channel": item.channel,
        "rating": item.rating,
        "nps": item.nps,
        "csat": item.csat,
        "first_reply_seconds": item.first_reply_seconds,
        "solved_seconds": item.solved_seconds,
        "author_role": item.author_role.value,
        "language": item.language,
        "file": item.file,
        "row": item.row,
        "url": item.url,
        "thread": item.thread,
        "segments": compact_json(dict(item.segments)),
        "spans": f"[{','.join(f'[{s.start},{s.end}]' for s in item.statements)}]",
        "text": item.text,
    }


def to_item(row: Row[*tuple[Any, ...]]) -> FeedbackItem:
    """A row of `item_version`, with its item's `connection` and `external_id` and its customer's `pseudonym`."""
    spans = json.loads(row.spans)
    return FeedbackItem(
        connection=row.connection,
        external_id=row.external_id,
        source=Source(row.source),
        channel=row.channel,
        occurred_at=row.occurred_at,
        text=row.text,
        language=row.language,
        statements=tuple(Statement(n, start, end) for n, (start, end) in enumerate(spans)),
        author_role=AuthorRole(row.author_role),
        customer=row.pseudonym,
        rating=row.rating,
        nps=row.nps,
        csat=row.csat,
        url=row.url,
        thread=row.thread,
        first_reply_seconds=row.first_reply_seconds,
        solved_seconds=row.solved_seconds,
        segments=json.loads(row.segments),
        file=row.file,
        row=row.row,
    )


def statement_values(
    item: FeedbackItem, statements: Iterable[ScoredStatement], policy: LabelPolicy
) -> Iterator[Values]:
    """Columns of statements that are the message's and the model's own."""
    seen: Counter[str] = Counter()
    for scored in statements:
        span = scored.statement
        text = item.text[span.start : span.end]
        key = text_hash(text)
        scores = rounded(scored.scores)
        yield {
            "n": span.n,
            "span_start": span.start,
            "span_end": span.end,
            "words": len(_WORD.findall(text)),
            "text_hash": key,
            "occurrence": seen[key],
            "occurred_at": item.occurred_at,
            "source": item.source.value,
            "channel": item.channel,
            "scores": scores_to_json(scores),
            "theme_id": unplaced(scored.vector),
            **model_label_values(scores, policy),
        }
        seen[key] += 1


def unplaced(vector: bytes | None) -> int | None:
    """The theme of a statement that nobody has looked at: without a vector nobody will."""
    return 0 if vector is None else None


def to_view(row: Row[*tuple[Any, ...]]) -> StatementView:
    """A row of `statement`, with `text` and `segments` of its version and its customer's `pseudonym`."""
    return StatementView(
        id=row.id,
        item_id=row.item_id,
        text=row.text[row.span_start : row.span_end],
        start=row.span_start,
        end=row.span_end,
        labels=Labels(row.stage, row.touchpoint, row.sentiment / SENTIMENT_SCALE, to_emotions(row.emotions)),
        model_labels=Labels(
            row.model_stage,
            row.model_touchpoint,
            row.model_sentiment / SENTIMENT_SCALE,
            to_emotions(row.model_emotions),
        ),
        stage_confidence=row.stage_confidence,
        touchpoint_confidence=row.touchpoint_confidence,
        corrected=row.corrected,
        occurred_at=row.occurred_at,
        source=Source(row.source),
        channel=row.channel,
        customer=row.pseudonym,
        segments=json.loads(row.segments),
    )
