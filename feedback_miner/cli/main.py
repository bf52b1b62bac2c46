"""The commands, and the options that they share."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from feedback_miner import __version__
from feedback_miner.cli import (
    backups,
    doctor,
    exporting,
    feeds,
    importing,
    jobs,
    keys,
    maps,
    rescoring,
    scoring,
    serving,
    working,
)
from feedback_miner.cli.context import FAILED, explain
from feedback_miner.errors import FeedbackMinerError

app = typer.Typer(
    name="feedback-miner",
    help="Turns what customers write into a live emotional journey map.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("import")(importing.import_files)
app.add_typer(importing.app, name="imports", help="List imports, see what was rejected, answer, undo.")
app.add_typer(
    feeds.app, name="sources", help="Places that messages are pulled from: add, list, run, pause, remove."
)
app.command("map")(maps.show_map)
app.command("score")(scoring.score)
app.add_typer(rescoring.app, name="rescore", help="Score all history anew with the model that is set.")
app.command("export")(exporting.export)
app.command("serve")(serving.serve)
app.command("worker")(working.work)
app.command("jobs")(jobs.show_jobs)
app.add_typer(keys.app, name="keys", help="Keys for programs, and sign-in links for people.")
app.command("doctor")(doctor.doctor)
app.command("backup")(backups.backup)
app.command("restore")(backups.restore)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"feedback-miner {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    database_url: Annotated[
        str | None, typer.Option(help="SQLAlchemy URL; default: one SQLite file in the data folder.")
    ] = None,
    workspace: Annotated[str | None, typer.Option(help="The workspace to work in.")] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options before the command apply to every command; FEEDBACK_MINER_* variables set the same and more."""
    context.obj = {"database_url": database_url, "workspace": workspace}


def main() -> None:
    """Runs a command; an error becomes one sentence and exit status 1."""
    try:
        app()
    except FeedbackMinerError as error:
        explain(error)
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(130)
