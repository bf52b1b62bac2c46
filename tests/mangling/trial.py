"""One mangled file through the front door, and what must hold of how it ends."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from feedback_miner.domain import Import, ImportState
from feedback_miner.errors import FeedbackMinerError, FileError, MappingError
from feedback_miner.mining import Imports, Runs, Wish
from feedback_miner.storage import SqlStore
from tests.mangling.variants import Variant

#: What only programmers read.
_OF_PROGRAMS = re.compile(
    r"Traceback|Exception|\bErrno\b|\bNoneType\b|<class|object at 0x|codec can't|defect in the program|0x[0-9a-f]{6,}"
    r"|openpyxl|ijson|charset_normalizer|sqlalchemy|sqlite|\b(Key|Value|Type|Index|Attribute|Unicode\w*|Recursion)Error\b"
)
#: Written also where a file is refused or waits.
_BESIDE = {"import", "workspace", "sqlite_sequence"}


@dataclass(frozen=True, slots=True)
class Desk:
    """The front door, and the database behind it."""

    store: SqlStore
    imports: Imports
    runs: Runs
    folder: Path

    def try_out(self, variant: Variant) -> str:
        """How it ended: "refused: …", or the state of its import. AssertionError: something that must hold does not."""
        workspace = f"w{variant.number}"
        self.store.create_workspace(workspace, name="Team", time_zone="Europe/Berlin")
        before = self._counts()
        job = self._submitted(workspace, variant)
        if isinstance(job, FeedbackMinerError):
            _check_words(job.message)
            assert not isinstance(job, FileError) or job.where == variant.name, job.where
            assert self._counts() == before, "a refused file left something in the database"
            return f"refused: {job.message}"
        ended = self._carried_on(self.runs.run(workspace, job.id), before)
        self._check(ended, before)
        assert self.store.recount(workspace), "the cells are not what the rows say"
        return str(ended.state)

    def _submitted(self, workspace: str, variant: Variant) -> Import | FeedbackMinerError:
        try:
            return self.imports.submit(workspace, file=variant.name, blocks=[variant.content], wish=Wish())
        except FeedbackMinerError as error:
            return error

    def _carried_on(self, job: Import, before: dict[str, int]) -> Import:
        """To its end: what is asked is answered with the first choice."""
        for _ in range(3):
            if job.state is not ImportState.NEEDS_MAPPING:
                return job
            assert self._counts(but=_BESIDE) == {k: n for k, n in before.items() if k not in _BESIDE}, (
                "it waits, and wrote"
            )
            assert job.guess, "it waits, and nobody knows for what"
            assert job.guess.questions, "it waits, and nobody knows for what"
            question = job.guess.questions[0]
            _check_words(question.message)
            assert question.choices, "it asks, and nothing can be answered"
            assert self.imports.preview(job.workspace, job.id).columns, "nothing can be shown"
            try:
                self.imports.answer(job.workspace, job.id, [f"{question.field}={question.choices[0]}"])
            except MappingError as error:
                raise AssertionError(f"its own choice is refused: {error}") from error
            job = self.runs.run(job.workspace, job.id)
        raise AssertionError("it asks and asks")

    def _check(self, job: Import, before: dict[str, int]) -> None:
        if job.state is ImportState.FAILED:
            _check_words(job.error or "")
            self.imports.undo(job.workspace, job.id)
            kept = {table: n for table, n in self._counts().items() if table in ("item", "statement", "cell")}
            assert kept == {table: before[table] for table in kept}, "an undone import left something behind"
            return
        assert job.state is ImportState.DONE, job.state
        said = job.report
        ended = said.added + said.updated + said.unchanged + said.merged + said.skipped + said.rejected
        assert said.read == ended == job.rows_total, f"{said} of {job.rows_total} rows"
        rejected = self.imports.rejected(job.workspace, job.id, cursor=None, limit=50).items
        assert len(rejected) == min(50, said.rejected)
        for row in rejected:
            _check_words(row.reason)

    def _counts(self, *, but: frozenset[str] | set[str] = frozenset()) -> dict[str, int]:
        """Rows of every table."""
        with sqlite3.connect(self.folder / "feedback.db") as database:
            found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            tables = [name for (name,) in found if name not in but]
            counts = {
                name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables
            }
        database.close()
        return counts


def _check_words(message: str) -> None:
    assert len(message) > 15, f"that says nothing: “{message}”"
    assert not (found := _OF_PROGRAMS.search(message)), (
        f"“{found and found[0]}” is no word for people: {message[:300]}"
    )
    assert len(message) < 2_000, f"nobody reads that: {message[:300]}"
    assert "\n" not in message.strip(), message[:300]
