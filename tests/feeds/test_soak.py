"""Hours of pulls each minute, with two crashes an hour: no gap, no duplicate, cursors right."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.feeds.bluesky_life import bluesky
from tests.feeds.discourse_life import discourse
from tests.feeds.mastodon_life import mastodon
from tests.feeds.reddit_life import subreddit
from tests.feeds.rss_life import rss_feed
from tests.feeds.soak import POINTS, Life, Soak, stored_texts
from tests.feeds.x_life import x
from tests.feeds.youtube_life import channel
from tests.feeds.zendesk_life import zendesk


@pytest.fixture(autouse=True)
def believed_at_once() -> None:
    """Here a message must really be missing for some time."""


#: Those that differ most from one another are pulled for ten hours; the others have in common the window, which
#: Mastodon has too.
HOURS = {
    mastodon: 10,
    rss_feed: 10,
    zendesk: 10,
    bluesky: 2,
    channel: 2,
    discourse: 2,
    subreddit: 2,
    x: 2,
}


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("place", HOURS)
def test_hours_with_crashes_lose_and_double_nothing(
    tmp_path: Path, place: Callable[[], AbstractContextManager[Life]]
) -> None:
    hours, crashes = HOURS[place], 2 * HOURS[place]
    with place() as life:
        soak = Soak(life, f"sqlite:///{tmp_path / 'feedback.db'}", random.Random(20))
        store = soak.run(hours=hours, crashes=crashes)
        assert soak.ended["crashed"] == crashes
        assert soak.fuse.blown == dict.fromkeys(POINTS, crashes // len(POINTS))
        assert soak.ended["failed"] >= 1
        assert soak.ended["done"] > 15 * hours
        assert stored_texts(store) == life.texts()
        assert store.recount("w"), "the cells are not what the rows say"
        feed = store.feed("w", "soak")
        assert (feed.error, feed.failures) == (None, 0)
        life.check_cursor(feed.cursor or "")
        store.close()
