"""The real server: notices reach who listens, and listening does not keep it from stopping."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from urllib.request import Request, urlopen

import pytest

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from feedback_miner.mining import Wish
from tests.api.house import COLUMNS, bring, feedback_csv, key_of, open_test_house
from tests.api.serving import serve
from tests.api.test_jobs import Nobody

pytestmark = pytest.mark.slow

_SERVER = """
import json, socket, sys
from pathlib import Path
import uvicorn
from api.main import create_app
from feedback_miner.domain import Scope
from feedback_miner.mining import Wish
from tests.api.house import key_of, open_test_house

with open_test_house(Path(sys.argv[1])) as house:
    listener = socket.create_server(("127.0.0.1", 0))
    print(json.dumps({"port": listener.getsockname()[1], "headers": key_of(house, Scope.READ)}), flush=True)
    config = uvicorn.Config(create_app(house), log_level="warning", timeout_graceful_shutdown=30)
    uvicorn.Server(config).run(sockets=[listener])
"""


def events(lines: Iterator[bytes]) -> Iterator[tuple[str, str]]:
    """Name and data of each server-sent event."""
    name = ""
    for line in lines:
        field, _, value = line.decode().strip().partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            yield name, value


def test_who_listens_is_told_of_a_change(house: House) -> None:
    with serve(house) as address:
        headers = key_of(house, Scope.READ)
        with urlopen(Request(f"{address}/v1/stream", headers=headers), timeout=20) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            told = events(iter(stream))
            assert next(told)[0] == "revision"
            bring(house, feedback_csv(5))
            name, revision = next(event for event in told if event[0] != "jobs")
            assert (name, revision) == ("changed", str(house.mining.maps.workspace("default").revision))
        again = Request(f"{address}/v1/stream", headers=headers | {"Last-Event-ID": "0"})
        with urlopen(again, timeout=20) as stream:
            assert next(events(iter(stream))) == ("changed", revision)


def test_who_listens_is_told_what_is_under_way(tmp_path: Path) -> None:
    with open_test_house(tmp_path / "data", Nobody()) as house, serve(house) as address:
        headers = key_of(house, Scope.READ)
        with urlopen(Request(f"{address}/v1/stream", headers=headers), timeout=20) as stream:
            told = events(iter(stream))
            assert next(told)[0] == "revision"
            job = house.mining.imports.submit(
                "default", file="a.csv", blocks=[feedback_csv(5)], wish=Wish(overrides=tuple(COLUMNS))
            )
            under_way = next(data for name, data in told if name == "jobs")
            assert [one["id"] for one in json.loads(under_way)] == [job.id]
            house.mining.runs.run("default", job.id)
            assert next(data for name, data in told if name == "jobs" and job.id not in data) == "[]"


def test_listening_does_not_keep_the_server_from_stopping(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _SERVER, str(tmp_path / "data")]
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
    ) as server:
        assert server.stdout is not None
        said = json.loads(server.stdout.readline())
        request = Request(f"http://127.0.0.1:{said['port']}/v1/stream", headers=said["headers"])
        with urlopen(request, timeout=20) as stream:
            assert next(events(iter(stream)))[0] == "revision"
            began = monotonic()
            server.send_signal(signal.SIGTERM)
            assert server.wait(20) in (0, -signal.SIGTERM)
            assert monotonic() - began < 5
