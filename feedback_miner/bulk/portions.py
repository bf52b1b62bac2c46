"""Portions of a re-scoring as Parquet files: what is asked, a row a stored version, and what was answered."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from numpy.typing import NDArray

from feedback_miner.domain import RescoredPortion, RescoredVersion, ScorableMessage, ScorablePortion, Scores
from feedback_miner.domain.themes import pack

#: Rows, as columns: what Ray hands to a scorer and takes from it.
Columns = Mapping[str, Any]

_ASKED = pa.schema(
    [
        ("chunk", pa.int64()),
        ("version_id", pa.int64()),
        ("text", pa.string()),
        ("source", pa.string()),
        ("channel", pa.string()),
        # [[start, end], …] as JSON
        ("spans", pa.string()),
    ]
)


def write_asked(portions: Sequence[ScorablePortion], folder: Path) -> int:
    """A file a portion; those that ask nothing have none. Returns the number of rows."""
    folder.mkdir(mode=0o700)
    rows = 0
    for portion in portions:
        asked = [
            {
                "chunk": portion.number,
                "version_id": version.version_id,
                "text": version.message.text,
                "source": version.message.source,
                "channel": version.message.channel,
                "spans": json.dumps(version.message.spans),
            }
            for version in portion.versions
        ]
        if asked:
            pq.write_table(pa.Table.from_pylist(asked, schema=_ASKED), folder / f"{portion.number}.parquet")
        rows += len(asked)
    return rows


def to_messages(asked: Columns) -> list[ScorableMessage]:
    """Rows as a scorer sees them."""
    columns = zip(asked["text"], asked["source"], asked["channel"], asked["spans"], strict=True)
    return [
        ScorableMessage(str(text), str(source), str(channel), tuple((s, e) for s, e in json.loads(spans)))
        for text, source, channel, spans in columns
    ]


def to_answered(
    asked: Columns, answers: Sequence[Sequence[Scores]], vectors: NDArray[np.float32]
) -> dict[str, Any]:
    """Rows of answers: of a version's statements, in their order, the scores as JSON, and what they are about."""
    silent = bytes(vectors.shape[1])
    kept = (vector or silent for vector in pack(vectors))
    return {
        "chunk": asked["chunk"],
        "version_id": asked["version_id"],
        "scores": [json.dumps([_to_json(scores) for scores in of_version]) for of_version in answers],
        # One after the other, for they are of one length: only zeros are of a statement that says nothing.
        "vectors": [b"".join(islice(kept, len(of_version))) for of_version in answers],
    }


def read_answered(folder: Path) -> dict[int, RescoredPortion]:
    """Number → the portion, of all files in a folder and those below it."""
    found: defaultdict[int, list[RescoredVersion]] = defaultdict(list)
    columns = ["chunk", "version_id", "scores", "vectors"]
    for batch in ds.dataset(folder, format="parquet").to_batches(columns=columns):
        for row in batch.to_pylist():
            scores = tuple(_from_json(said) for said in json.loads(row["scores"]))
            vectors = _apart(row["vectors"], len(scores))
            found[row["chunk"]].append(RescoredVersion(row["version_id"], scores, vectors))
    return {number: RescoredPortion(number, tuple(versions)) for number, versions in found.items()}


def _apart(joined: bytes, statements: int) -> tuple[bytes | None, ...]:
    parts = (
        joined[n * len(joined) // statements : (n + 1) * len(joined) // statements] for n in range(statements)
    )
    return tuple(part if any(part) else None for part in parts)


def _to_json(scores: Scores) -> list[object]:
    return [dict(scores.stage), dict(scores.touchpoint), scores.sentiment, dict(scores.emotions)]


def _from_json(said: list[Any]) -> Scores:
    stage, touchpoint, sentiment, emotions = said
    return Scores(stage, touchpoint, sentiment, emotions)
