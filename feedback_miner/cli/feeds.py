"""`sources`: places that messages are pulled from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.table import Table

from feedback_miner.cli.context import FAILED, WAITING, JsonFlag, err, house_of, out, show_json
from feedback_miner.domain import Feed, ImportState, PullReport
from feedback_miner.errors import Busy, QueryError
from feedback_miner.mining import Feeds

app = typer.Typer(no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The source's name.")]


@app.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Yours to choose: small letters, digits, “-”, “_”.")],
    kind: Annotated[str, typer.Argument(help="folder, hook, mastodon, rss, zendesk.")],
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
    """Add a source. A secret is given by name: token=mastodon reads FEEDBACK_MINER_SECRET_MASTODON."""
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
        show_json(_data(feed))
    else:
        then = (
            "`serve` pulls it by its schedule."
            if schedule
            else f"`feedback-miner sources run {name}` pulls it."
        )
        out.print(f"{name} is added. {then}", markup=False)


@app.command("list")
def list_feeds(context: typer.Context, json_: JsonFlag = False) -> None:
    """All sources, when they were pulled last, and what is wrong."""
    with house_of(context) as house:
        feeds = house.mining.feeds.all(house.settings.workspace)
    if json_:
        show_json([_data(feed) for feed in feeds])
        return
    table = Table("source", "kind", "schedule", "pulled", "state", box=None)
    for feed in feeds:
        pulled = f"{feed.pulled_at:%Y-%m-%d %H:%M}" if feed.pulled_at else "never"
        table.add_row(feed.name, feed.kind, feed.schedule or "by hand", pulled, _state(feed))
    out.print(table if feeds else "No sources yet. `feedback-miner sources add NAME KIND` adds one.")


@app.command("run")
def run(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Which; without a name, those due or without a schedule."),
    ] = None,
    json_: JsonFlag = False,
) -> None:
    """Pull now what is new. Exit status 1 where a pull failed: fit for cron."""
    with house_of(context) as house:
        feeds, workspace = house.mining.feeds, house.settings.workspace
        reports, imported = [], []
        for name in names or [feed.name for feed in feeds.waiting(workspace)]:
            reports.append(_pulled(feeds, workspace, name))
            imported += [house.mining.imports.run(workspace, job) for job in reports[-1].queued]
    if json_:
        show_json([asdict(report) for report in reports])
    else:
        for report in reports:
            _show(report)
        for job in imported:
            out.print(
                f"  {job.file}: {job.state.value}, {job.report.added:,} new {job.error or ''}", markup=False
            )
        if not reports:
            out.print("Nothing is due.")
    failed = any(report.error for report in reports) or any(job.error for job in imported)
    waiting = any(job.state is ImportState.NEEDS_MAPPING for job in imported)
    raise typer.Exit(FAILED if failed else WAITING if waiting else 0)


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
    """One that is being pulled already does not keep the others from being pulled."""
    try:
        return feeds.pull(workspace, name)
    except Busy as error:
        return PullReport(name, error=str(error))


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
        show_json(_data(feed))
    else:
        out.print(f"{feed.name}: {_state(feed)}", markup=False)


def _data(feed: Feed) -> dict[str, Any]:
    return {**asdict(feed), "alert": feed.alert}


def _state(feed: Feed) -> str:
    if feed.error:
        times = f"{feed.failures} failures in a row" if feed.alert else "failed"
        return f"{times}: {feed.error}"
    return "paused" if feed.paused else "fine" if feed.pulled_at else "new"


def _show(report: PullReport) -> None:
    counts = report.report
    out.print(
        f"{report.feed}: {counts.added:,} new, {counts.updated:,} changed, {counts.unchanged:,} known, "
        f"{report.deleted:,} deleted",
        markup=False,
    )
    if report.left_out:
        out.print(
            "  left out: " + ", ".join(f"{n:,} {why}" for why, n in report.left_out.items()), markup=False
        )
    if report.error:
        err.print(f"  failed: {report.error}", markup=False)
