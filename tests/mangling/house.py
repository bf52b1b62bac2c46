"""A real database behind the front door; a preparer and a scorer that cost nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from feedback_miner.bootstrap import Foreground
from feedback_miner.domain import PreparedText, ScorableMessage, Scores, Statement
from feedback_miner.identity import Identities
from feedback_miner.mining import Imports, Pipeline, Runs
from feedback_miner.spool import FileSpool
from feedback_miner.storage import SqlStore, open_store
from tests.storage.builders import POLICY, scores

_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
_MOST_BYTES = 64 * 1024 * 1024
#: Small, so that most files have several chunks.
_CHUNK_ROWS = 16


class LightPreparer:
    """Takes each message for one English statement, and hides nothing."""

    def prepare(self, raw: Sequence[str], *, hints: Sequence[str | None]) -> list[PreparedText]:
        texts = [text.strip()[:2_000] for text in raw]
        return [PreparedText(text, "en", (Statement(0, 0, len(text)),) if text else ()) for text in texts]

    def redact(self, cells: Sequence[str]) -> list[str]:
        return list(cells)

    def redact_values(self, values: Sequence[str]) -> list[str]:
        return list(values)


class LightScorer:
    """Always says the same of the same words."""

    name = "light/1"
    default_policy = POLICY

    def score(self, messages: Sequence[ScorableMessage]) -> list[list[Scores]]:
        return [[scores(message.text[start:end]) for start, end in message.spans] for message in messages]

    def score_with_vectors(self, messages: Sequence[ScorableMessage]) -> Any:
        scored = self.score(messages)
        return scored, np.zeros((sum(map(len, scored)), 1), dtype=np.float32)

    def why(self, *_: object) -> Any:
        raise NotImplementedError


@contextmanager
def open_imports(folder: Path) -> Iterator[tuple[SqlStore, Imports, Runs]]:
    """The store, its database and spool in `folder`, and the use cases of imports on it."""
    store = open_store(f"sqlite:///{folder / 'feedback.db'}", POLICY)
    pipeline = Pipeline(store, Identities(b"k" * 32), LightPreparer, LightScorer, chunk_rows=_CHUNK_ROWS)
    spool = FileSpool(folder / "spool", max_bytes=_MOST_BYTES)
    try:
        imports = Imports(store, spool, Foreground(), pipeline, most_waiting=9, clock=lambda: _NOON)
        yield store, imports, Runs(store, spool, Foreground(), pipeline, spool_hours=1, clock=lambda: _NOON)
    finally:
        store.close()
