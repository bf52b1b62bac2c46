"""The house as it is built in earnest, but for the model and the text room, which cost nothing here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from feedback_miner import bootstrap
from feedback_miner.bootstrap import House, open_house
from feedback_miner.ports import Jobs, Scorer
from feedback_miner.settings import Settings
from tests.mangling.house import LightPreparer, LightScorer


def soak_settings(url: str, folder: Path, *, chunk_rows: int) -> Settings:
    """Of all processes of a soak."""
    return Settings(data_dir=folder, database_url=url, chunk_rows=chunk_rows)


@contextmanager
def light_house(
    settings: Settings, jobs: Jobs | None = None, scorer: Scorer | None = None
) -> Iterator[House]:
    """The house; without `jobs` somebody who submits and leaves the rest to workers."""
    scorer = scorer or LightScorer()
    lightly = patch.multiple(
        bootstrap, _preparer=LightPreparer, open_scorer=lambda _folder, _settings: scorer
    )
    with lightly, open_house(settings, jobs) as house:
        yield house
