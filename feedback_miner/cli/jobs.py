"""`jobs`: what is under way, how far it is, and who does it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from time import sleep
from typing import Annotated

import typer
from rich.console import Group
from rich.live import Live
from rich.table import Column, Table

from feedback_miner.bootstrap import House
from feedback_miner.cli.context import JsonFlag, house_of, out, show_json
from feedback_miner.domain import Job, Progress, WorkerSlot

#: Seconds between two looks of `--watch`.
_EVERY = 1.0


def show_jobs(
    context: typer.Context,
    watch: Annotated[bool, typer.Option("--watch", help="Go on showing it, until Ctrl+C.")] = False,
    json_: JsonFlag = False,
) -> None:
    """Show what is under way: imports, undos, re-scorings and pulls, and the workers that do them."""
    if watch and json_:
        raise typer.BadParameter("Give --watch, or --json: not both.")
    with house_of(context) as house:
        if json_:
            show_json(_as_data(house))
        elif watch:
            with Live(_shown(house), console=out, auto_refresh=False) as live:
                while True:
                    sleep(_EVERY)
                    live.update(_shown(house), refresh=True)
        else:
            out.print(_shown(house))


def _as_data(house: House) -> dict[str, object]:
    jobs, workers = house.mining.background.jobs(house.settings.workspace), house.mining.background.workers()
    return {"jobs": [_job_data(job) for job in jobs], "workers": [asdict(worker) for worker in workers]}


def _job_data(job: Job) -> dict[str, object]:
    progress = job.progress
    left = {"seconds_left": progress.seconds_left} if progress else {}
    return {**asdict(job), "progress": asdict(progress) | left if progress else None}


def _shown(house: House) -> Group:
    jobs, workers = house.mining.background.jobs(house.settings.workspace), house.mining.background.workers()
    troubles = (
        f"{job.id}: {_trouble(job.progress)}" for job in jobs if job.progress and job.progress.retries
    )
    return Group(_table(jobs) if jobs else "Nothing is under way.", *troubles, _workers(workers))


def _table(jobs: list[Job]) -> Table:
    table = Table(
        "what", Column("id", no_wrap=True), "name", "state", "done", "of", "a second", "left", box=None
    )
    for job in jobs:
        table.add_row(job.kind.value, job.id, job.name, job.state, *_progress(job))
    return table


def _progress(job: Job) -> tuple[str, str, str, str]:
    progress = job.progress
    if progress is None:
        return "", "", "", ""
    left = progress.seconds_left
    return (
        f"{progress.done:,}",
        "" if progress.total is None else f"{progress.total:,}",
        "" if progress.rate is None else f"{progress.rate:,.0f}",
        "" if left is None else str(timedelta(seconds=round(left))),
    )


def _trouble(progress: Progress) -> str:
    times = "once" if progress.retries == 1 else f"{progress.retries:,} times"
    return f"tried again {times}; last: {progress.trouble}"


def _workers(workers: list[WorkerSlot]) -> str:
    if not workers:
        return "No worker runs. `feedback-miner serve` has one inside; `feedback-miner worker` is one."
    now = datetime.now(UTC)
    seen = (f"{w.slot} on {w.host}, seen {(now - w.seen_at).total_seconds():.0f} s ago" for w in workers)
    return "Workers: " + "; ".join(seen)
