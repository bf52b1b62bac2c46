"""A real store on real databases: every test that asks for a store runs on each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from feedback_miner.storage import SqlStore, open_store
from tests.postgres import Postgres
from tests.storage.builders import POLICY


@pytest.fixture
def url(database_url: str) -> str:
    """Where the database of this test lies."""
    return database_url


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    """An open store with the workspace "w" in UTC."""
    opened = open_store(url, POLICY)
    opened.create_workspace("w", name="Team", time_zone="UTC")
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database in which nothing stands yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'feedback.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url
