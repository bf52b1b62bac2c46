"""A real store on a real file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from feedback_miner.storage import SqlStore, open_store
from tests.storage.builders import POLICY


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Where the database of this test lies."""
    return f"sqlite:///{tmp_path / 'feedback.db'}"


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    """An open store with the workspace "w" in UTC."""
    opened = open_store(url, POLICY)
    opened.create_workspace("w", name="Team", time_zone="UTC")
    yield opened
    opened.close()
