"""A channel to pull."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.feeds.places import Place
from tests.feeds.youtube_place import YouTubePlace


@pytest.fixture
def tube() -> YouTubePlace:
    return YouTubePlace()


@pytest.fixture
def place(tube: YouTubePlace) -> Iterator[Place]:
    """Where it is found."""
    with Place(tube.answer).open() as opened:
        yield opened
