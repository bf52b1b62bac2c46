"""A database for the engine, with our tables in it, and workers on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from feedback_miner.jobs import Worker
from feedback_miner.storage import SqlStore, open_store
from tests.storage.builders import POLICY

Make = Callable[[str], Worker]


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    """The store on SQLite, and on PostgreSQL."""
    opened = open_store(database_url, POLICY)
    yield opened
    opened.close()


@pytest.fixture
def make(database_url: str, tmp_path: Path) -> Make:
    """Makes a worker with this slot."""
    return lambda slot: Worker(database_url, slot=slot, slots=tmp_path / "slots")
