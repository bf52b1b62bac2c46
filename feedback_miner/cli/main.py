"""The commands, and the options that they share."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from feedback_miner import __version__
from feedback_miner.cli import (
    actions,
    alerts,
    backups,
    change,
    channels,
    competitors,
    doctor,
    drivers,
    exporting,
    feeds,
    highlights,
    importing,
    jobs,
    journeys,
    keys,
    maps,
    notes,
    priorities,
    reports,
    rescoring,
    scoring,
    segments,
    serving,
    themes,
    voices,
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
app.command("pain-points")(highlights.pain_points)
app.command("delights")(highlights.delights)
app.add_typer(themes.app, name="themes", help="What customers say again and again: list, show, refresh.")
app.command("suggestions")(highlights.suggestions)
app.add_typer(actions.app, name="actions", help="What was changed, and whether it helped.")
app.add_typer(
    alerts.app, name="alerts", help="What was noticed unasked: list, look, show, rules, targets, test."
)
app.add_typer(voices.app, name="voices", help="Testimonials: list, approve, decline.")
app.add_typer(notes.app, name="notes", help="What people know of a stage, a touchpoint or a theme.")
app.command("report")(reports.write_report)
app.command("drivers")(drivers.show_drivers)
app.command("priorities")(priorities.show_priorities)
app.command("feasibility")(priorities.rate)
app.command("change")(change.show_change)
app.add_typer(segments.app, name="segments", help="Save segments, lay two side by side, see which stand out.")
app.command("journeys")(journeys.show_journeys)
app.command("channels")(channels.show_channels)
app.add_typer(competitors.app, name="competitors", help="Write competitors down, see what is said of them.")
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
