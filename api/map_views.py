"""The map as it is shown, read and drawn once for everybody who looks at the same."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from api.pages.chrome import Chrome
from api.pages.map.map_page import MapPage, render_map_fragment
from api.pages.quotes import CANDIDATES
from feedback_miner.bootstrap import House
from feedback_miner.domain import Access, ImportState, Scope, StatementView, Workspace
from feedback_miner.errors import QueryError
from feedback_miner.journey import JourneyMap
from feedback_miner.mining import Question
from feedback_miner.mining.insights.theme_reading import ThemeList
from feedback_miner.mining.kept import Kept

#: Views kept ready, each a few hundred kilobytes.
_KEPT = 32
#: Statements from which "Just in" is chosen.
_LATEST = 12
#: The level at which the page's text stops getting smaller for the time that it takes.
_LEVEL = 6

#: The parameters of an address, in its order.
Query = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What changes of the page, ready to be sent."""

    plain: bytes
    packed: bytes
    #: of the content: where a change of the workspace leaves the view as it is, so does this
    etag: str
    #: of the workspace
    revision: int
    #: of processor time that it took
    seconds: float


class MapViews:
    """Maps as people see them. After a change everybody who looks asks at once; the first has it worked out."""

    def __init__(self, house: House, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._house = house
        self._clock = clock
        self._views = Kept[MapPage](_KEPT)
        self._drawn = Kept[Drawn](_KEPT)

    def view(self, workspace: str, question: Question, query: Query) -> MapPage:
        """What the page of an address shows. Raises QueryError."""
        # The revision before the map: a change between the two is fetched again, never missed.
        seen = self._house.mining.maps.workspace(workspace)
        return self._view(seen, question, query, self._rows_left(workspace))

    def fragment(self, access: Access, question: Question, query: Query) -> Drawn:
        """The part of the page that changes, for all with this scope. Raises QueryError."""
        seen = self._house.mining.maps.workspace(access.workspace)
        waiting = self._rows_left(seen.id)
        asked = (access.scope, query, self._clock().date(), waiting)

        def draw() -> Drawn:
            began = time.thread_time()
            # Of now, not of when it was asked: it may be drawn for others who have seen later changes.
            newest = self._house.mining.maps.workspace(seen.id)
            return _drawn(self._view(newest, question, query, waiting), access.scope, began)

        return self._drawn.get(seen.id, seen.revision, asked, draw)

    def _view(self, seen: Workspace, question: Question, query: Query, waiting: int) -> MapPage:
        now = self._clock()
        asked = (query, now.date(), waiting)
        return self._views.get(
            seen.id, seen.revision, asked, lambda: self._read(seen.id, question, query, waiting, now)
        )

    def _read(self, workspace: str, question: Question, query: Query, waiting: int, now: datetime) -> MapPage:
        mining = self._house.mining
        # Before all else, for the same reason.
        seen = mining.maps.workspace(workspace)
        journey = mining.maps.read(workspace, question)
        themes = self._themes(workspace, question)
        named = themes is not None and bool(themes.themes)
        return MapPage(
            map=journey,
            taxonomy=mining.maps.taxonomy(workspace),
            workspace=seen,
            dimensions=mining.maps.dimensions(workspace),
            query=dict(query),
            quotes={} if named else self._quotes(workspace, journey, "negative"),
            delights={} if named else self._quotes(workspace, journey, "positive"),
            latest=mining.maps.latest(workspace, journey, limit=_LATEST),
            waiting=waiting,
            now=now,
            themes=themes,
            actions=mining.actions.between(workspace, journey.cut),
            saved=mining.segments.all(workspace),
        )

    def _themes(self, workspace: str, question: Question) -> ThemeList | None:
        """None where there are too many statements: the map was read before, so the question is right."""
        try:
            return self._house.mining.theme_reading.list(workspace, question)
        except QueryError:
            return None

    def _quotes(self, workspace: str, journey: JourneyMap, most: str) -> dict[str, list[StatementView]]:
        return self._house.mining.maps.stage_quotes(workspace, journey, most=most, limit=CANDIDATES)

    def _rows_left(self, workspace: str) -> int:
        """Rows of running imports that are not on the map yet."""
        return sum(
            max(0, (job.rows_total or 0) - job.report.read)
            for job in self._house.store.open_imports()
            if job.workspace == workspace and job.state is ImportState.RUNNING
        )


def _drawn(view: MapPage, scope: Scope, began: float) -> Drawn:
    nobody = Chrome(view.workspace, Access(view.workspace.id, scope, key_id=""), csrf="")
    plain = render_map_fragment(view, nobody).encode()
    packed = gzip.compress(plain, _LEVEL, mtime=0)
    etag = f'"{sha256(plain).hexdigest()[:32]}"'
    return Drawn(plain, packed, etag, view.workspace.revision, time.thread_time() - began)


def unchanged(etag: str, known: Iterable[str]) -> bool:
    """Whether a reader has this already, by what the header If-None-Match says."""
    return etag in {tag.strip().removeprefix("W/") for tag in known}
