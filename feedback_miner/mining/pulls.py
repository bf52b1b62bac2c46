"""One pull under way: pages in, read and scored like the rows of a file, each stored with its cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from feedback_miner.domain import (
    Delivery,
    Feed,
    FeedFile,
    FeedPage,
    PullReport,
    ScoredItem,
    ScoredPage,
    Source,
)
from feedback_miner.errors import FeedError, InputError, LimitExceeded, MappingError, Stale
from feedback_miner.mining.imports import Imports, Wish
from feedback_miner.mining.mappings import settled
from feedback_miner.mining.pipeline import Chunk, Pipeline, Plan
from feedback_miner.ports import Store
from feedback_miner.sources import guess_mapping, page_file, scan

_BLOCK = 1 << 20


class Pull:
    """One pull under way: pages in, each stored with its cursor."""

    def __init__(
        self, store: Store, pipeline: Pipeline, feed: Feed, holder: str | None, clock: Callable[[], datetime]
    ) -> None:
        self._store, self._pipeline = store, pipeline
        self._feed, self._holder, self._clock = feed, holder, clock
        self.report = PullReport(feed.name)
        #: what a person should look at though the pull went on
        self.trouble: FeedError | None = None

    def take(self, page: FeedPage, preset: str, delivery: Delivery | None = None) -> None:
        """Reads, scores and stores a page. Raises Conflict where the right to pull was lost, or it came before."""
        source, chunk = self._read(page, preset)
        read = ScoredPage(
            source,
            rejected=chunk.rejected,
            merged=chunk.merged,
            skipped=chunk.skipped,
            deleted=self._pipeline.references(self._feed.workspace, page.deleted),
            cursor=page.cursor,
            delivery=delivery,
        )
        workspace = self._feed.workspace
        try:
            done = self._write(read, self._pipeline.scored(workspace, chunk.items))
        except Stale:
            done = self._write(read, self._pipeline.scored_anew(chunk.items))
        self.report = self.report.plus(replace(done, left_out=page.left_out))

    def take_file(self, file: FeedFile, imports: Imports) -> None:
        """Queues a file of a watched folder for import. One that cannot be read waits there until it changes."""
        left_out: dict[str, int] = {}
        queued: tuple[str, ...] = ()
        try:
            with file.path.open("rb") as stream:
                blocks = iter(partial(stream.read, _BLOCK), b"")
                job = imports.submit(self._feed.workspace, file=file.name, blocks=blocks, wish=Wish())
            queued = (job.id,)
        except OSError as error:
            raise FeedError(f"{file.name} cannot be read or stored ({error.strerror}).") from None
        except (InputError, LimitExceeded) as error:
            left_out = {"unreadable files": 1}
            self.trouble = FeedError(error.message, where=file.name)
        noted = self._write(ScoredPage(Source.TICKET, cursor=file.cursor), ())
        self.report = self.report.plus(replace(noted, queued=queued, left_out=left_out))

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
        first = scan(file, guess.mapping)
        if first.question:
            raise MappingError(first.question.message, where=name)
        mapping = settled(guess.mapping, first)
        plan = Plan(workspace, file, mapping, guess.source, name, first, self._clock())
        return guess.source, _joined(list(self._pipeline.chunks(plan)))

    def _write(self, page: ScoredPage, items: Sequence[ScoredItem]) -> PullReport:
        whole = replace(page, items=tuple(items))
        return self._store.write_page(self._feed, self._holder, whole, at=self._clock())


_EMPTY = Chunk(0, (), (), 0, 0)


def _joined(chunks: Sequence[Chunk]) -> Chunk:
    """A page is written in one transaction, however many rows the pipeline takes at a time."""
    return Chunk(
        0,
        tuple(item for chunk in chunks for item in chunk.items),
        tuple(row for chunk in chunks for row in chunk.rejected),
        sum(chunk.merged for chunk in chunks),
        sum(chunk.skipped for chunk in chunks),
    )
