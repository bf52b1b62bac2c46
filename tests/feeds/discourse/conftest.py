"""A forum to pull."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.feeds.discourse_place import DiscoursePlace
from tests.feeds.places import Place


@pytest.fixture
def forum() -> DiscoursePlace:
    return DiscoursePlace()


@pytest.fixture
def place(forum: DiscoursePlace) -> Iterator[Place]:
    """Where it is found."""
    with Place(forum.answer).open() as opened:
        yield opened
