"""SIGTERM ends server and worker within seconds, with clients on the stream and a chunk in hand; nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from feedback_miner.bootstrap import House, open_house
from feedback_miner.domain import ImportState, Scope
from feedback_miner.mining import Wish
from feedback_miner.settings import Settings
from tests.processes import PATIENCE, free_port, listens, until

pytestmark = pytest.mark.slow

#: Seconds that an end may take.
LIMIT = 5.0
ROWS = 2_000

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def settings(tmp_path: Path, models: Path, database_url: str) -> Settings:
    """A database of its own; chunks so large that one is in hand whenever the signal comes."""
    return Settings(
        data_dir=tmp_path / "data",
        database_url=database_url,
        models_dir=models,
        model="tiny/1.0.0",
        chunk_rows=200,
    )


@pytest.fixture
def start(settings: Settings) -> Iterator[Start]:
    """Starts a command of the program; what still runs at the end is killed."""
    names = ("data_dir", "database_url", "models_dir", "model", "chunk_rows")
    given = {f"FEEDBACK_MINER_{name.upper()}": str(getattr(settings, name)) for name in names}
    with ExitStack() as ends:

        def start_(*arguments: str) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-c", "from feedback_miner.cli import main; main()", *arguments]
            process = subprocess.Popen(command, env={**os.environ, **given})
            ends.callback(process.wait)
            ends.callback(process.kill)
            return process

        yield start_


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    """Looks on; carries nothing itself."""
    with open_house(settings) as opened:
        yield opened


def test_a_signal_ends_the_server_with_streams_open_and_a_chunk_in_hand(house: House, start: Start) -> None:
    port = free_port()
    key = house.mining.doors.make_key("default", name="test", scope=Scope.READ).secret
    server = start("serve", "--port", str(port))
    until(lambda: listens(port))
    with ExitStack() as streams:
        stream = Request(f"http://127.0.0.1:{port}/v1/stream", headers={"Authorization": f"Bearer {key}"})
        for _ in range(5):
            streams.enter_context(_opened(stream))
        first = _submit(house, "first")
        until(lambda: _read(house, first) > 0)
        _end(server)
    # On a fast machine it may have come to its end meanwhile.
    assert house.mining.imports.get("default", first).state in (ImportState.RUNNING, ImportState.DONE)

    worker = start("worker", "--slot", "another")
    until(lambda: house.mining.imports.get("default", first).state is not ImportState.RUNNING)
    assert house.mining.imports.get("default", first).state is ImportState.DONE
    second = _submit(house, "second")
    until(lambda: _read(house, second) > 0)
    _end(worker)
    house.mining.runs.run("default", second)
    for import_id in (first, second):
        report = house.mining.imports.get("default", import_id).report
        assert (report.read, report.added) == (ROWS, ROWS)
    assert house.store.recount("default")
    assert not house.mining.background.jobs("default")


def _end(process: subprocess.Popen[bytes]) -> None:
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert time.monotonic() - began < LIMIT


def _submit(house: House, name: str) -> str:
    rows = (
        f"{name}{n},2026-03-{1 + n % 28:02},The parcel number {n} of {name} came late." for n in range(ROWS)
    )
    content = "\n".join(["id,date,comment", *rows]).encode()
    wish = Wish(overrides=("text=comment", "date=date", "id=id"))
    return house.mining.imports.submit("default", file=f"{name}.csv", blocks=[content], wish=wish).id


def _read(house: House, import_id: str) -> int:
    return house.mining.imports.get("default", import_id).report.read


def _opened(stream: Request) -> Any:
    opened = urlopen(stream, timeout=PATIENCE)
    assert opened.readline()
    return opened
