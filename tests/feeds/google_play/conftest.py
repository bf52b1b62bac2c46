"""An app in the store, to pull."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.feeds.places import Place
from tests.feeds.times import NOON

if TYPE_CHECKING:
    from tests.feeds.google_play_place import GooglePlayPlace


@pytest.fixture
def play() -> GooglePlayPlace:
    # Not above: where its library lacks, the tests are skipped.
    from tests.feeds.google_play_place import GooglePlayPlace

    return GooglePlayPlace(now=NOON)


@pytest.fixture
def place(play: GooglePlayPlace) -> Iterator[Place]:
    """Where it is found."""
    with Place(play.answer).open() as opened:
        yield opened
