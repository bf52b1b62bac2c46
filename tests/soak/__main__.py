"""The long form: `python -m tests.soak`, or `--database sqlite` or `postgresql` alone."""

from __future__ import annotations

import argparse
import logging
import shutil
import tempfile
import time
from pathlib import Path

from tests.soak.restarts import restarted_postgres
from tests.soak.running import run_soak
from tests.soak.soak import Size

_DATABASES = ("sqlite", "postgresql")


def main() -> None:
    """Soaks each database, and says what was done."""
    parser = argparse.ArgumentParser(description="Imports while three workers are killed time and again.")
    parser.add_argument("--database", choices=_DATABASES, action="append", help="default: both")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--rows", type=int, default=100_000, help="of each file")
    parser.add_argument("--seed", type=int, default=5)
    wish = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("tests.soak").setLevel(logging.INFO)
    size = Size(wish.rows, chunk_rows=512, kills=wish.kills, pause=12.0, calm=5, patience=1_800.0)
    for database in wish.database or _DATABASES:
        began = time.monotonic()
        folder = Path(tempfile.mkdtemp(prefix="feedback-miner-soak-"))
        print(f"{database}: the workers' logs are in {folder / 'data'}", flush=True)
        told = _soak(database, folder, size, wish.seed)
        shutil.rmtree(folder)  # where something went wrong, somebody will look at it
        print(f"{database}: {told}; {time.monotonic() - began:.0f} s", flush=True)


def _soak(database: str, folder: Path, size: Size, seed: int) -> str:
    if database == "sqlite":
        soak = run_soak(f"sqlite:///{folder / 'feedback.db'}", folder / "data", size, seed=seed)
    else:
        with restarted_postgres() as server:
            soak = run_soak(server.url, folder / "data", size, seed=seed, restart=server.restart)
    done = ", ".join(f"{count} × {name}" for name, count in sorted(soak.done.items()))
    imports = f"{len(soak.expected.uploads)} imports of {size.rows:,} rows"
    stored = f"{len(soak.expected.stored()):,} tickets stored, all as expected"
    return f"{soak.workers.killed} kills, {imports}, {done}; {stored}"


if __name__ == "__main__":
    main()
