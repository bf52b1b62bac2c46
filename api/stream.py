"""Notices of change: one poller a workspace, however many browsers listen."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from anyio import to_thread

#: Seconds between two looks, and so between two notices.
EVERY = 2.0
#: Seconds after which a stream ends. Browsers come back by themselves, and are asked for their access again.
LIFE = 3600.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """What can change of a workspace while somebody looks at it."""

    #: counts up with every change of the map
    revision: int
    #: what is under way, as the JSON of `GET /v1/jobs`' list
    jobs: str


@dataclass(slots=True)
class _Beat:
    """What one poller last saw, and who waits for it to change."""

    look: Look | None = None
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    listeners: int = 0
    poller: asyncio.Task[None] | None = None

    def saw(self, look: Look) -> None:
        if look != self.look:
            self.look = look
            self.moved.set()
            self.moved = asyncio.Event()


class Pulse:
    """Tells who listens that a workspace has changed. Lives in one event loop."""

    def __init__(self, look_at: Callable[[str], Look], *, every: float = EVERY, life: float = LIFE) -> None:
        self._look_at = look_at
        self._every = every
        self._life = life
        self._beats: dict[str, _Beat] = {}

    async def looks(self, workspace: str) -> AsyncIterator[Look]:
        """What is there now, and then each that differs from the one before. Ends by itself after a while."""
        beat, seen = self._join(workspace), None
        try:
            async with asyncio.timeout(self._life):
                while True:
                    moved = beat.moved
                    if beat.look is not None and beat.look != seen:
                        seen = beat.look
                        yield seen
                    else:
                        await moved.wait()
        except TimeoutError:
            return
        finally:
            self._leave(workspace, beat)

    def _join(self, workspace: str) -> _Beat:
        beat = self._beats.setdefault(workspace, _Beat())
        beat.listeners += 1
        if beat.poller is None:
            beat.poller = asyncio.create_task(self._poll(workspace, beat))
        return beat

    def _leave(self, workspace: str, beat: _Beat) -> None:
        beat.listeners -= 1
        if beat.listeners == 0 and beat.poller is not None:
            beat.poller.cancel()
            del self._beats[workspace]

    async def _poll(self, workspace: str, beat: _Beat) -> None:
        while True:
            try:
                beat.saw(await to_thread.run_sync(self._look_at, workspace))
            except Exception:  # whatever hinders one look, the next one may succeed
                _log.exception("Could not look for changes")
            await asyncio.sleep(self._every)
