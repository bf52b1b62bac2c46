"""What tests of several rooms share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tiny_model import build_tiny_model


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with one tiny model, `tiny/1.0.0`."""
    folder = tmp_path_factory.mktemp("models")
    build_tiny_model(folder)
    return folder
