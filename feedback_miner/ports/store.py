"""The whole store."""

from __future__ import annotations

from typing import Protocol

from feedback_miner.ports.access import AccessStore
from feedback_miner.ports.feedback import FeedbackStore
from feedback_miner.ports.feeds import FeedStore
from feedback_miner.ports.imports import ImportStore
from feedback_miner.ports.insights import FactStore, TeamStore, ThemeStore
from feedback_miner.ports.jobs import WorkerStore
from feedback_miner.ports.maps import MapStore
from feedback_miner.ports.rescoring import RescoreStore


class Store(
    ImportStore,
    FeedStore,
    FeedbackStore,
    MapStore,
    FactStore,
    ThemeStore,
    TeamStore,
    RescoreStore,
    AccessStore,
    WorkerStore,
    Protocol,
):
    """The whole store. One object, many rooms."""

    def ping(self) -> None:
        """Raises where the database cannot be reached."""

    def close(self) -> None:
        """Lets go of connections."""
