"""The command `scripts.benchmark load`: many clients at once, and whether every write that was taken is there.

`feedback-miner serve` runs in a process of its own with a tiny model, locust in another (tests/load/locustfile.py).
Exits with 1 where an answer was a 5xx, a write is lost, or the counts are not those of a recount.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from feedback_miner.domain import Scope
from feedback_miner.settings import Settings
from scripts.arguments import at_least
from scripts.benchmarking.databases import POSTGRESQL, SQLITE, databases
from scripts.benchmarking.history import History
from scripts.benchmarking.load_results import Outcome, read_log
from scripts.benchmarking.load_writes import lost_writes
from scripts.benchmarking.scale_rounds import filled
from scripts.benchmarking.serving import bearer, make_key, served
from scripts.evaluation.progress import err
from scripts.machine import describe_machine
from tests.tiny_model import build_tiny_model

_ROOT = Path(__file__).resolve().parents[2]
_LOCUSTFILE = _ROOT / "tests" / "load" / "locustfile.py"
#: What is there when the clients come, in statements and days.
_BEFORE, _DAYS = 10_000, 100
#: Clients that come each second.
_ARRIVALS = 10
#: Seconds that requests under way get to end, and imports to be done.
_LAST_REQUESTS, _LAST_IMPORTS = 30, 600


def load(arguments: Sequence[str]) -> None:
    """Read the arguments, let the clients come, show; exits with 1 where something was lost or failed."""
    given = _parser().parse_args(arguments)
    with (
        tempfile.TemporaryDirectory(dir=given.room) as folder,
        databases(given.database, Path(folder)) as make,
    ):
        outcome = _measured(given, make("load"), Path(folder))
    print(outcome.markdown())
    sys.exit(0 if outcome.whole else 1)


def _measured(given: argparse.Namespace, url: str, folder: Path) -> Outcome:
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
    key, log, started = make_key(settings, Scope.WRITE), folder / "log.jsonl", os.getloadavg()[0]
    with served(settings, data / "serve.log", workers=given.workers) as address:
        _warm_up(address, key)
        _let_clients_come(given, address, key, log)
        found = read_log(log)
        with httpx.Client(base_url=address, headers=bearer(key), timeout=60) as client:
            _wait_for_imports(client, [upload.id for upload in found.uploads])
    trouble = [
        line for line in (data / "serve.log").read_text().splitlines() if "ERROR" in line or "Error" in line
    ]
    for line in trouble[:20]:
        err.print(line, markup=False, highlight=False)
    return Outcome(
        found,
        tuple(lost_writes(settings, found)),
        f"{given.clients} clients, {given.minutes:g} minutes, {_name(given.database)}, "
        f"{_started(given.workers)}, {describe_machine()}, "
        f"load average {started:.1f} before and {os.getloadavg()[0]:.1f} after",
    )


def _started(workers: int | None) -> str:
    return "`serve`" if workers is None else f"`serve --no-worker` and {workers} of `worker`"


def _warm_up(address: str, key: str) -> None:
    """The service is no longer new: a first import has loaded text room and model."""
    message = {
        "id": "first",
        "text": "The card was late.",
        "date": datetime.now(UTC).isoformat(),
        "source": "review",
    }
    with httpx.Client(base_url=address, headers=bearer(key), timeout=60) as client:
        taken = client.post(
            "/v1/feedback", json={"connection": "first", "items": [message]}
        ).raise_for_status()
        _wait_for_imports(client, [taken.json()["id"]])
        client.get("/").raise_for_status()


def _let_clients_come(given: argparse.Namespace, address: str, key: str, log: Path) -> None:
    names = {"FEEDBACK_MINER_LOAD_KEY": key, "FEEDBACK_MINER_LOAD_LOG": str(log)}
    command = [
        *(sys.executable, "-m", "locust", "--locustfile", str(_LOCUSTFILE), "--host", address),
        *("--headless", "--only-summary", "--users", str(given.clients), "--spawn-rate", str(_ARRIVALS)),
        *("--run-time", f"{60 * given.minutes:.0f}s", "--stop-timeout", str(_LAST_REQUESTS)),
        *("--exit-code-on-error", "0", "--loglevel", "WARNING"),
    ]
    done = subprocess.run(  # noqa: S603 - our own program
        command,
        cwd=_ROOT,
        env=os.environ | names,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"locust ended with {done.returncode}:\n{done.stderr[-4000:]}")


def _wait_for_imports(client: httpx.Client, imports: Iterable[str]) -> None:
    """Until everything that was taken in is read."""
    until = time.monotonic() + _LAST_IMPORTS
    for one in imports:
        while client.get(f"/v1/imports/{one}").json()["state"] in ("queued", "running"):
            if time.monotonic() > until:
                return
            time.sleep(0.2)


def _name(database: str) -> str:
    return {SQLITE: "SQLite"}.get(database, "PostgreSQL")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts.benchmark load",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--database", default=SQLITE, help=f"{SQLITE}, {POSTGRESQL}, or the URL of a PostgreSQL server")
    add("--minutes", type=float, default=5)
    add("--clients", type=at_least(1), default=50)
    add(
        "--workers",
        type=at_least(1),
        help="processes for the background work, as compose.yaml has them; default: the one that `serve` starts",
    )
    add("--statements", type=at_least(100), default=_BEFORE, help="what is there before")
    add("--room", type=Path, help="folder for the data; default: the system's for temporary files")
    return parser
