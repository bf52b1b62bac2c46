"""A file of very many rows: how fast it comes in, and in how much memory, beside a bare read of the same file.

The model is a stand-in, and so is the text room, whose cost the other benchmarks show: what is timed is reading,
recognising, identities, storing, counting.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from feedback_miner.domain import ImportState
from feedback_miner.mining import Wish
from feedback_miner.storage import SqlStore, open_store
from scripts.arguments import at_least
from scripts.benchmarking.messages import authored_statements
from scripts.benchmarking.stand_ins import Guesser, WholeMessages
from scripts.benchmarking.way_in import WayIn
from scripts.machine import describe_machine
from scripts.tables import Grid

#: Fewer have no quarters that could be told apart.
LEAST_ROWS = 1_000
_BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
_WORKSPACE = "default"
_COLUMNS = ("id", "created_at", "customer", "rating", "channel", "plan", "comment")


def many_rows(arguments: Sequence[str]) -> None:
    """Read the arguments, and measure."""
    wanted = argparse.ArgumentParser(prog="scripts.benchmark import", description=__doc__)
    wanted.add_argument("--rows", type=at_least(LEAST_ROWS), default=1_000_000, help="default: a million")
    measure_rows(wanted.parse_args(arguments).rows)


def measure_rows(rows: int) -> None:
    """Import a made-up CSV of so many rows, read it bare, and print the table in Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.csv"
        store = open_store(f"sqlite:///{folder}/db", Guesser().default_policy)
        writer = get_context("spawn").Process(target=write_rows, args=(file, rows))
        writer.start()  # in a process of its own: its memory is not the import's
        writer.join()
        store.create_workspace(_WORKSPACE, name="Benchmark", time_zone="UTC")
        before = _megabytes()
        quarters = list(_import(store, file, rows))
        grown = _megabytes() - before
        store.close()
        bare = _seconds(lambda: _read_bare(file))
        size = Path(f"{folder}/db").stat().st_size / 2**20
    whole = sum(quarters)
    lines = [
        ("pyarrow, a bare read of the file", bare, rows),
        ("import, model and text room stood in for", whole, rows),
        ("– its first quarter", quarters[0], rows // 4),
        ("– its last quarter", quarters[-1], rows - rows // 4 * 3),
    ]
    grid = Grid(
        ("", "seconds", "rows a second"),
        tuple((name, f"{seconds:,.1f}", f"{n / seconds:,.0f}") for name, seconds, n in lines),
    )
    print(f"{rows:,} rows, {describe_machine()}\n\n{grid.markdown()}\n")
    print(f"Memory: {before + grown:,.0f} MB at most, {grown:,.0f} MB of them during the import.")
    print(f"Database: {size:,.0f} MB.")


def write_rows(file: Path, rows: int) -> None:
    """Writes a CSV of messages of our own writing, no two alike, over two years, in the order of time."""
    chance, said = random.Random(0), authored_statements()
    step = timedelta(days=730) / rows
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(_COLUMNS)
        for n in range(rows):
            text = f"{chance.choice(said)} {chance.choice(said)} ({n})"
            when = (_BEGIN + n * step).isoformat(timespec="seconds")
            customer, plan = (
                f"customer-{chance.randrange(rows // 3 + 1)}",
                chance.choice(("free", "team", "pro")),
            )
            channel = chance.choice(("email", "chat", "app store"))
            table.writerow((f"m{n}", when, customer, chance.randint(1, 5), channel, plan, text))


def _import(store: SqlStore, file: Path, rows: int) -> Iterator[float]:
    """Seconds of each quarter; what comes before the first chunk counts to the first."""
    way_in = WayIn(store, _WORKSPACE, file.parent / "spool", WholeMessages(), Guesser())
    ends: list[float] = []
    write = store.write_chunk
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("import", total=rows)

        def watched(*args: object, **named: object) -> object:
            report = write(*args, **named)  # type: ignore[arg-type]
            progress.update(task, completed=report.read)
            while len(ends) < 4 and report.read >= rows * (len(ends) + 1) // 4:
                ends.append(time.perf_counter())
            return report

        store.write_chunk = watched  # type: ignore[method-assign, assignment]
        start = time.perf_counter()
        done = way_in.bring(file, Wish())
    if done.state is not ImportState.DONE or done.report.added != rows:
        raise SystemExit(f"{done.state.value}: {done.report.added:,} of {rows:,} rows; {done.error or ''}")
    for begin, end in zip([start, *ends], ends, strict=False):
        yield end - begin


def _read_bare(file: Path) -> None:
    from pyarrow import csv as arrow

    for _ in arrow.open_csv(file):
        pass


def _seconds(act: Callable[[], None]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _megabytes() -> float:
    """Most memory that this process has had at a time."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
