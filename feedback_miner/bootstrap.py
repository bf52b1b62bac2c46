"""The only place that builds things from Settings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from threading import Lock

from feedback_miner.domain import ScorableMessage
from feedback_miner.errors import SetupError
from feedback_miner.feeds import KnownConnectors
from feedback_miner.identity import Identities, load_secret
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
)
from feedback_miner.mining.insights import FactReader
from feedback_miner.notices import KnownNotifier
from feedback_miner.ports import Jobs, PhraseReader, RescoreEngine, Scorer, Store, TextPreparer
from feedback_miner.sample import LAST_DAY, sample_files
from feedback_miner.scoring.catalogue import find_model
from feedback_miner.scoring.confusions import load_confusions
from feedback_miner.scoring.layout import open_model_folder
from feedback_miner.settings import Settings, read_secret
from feedback_miner.spool import FileSpool
from feedback_miner.storage import open_store


@dataclass(frozen=True, slots=True)
class House:
    """Everything built: what the web and the command line hold."""

    settings: Settings
    store: Store
    mining: Mining
    scorer: Callable[[], Scorer]
    preparer: Callable[[], TextPreparer]


class Foreground:
    """No queue: the caller carries its imports out itself."""

    def submit_import(self, workspace: str, import_id: str, *, attempt: int) -> None:
        """Does nothing; the import stays queued until it is run."""

    def import_ended(self) -> None:
        """Does nothing; nobody waits."""

    def submit_undo(self, workspace: str, import_id: str) -> None:
        """Does nothing; the import stays half taken out until the rest is."""


def _now() -> datetime:
    return datetime.now(UTC)


_loading = Lock()


def open_scorer(folder: Path, settings: Settings) -> Scorer:
    """The model in `folder`, with the engine that is set; loaded once a process."""
    with _loading:  # two threads that miss in the cache would both load the model
        return _loaded_scorer(folder, settings.engine, settings.threads, settings.data_dir / "engines")


@cache
def _loaded_scorer(folder: Path, engine: str, threads: int, memory: Path) -> Scorer:
    # torch takes seconds to import: only who scores pays
    if engine == "openvino":
        from feedback_miner.scoring.engines import load_openvino_scorer

        return load_openvino_scorer(folder, threads=threads, messages=_sample_messages(), memory=memory)
    from feedback_miner.scoring.loading import load_scorer

    return load_scorer(folder, threads=threads)


def _sample_messages() -> list[ScorableMessage]:
    """What two engines are compared on: the reviews and posts of the sample, which no model learns from."""
    from feedback_miner.scoring.agreement import as_message

    files = {file.name: file.content for file in sample_files(LAST_DAY)}
    reviews = [review["content"] for review in json.loads(files["app_reviews.json"])]
    posts = [post["text"] for post in json.loads(files["social_mentions.json"])["data"]]
    return [as_message(text, "review") for text in reviews] + [as_message(text, "social") for text in posts]


@contextmanager
def rescore_engine(settings: Settings, *, address: str | None) -> Iterator[RescoreEngine]:
    """The processes of a Ray cluster as scorers; None starts one here. Raises SetupError where Ray is not there."""
    try:
        from feedback_miner.bulk import RayEngine, private_folder
    except ImportError:
        raise SetupError(
            "Scoring on a Ray cluster needs Ray: pip install feedback-miner[ray]", where="engine"
        ) from None
    model = find_model(settings.models_dir, settings.model)
    with private_folder(settings.data_dir / "bulk") as folder:
        yield RayEngine(model.resolve(), folder.resolve(), address=address)


@cache
def _preparer() -> TextPreparer:
    from feedback_miner.text import EnglishPreparer  # likewise spaCy

    return EnglishPreparer()


@cache
def _phrases() -> PhraseReader:
    from feedback_miner.text import EnglishPhrases  # likewise

    return EnglishPhrases()


@contextmanager
def open_house(settings: Settings, jobs: Jobs | None = None) -> Iterator[House]:
    """Builds the house and takes it down again. Models are loaded at first use.

    Without `jobs` nothing runs by itself: who submits an import carries it out (`mining.runs`), or a worker finds it.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    model_folder = find_model(settings.models_dir, settings.model)

    scorer = partial(open_scorer, model_folder, settings)
    opened = open_model_folder(model_folder)
    confusions = load_confusions(opened)
    store = open_store(settings.url, opened.config.label_policy)
    identities = Identities(load_secret(settings.secret.get_secret_value(), settings.data_dir))
    spool = FileSpool(settings.data_dir / "spool", max_bytes=settings.max_upload)
    pipeline = Pipeline(store, identities, _preparer, scorer, chunk_rows=settings.chunk_rows)
    queue = jobs or Foreground()
    imports = Imports(store, spool, queue, pipeline, most_waiting=settings.max_waiting, clock=_now)
    runs = Runs(store, spool, queue, pipeline, spool_hours=settings.spool_hours, clock=_now)
    connectors = KnownConnectors(partial(read_secret, settings.data_dir), settings.inbox)
    model = opened.config.full_name
    rescoring = Rescoring(store, scorer, model=model, chunk_items=settings.chunk_rows, clock=_now)
    maps = Maps(store, _now, [confusions] if confusions else ())
    facts = FactReader(store, maps)
    notifier = KnownNotifier(partial(read_secret, settings.data_dir))
    themes, playbooks, notes = ThemeReading(store, maps, facts), Playbooks(store), Notes(store, _now)
    highlights = HighlightReading(store, maps, themes, playbooks, notes)
    drivers, changes = DriverFinding(store, maps, facts), Changes(store, maps, facts)
    actions, alerts = Actions(store, maps, facts), Alerts(store, maps, facts, notifier, _now)
    mining = Mining(
        imports=imports,
        runs=runs,
        rescoring=rescoring,
        background=Background(store, rescoring, _now),
        feeds=Feeds(store, connectors, pipeline, imports, _now),
        maps=maps,
        comments=Comments(store, maps),
        themes=Themes(store, _phrases, model=model),
        theme_reading=themes,
        highlights=highlights,
        playbooks=playbooks,
        suggestions=SuggestionReading(maps, playbooks, highlights, themes),
        notes=notes,
        reports=Reports(store, maps, highlights, changes, alerts, actions, notifier, _now),
        drivers=drivers,
        priorities=Prioritising(store, maps, drivers, _now),
        changes=changes,
        segments=Segments(store, maps, facts, changes),
        journeys=JourneyReading(store, maps, facts),
        channels=ChannelReading(store, maps, facts),
        competitors=Competitors(store, maps),
        actions=actions,
        alerts=alerts,
        voices=Voices(store, maps, _now),
        reasons=Reasons(store, scorer),
        corrections=Corrections(store, _now),
        customers=Customers(store, identities, imports, _now),
        doors=Doors(store, _now),
    )
    mining.doors.open_workspace(settings.workspace, time_zone=settings.time_zone)
    try:
        yield House(settings, store, mining, scorer, _preparer)
    finally:
        store.close()
