"""A database for the engine."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A new SQLite file, as the store leaves it."""
    path = tmp_path / "jobs.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    return f"sqlite:///{path}"
