"""A real house on SQLite for the web's tests: all parts are real but the model, which is a few plain rules here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from feedback_miner.bootstrap import House
from feedback_miner.domain import NONE, Confusions, LabelPolicy, Labels, Scope, ScorableMessage, Scores, Why
from feedback_miner.feeds import KnownConnectors
from feedback_miner.identity import Identities
from feedback_miner.mining import (
    Actions,
    Alerts,
    Background,
    Changes,
    ChannelReading,
    Comments,
    Competitors,
    Corrections,
    Customers,
    Doors,
    DriverFinding,
    Feeds,
    HighlightReading,
    Imports,
    JourneyReading,
    Maps,
    Mining,
    Notes,
    Pipeline,
    Playbooks,
    Prioritising,
    Reasons,
    Reports,
    Rescoring,
    Runs,
    Segments,
    SuggestionReading,
    ThemeReading,
    Themes,
    Voices,
    Wish,
)
from feedback_miner.mining.insights import FactReader
from feedback_miner.notices import KnownNotifier
from feedback_miner.ports import Scorer
from feedback_miner.settings import Settings, read_secret
from feedback_miner.spool import FileSpool
from feedback_miner.storage import open_store
from feedback_miner.taxonomy import load_default
from feedback_miner.text import EnglishPhrases, EnglishPreparer
from tests.databases import ready_sqlite
from tests.journey.sources import confusions, source

POLICY = LabelPolicy("rules-1", 0.5, 0.5, {"frustration": 0.5, "joy": 0.5})
LAST_DAY = date(2026, 5, 31)

#: word → stage, touchpoint, sentiment
_RULES = {
    "parcel": ("onboarding", "delivery", -0.6),
    "app": ("use", "app_or_website", 0.4),
    "agent": ("support", "contact_service", -0.8),
    "recommend": ("advocacy", NONE, 0.9),
    "checkout": ("purchase", "checkout", -0.2),
}
_TEXTS = (
    "The parcel came two days late and the box was damaged. ",
    "The app is quick and easy to use every day. ",
    "The agent kept me waiting for an hour on the phone. ",
    "I would recommend this shop to all of my colleagues. ",
    "The checkout asked me twice for the same address. ",
    "It was a rainy day and nothing else happened. ",
)


class RuleScorer:
    """Tells stages by a word each: what it says can be foretold."""

    name = "rules/1.0.0"
    default_policy = POLICY

    def __init__(self) -> None:
        taxonomy = load_default()
        self._stages = [*(part.key for part in taxonomy.stages), NONE]
        self._touchpoints = [*(part.key for part in taxonomy.touchpoints), NONE]
        self._emotions = [part.key for part in taxonomy.emotions if part.key != "neutral"]

    def score(self, messages: Sequence[ScorableMessage]) -> list[list[Scores]]:
        """As a model does."""
        return [[self._said(message.text[start:end]) for start, end in message.spans] for message in messages]

    def score_with_vectors(
        self, messages: Sequence[ScorableMessage]
    ) -> tuple[list[list[Scores]], NDArray[np.float32]]:
        """As a model does: statements with one of the words are about the same, all others about nothing."""
        said = [message.text[start:end] for message in messages for start, end in message.spans]
        vectors = np.zeros((len(said), 16), dtype=np.float32)
        for row, text in enumerate(said):
            for place, word in enumerate(_RULES):
                vectors[row, place] = word in text.lower().split() and not vectors[row].any()
        return self.score(messages), vectors

    def why(self, message: ScorableMessage, statement: int, labels: Labels) -> Why:
        """As a model does; rules give no reasons."""
        return Why((), (), self.name)

    def _said(self, text: str) -> Scores:
        words = text.lower().split()
        stage, touchpoint, sentiment = next((_RULES[w] for w in words if w in _RULES), (NONE, NONE, 0.0))
        touchpoint = touchpoint if touchpoint in self._touchpoints else NONE
        shown = "frustration" if sentiment < -0.5 else "joy" if sentiment > 0.3 else ""
        return Scores(
            {key: float(key == stage) for key in self._stages},
            {key: float(key == touchpoint) for key in self._touchpoints},
            sentiment,
            {key: float(key == shown) for key in self._emotions},
        )


def _confusions() -> Confusions:
    """The rules are not always right: of six invented sources."""
    draw = np.random.default_rng(4)
    known = confusions([source(draw, 100, bias=1.3) for _ in range(6)], model=RuleScorer.name)
    return replace(known, policy=POLICY.version)


class InlineJobs:
    """Carries an import out where it is submitted."""

    runs: Runs

    def submit_import(self, workspace: str, import_id: str, *, attempt: int) -> None:
        """Done when it returns."""
        self.runs.run(workspace, import_id)

    def import_ended(self) -> None:
        """Nobody waits."""

    def submit_undo(self, workspace: str, import_id: str) -> None:
        """Done when it returns."""
        self.runs.undo_rest(workspace, import_id)


@cache
def _preparer() -> EnglishPreparer:
    return EnglishPreparer()


@contextmanager
def open_test_house(
    folder: Path, jobs: InlineJobs | None = None, scorer: Scorer | None = None
) -> Iterator[House]:
    """As `bootstrap` builds it, but for the jobs, and for the rules where no scorer is given."""
    settings = Settings(data_dir=folder, max_upload=2_000_000)
    folder.mkdir(parents=True, exist_ok=True)
    scorer, jobs = scorer or RuleScorer(), jobs or InlineJobs()
    ready_sqlite(folder / "feedback-miner.sqlite3")
    store = open_store(settings.url, scorer.default_policy)
    identities = Identities(b"s" * 64)
    spool = FileSpool(folder / "spool", max_bytes=settings.max_upload)
    pipeline = Pipeline(store, identities, _preparer, lambda: scorer, chunk_rows=50)
    imports = Imports(store, spool, jobs, pipeline, most_waiting=100, clock=_now)
    jobs.runs = Runs(store, spool, jobs, pipeline, spool_hours=24, clock=_now)
    connectors = KnownConnectors(partial(read_secret, folder), settings.inbox)
    rescoring = Rescoring(store, lambda: scorer, model=scorer.name, chunk_items=50, clock=_now)
    maps = Maps(store, _now, [_confusions()])
    facts = FactReader(store, maps)
    notifier = KnownNotifier(partial(read_secret, folder))
    themes, playbooks, notes = ThemeReading(store, maps, facts), Playbooks(store), Notes(store, _now)
    highlights = HighlightReading(store, maps, themes, playbooks, notes)
    drivers, changes = DriverFinding(store, maps, facts), Changes(store, maps, facts)
    actions, alerts = Actions(store, maps, facts), Alerts(store, maps, facts, notifier, _now)
    mining = Mining(
        imports=imports,
        runs=jobs.runs,
        rescoring=rescoring,
        background=Background(store, rescoring, _now),
        feeds=Feeds(store, connectors, pipeline, imports, _now),
        maps=maps,
        comments=Comments(store, maps),
        themes=Themes(store, EnglishPhrases, model=scorer.name),
        theme_reading=themes,
        highlights=highlights,
        playbooks=playbooks,
        suggestions=SuggestionReading(maps, playbooks, highlights, themes),
        notes=notes,
        drivers=drivers,
        priorities=Prioritising(store, maps, drivers, _now),
        changes=changes,
        segments=Segments(store, maps, facts, changes),
        journeys=JourneyReading(store, maps, facts),
        channels=ChannelReading(store, maps, facts),
        competitors=Competitors(store, maps),
        reports=Reports(store, maps, highlights, changes, alerts, actions, notifier, _now),
        actions=actions,
        alerts=alerts,
        voices=Voices(store, maps, _now),
        reasons=Reasons(store, lambda: scorer),
        corrections=Corrections(store, _now),
        customers=Customers(store, identities, imports, _now),
        doors=Doors(store, _now),
    )
    mining.doors.open_workspace(settings.workspace, time_zone="UTC")
    try:
        yield House(settings, store, mining, lambda: scorer, _preparer)
    finally:
        store.close()


def feedback_csv(
    rows: int, *, first: int = 0, days: int = 45, text: Callable[[int], str] | None = None
) -> bytes:
    """A survey: several messages a customer, two channels, two plans, some with NPS; the last on LAST_DAY."""
    lines = ["id,date,customer,channel,plan,nps,comment"]
    for n in range(first, first + rows):
        day = LAST_DAY - timedelta(days=n % days)
        said = text(n) if text else _TEXTS[n % 6] + (_TEXTS[(n * 5 + 1) % 6] if n % 3 == 0 else "")
        plan, channel = ("pro", "free")[n % 2], ("email", "chat")[n % 5 == 0]
        lines.append(f"m{n},{day}T10:00:00Z,customer-{n % 17},{channel},{plan},{n % 11},{said.strip()}")
    return "\n".join(lines).encode() + b"\n"


#: what the columns of `feedback_csv` are
COLUMNS = (
    "text=comment", "date=date", "id=id", "customer=customer", "channel=channel", "nps=nps", "segment.plan=plan",
)  # fmt: skip


def bring(house: House, content: bytes, *, workspace: str = "default", file: str = "survey.csv") -> str:
    """Imports a file of `feedback_csv`; returns the import's id."""
    wish = Wish(connection="survey", overrides=("source=survey", *COLUMNS))
    return house.mining.imports.submit(workspace, file=file, blocks=[content], wish=wish).id


def key_of(house: House, scope: Scope, *, workspace: str = "default") -> dict[str, str]:
    """The header of a new key."""
    secret = house.mining.doors.make_key(workspace, name=f"test {scope}", scope=scope).secret
    return {"Authorization": f"Bearer {secret}"}


def _now() -> datetime:
    return datetime.now(UTC)
