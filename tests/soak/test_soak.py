"""Three workers are killed ten times while they import, undo and are corrected; `make soak` is the long form."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.restarts import restarted_postgres
from tests.soak.running import run_soak
from tests.soak.soak import Size, Soak

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

_SHORT = Size(rows=1_000, chunk_rows=100, kills=10, pause=1.0, calm=1, patience=120.0)


def test_nothing_is_lost_or_doubled_on_sqlite(tmp_path: Path) -> None:
    _check(run_soak(f"sqlite:///{tmp_path / 'feedback.db'}", tmp_path / "data", _SHORT, seed=5))


def test_nothing_is_lost_or_doubled_on_postgresql(tmp_path: Path) -> None:
    with restarted_postgres() as server:
        soak = run_soak(server.url, tmp_path / "data", _SHORT, seed=5, restart=server.restart)
    _check(soak)
    assert soak.done["restart"] == 2


def _check(soak: Soak) -> None:
    """It was a soak."""
    assert soak.workers.killed >= _SHORT.kills
    assert {"undo", "erase", "cancel", "correct"} <= soak.done.keys()
