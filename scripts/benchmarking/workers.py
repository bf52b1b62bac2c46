"""The command `scripts.benchmark workers`: two workers of one thread, beside two bare scorers without any database.

A worker (`feedback-miner worker`) reads the file, cleans, redacts and splits, scores, and stores items and counts. Its
rate is that from the first chunk that is stored to the last. Bare scorers are processes that score the same messages,
once from the raw text and once prepared beforehand. Each round has new messages, and everything in turns.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from feedback_miner.bootstrap import House, open_house
from feedback_miner.domain import Import, ImportState
from feedback_miner.errors import FeedbackMinerError
from feedback_miner.scoring.catalogue import find_model
from feedback_miner.settings import Settings
from feedback_miner.storage.engine import Database
from feedback_miner.storage.tables import METADATA
from scripts.arguments import at_least
from scripts.benchmarking.bare import PREPARE, SCORE, BareScorers, bare_scorers
from scripts.benchmarking.databases import POSTGRESQL, SQLITE, Databases, databases
from scripts.benchmarking.history import WISH, write_messages
from scripts.benchmarking.rounds import Rates
from scripts.benchmarking.serving import running
from scripts.evaluation.progress import err
from scripts.machine import describe_machine
from scripts.tables import Grid

WORKERS = "workers"
#: What two workers must reach, in parts of two bare scorers.
LEAST = 0.85

_ROOT = Path(__file__).resolve().parents[2]
_CHUNK = METADATA.tables["import_chunk"]
_NUMBER = 2
_PATIENCE = 1_800
#: Chunks of the import by which the workers load their models.
_FIRST_CHUNKS = 2 * _NUMBER


def workers(arguments: Sequence[str]) -> None:
    """Read the arguments, measure, show; exits with 1 and one sentence where that cannot be done."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.rows < _NUMBER * _NUMBER * given.chunk_rows:
        parser.error(f"--rows must be {_NUMBER * _NUMBER} chunks of --chunk-rows at least")
    try:
        with (
            tempfile.TemporaryDirectory(dir=given.room) as folder,
            databases(given.database, Path(folder)) as make,
        ):
            found = {model: _Run(given, model, Path(folder), make).rates() for model in given.models}
    except FeedbackMinerError as error:
        err.print(str(error), style="bold red", markup=False)
        sys.exit(1)
    print(_markdown(given, found))


class _Run:
    """One model's rounds."""

    def __init__(self, given: argparse.Namespace, model: str, folder: Path, make: Databases) -> None:
        self._given, self._model, self._folder, self._make = given, model, folder, make

    def rates(self) -> Rates:
        """Messages a second; a first round warms up and does not count."""
        seen: dict[str, list[float]] = {SCORE: [], PREPARE: [], WORKERS: []}
        with bare_scorers(find_model(self._given.models_dir, self._model), _NUMBER) as bare:
            for number in range(self._given.rounds + 1):
                file = self._messages(
                    number, self._given.rows if number else self._given.chunk_rows * _FIRST_CHUNKS
                )
                found = {way: self._bare(bare, file, way) for way in (SCORE, PREPARE)}
                found[WORKERS] = self._workers(number, file)
                err.print(
                    f"{self._model}, round {number}: "
                    + ", ".join(f"{name} {rate:,.0f}" for name, rate in found.items()),
                    highlight=False,
                )
                if number:
                    for name, rate in found.items():
                        seen[name].append(rate)
        return Rates(seen)

    def _messages(self, number: int, rows: int) -> Path:
        file = self._folder / f"{self._model}-{number}.csv"
        write_messages(file, f"{number}", rows, first_day=date(2026, 1, 1), days=90, seed=number)
        return file

    def _bare(self, bare: BareScorers, file: Path, way: str) -> float:
        with file.open(encoding="utf-8", newline="") as opened:
            texts = [row["comment"] for row in csv.DictReader(opened)]
        bare.ready(texts, way, self._given.chunk_rows)
        start = time.perf_counter()
        bare.run()
        return len(texts) / (time.perf_counter() - start)

    def _workers(self, number: int, file: Path) -> float:
        name = f"{self._model}_{number}"
        settings = Settings.model_validate(
            {
                "data_dir": self._folder / name,
                "database_url": self._make(name),
                "models_dir": self._given.models_dir,
                "model": self._model,
                "chunk_rows": self._given.chunk_rows,
                "threads": 1,
            }
        )
        with open_house(settings) as house, ExitStack() as stack:
            for slot in ("a", "b"):
                log = settings.data_dir / f"{slot}.log"
                stack.enter_context(running(settings, "worker", "--slot", slot, log=log))
            _wait(lambda: len(house.store.workers()) == _NUMBER)
            _brought(house, self._messages(1_000 + number, self._given.chunk_rows * _FIRST_CHUNKS))
            return _rate(settings, _brought(house, file))


