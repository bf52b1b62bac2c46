"""How often maps are drawn anew for those who keep one open: together, and no more often than they can be paid for."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from anyio import to_thread

from api.map_views import Drawn, MapViews, Query
from feedback_miner.domain import Access, Scope
from feedback_miner.mining import Question

#: A view that many look at is drawn at most so often, in seconds; notices of change come a little less often.
LEAST = 1.5
#: Of a processor core, what one view that changes all the time may take.
SHARE = 1 / 30
#: Views of which it is known when they were drawn.
_KNOWN = 32

#: Workspace, scope and parameters.
_Place = tuple[str, Scope, Query]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A view as it was drawn."""

    drawn: Drawn
    #: of the clock
    at: float
    #: seconds for which it lasts
    pace: float


class PacedMaps:
    """Maps for who was told of a change. Lives in one event loop.

    Of all who ask at once one draws and the others wait, without a thread or a look at the database. What is left
    out in between comes with the next drawing: an answer says of which revision it is, and how long one lasts.
    """

    def __init__(self, views: MapViews, clock: Callable[[], float] = time.monotonic) -> None:
        self._views = views
        self._clock = clock
        self._last: OrderedDict[_Place, Drawing] = OrderedDict()
        self._under_way: dict[_Place, asyncio.Task[Drawing]] = {}

    async def drawn(self, access: Access, question: Question, query: Query) -> Drawing:
        """The newest drawing where it is young enough, else a new one. Raises QueryError."""
        place = (access.workspace, access.scope, query)
        last = self._last.get(place)
        if last is not None and self._clock() - last.at < last.pace:
            return last
        task = self._under_way.get(place)
        if task is None:
            task = asyncio.create_task(self.drawn_now(access, question, query))
            self._under_way[place] = task
            task.add_done_callback(lambda _: self._under_way.pop(place))
        return await asyncio.shield(task)

    async def drawn_now(self, access: Access, question: Question, query: Query) -> Drawing:
        """The drawing of this moment, for who has changed something himself. Raises QueryError."""
        drawn = await to_thread.run_sync(partial(self._views.fragment, access, question, query))
        place = (access.workspace, access.scope, query)
        last = self._last.get(place)
        if last is not None and last.drawn.revision > drawn.revision:
            return last  # one that began later was done sooner
        # What the first drawing took tells little: it reads what later ones find ready.
        pace = max(LEAST, drawn.seconds / SHARE) if last is not None else LEAST
        drawing = self._last[place] = Drawing(drawn, self._clock(), pace)
        self._last.move_to_end(place)
        while len(self._last) > _KNOWN:
            self._last.popitem(last=False)
        return drawing
