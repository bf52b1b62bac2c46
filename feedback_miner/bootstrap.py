"""The only place that builds things from Settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from threading import Lock

from feedback_miner.identity import Identities, load_secret
from feedback_miner.mining import Corrections, Customers, Doors, Imports, Maps, Mining, Pipeline, Reasons
from feedback_miner.ports import Jobs, Scorer, Store, TextPreparer
from feedback_miner.scoring.catalogue import find_model
from feedback_miner.scoring.confusions import load_confusions
from feedback_miner.scoring.layout import open_model_folder
from feedback_miner.settings import Settings
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

    def submit_import(self, workspace: str, import_id: str) -> None:
        """Does nothing; the import stays queued until it is run."""


def _now() -> datetime:
    return datetime.now(UTC)


_loading = Lock()


def _scorer(folder: Path, threads: int) -> Scorer:
    with _loading:  # two threads that miss in the cache would both load the model
        return _loaded_scorer(folder, threads)


@cache
def _loaded_scorer(folder: Path, threads: int) -> Scorer:
    from feedback_miner.scoring.loading import (
        load_scorer,
    )  # torch takes seconds to import: only who scores pays

    return load_scorer(folder, threads=threads)


@cache
def _preparer() -> TextPreparer:
    from feedback_miner.text import EnglishPreparer  # likewise spaCy

    return EnglishPreparer()


@contextmanager
def open_house(settings: Settings, jobs: Jobs | None = None) -> Iterator[House]:
    """Builds the house and takes it down again. Models are loaded at first use.

    Without `jobs` nothing runs by itself: who submits an import carries it out (`mining.imports.run`).
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    model_folder = find_model(settings.models_dir, settings.model)

    scorer = partial(_scorer, model_folder, settings.threads)
    opened = open_model_folder(model_folder)
    confusions = load_confusions(opened)
    store = open_store(settings.url, opened.config.label_policy)
    identities = Identities(load_secret(settings.secret.get_secret_value(), settings.data_dir))
    spool = FileSpool(settings.data_dir / "spool", max_bytes=settings.max_upload)
    imports = Imports(
        store,
        spool,
        jobs or Foreground(),
        Pipeline(store, identities, _preparer, scorer, chunk_rows=settings.chunk_rows),
        spool_hours=settings.spool_hours,
        clock=_now,
    )
    mining = Mining(
        imports=imports,
        maps=Maps(store, _now, [confusions] if confusions else ()),
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
