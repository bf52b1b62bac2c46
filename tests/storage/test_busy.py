"""A lock that somebody else holds for long is told as what it is."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedback_miner.domain import LabelPolicy
from feedback_miner.errors import Busy
from feedback_miner.storage import open_store, sqlite


def test_a_locked_database_is_busy_and_not_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_PRAGMAS", [p.replace("20000", "50") for p in sqlite._PRAGMAS])
    path = tmp_path / "a.sqlite3"
    store = open_store(f"sqlite:///{path}", LabelPolicy("p", 0.2, 0.2, {}))
    store.create_workspace("w", name="w", time_zone="UTC")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy):
        store.create_import(
            "w", "imp_1", file="a", created_at=datetime.now(UTC), source=None, connection=None, mapping=None
        )
    other.execute("ROLLBACK")
    other.close()
    assert store.list_imports("w", cursor=None, limit=9).items == ()
    store.close()
