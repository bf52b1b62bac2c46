"""Hours of pulls by schedule, a minute at a time, with crashes. What a place needs to be soaked is `Life`."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, event

from feedback_miner.domain import (
    FeedFile,
    FeedPage,
    LabelPolicy,
    Labels,
    PreparedText,
    ScorableMessage,
    Scores,
    Statement,
    StatementFilter,
    Why,
)
from feedback_miner.errors import Busy
from feedback_miner.feeds import KnownConnectors
from feedback_miner.identity import Identities
from feedback_miner.mining import Feeds, Pipeline
from feedback_miner.ports import Connector
from feedback_miner.storage import SqlStore, open_store
from feedback_miner.text.markup import to_text
from tests.feeds.desk import NOWHERE, imports_of
from tests.storage.builders import EVER, POLICY, scores

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Life(Protocol):
    """A place whose people write, edit and delete, with a server that is not always well."""

    kind: str
    options: Mapping[str, str]
    secrets: Mapping[str, str]

    def minute(self, now: datetime, chance: random.Random) -> None:
        """What happens in a minute, troubles of the server included."""

    def rest(self, now: datetime) -> None:
        """No more troubles, and one last message."""

    def texts(self) -> list[str]:
        """What should be stored, as `prepared` brings it to words."""

    def check_cursor(self, cursor: str) -> None:
        """Asserts that it is where it should be once all was pulled."""


def prepared(text: str) -> str:
    """The words of a message as the soak stores them: one line, one statement."""
    return " ".join(to_text(text).split())


class Crash(BaseException):
    """The process dies."""


@dataclass
class Fuse:
    """Kills the process at a point that was chosen before: whatever it tries then, it is dead."""

    #: a point, and how often it is passed before
    armed: tuple[str, int] | None = None
    dead: bool = False
    blown: Counter[str] = field(default_factory=Counter)

    def arm(self, point: str, after: int) -> None:
        self.armed = (point, after)

    def restart(self) -> None:
        self.dead = False

    def passing(self, point: str) -> None:
        if self.dead:
            raise Crash
        if self.armed and self.armed[0] == point:
            self.armed = (point, self.armed[1] - 1)
            if self.armed[1] < 0:
                self.armed, self.dead = None, True
                self.blown[point] += 1
                raise Crash


#: A point, and how often it is passed at most before the fuse blows there.
POINTS = {"before a page": 2, "in a transaction": 30, "after a page": 2, "before the end": 0}


class Mortal:
    """The store of a process that may die: before its statements, after a page, before a pull ends."""

    def __init__(self, store: SqlStore, fuse: Fuse) -> None:
        self._store, self._fuse = store, fuse
        self._writing = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def write_page(self, *args: Any, **named: Any) -> Any:
        self._writing = True
        try:
            done = self._store.write_page(*args, **named)
        finally:
            self._writing = False
        self._fuse.passing("after a page")
        return done

    def end_pull(self, *args: Any, **named: Any) -> Any:
        self._fuse.passing("before the end")
        return self._store.end_pull(*args, **named)

    @contextmanager
    def watched(self) -> Iterator[Mortal]:
        """While the block lasts, the fuse may blow before any statement of a page's transaction."""

        def before(*_: object) -> None:
            if self._writing:
                self._fuse.passing("in a transaction")

        event.listen(Engine, "before_cursor_execute", before)
        try:
            yield self
        finally:
            event.remove(Engine, "before_cursor_execute", before)


@dataclass
class MortalConnectors:
    """Connectors of a process that may die before it has a page."""

    known: KnownConnectors
    fuse: Fuse

    def named(self, kind: str, options: Mapping[str, str]) -> Mapping[str, str]:
        return self.known.named(kind, options)

    def open(self, workspace: str, kind: str, options: Mapping[str, str]) -> Connector:
        return _MortalConnector(self.known.open(workspace, kind, options), self.fuse)

    def receiver(self, workspace: str, kind: str, options: Mapping[str, str]) -> Any:
        return self.known.receiver(workspace, kind, options)