def _brought(house: House, file: Path) -> Import:
    """The import of a file when the workers are done with it."""
    workspace = house.settings.workspace
    job = house.mining.imports.submit(workspace, file=file.name, blocks=[file.read_bytes()], wish=WISH)
    _wait(
        lambda: (
            house.mining.imports.get(workspace, job.id).state not in (ImportState.QUEUED, ImportState.RUNNING)
        )
    )
    done = house.mining.imports.get(workspace, job.id)
    if done.state is not ImportState.DONE:
        raise SystemExit(f"{done.state.value}: {done.error or ''}")
    return done


def _rate(settings: Settings, done: Import) -> float:
    """Rows a second, from the first chunk that was stored to the last."""
    database = Database(settings.url)
    query = select(_CHUNK.c.written_at, _CHUNK.c.rows).where(_CHUNK.c.import_id == done.id)
    with database.read() as connection:
        chunks: list[tuple[datetime, int]] = sorted(
            (row.written_at, row.rows) for row in connection.execute(query)
        )
    database.close()
    (first, _), *later = chunks
    return sum(rows for _, rows in later) / (later[-1][0] - first).total_seconds()


def _wait(done: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not done():
        if time.monotonic() > until:
            raise SystemExit("the workers are not done: is everything as it should be? See their logs.")
        time.sleep(0.1)


def _markdown(given: argparse.Namespace, found: dict[str, Rates]) -> str:
    names = {
        SCORE: f"{_NUMBER} bare scorers, messages prepared beforehand",
        PREPARE: f"{_NUMBER} bare scorers that prepare them, too",
        WORKERS: f"{_NUMBER} workers, from file to map",
    }
    rows = [
        (title, *(f"{rates.median(name):,.0f}" for rates in found.values())) for name, title in names.items()
    ]
    for name in (PREPARE, SCORE):
        ratios = [rates.ratio(WORKERS, name) for rates in found.values()]
        cells = (f"{ratio:.2f} {'✓' if ratio >= LEAST else '✗'}" for ratio in ratios)
        rows.append((f"workers in parts of {names[name]}", *cells))
    grid = Grid(("messages a second", *found), tuple(rows))
    return (
        f"{grid.markdown()}\n\n{describe_machine()}; {given.database.partition(':')[0]}; one thread each. Medians of "
        f"{given.rounds} rounds of {given.rows:,} messages in chunks of {given.chunk_rows}; parts are medians of the "
        f"ratios. Aimed at: at least {LEAST:g}."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts.benchmark workers",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--models", nargs="+", default=["fast", "default"], help="NAME or NAME/VERSION")
    add("--models-dir", type=Path, default=_ROOT / "models", help="folder of the models")
    add("--database", default=SQLITE, help=f"{SQLITE}, {POSTGRESQL}, or the URL of a PostgreSQL server")
    add("--rows", type=at_least(1), default=8_192, help="messages in a round")
    add("--chunk-rows", type=at_least(1), default=512, help="messages that are scored and stored together")
    add("--rounds", type=at_least(1), default=3, help="rounds, after one that warms up")
    add("--room", type=Path, help="folder for the data; default: the system's for temporary files")
    return parser
