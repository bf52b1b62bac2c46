"""The command `scripts.benchmark live`: what people cost who keep the map open while it changes.

`feedback-miner serve` runs in a process of its own. Clients listen to notices of change and fetch what they show, as
the page does; every other second a label is corrected. Exits with 1 where clients cost more than they may.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import psutil

from feedback_miner.domain import Scope
from feedback_miner.settings import Settings
from scripts.arguments import at_least
from scripts.benchmarking.databases import SQLITE, databases
from scripts.benchmarking.history import History
from scripts.benchmarking.scale_rounds import filled
from scripts.benchmarking.serving import bearer, make_key, served
from scripts.machine import describe_machine
from scripts.tables import Grid, wide_console
from tests.tiny_model import build_tiny_model

#: What is there when the clients come, in statements and days.
_STATEMENTS, _DAYS = 10_000, 100
_EVERY_SECONDS = 2.0
#: What an import leaves behind (themes) is done when so little of a core is used for so many seconds; at most so many.
_IDLE_PER_CENT, _IDLE_SECONDS, _MOST_SECONDS = 12, 10, 300
#: The service closes connections that are idle for five seconds: none is used so late.
_LIMITS = httpx.Limits(max_connections=None, keepalive_expiry=3)


@dataclass(frozen=True, slots=True)
class Round:
    """A number of clients on a number of views, and what they may cost in per cent of a core."""

    name: str
    clients: int
    views: int
    most: float


@dataclass(slots=True)
class Seen:
    """What clients noted."""

    milliseconds: list[float] = field(default_factory=list)
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """What the server took while a round lasted."""

    round: Round
    per_cent: float
    seen: Seen


def live(arguments: Sequence[str]) -> None:
    """Read the arguments, let the clients look, show; exits with 1 where they cost too much."""
    given = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, databases(SQLITE, Path(folder)) as make:
        *costs, nobody = _measured(given, make("live"), Path(folder))
    console = wide_console()
    console.print(_grid(nobody, costs).markdown(), markup=False, highlight=False)
    console.print(f"{given.statements:,} statements, {given.seconds} s each, {describe_machine()}")
    sys.exit(0 if all(cost.per_cent - nobody.per_cent < cost.round.most for cost in costs) else 1)


def _measured(given: argparse.Namespace, url: str, folder: Path) -> list[Cost]:
    models, data = folder / "models", folder / "data"
    models.mkdir()
    data.mkdir()
    build_tiny_model(models)
    settings = Settings.model_validate(
        {"data_dir": data, "database_url": url, "models_dir": models, "model": "tiny"}
    )
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    with filled(settings, History(1, given.statements, _DAYS, tomorrow)):
        pass
    key = make_key(settings, Scope.WRITE)
    rounds = (
        Round("one view", given.clients, 1, 10.0),
        Round("ten views", given.clients, 10, 40.0),
        Round("nobody", 0, 1, 100.0),
    )
    with served(settings, data / "serve.log") as address:
        (server,) = psutil.Process().children()
        _wait_until_idle(server)
        asyncio.run(_cost(rounds[0], address, key, server, given.seconds))  # the service is no longer new
        return [asyncio.run(_cost(one, address, key, server, given.seconds)) for one in rounds]


async def _cost(one: Round, address: str, key: str, server: psutil.Process, seconds: int) -> Cost:
    seen = Seen()
    async with httpx.AsyncClient(base_url=address, headers=bearer(key), timeout=60, limits=_LIMITS) as client:
        newest = (
            (await client.get("/v1/statements", params={"limit": 1})).raise_for_status().json()["items"][0]
        )
        views = islice(cycle(_views(newest)[: one.views]), one.clients)
        lookers = [asyncio.create_task(_look(client, view, seen)) for view in views]
        await _correct(client, newest, 2)  # everybody has connected, and everything has been asked once
        seen.milliseconds.clear()
        seen.unchanged = 0
        began, before = time.monotonic(), _seconds_of(server)
        await _correct(client, newest, int(seconds / _EVERY_SECONDS))
        per_cent = 100 * (_seconds_of(server) - before) / (time.monotonic() - began)
        for looker in lookers:
            looker.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*lookers)
    return Cost(one, per_cent, seen)


def _views(statement: Mapping[str, Any]) -> list[str]:
    """Ten views that all show a statement: with and without a comparison, of everybody and of narrower filters."""
    channel, source = {"channel": statement["channel"]}, {"source": statement["source"]}
    segments = {f"segment.{name}": value for name, value in statement["segments"].items()}
    whose: tuple[Mapping[str, str], ...] = ({}, channel, source, segments, channel | segments)
    return [urlencode({**filters, "compare": to}) for filters in whose for to in ("previous", "none")]


async def _look(client: httpx.AsyncClient, view: str, seen: Seen) -> None:
    """One page that is open: hears of changes, and fetches what it shows as often as the service asks for."""
    told = asyncio.Event()
    async with asyncio.TaskGroup() as both:
        both.create_task(_listen(client, told))
        both.create_task(_fetch(client, view, told, seen))


async def _listen(client: httpx.AsyncClient, told: asyncio.Event) -> None:
    async with client.stream("GET", "/v1/stream", timeout=None) as notices:
        async for line in notices.aiter_lines():
            if line.removeprefix("event: ") in ("revision", "changed"):
                told.set()


async def _fetch(client: httpx.AsyncClient, view: str, told: asyncio.Event, seen: Seen) -> None:
    etag = ""
    while True:
        await told.wait()
        told.clear()
        asked = time.perf_counter()
        answer = await client.get(f"/map-fragment?{view}", headers={"If-None-Match": etag})
        seen.milliseconds.append(1000 * (time.perf_counter() - asked))
        seen.unchanged += answer.status_code == httpx.codes.NOT_MODIFIED
        etag = answer.headers["ETag"]
        await asyncio.sleep(max(_EVERY_SECONDS, float(answer.headers["X-Pace"])))


async def _correct(client: httpx.AsyncClient, statement: Mapping[str, Any], times: int) -> None:
    """Moves it from one stage to another and back, so that every view changes."""
    for _, stage in zip(range(times), cycle(("use", "support")), strict=False):
        labels = {**statement["labels"], "stage": stage, "touchpoint": "none"}
        (await client.put(f"/v1/statements/{statement['id']}/labels", json=labels)).raise_for_status()
        await asyncio.sleep(_EVERY_SECONDS)


def _wait_until_idle(server: psutil.Process) -> None:
    until = time.monotonic() + _MOST_SECONDS
    while time.monotonic() < until:
        before = _seconds_of(server)
        time.sleep(_IDLE_SECONDS)
        if 100 * (_seconds_of(server) - before) / _IDLE_SECONDS < _IDLE_PER_CENT:
            return


def _seconds_of(server: psutil.Process) -> float:
    """Of processor time, with all that it started."""
    spent = [process.cpu_times() for process in (server, *server.children(recursive=True))]
    return float(sum(times.user + times.system for times in spent))


def _grid(nobody: Cost, costs: Sequence[Cost]) -> Grid:
    columns = ("who looks", "of a core", "more than nobody", "may be", "fetched", "unchanged", "median ms")
    rows = [("nobody", f"{nobody.per_cent:.1f} %", "", "", "", "", "")]
    for cost in costs:
        more, times = cost.per_cent - nobody.per_cent, cost.seen.milliseconds
        rows.append(
            (
                f"{cost.round.clients} clients, {cost.round.name}",
                f"{cost.per_cent:.1f} %",
                f"{more:.1f} %",
                f"{cost.round.most:.0f} %",
                f"{len(times):,}",
                f"{cost.seen.unchanged:,}",
                f"{statistics.median(times):.0f}" if times else "",
            )
        )
    return Grid(columns, tuple(rows))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts.benchmark live",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--clients", type=at_least(1), default=50)
    add("--seconds", type=at_least(4), default=40, help="for each number of views")
    add("--statements", type=at_least(100), default=_STATEMENTS)
    return parser
