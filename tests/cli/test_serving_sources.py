"""`serve` with sources of a file: it starts with them or not at all, and a place that hangs does not keep it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import Request as Call
from urllib.request import urlopen

import pytest

from feedback_miner.bootstrap import open_house
from feedback_miner.domain import Scope
from feedback_miner.settings import Settings
from tests.feeds.places import Answer, Place, Request
from tests.processes import PATIENCE, free_port, listens, until

#: what stopping may take there; with a free core it is 3 seconds for requests, 5 for pulls, and one for the engine
STOP = 40.0
HANGS = 120.0


@pytest.fixture
def settings(models: Path, tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path / "data",
        models_dir=models,
        model="tiny/1.0.0",
        sources=tmp_path / "sources.toml",
        port=free_port(),
    )


@pytest.mark.slow
def test_a_place_that_does_not_answer_does_not_keep_serve_from_ending(settings: Settings) -> None:
    asked, may_answer = threading.Event(), threading.Event()

    def hang(_: Request) -> Answer:
        asked.set()
        may_answer.wait(HANGS)
        return Answer()

    with Place(hang).open() as place, _served(settings, url=place.url) as server:
        key = _key(settings)
        pull = Call(f"http://127.0.0.1:{settings.port}/v1/sources/slow/run", method="POST", headers=key)
        threading.Thread(target=_ask, args=(pull,), daemon=True).start()
        assert asked.wait(PATIENCE)
        server.send_signal(signal.SIGTERM)
        try:
            assert server.wait(STOP) == 0
        finally:
            may_answer.set()
    with open_house(settings) as house:
        slow = house.mining.feeds.get("default", "slow")
        assert (slow.failures, slow.error) == (0, None)
        assert "status" not in str(house.mining.feeds.pull("default", "slow").error), (
            "nobody holds it any more"
        )


@pytest.mark.slow
def test_serve_does_not_start_with_a_wrong_file(settings: Settings) -> None:
    assert settings.sources
    settings.sources.write_text("[sources.slow]\nkind = 'rs'\n")
    done = _start(settings).communicate(timeout=PATIENCE)[0]
    assert "sources.toml [sources.slow] kind: “rs” is no kind of source" in done


@contextmanager
def _served(settings: Settings, url: str) -> Iterator[subprocess.Popen[str]]:
    """While the block lasts, `serve` runs with the source “slow”, which is at this address."""
    assert settings.sources
    settings.sources.write_text(f'[sources.slow]\nkind = "rss"\noptions = {{url = "{url}/feed"}}\n')
    server = _start(settings)
    try:
        assert server.stdout
        lines = [server.stdout.readline(), server.stdout.readline()]
        assert "source slow: add" in lines[0]
        assert "feedback-miner is on" in lines[1]
        until(lambda: listens(settings.port))
        yield server
    finally:
        server.kill()
        server.communicate()


def _start(settings: Settings) -> subprocess.Popen[str]:
    names = ("data_dir", "models_dir", "model", "sources", "port")
    env = {f"FEEDBACK_MINER_{name.upper()}": str(getattr(settings, name)) for name in names}
    return subprocess.Popen(
        [sys.executable, "-u", "-c", "from feedback_miner.cli import main; main()", "serve"],
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _ask(call: Call) -> None:
    """Asks; the answer may never come."""
    with suppress(OSError), urlopen(call, timeout=HANGS) as answer:
        answer.read()


def _key(settings: Settings) -> dict[str, str]:
    with open_house(settings) as house:
        secret = house.mining.doors.make_key("default", name="test", scope=Scope.WRITE).secret
    return {"Authorization": f"Bearer {secret}"}
