"""A subreddit to pull."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.feeds.places import Place
from tests.feeds.reddit_place import RedditPlace


@pytest.fixture
def reddit() -> RedditPlace:
    return RedditPlace()


@pytest.fixture
def place(reddit: RedditPlace) -> Iterator[Place]:
    """Where it is found."""
    with Place(reddit.answer).open() as opened:
        yield opened
