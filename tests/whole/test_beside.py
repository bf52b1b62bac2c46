"""The worker beside `serve`: a process that begins at once, ends with its server, and is replaced where it dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from feedback_miner.bootstrap import House, open_house
from feedback_miner.domain import Import, ImportState, Scope
from feedback_miner.mining import Wish
from feedback_miner.settings import Settings
from tests.processes import PATIENCE, free_port, listens, until

pytestmark = pytest.mark.slow

ROWS = 2_000
#: Seconds between two looks for work where nobody may wait for one.
NEVER = 3_600

Server = subprocess.Popen[str]
Start = Callable[..., Server]


@pytest.fixture
def settings(tmp_path: Path, models: Path) -> Settings:
    """Chunks so large that one is in hand whenever somebody dies."""
    return Settings(
        data_dir=tmp_path / "data", models_dir=models, model="tiny/1.0.0", chunk_rows=200, port=free_port()
    )


@pytest.fixture
def start(settings: Settings) -> Iterator[Start]:
    """Starts `serve` in a process group of its own; what still runs at the end is killed, and its worker goes, too."""
    names = ("data_dir", "models_dir", "model", "chunk_rows", "port")
    given = {f"FEEDBACK_MINER_{name.upper()}": str(getattr(settings, name)) for name in names}
    # What a shell starts in the background ignores it, and so would all that is started from there.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with ExitStack() as ends:
        ends.callback(signal.signal, signal.SIGINT, before)

        def start_(**more: str) -> Server:
            server = subprocess.Popen(
                [sys.executable, "-u", "-c", "from feedback_miner.cli import main; main()", "serve"],
                env={**os.environ, **given, **more},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                process_group=0,
            )
            ends.callback(_wait_for_all, server)
            ends.callback(server.kill)
            return server

        yield start_


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    """Looks on; carries nothing itself."""
    with open_house(settings) as opened:
        yield opened


def test_an_upload_begins_at_once_in_another_process(start: Start, house: House, tmp_path: Path) -> None:
    # Python runs this when it starts: here as in the worker only an order can make it look.
    (tmp_path / "sitecustomize.py").write_text(
        f"import feedback_miner.jobs.slots\nfeedback_miner.jobs.slots.LOOK = {NEVER}\n"
    )
    paths = [str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]
    server = start(PYTHONPATH=os.pathsep.join(paths))
    _until_on(server)
    assert _worker(house) != server.pid
    brought = _send(house, "The parcel came late.")
    until(lambda: house.mining.imports.get("default", brought).state is ImportState.DONE)


@pytest.mark.parametrize("to", ["the server", "both"])
def test_sigterm_ends_both_in_order(start: Start, house: House, to: str) -> None:
    server = start()
    _until_on(server)
    worker, job = _worker(house), _bring(house)
    until(lambda: _now(house, job).report.read > 0)
    if to == "both":
        os.kill(worker, signal.SIGTERM)
    server.send_signal(signal.SIGTERM)
    assert _wait_for_all(server) == ""
    assert server.returncode == 0
    assert house.store.workers()[0].seen_at.year == 1970, "it did not take its leave"
    _is_whole(house, job)


def test_ctrl_c_ends_both_without_a_word(start: Start, house: House) -> None:
    server = start()
    _until_on(server)
    job = _bring(house)
    until(lambda: _now(house, job).report.read > 0)
    os.killpg(server.pid, signal.SIGINT)
    assert _wait_for_all(server) == ""
    assert server.returncode == 0
    assert house.store.workers()[0].seen_at.year == 1970, "it did not take its leave"


def test_ctrl_c_before_the_worker_is_there_ends_both(start: Start, house: House) -> None:
    server = start()
    until(lambda: bool(house.store.workers()))
    os.killpg(server.pid, signal.SIGINT)
    assert "Traceback" not in _wait_for_all(server)
    assert server.returncode in (0, 130)


def test_a_server_that_is_killed_leaves_no_worker_behind(start: Start, house: House) -> None:
    server = start()
    _until_on(server)
    job = _bring(house)
    until(lambda: _now(house, job).report.read > 0)
    server.kill()
    assert _wait_for_all(server) == ""
    assert house.store.workers()[0].seen_at.year == 1970, "it did not take its leave"
    _is_whole(house, job)


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost(start: Start, house: House) -> None:
    server = start()
    _until_on(server)
    first, job = _worker(house), _bring(house)
    until(lambda: _now(house, job).report.read > 0)
    os.kill(first, signal.SIGKILL)
    assert server.stdout
    assert "The worker was killed (SIGKILL). Another one starts in 1 s." in server.stdout.readline()
    until(lambda: _now(house, job).state is ImportState.DONE)
    assert _worker(house) not in (first, server.pid)
    assert _now(house, job).report.added == ROWS
    assert house.store.recount("default")


def test_a_server_whose_worker_cannot_begin_says_why_and_is_not_on(start: Start, house: House) -> None:
    first = start()
    _until_on(first)
    second = start(FEEDBACK_MINER_PORT=str(free_port()))
    said = _wait_for_all(second)
    assert said.startswith("error: slot: The slot “serve” is taken by another process here")
    assert said.count("\n") == 1
    assert second.returncode == 1
    assert first.poll() is None


def _until_on(server: Server) -> None:
    assert server.stdout
    said = server.stdout.readline()
    assert "feedback-miner is on" in said


def _wait_for_all(server: Server) -> str:
    """What was said last. Who still held the pipe, as a worker that was left behind would, would not let it end."""
    return server.communicate(timeout=PATIENCE)[0]


def _worker(house: House) -> int:
    (worker,) = house.store.workers()
    assert worker.slot == "serve"
    return worker.pid


def _send(house: House, text: str) -> str:
    """Sends a message as programs do; its import."""
    key = house.mining.doors.make_key("default", name="test", scope=Scope.WRITE).secret
    body = {"items": [{"id": "1", "text": text, "date": "2026-03-02T10:00:00Z"}]}
    call = Request(
        f"http://127.0.0.1:{house.settings.port}/v1/feedback",
        json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    until(lambda: listens(house.settings.port))
    with urlopen(call, timeout=PATIENCE) as answer:
        return str(json.load(answer)["id"])


def _bring(house: House) -> str:
    """A file that takes a while."""
    rows = (f"{n},2026-03-{1 + n % 28:02},The parcel number {n} came late." for n in range(ROWS))
    content = "\n".join(["id,date,comment", *rows]).encode()
    wish = Wish(overrides=("text=comment", "date=date", "id=id"))
    return house.mining.imports.submit("default", file="a.csv", blocks=[content], wish=wish).id


def _now(house: House, import_id: str) -> Import:
    return house.mining.imports.get("default", import_id)


def _is_whole(house: House, import_id: str) -> None:
    """What was left of the import is carried, and everything counts once."""
    house.mining.runs.run("default", import_id)
    assert _now(house, import_id).report.added == ROWS
    assert house.store.recount("default")
