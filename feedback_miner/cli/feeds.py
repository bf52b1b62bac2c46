"""`sources`: places that messages are pulled from."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from time import sleep
from typing import Annotated

import typer

from feedback_miner.bootstrap import House
from feedback_miner.cli.context import FAILED, WAITING, JsonFlag, house_of, out, show_json
from feedback_miner.cli.feed_words import (
    DONE,
    WOULD,
    as_data,
    how_it_comes,
    plan_data,
    show_file,
    show_plan,
    show_report,
    state,
    table_of,
)
from feedback_miner.cli.importing import import_data
from feedback_miner.domain import Feed, Import, ImportState, PullReport
from feedback_miner.errors import Busy, NotFound, QueryError
from feedback_miner.feeds.kinds import KINDS
from feedback_miner.mining import Feeds, write_feed_file

app = typer.Typer(no_args_is_help=True)

_KINDS = ", ".join(sorted({*KINDS, "folder"}))

Name = Annotated[str, typer.Argument(help="The source's name.")]


@app.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Yours to choose: small letters, digits, “-”, “_”.")],
    kind: Annotated[str, typer.Argument(help=f"{_KINDS}.")],
    options: Annotated[
        list[str] | None,
        typer.Argument(metavar="OPTION=VALUE", help="What the kind asks for, such as url=https://…/feed.xml"),
    ] = None,
    schedule: Annotated[
        str, typer.Option(help="Five cron fields, such as “*/15 * * * *”; without it, you run it.")
    ] = "",
    time_zone: Annotated[
        str | None, typer.Option(help="Zone of the schedule; default: the workspace's.")
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Pull nothing older (UTC).")
    ] = None,
    json_: JsonFlag = False,
) -> None:
    """Add a source. A secret is given by name: token=mastodon reads FEEDBACK_MINER_SECRET_DEFAULT__MASTODON."""
    with house_of(context) as house:
        feed = house.mining.feeds.add(
            house.settings.workspace,
            name=name,
            kind=kind,
            options=_pairs(options or ()),
            schedule=schedule,
            time_zone=time_zone,
            since=since.replace(tzinfo=UTC) if since else None,
        )
    if json_:
        show_json(as_data(feed))
    else:
        out.print(f"{name} is added. {how_it_comes(feed, house.settings)}", markup=False, soft_wrap=True)


@app.command("apply")
def apply(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="TOML file of sources: docs/feeds.md shows one.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    json_: JsonFlag = False,
) -> None:
    """Bring the sources to what a file says: add what is new, change what differs, leave alone what is not in it."""
    with house_of(context) as house:
        plan = house.mining.feeds.plan(house.settings.workspace, file)
        if not dry_run:
            house.mining.feeds.apply(plan)
    if json_:
        show_json({"dry_run": dry_run, **plan_data(plan)})
    else:
        show_plan(plan, done=WOULD if dry_run else DONE)


@app.command("list")
def list_feeds(
    context: typer.Context,
    toml: Annotated[bool, typer.Option("--toml", help="Print a file that `sources apply` takes.")] = False,
    json_: JsonFlag = False,
) -> None:
    """All sources, when they were pulled last, what they left out today, and what is wrong."""
    with house_of(context) as house:
        feeds = house.mining.feeds.all(house.settings.workspace)
    if json_:
        show_json([as_data(feed) for feed in feeds])
    elif toml:
        typer.echo(write_feed_file(feeds), nl=False)
    elif feeds:
        out.print(table_of(feeds))
    else:
        out.print("No sources yet. `feedback-miner sources add NAME KIND` adds one.")


@app.command("events")
def events(context: typer.Context, limit: int = 20, json_: JsonFlag = False) -> None:
    """Where alerts began and ended, newest first."""
    with house_of(context) as house:
        page = house.mining.feeds.events(house.settings.workspace, cursor=None, limit=limit)
    if json_:
        show_json([asdict(event) for event in page.items])
        return
    for event in page.items:
        said = f"{event.at:%Y-%m-%d %H:%M}  {event.kind.value}  {event.subject}: {event.message}"
        out.print(said, markup=False, soft_wrap=True)
    if not page.items:
        out.print("No source has failed three times in a row.")


@app.command("run")
def run(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Which; without a name, those due or without a schedule."),
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="Only those that are due by their schedule: the line of cron.")
    ] = False,
    json_: JsonFlag = False,
) -> None:
    """Pull now what is new. Exit status 1 where a pull failed: fit for cron."""
    if names and due:
        raise typer.BadParameter("Give names, or --due: not both.")
    with house_of(context) as house:
        feeds, runs, workspace = house.mining.feeds, house.mining.runs, house.settings.workspace
        _check_known(feeds, workspace, names or ())
        imported = [_run(house, job.id) for job in runs.left_open(workspace)]
        waiting = feeds.waiting_by_schedule if due else feeds.waiting
        reports = []
        for name in names or [feed.name for feed in waiting(workspace)]:
            reports.append(_pulled(feeds, workspace, name))
            imported += [_run(house, import_id) for import_id in reports[-1].queued]
    if json_:
        show_json(
            {
                "pulls": [asdict(report) for report in reports],
                "imports": [import_data(job) for job in imported],
            }
        )
    else:
        for report in reports:
            show_report(report)
        for job in imported:
            show_file(job)
        if not (reports or imported):
            out.print("Nothing is due.")
    failed = any(report.error for report in reports) or any(job.error for job in imported)
    asked = any(job.state is ImportState.NEEDS_MAPPING for job in imported)
    raise typer.Exit(FAILED if failed else WAITING if asked else 0)


@app.command("pause")
def pause(context: typer.Context, name: Name, json_: JsonFlag = False) -> None:
    """Stop its schedule."""
    with house_of(context) as house:
        _tell(house.mining.feeds.pause(house.settings.workspace, name), as_json=json_)


@app.command("resume")
def resume(context: typer.Context, name: Name, json_: JsonFlag = False) -> None:
    """Let its schedule go on, with a pull at once."""
    with house_of(context) as house:
        _tell(house.mining.feeds.resume(house.settings.workspace, name), as_json=json_)


@app.command("remove")
def remove(context: typer.Context, name: Name, json_: JsonFlag = False) -> None:
    """Pull it no more. What came stays; `imports undo` takes it out."""
    with house_of(context) as house:
        house.mining.feeds.remove(house.settings.workspace, name)
    if json_:
        show_json({"removed": name})
    else:
        out.print(f"{name} is removed; its messages stay.", markup=False)


def _pulled(feeds: Feeds, workspace: str, name: str) -> PullReport:
    """One that is being pulled already, or was removed meanwhile, does not keep the others from being pulled."""
    try:
        return feeds.pull(workspace, name)
    except (Busy, NotFound) as error:
        return PullReport(name, error=str(error))


def _run(house: House, import_id: str) -> Import:
    """One that the database is too busy for stays open: the next run takes it up."""
    workspace = house.settings.workspace
    with suppress(Busy):
        house.mining.runs.carry_or_wait(workspace, import_id, patience=lambda: sleep(0.3))
    return house.mining.imports.get(workspace, import_id)


def _check_known(feeds: Feeds, workspace: str, names: Sequence[str]) -> None:
    """Before anything is pulled: a wrong name is a wrong call."""
    known = {feed.name for feed in feeds.all(workspace)}
    if unknown := [name for name in names if name not in known]:
        raise typer.BadParameter(
            f"There is no source “{unknown[0]}”. `feedback-miner sources list` shows which there are."
        )


def _pairs(options: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not equals:
            raise QueryError(f"“{option}” is not OPTION=VALUE, such as url=https://…", where="options")
        pairs[name.strip()] = value.strip()
    return pairs


def _tell(feed: Feed, *, as_json: bool) -> None:
    if as_json:
        show_json(as_data(feed))
    else:
        out.print(f"{feed.name}: {state(feed)}", markup=False)
