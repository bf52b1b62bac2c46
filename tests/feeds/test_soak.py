"""Ten hours of pulls each minute, with 20 crashes: no gap, no duplicate, cursors right."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.feeds.mastodon_life import mastodon
from tests.feeds.soak import POINTS, Life, Soak, stored_texts

HOURS, CRASHES = 10, 20

PLACES = [
    mastodon,
]


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("place", PLACES)
def test_ten_hours_with_twenty_crashes_lose_and_double_nothing(
    tmp_path: Path, place: Callable[[], AbstractContextManager[Life]]
) -> None:
    with place() as life:
        soak = Soak(life, f"sqlite:///{tmp_path / 'feedback.db'}", random.Random(20))
        store = soak.run(hours=HOURS, crashes=CRASHES)
        assert soak.ended["crashed"] == CRASHES
        assert set(soak.fuse.blown) == set(POINTS)
        assert soak.ended["failed"] > 10
        assert soak.ended["done"] > 150
        assert stored_texts(store) == life.texts()
        assert store.recount("w"), "the cells are not what the rows say"
        feed = store.feed("w", "soak")
        assert (feed.error, feed.failures) == (None, 0)
        life.check_cursor(feed.cursor or "")
        store.close()