@dataclass
class _MortalConnector:
    real: Connector
    fuse: Fuse

    @property
    def preset(self) -> str:
        return self.real.preset

    def pages(
        self, cursor: str | None, *, since: datetime | None, now: datetime
    ) -> Iterator[FeedPage | FeedFile]:
        for page in self.real.pages(cursor, since=since, now=now):
            self.fuse.passing("before a page")
            yield page


class OneStatement:
    """A preparer that takes each message for one English statement."""

    def prepare(self, raw: Sequence[str], *, hints: Sequence[str | None]) -> list[PreparedText]:
        texts = [prepared(text) for text in raw]
        return [PreparedText(text, "en", (Statement(0, 0, len(text)),)) for text in texts]

    def redact(self, cells: Sequence[str]) -> list[str]:
        return list(cells)

    def redact_values(self, values: Sequence[str]) -> list[str]:
        return list(values)


class StubScorer:
    """Always says the same of the same words."""

    name = "stub/1"
    default_policy: LabelPolicy = POLICY

    def score(self, messages: Sequence[ScorableMessage]) -> list[list[Scores]]:
        return [[scores(message.text[start:end]) for start, end in message.spans] for message in messages]

    def score_with_vectors(
        self, messages: Sequence[ScorableMessage]
    ) -> tuple[list[list[Scores]], NDArray[np.float32]]:
        scored = self.score(messages)
        return scored, np.zeros((sum(map(len, scored)), 1), dtype=np.float32)

    def why(self, message: ScorableMessage, statement: int, labels: Labels) -> Why:
        raise NotImplementedError


@dataclass
class Soak:
    """A place, the database that it is pulled into, and a clock that is set by hand."""

    life: Life
    url: str
    chance: random.Random
    now: datetime = START
    fuse: Fuse = field(default_factory=Fuse)
    #: how the pulls by schedule ended
    ended: Counter[str] = field(default_factory=Counter)

    def run(self, *, hours: int, crashes: int) -> SqlStore:
        """So many hours of pulls, each minute where they are due; then rest, until all must have come. The store."""
        store = self._open()
        self._feeds(store).add(
            "w", name="soak", kind=self.life.kind, options=self.life.options, schedule="* * * * *"
        )
        points = [point for point, _ in zip(_endless(POINTS), range(crashes), strict=False)]
        self.chance.shuffle(points)
        end, gap = self.now + hours * HOUR, hours * HOUR * 0.9 / crashes
        crash_at = [self.now + gap * (n + self.chance.random()) for n in range(crashes)]
        while self.now < end:
            self.life.minute(self.now, self.chance)
            if points and self.fuse.armed is None and self.now >= crash_at[-len(points)]:
                point = points.pop(0)
                self.fuse.arm(point, self.chance.randint(0, POINTS[point]))
            store = self._minute(store)
            self.now += MINUTE
        self.life.rest(self.now)
        for _ in range(4):
            self.now += 2 * HOUR
            store = self._minute(store)
        return store

    def _minute(self, store: SqlStore) -> SqlStore:
        with Mortal(store, self.fuse).watched() as mortal:
            feeds = self._feeds(mortal)
            for feed in feeds.due():
                try:
                    failed = feeds.pull("w", feed.name).error
                    self.ended["failed" if failed else "done"] += 1
                except Busy:
                    self.ended["busy"] += 1
                except Crash:
                    self.ended["crashed"] += 1
                    self.fuse.restart()
                    store.close()
                    return self._open()
        return store

    def _feeds(self, store: Any) -> Feeds:
        pipeline = Pipeline(store, Identities(b"k" * 32), OneStatement, StubScorer, chunk_rows=7)
        connectors = MortalConnectors(
            KnownConnectors(lambda _, name: self.life.secrets[name], NOWHERE), self.fuse
        )
        return Feeds(store, connectors, pipeline, imports_of(store, pipeline), lambda: self.now)

    def _open(self) -> SqlStore:
        store = open_store(self.url, POLICY)
        store.create_workspace("w", name="Team", time_zone="UTC")
        return store


def stored_texts(store: SqlStore) -> list[str]:
    """Every statement that is stored, in the order of the alphabet."""
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = store.statements("w", EVER, StatementFilter(), cursor=cursor, limit=200)
        found += [statement.text for statement in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return sorted(found)


def _endless(points: Mapping[str, int]) -> Iterator[str]:
    while True:
        yield from points
