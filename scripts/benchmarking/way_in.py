"""The way in with the text room and the model stood in for: what is brought is carried out here and now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from feedback_miner.bootstrap import Foreground
from feedback_miner.domain import Import
from feedback_miner.identity import Identities
from feedback_miner.mining import Imports, Pipeline, Runs, Wish
from feedback_miner.ports import Scorer, Store, TextPreparer
from feedback_miner.spool import FileSpool

_CHUNK_ROWS = 512
_BLOCK = 1 << 20


class WayIn:
    """Imports into one workspace."""

    def __init__(
        self, store: Store, workspace: str, spool: Path, preparer: TextPreparer, scorer: Scorer
    ) -> None:
        self._workspace = workspace
        kept, jobs = FileSpool(spool, max_bytes=2**40), Foreground()
        pipeline = Pipeline(
            store, Identities(b"k" * 32), lambda: preparer, lambda: scorer, chunk_rows=_CHUNK_ROWS
        )
        self._imports = Imports(store, kept, jobs, pipeline, most_waiting=1, clock=_now)
        self._runs = Runs(store, kept, jobs, pipeline, spool_hours=24, clock=_now)

    def bring(self, file: Path, wish: Wish) -> Import:
        """Imports a file; what became of it."""
        job = self._imports.submit(self._workspace, file=file.name, blocks=_blocks(file), wish=wish)
        return self._runs.run(self._workspace, job.id)


def _now() -> datetime:
    return datetime.now(UTC)


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while block := opened.read(_BLOCK):
            yield block
