"""The room's models, loaded once for all its tests."""

from __future__ import annotations

import pytest

from feedback_miner.text import EnglishPreparer, Redactor


@pytest.fixture(scope="session")
def preparer() -> EnglishPreparer:
    return EnglishPreparer()


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    return Redactor()
