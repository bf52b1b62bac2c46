"""`feedback-miner serve` and other commands as processes of their own, as a user starts them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from feedback_miner.bootstrap import open_house
from feedback_miner.domain import Scope
from feedback_miner.settings import Settings
from tests.processes import free_port

_PROGRAM = "from feedback_miner.cli import main; main()"
_READY_SECONDS = 120
_END_SECONDS = 20


@contextmanager
def running(settings: Settings, *command: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A command in a process of its own while the block lasts; it is asked to end, and its output is in `log`."""
    with log.open("ab") as out:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", _PROGRAM, *command],
            env=os.environ | environment(settings),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def served(settings: Settings, log: Path, *, workers: int | None = None) -> Iterator[str]:
    """The service on a free port while the block lasts: its address.

    `workers`: how many processes do its background work, as compose.yaml starts them; None: it sees to that itself.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with ExitStack() as stack:
        for number in range(workers or 0):
            stack.enter_context(running(settings, "worker", "--slot", f"worker-{number}", log=log))
        alone = [] if workers is None else ["--no-worker"]
        process = stack.enter_context(running(settings, "serve", "--port", str(port), *alone, log=log))
        until = time.monotonic() + _READY_SECONDS
        while not _is_ready(address):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"the service does not answer:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)
        yield address


def environment(settings: Settings) -> dict[str, str]:
    """The variables that these settings are read from again."""
    given = settings.model_dump(mode="json", exclude={"secret"}, exclude_defaults=True)
    return {f"FEEDBACK_MINER_{name.upper()}": str(value) for name, value in given.items()}


def make_key(settings: Settings, scope: Scope) -> str:
    """A new key's secret."""
    with open_house(settings) as house:
        return house.mining.doors.make_key(settings.workspace, name="benchmark", scope=scope).secret


def bearer(secret: str) -> dict[str, str]:
    """The headers of a call with a key."""
    return {"Authorization": f"Bearer {secret}"}


def _is_ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=5).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
