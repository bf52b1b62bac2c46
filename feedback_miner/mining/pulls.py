"""One pull under way: pages in, read and scored like the rows of a file, each stored with its cursor."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from feedback_miner.domain import (
    Delivery,
    Feed,
    FeedFile,
    FeedPage,
    ImportState,
    PullReport,
    ScoredItem,
    ScoredPage,
    Source,
    TakenFile,
)
from feedback_miner.errors import (
    FeedError,
    InputError,
    LimitExceeded,
    MappingError,
    NotFound,
    Overloaded,
    Stale,
)
from feedback_miner.mining.imports import Imports, Wish
from feedback_miner.mining.mappings import settled
from feedback_miner.mining.pipeline import Pipeline
from feedback_miner.mining.reading import Chunk, Plan
from feedback_miner.ports import Store
from feedback_miner.sources import guess_mapping, page_file, scan

_BLOCK = 1 << 20
#: States of an import that a file need not be imported again beside.
_BEGUN = frozenset({ImportState.QUEUED, ImportState.NEEDS_MAPPING, ImportState.RUNNING, ImportState.DONE})
#: Most files that an error tells of.
_TOLD = 20


class Pull:
    """One pull under way: pages in, each stored with its cursor."""

    def __init__(
        self,
        store: Store,
        pipeline: Pipeline,
        imports: Imports,
        feed: Feed,
        holder: str | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self._pipeline, self._imports = store, pipeline, imports
        self._feed, self._holder, self._clock = feed, holder, clock
        self.report = PullReport(feed.name)
        self._bad_files: list[str] = []

    @property
    def trouble(self) -> FeedError | None:
        """What a person should look at though the pull went on."""
        if not self._bad_files:
            return None
        more = len(self._bad_files) - _TOLD
        said = [*self._bad_files[:_TOLD], *([f"… and {more:,} more files."] if more > 0 else [])]
        return FeedError(" ".join(said))

    def take(self, page: FeedPage, preset: str, delivery: Delivery | None = None) -> None:
        """Reads, scores and stores a page. Raises Conflict where the right to pull was lost, or it came before."""
        source, chunk = self._read(page, preset)
        read = ScoredPage(
            source,
            rejected=chunk.rejected,
            merged=chunk.merged,
            skipped=chunk.skipped,
            deleted=self._pipeline.references(self._feed.workspace, page.deleted),
            left_out=page.left_out,
            cursor=page.cursor,
            delivery=delivery,
        )
        workspace = self._feed.workspace
        try:
            done = self._write(read, self._pipeline.scored(workspace, chunk.items))
        except Stale:
            done = self._write(read, self._pipeline.scored_anew(chunk.items))
        self.report = self.report.plus(done)

    def take_file(self, file: FeedFile) -> bool:
        """Queues a file of a watched folder for import; False where it was taken before, as it is.

        One whose content cannot be used is not tried again until it changes; one that cannot be opened is, for a
        right that somebody gives changes nothing of the file. Raises FeedError where it cannot be stored, or too many
        imports wait: it is taken in the next pull.
        """
        if self._taken.get(file.name) == file.mark:
            return False
        left_out: dict[str, int] = {}
        import_id: str | None = None
        try:
            import_id = self._submitted(file)
        except _CannotBeOpened as error:
            self._bad_files.append(f"{file.name}: {error.message}")
            return True
        except (InputError, LimitExceeded) as error:
            left_out = {"unreadable files": 1}
            self._bad_files.append(f"{file.name}: {error.message}")
        except Overloaded as error:
            raise FeedError(error.message, where=file.name, retry_after=error.retry_after) from None
        except OSError as error:
            raise FeedError(f"The files cannot be stored here ({error.strerror}).", where=file.name) from None
        taken = TakenFile(file.name, file.mark, import_id)
        noted = self._write(ScoredPage(Source.TICKET, left_out=left_out, file=taken), ())
        self.report = self.report.plus(replace(noted, queued=(import_id,) if import_id else ()))
        return True

    def _submitted(self, file: FeedFile) -> str:
        """The import of the file as it is now. A pull that was killed before it noted the file may have begun it."""
        workspace, import_id = self._feed.workspace, _import_id(self._feed, file)
        try:
            begun = self._imports.get(workspace, import_id)
        except NotFound:
            begun = None
        if begun and begun.state in _BEGUN:
            return import_id
        blocks = _blocks(file.path)
        fresh = None if begun else import_id
        return self._imports.submit(workspace, file=file.name, blocks=blocks, wish=Wish(), import_id=fresh).id

    @cached_property
    def _taken(self) -> Mapping[str, str]:
        return self._store.files_taken(self._feed.workspace, self._feed.name)

    def _read(self, page: FeedPage, preset: str) -> tuple[Source, Chunk]:
        if not page.messages:
            return Source.TICKET, _EMPTY
        name, workspace = self._feed.name, self._feed.workspace
        file = page_file(name, preset, page.messages)
        guess = guess_mapping(file)
        if not (guess.mapping.text or guess.mapping.rating or guess.mapping.nps or guess.mapping.csat):
            raise MappingError(
                f"None of the keys that “{preset}” knows for a text or a score is in it.", where=name
            )
        # A page is too little to tell a scale by, and the same message may not mean something else on another page:
        # numbers are 1 to 5, unless they say otherwise themselves ("4/10").
        first = replace(scan(file, guess.mapping), rating_scale=None, csat_scale=None)
        if first.question:
            raise MappingError(first.question.message, where=name)
        mapping = settled(guess.mapping, first)
        plan = Plan(workspace, file, mapping, guess.source, name, first, self._clock())
        # A page is written in one transaction, however many rows the pipeline takes at a time.
        return guess.source, self._pipeline.read(plan, chunk_rows=max(1, first.rows)).chunk(0)

    def _write(self, page: ScoredPage, items: Sequence[ScoredItem]) -> PullReport:
        whole = replace(page, items=tuple(items))
        return self._store.write_page(self._feed, self._holder, whole, at=self._clock())


def _import_id(feed: Feed, file: FeedFile) -> str:
    """The same for a file as long as it is not changed and its source stands."""
    what = [feed.workspace, feed.name, feed.created_at.isoformat(), file.name, file.mark]
    return "imp_" + blake2b(json.dumps(what).encode(), digest_size=8).hexdigest()


class _CannotBeOpened(InputError):
    """A file of a watched folder is gone, or may not be read."""


def _blocks(path: Path) -> Iterator[bytes]:
    """Raises _CannotBeOpened: so what else fails while a file is stored is not the file's."""
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                yield block
    except OSError as error:
        raise _CannotBeOpened(f"It cannot be read ({error.strerror}).") from None


_EMPTY = Chunk(0, (), (), 0, 0)
