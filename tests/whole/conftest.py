"""The whole house on a real database with a real, tiny model: random weights, the shipped layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from feedback_miner.bootstrap import House, open_house
from feedback_miner.domain import Import
from feedback_miner.mining import Wish
from feedback_miner.settings import Settings

Bring = Callable[..., Import]


@pytest.fixture
def chunk_rows() -> int:
    """Small chunks, so that every import has several; modules with large files say otherwise."""
    return 7


@pytest.fixture
def settings(tmp_path: Path, models: Path, chunk_rows: int) -> Settings:
    """A fresh data folder, and the tiny model."""
    return Settings(data_dir=tmp_path / "data", models_dir=models, model="tiny/1.0.0", chunk_rows=chunk_rows)


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    """The open house; no worker runs: imports are carried out where they are brought."""
    with open_house(settings) as opened:
        yield opened


@pytest.fixture
def bring(house: House) -> Bring:
    """Imports a file (its content, or a path) and carries it as far as it goes."""

    def bring_(name: str, content: bytes | str | Path, *overrides: str) -> Import:
        data = content.read_bytes() if isinstance(content, Path) else content
        block = data.encode() if isinstance(data, str) else data
        wish, workspace = Wish(overrides=overrides), house.settings.workspace
        job = house.mining.imports.submit(workspace, file=name, blocks=[block], wish=wish)
        return house.mining.runs.run(workspace, job.id)

    return bring_
