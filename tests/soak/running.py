"""A soak with everything that it needs."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from tests.soak.contents import Contents
from tests.soak.house import light_house, soak_settings
from tests.soak.soak import Size, Soak
from tests.soak.workers import Workers


def run_soak(
    url: str, folder: Path, size: Size, *, seed: int, restart: Callable[[], None] | None = None
) -> Soak:
    """Runs one in an empty database and an empty folder, where it leaves the workers' logs. Raises AssertionError."""
    settings = soak_settings(url, folder, chunk_rows=size.chunk_rows)
    contents = Contents(url)
    with light_house(settings) as house:
        workers = Workers(settings, random.Random(f"{seed}, who dies"), folder)
        soak = Soak(house, workers, contents, random.Random(seed), size, restart)
        try:
            soak.run()
        finally:
            workers.clear_away()
            contents.close()
    return soak
