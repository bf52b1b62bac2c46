"""A desk, and a feed to pull."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.feeds.desk import Desk, open_desk
from tests.feeds.places import Place
from tests.feeds.rss_place import Entry, RssFeed


@pytest.fixture
def desk(tmp_path: Path, models: Path) -> Iterator[Desk]:
    """A fresh one; in the end its cells must be what its rows say."""
    with open_desk(tmp_path, models) as opened:
        yield opened
        assert opened.store.recount("w"), "the cells are not what the rows say"


@pytest.fixture(autouse=True)
def believed_at_once() -> Iterator[None]:
    """Most tests are about what a connector asks; how long it must be missing is the window's own test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("feedback_miner.feeds.following.window.SURE_AFTER", timedelta(0))
        yield


@pytest.fixture
def feed() -> RssFeed:
    """Two entries, the second by a person who is named."""
    return RssFeed(
        [Entry("a", "The card was refused."), Entry("b", "<p>The refund was <b>great</b>.</p>", author="Ann")]
    )


@pytest.fixture
def place(feed: RssFeed) -> Iterator[Place]:
    """Where it is found."""
    with Place(feed.answer).open() as opened:
        yield opened
