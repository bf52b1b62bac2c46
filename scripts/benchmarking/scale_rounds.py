"""The same questions to a service with little history and to one with a hundred times as much, in turns."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from rich.progress import Progress

from feedback_miner.bootstrap import open_house
from feedback_miner.domain import ImportState, Scope, ScorableMessage
from feedback_miner.ports import Scorer
from feedback_miner.settings import Settings
from feedback_miner.storage.engine import Database
from scripts.benchmarking.databases import Databases, refresh_statistics
from scripts.benchmarking.history import WISH, Halves, History, write_history, write_messages
from scripts.benchmarking.messages import authored_statements
from scripts.benchmarking.scale_results import KEPT_MAP, MAP, Timing
from scripts.benchmarking.serving import bearer, make_key, served
from scripts.benchmarking.stand_ins import Guesser
from scripts.benchmarking.way_in import WayIn
from scripts.evaluation.progress import err

CORRECTION, PAGE = "`PUT` of a correction", "the page with the map, after a change"
LIST, LATER = "`GET /v1/statements`, the newest 50", "`GET /v1/statements`, a later page of 50"
MESSAGE = "`GET /v1/feedback/ID`, a whole message"
#: How many answers of the model are given out in turns.
ANSWERS = 1_000
#: Messages of the import that is timed.
CHUNK = 512
IMPORT = f"an import of {CHUNK} messages, model and text room stood in for (not over HTTP)"
#: The days that these messages fall on, from the last block's first: none that the map shows.
_DAYS = 10


class Asker:
    """Asks one service what a person at the page does."""

    def __init__(self, settings: Settings, history: History, way_in: WayIn, client: httpx.Client) -> None:
        self._history, self._way_in, self._client = history, way_in, client
        self._folder = settings.data_dir
        self._statement = self._get("/v1/statements", limit=1)["items"][0]
        self._round = 0
        self._file = self._folder / "none"
        self._cursor = ""

    def questions(self) -> Mapping[str, Callable[[], object]]:
        """What is timed, in an order in which each finds what its name says."""
        return {
            CORRECTION: self._correct,
            MAP: lambda: self._get("/v1/map"),
            KEPT_MAP: lambda: self._get("/v1/map"),
            LIST: lambda: self._get("/v1/statements"),
            LATER: lambda: self._get("/v1/statements", cursor=self._cursor),
            MESSAGE: lambda: self._get(f"/v1/feedback/{self._statement['feedback_id']}"),
            IMPORT: self._import,
            PAGE: lambda: self._answer("/").text,
        }

    def begin(self) -> None:
        """Prepares what is asked in a round."""
        self._round += 1
        self._cursor = self._get("/v1/statements", limit=200)["next_cursor"]
        self._file = self._folder / f"chunk-{self._round}.csv"
        first_day = self._history.begin(self._history.blocks - 1)
        name = f"chunk{self._round}"
        write_messages(self._file, name, CHUNK, first_day=first_day, days=_DAYS, seed=self._round)

    def _correct(self) -> None:
        labels = {**self._statement["labels"], "sentiment": round(self._round / 1000, 3)}
        path = f"/v1/statements/{self._statement['id']}/labels"
        self._client.put(path, json=labels).raise_for_status()

    def _import(self) -> None:
        done = self._way_in.bring(self._file, WISH)
        if done.state is not ImportState.DONE:
            raise SystemExit(f"{done.state.value}: {done.error or ''}")

    def _get(self, path: str, **asked: object) -> Any:  # noqa: ANN401 - whatever JSON holds
        return self._answer(path, **asked).json()

    def _answer(self, path: str, **asked: Any) -> httpx.Response:  # noqa: ANN401
        return self._client.get(path, params=asked).raise_for_status()


@dataclass(frozen=True, slots=True)
class Sizes:
    """Little history and much, of the same last block."""

    small: History
    large: History


def measure_database(
    sizes: Sizes, databases: Databases, models_dir: Path, model: str, folder: Path, rounds: int
) -> dict[str, Timing]:
    """Question → its timing. One service for each size runs all the while; only the asked one works, and no worker."""
    with ExitStack() as stack:
        askers = []
        for name, history in (("small", sizes.small), ("large", sizes.large)):
            data = folder / name
            data.mkdir()
            given = {
                "data_dir": data,
                "database_url": databases(name),
                "models_dir": models_dir,
                "model": model,
            }
            settings = Settings.model_validate(given)
            way_in = stack.enter_context(filled(settings, history))
            client = httpx.Client(headers=bearer(make_key(settings, Scope.WRITE)), timeout=120)
            client.base_url = httpx.URL(stack.enter_context(served(settings, data / "log", workers=0)))
            askers.append(Asker(settings, history, way_in, stack.enter_context(client)))
        return _rounds(askers[0], askers[1], rounds)


@contextmanager
def filled(settings: Settings, history: History) -> Iterator[WayIn]:
    """A database with this history, and a way in where the model's answers to other words are given out again."""
    with open_house(settings) as house:
        scorer = replayed(house.scorer())
        way_in = WayIn(house.store, settings.workspace, settings.data_dir / "spool", Halves(), scorer)
        database, started = Database(settings.url), time.monotonic()
        write_history(way_in, database, settings.workspace, history, settings.data_dir)
        database.close()
        refresh_statistics(settings.url)
        total = history.blocks * history.statements
        err.print(f"{total:,} statements written in {time.monotonic() - started:,.0f} s", highlight=False)
        yield way_in


def replayed(model: Scorer) -> Guesser:
    """A stand-in for a model that gives what the model said of some of our own writing, at once and over again."""
    said = authored_statements()
    random.Random(0).shuffle(said)
    messages = [ScorableMessage(text, "review", "", ((0, len(text)),)) for text in said[:ANSWERS]]
    answers, vectors = model.score_with_vectors(messages)
    return Guesser(model.name, model.default_policy, [scores for (scores,) in answers], vectors)


def _rounds(small: Asker, large: Asker, rounds: int) -> dict[str, Timing]:
    """Round 0 warms up and does not count; who begins changes from round to round."""
    names = list(small.questions())
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    with Progress(console=err, disable=not err.is_terminal, transient=True) as progress:
        for number in progress.track(range(rounds + 1), description="asking"):
            small.begin()
            large.begin()
            for name in names:
                order = [small, large] if number % 2 else [large, small]
                taken = {id(asker): _milliseconds(asker.questions()[name]) for asker in order}
                if number:
                    seen[name].append((taken[id(small)], taken[id(large)]))
    return {name: _timing(pairs) for name, pairs in seen.items()}


def _timing(pairs: list[tuple[float, float]]) -> Timing:
    return Timing(
        small=round(statistics.median(small for small, _ in pairs), 2),
        large=round(statistics.median(large for _, large in pairs), 2),
        times=round(statistics.median(large / small for small, large in pairs), 3),
    )


def _milliseconds(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return 1000 * (time.perf_counter() - start)
