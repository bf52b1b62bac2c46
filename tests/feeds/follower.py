"""Follows a place page by page, as a feed does: who stops between two pages has stored the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from feedback_miner.domain import FeedPage
from feedback_miner.errors import FeedError
from feedback_miner.ports import Connector


class Follower:
    """One feed, without a store: how far it came, and what its connector left out and deleted."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self.cursor: str | None = None
        self.left_out: Counter[str] = Counter()
        self.deleted: list[str] = []

    def messages(self, *, now: datetime, since: datetime | None = None) -> list[Mapping[str, Any]]:
        """All that a pull brings, in its order."""
        return [message for page in self.pages(now=now, since=since) for message in page.messages]

    def failing(self, *, now: datetime) -> tuple[list[Mapping[str, Any]], FeedError]:
        """All that a pull brings before it fails, and how it does."""
        came: list[Mapping[str, Any]] = []
        try:
            for page in self.pages(now=now):
                came += page.messages
        except FeedError as error:
            return came, error
        raise AssertionError("the pull did not fail")

    def pages(self, *, now: datetime, since: datetime | None = None) -> Iterator[FeedPage]:
        """The same page by page."""
        for page in self._connector.pages(self.cursor, since=since, now=now):
            assert isinstance(page, FeedPage)
            self.cursor = page.cursor
            self.left_out.update(page.left_out)
            self.deleted += page.deleted
            yield page
