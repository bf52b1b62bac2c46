"""What tests of presets share."""

from __future__ import annotations

import pytest

from feedback_miner.ports import TextPreparer
from feedback_miner.text import EnglishPreparer


@pytest.fixture(scope="session")
def preparer() -> TextPreparer:
    """The real one, loaded once."""
    return EnglishPreparer()
