"""`serve`: API and page, with a worker beside them."""

from __future__ import annotations

import socket
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from feedback_miner.bootstrap import House, open_house
from feedback_miner.cli.beside import WorkerBeside
from feedback_miner.cli.context import out, read_settings
from feedback_miner.cli.feed_words import DONE
from feedback_miner.cli.working import ended_at_once, leave_on_sigterm
from feedback_miner.domain import Scope
from feedback_miner.errors import SetupError
from feedback_miner.sample.bringing import bring_sample

#: of the worker beside the server
SLOT = "serve"


def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="Import the sample where there are no imports yet.")
    ] = False,
    link: Annotated[bool, typer.Option("--link", help="Print a one-time sign-in link.")] = False,
    no_worker: Annotated[
        bool,
        typer.Option(
            "--no-worker", help="Leave the background work to processes of `feedback-miner worker`."
        ),
    ] = False,
) -> None:
    """Serve the API and the page, and run the background work in a process beside."""
    settings = read_settings(**context.obj, host=host, port=port)
    _free(settings.host, settings.port)
    worker = None if no_worker else WorkerBeside(settings, SLOT)
    with ended_at_once(), open_house(settings, worker) as house:
        if settings.sources:
            apply_sources(house, settings.sources)
        with worker.running() if worker else nullcontext():
            # Both take seconds to load, and there may be two cores.
            from feedback_miner.cli.listening import Server

            server = Server(house, on_signal=worker.leave if worker else lambda: None)
            if worker:
                worker.wait_until_at_work()
            if sample and not house.mining.imports.page(settings.workspace, cursor=None, limit=1).items:
                bring_sample(house.mining, settings.workspace, datetime.now(UTC).date())
            _say_where(house, link=link)
            leave_on_sigterm()
            try:
                server.listen()
            finally:
                house.mining.feeds.stop()  # those that somebody asked for


def _say_where(house: House, *, link: bool) -> None:
    settings = house.settings
    address = f"http://{settings.host}:{settings.port}"
    out.print(f"feedback-miner is on {address}", markup=False)
    if link:
        token = house.mining.doors.make_link(settings.workspace, scope=Scope.ADMIN)
        out.print(f"Sign in (works once): {address}/sign-in?token={token}", markup=False, soft_wrap=True)


def apply_sources(house: House, file: Path) -> None:
    """Brings the workspace's sources to what the file says: a wrong file is told here, not by what does not come."""
    plan = house.mining.feeds.plan(house.settings.workspace, file)
    house.mining.feeds.apply(plan)
    for step in plan.steps:
        if step.action != "keep":
            out.print(f"source {step.feed.name}: {DONE[step.action]} (by {file.name})", markup=False)


def _free(host: str, port: int) -> None:
    """Says in words that the port is taken, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SetupError(
                f"Cannot listen on {host}:{port} ({error.strerror}). Choose another: --port 8001 (make run PORT=8001)",
                where="port",
            ) from None
