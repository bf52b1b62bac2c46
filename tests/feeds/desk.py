"""All that a pull needs, on a real store with a real, tiny model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from feedback_miner.bootstrap import Foreground
from feedback_miner.domain import Feed, StatementFilter
from feedback_miner.feeds import KnownConnectors
from feedback_miner.identity import Identities
from feedback_miner.mining import Feeds, Imports, Pipeline
from feedback_miner.ports import Scorer, Store, TextPreparer
from feedback_miner.scoring.loading import load_scorer
from feedback_miner.spool import FileSpool
from feedback_miner.storage import SqlStore, open_store
from feedback_miner.text import EnglishPreparer
from tests.databases import ready_sqlite
from tests.feeds.places import Place
from tests.feeds.zendesk_place import TOKEN
from tests.storage.builders import EVER

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
#: where no inbox and no spool is
NOWHERE = Path("/nowhere")
IDENTITIES = Identities(b"k" * 32)


def imports_of(store: Store, pipeline: Pipeline) -> Imports:
    """For feeds that bring no files: nothing is ever spooled."""
    spool = FileSpool(NOWHERE, max_bytes=1)
    return Imports(store, spool, Foreground(), pipeline, most_waiting=9, clock=lambda: NOON)


@cache
def _scorer(folder: Path) -> Scorer:
    return load_scorer(folder, threads=1)


@cache
def _preparer() -> TextPreparer:
    return EnglishPreparer()


@dataclass
class Desk:
    """All that a pull needs, and a clock that is set by hand."""

    store: SqlStore
    pipeline: Pipeline
    now: datetime = NOON
    feeds: Feeds = field(init=False)

    def __post_init__(self) -> None:
        connectors = KnownConnectors(lambda _, name: {"desk": TOKEN}[name], NOWHERE)
        imports = imports_of(self.store, self.pipeline)
        self.feeds = Feeds(self.store, connectors, self.pipeline, imports, lambda: self.now)

    def add(self, place: Place, *, schedule: str = "", time_zone: str = "UTC") -> Feed:
        """The place as an RSS feed “talk”."""
        options = {"url": f"{place.url}/feed"}
        return self.feeds.add(
            "w", name="talk", kind="rss", options=options, schedule=schedule, time_zone=time_zone
        )

    def texts(self) -> list[str]:
        """Every statement, by its words."""
        page = self.store.statements("w", EVER, StatementFilter(), cursor=None, limit=1_000)
        return sorted(statement.text for statement in page.items)


@contextmanager
def open_desk(folder: Path, models: Path) -> Iterator[Desk]:
    """With the workspace “w”, its database in `folder`; pages are read seven rows at a time."""
    scorer = _scorer(models / "tiny" / "1.0.0")
    store = open_store(ready_sqlite(folder / "feedback.db"), scorer.default_policy)
    store.create_workspace("w", name="Team", time_zone="UTC")
    pipeline = Pipeline(store, IDENTITIES, _preparer, lambda: scorer, chunk_rows=7)
    try:
        yield Desk(store, pipeline)
    finally:
        store.close()
