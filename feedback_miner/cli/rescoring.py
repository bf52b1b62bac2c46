"""`rescore`: brings all history to the model that is set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from feedback_miner.bootstrap import House, rescore_engine
from feedback_miner.cli.context import JsonFlag, err, house_of, out, show_json
from feedback_miner.domain import Rescore
from feedback_miner.errors import NotFound

app = typer.Typer(invoke_without_command=True)

#: how many are listed
_SHOWN = 20


class Engine(StrEnum):
    """Who scores."""

    LOCAL = "local"
    RAY = "ray"


@app.callback()
def rescore(
    context: typer.Context,
    engine: Annotated[
        Engine, typer.Option(help="Who scores: this process, or the processes of a Ray cluster.")
    ] = Engine.LOCAL,
    address: Annotated[
        str | None,
        typer.Option(help="Of a running Ray cluster, such as 10.0.0.5:6379; else one is started here."),
    ] = None,
    json_: JsonFlag = False,
) -> None:
    """Score all history anew with the model that is set; the map shows the old until all of it is there.

    Imports, corrections and undo go on meanwhile. Whatever stops it: the same command goes on where it was.
    """
    if context.invoked_subcommand is not None:
        return
    if address and engine is not Engine.RAY:
        raise typer.BadParameter("An address is that of a Ray cluster: give --engine ray, too.")
    with house_of(context) as house:
        done = _run(house, engine, address)
        if json_:
            show_json({"model": house.mining.rescoring.model, "rescore": asdict(done) if done else None})
        elif done:
            out.print(
                f"{done.items_done:,} messages are of {done.model} now; the map shows them.", markup=False
            )
        else:
            model = house.mining.rescoring.model
            out.print(f"There is nothing to do: everything scored is of {model} already.", markup=False)


@app.command("list")
def show_list(context: typer.Context, json_: JsonFlag = False) -> None:
    """Show re-scorings, newest first."""
    with house_of(context) as house:
        found = house.mining.rescoring.newest(house.settings.workspace, limit=_SHOWN)
    if json_:
        show_json([asdict(one) for one in found])
    else:
        for one in found:
            why = f": {one.error}" if one.error else ""
            done = f"{one.items_done:,} of {one.items_total:,}"
            out.print(f"{one.id}  {one.model}  {one.state}{why}  {done}", markup=False)


@app.command("cancel")
def cancel(context: typer.Context) -> None:
    """Throw away what the re-scoring under way has done; the map stays as it is."""
    with house_of(context) as house:
        workspace, rescoring = house.settings.workspace, house.mining.rescoring
        under_way = next((one for one in rescoring.newest(workspace, limit=_SHOWN) if one.open), None)
        if under_way is None:
            raise NotFound("No re-scoring is under way.")
        rescoring.cancel(workspace, under_way.id)
        out.print(f"{under_way.id} is cancelled; the map shows what it showed.", markup=False)


def _run(house: House, engine: Engine, address: str | None) -> Rescore | None:
    rescoring, workspace = house.mining.rescoring, house.settings.workspace
    with _bar() as bar:
        task = bar.add_task(f"Scoring with {rescoring.model}", total=None)

        def tell(rescore: Rescore) -> None:
            bar.update(task, total=rescore.items_total, completed=rescore.items_done)

        if engine is Engine.LOCAL:
            return rescoring.run(workspace, tell=tell)
        with rescore_engine(house.settings, address=address) as ray:
            return rescoring.run(workspace, engine=ray, tell=tell)


@contextmanager
def _bar() -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        yield bar
