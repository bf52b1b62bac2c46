"""What tests of several rooms share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from tests.tiny_model import build_tiny_model

#: CI looks at the same cases every time; at a desk each run looks at new ones. Machines are shared: how long a case
#: takes says nothing of the code.
hypothesis_settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis_settings.register_profile("desk", deadline=None)
hypothesis_settings.load_profile("ci" if "CI" in os.environ else "desk")


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with one tiny model, `tiny/1.0.0`."""
    folder = tmp_path_factory.mktemp("models")
    build_tiny_model(folder)
    return folder
