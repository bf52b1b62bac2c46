"""A follower to whom a message is its id and its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from feedback_miner.ports import Connector
from tests.feeds.follower import Follower


class Puller(Follower):
    """One feed, and the ids of all that came, in their order."""

    def __init__(self, connector: Connector, read: Callable[[Mapping[str, Any]], tuple[str, str]]) -> None:
        super().__init__(connector)
        self.connector = connector
        self._read = read
        self.came: list[str] = []

    def pull(self, now: datetime, *, since: datetime | None = None) -> dict[str, str]:
        """id → words of what a pull brings."""
        found: dict[str, str] = {}
        for page in self.pages(now=now, since=since):
            said = dict(map(self._read, page.messages))
            self.came += said
            found |= said
        return found
