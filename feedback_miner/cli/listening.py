"""The web of an open house, until it is asked to end. Who imports this loads the web."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import uvicorn

from api.main import create_app
from feedback_miner.bootstrap import House
from feedback_miner.cli.context import FAILED

#: Seconds that open streams and running requests get to end.
GRACE = 3


class Server(uvicorn.Server):
    """A server that tells others of a signal at once: they end while requests do."""

    def __init__(self, house: House, *, on_signal: Callable[[], object]) -> None:
        settings = house.settings
        super().__init__(
            uvicorn.Config(
                create_app(house),
                host=settings.host,
                port=settings.port,
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=GRACE,
            )
        )
        self._on_signal = on_signal

    def listen(self) -> None:
        """Answers requests until a signal comes."""
        with suppress(KeyboardInterrupt):  # uvicorn has ended by then
            self.run()
        if not self.started:
            sys.exit(FAILED)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal has come."""
        self._on_signal()
        super().handle_exit(sig, frame)
