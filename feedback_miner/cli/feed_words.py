"""Sources in words and as data: what `sources` prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from rich.table import Table

from feedback_miner.cli.context import err, out
from feedback_miner.domain import Feed, FeedDay, Import, PullReport
from feedback_miner.mining import FeedPlan
from feedback_miner.settings import Settings

#: What was done with a source of a file, in words.
DONE = {"add": "added", "change": "changed", "begin anew": "begins anew", "keep": "as it was"}
#: What would be.
WOULD = {
    "add": "would be added",
    "change": "would change",
    "begin anew": "would begin anew",
    "keep": "as it is",
}
#: What is ours alone: where the next pull begins, and who pulls.
_INNER = ("cursor", "held_until")


def as_data(feed: Feed) -> dict[str, Any]:
    """A source as `--json` shows it; of addresses not what may be a key."""
    fields = {name: value for name, value in asdict(feed).items() if name not in _INNER}
    return {**fields, "options": feed.shown_options, "alert": feed.alert}


def plan_data(plan: FeedPlan) -> dict[str, Any]:
    """What a file comes to, as `--json` shows it."""
    steps = [
        {"source": step.feed.name, "action": step.action, "changes": list(step.changes)}
        for step in plan.steps
    ]
    return {"sources": steps, "left_alone": list(plan.left_alone)}


def how_it_comes(feed: Feed, settings: Settings) -> str:
    """What a person has to know, or do, after a source was added."""
    if feed.sends:
        address = f"http://{settings.host}:{settings.port}/v1/hooks/{feed.name}?workspace={feed.workspace}"
        return (
            f"Nothing is pulled from it: while `serve` runs, let it POST JSON to {address} with the header "
            "X-Signature: t=SECONDS,v1=HEX, where HEX is the HMAC-SHA-256 of “SECONDS.BODY” with the secret "
            f"“{feed.options.get('secret', '')}”."
        )
    if feed.schedule:
        return "`serve` pulls it by its schedule."
    return f"`feedback-miner sources run {feed.name}` pulls it."


def table_of(feeds: Iterable[Feed]) -> Table:
    """All sources, and what is wrong with them."""
    table = Table("source", "kind", "schedule", "pulled", "due", "today", "state", box=None)
    for feed in feeds:
        pulled = f"{feed.pulled_at:%Y-%m-%d %H:%M}" if feed.pulled_at else "never"
        schedule = feed.schedule or ("it sends" if feed.sends else "by hand")
        table.add_row(
            feed.name,
            feed.kind,
            schedule,
            "" if feed.sends else pulled,
            _due(feed),
            day_words(feed.today) if feed.today else "",
            state(feed),
        )
    return table


def state(feed: Feed) -> str:
    """How it is, in words."""
    said = ["paused"] if feed.paused else []
    if feed.rest_until and feed.rest_until > datetime.now(UTC):
        said.append(f"left alone until {feed.rest_until:%Y-%m-%d %H:%M}")
    if feed.error:
        times = f"{feed.failures} failures in a row" if feed.alert else "failed"
        said.append(f"{times}: {feed.error}")
    return "; ".join(said) or ("fine" if feed.pulled_at or feed.sends else "new")


def show_plan(plan: FeedPlan, *, done: Mapping[str, str]) -> None:
    """What is done with each source, in the words of `done`."""
    for step in plan.steps:
        changes = f": {', '.join(step.changes)}" if step.changes else ""
        out.print(f"{step.feed.name}: {done[step.action]}{changes}", markup=False)
    for name in plan.left_alone:
        out.print(f"{name}: not in the file, left alone", markup=False)


def show_report(report: PullReport) -> None:
    """What a pull did; a failure goes to standard error."""
    counts = report.report
    out.print(
        f"{report.feed}: {counts.added:,} new, {counts.updated:,} changed, {counts.unchanged:,} known, "
        f"{report.deleted:,} deleted",
        markup=False,
    )
    if report.left_out:
        out.print(f"  left out: {_reasons(report.left_out)}", markup=False)
    if report.more:
        out.print("  there is more: the next run goes on here")
    if report.error:
        err.print(f"  failed: {report.error}", markup=False)


def show_file(job: Import) -> None:
    """What became of a file of a watched folder."""
    out.print(f"  {job.file}: {job.state.value}, {job.report.added:,} new {job.error or ''}", markup=False)


def day_words(day: FeedDay) -> str:
    """What a source left out and deleted on a day."""
    left_out = [f"left out {_reasons(day.left_out)}"] if day.left_out else []
    return ", ".join(left_out + ([f"deleted {day.deleted:,}"] if day.deleted else []))


def _due(feed: Feed) -> str:
    return f"{feed.due_at:%Y-%m-%d %H:%M}" if feed.due_at and not feed.paused else ""


def _reasons(left_out: Mapping[str, int]) -> str:
    return ", ".join(f"{n:,} {why}" for why, n in left_out.items())
