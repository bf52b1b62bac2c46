"""New databases in which the schema stands already: copies, for taking all its steps takes longer than most tests."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from feedback_miner.domain import LabelPolicy
from feedback_miner.storage import open_store


def ready_sqlite(file: Path) -> str:
    """The URL of a SQLite file, which is made where it is not there."""
    if not file.exists():
        file.write_bytes(_template())
    return f"sqlite:///{file}"


@cache
def _template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.db"
        open_store(f"sqlite:///{file}", LabelPolicy("template", 0.5, 0.5, {})).close()
        return file.read_bytes()
