"""Small parts to write tests with. Everything has a default, so that a test names what it is about."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np

from feedback_miner.domain import (
    AuthorRole,
    ColumnMapping,
    Cut,
    FeedbackItem,
    ImportReport,
    LabelPolicy,
    MappingGuess,
    RowError,
    ScoredItem,
    ScoredStatement,
    Scores,
    Source,
    Statement,
    StatementFilter,
    StatementView,
)
from feedback_miner.domain.themes import pack
from feedback_miner.storage import SqlStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
POLICY = LabelPolicy("test-1", stage_min=0.4, touchpoint_min=0.4, emotion_min={"anger": 0.6, "joy": 0.6})
EVER = Cut(date(2000, 1, 1), date(2100, 1, 1))
MAPPING = ColumnMapping(text=("text",), segments={"plan": "Plan"})
GUESS = MappingGuess(MAPPING, Source.TICKET, "file", None, (), ())

STAGES = ("use", "support", "purchase", "none")
TOUCHPOINTS = ("app", "payment", "none")


def scores(text: str) -> Scores:
    """What a model of the tests says of a text: always the same of the same words."""
    seed = zlib.crc32(text.encode())
    stage, touchpoint = STAGES[seed % 4], TOUCHPOINTS[seed // 4 % 3]
    return Scores(
        stage={k: 0.7 if k == stage else 0.1 for k in STAGES},
        touchpoint={k: 0.6 if k == touchpoint else 0.2 for k in TOUCHPOINTS},
        sentiment=(seed // 12 % 20001 - 10000) / 10000,
        emotions={"anger": (seed // 7 % 100) / 100, "joy": (seed // 11 % 100) / 100},
    )


def vector(text: str) -> bytes | None:
    """What a text is about, by a model of the tests; blank ones are about nothing."""
    seed = zlib.crc32(text.encode())
    return (
        pack(np.random.default_rng(seed).normal(size=(1, 8)).astype(np.float32))[0] if text.strip() else None
    )


def scored(
    external_id: str,
    text: str = "It broke again.",
    *,
    customer: str | None = None,
    at: datetime = NOON,
    language: str = "en",
    role: AuthorRole = AuthorRole.CUSTOMER,
    segments: Mapping[str, str] | None = None,
    source: Source = Source.TICKET,
    channel: str = "email",
    rating: float | None = None,
    nps: int | None = None,
    csat: float | None = None,
    first_reply: int | None = None,
    solved: int | None = None,
    row: int = 1,
    model: str = "tiny/1",
) -> ScoredItem:
    """An item; its statements are its lines. It is scored where it is a customer's English, unless `model` is ""."""
    spans, start = [], 0
    for n, line in enumerate(text.split("\n") if text else []):
        spans.append(Statement(n, start, start + len(line)))
        start += len(line) + 1
    item = FeedbackItem(
        connection="file",
        external_id=external_id,
        source=source,
        channel=channel,
        occurred_at=at,
        text=text,
        language=language,
        statements=tuple(spans),
        author_role=role,
        customer=customer,
        rating=rating,
        nps=nps,
        csat=csat,
        first_reply_seconds=first_reply,
        solved_seconds=solved,
        segments=segments or {},
        file="export.csv",
        row=row,
    )
    if not model or not text or language != "en" or role is not AuthorRole.CUSTOMER:
        return ScoredItem(item, ())
    said = [text[span.start : span.end] for span in spans]
    statements = (ScoredStatement(s, scores(t), vector(t)) for s, t in zip(spans, said, strict=True))
    return ScoredItem(item, tuple(statements), model)


def begin(
    store: SqlStore, import_id: str, *, workspace: str = "w", at: datetime = NOON, rows: int = 1_000
) -> None:
    """An import that is running."""
    store.create_import(
        workspace, import_id, file="export.csv", created_at=at, source=None, connection=None, mapping=None
    )
    store.begin_import(
        workspace,
        import_id,
        guess=GUESS,
        mapping=MAPPING,
        connection="file",
        source=Source.TICKET,
        rows_total=rows,
        chunk_rows=10,
        at=at,
    )


def written(store: SqlStore, import_id: str) -> list[int]:
    """The chunks of a running import that are there."""
    missing = store.missing_chunks("w", import_id)
    return [n for n in range(100) if n not in missing]


def write(
    store: SqlStore,
    import_id: str,
    chunk: int,
    items: Sequence[ScoredItem],
    *,
    workspace: str = "w",
    rejected: Sequence[RowError] = (),
    merged: int = 0,
    skipped: int = 0,
) -> ImportReport:
    """One chunk."""
    return store.write_chunk(
        workspace,
        import_id,
        chunk,
        items,
        rejected=rejected,
        merged=merged,
        skipped=skipped,
        at=NOON,
    )


def bring(
    store: SqlStore, import_id: str, *items: ScoredItem, workspace: str = "w", at: datetime = NOON
) -> ImportReport:
    """A whole import in one chunk."""
    begin(store, import_id, workspace=workspace, at=at)
    report = write(store, import_id, 0, items, workspace=workspace)
    store.finish_import(workspace, import_id, at=at + timedelta(minutes=1))
    return report


def texts(store: SqlStore) -> list[str]:
    """Every statement, newest first."""
    page = store.statements("w", EVER, StatementFilter(), cursor=None, limit=100)
    return [statement.text for statement in page.items]


def shown_by_id(store: SqlStore) -> dict[int, StatementView]:
    """Every statement."""
    page = store.statements("w", EVER, StatementFilter(), cursor=None, limit=100)
    return {view.id: view for view in page.items}
