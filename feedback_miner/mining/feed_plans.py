"""From what a file says to what is done: which sources are new, which differ, and which are not in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from feedback_miner.domain import Feed
from feedback_miner.mining.feed_files import WantedFeed
from feedback_miner.mining.schedules import next_time


@dataclass(frozen=True, slots=True)
class FeedStep:
    """What is done with one source. Another kind cannot come out of it: that is another source."""

    action: Literal["add", "change", "begin anew", "keep"]
    #: as it is afterwards
    feed: Feed
    #: which keys differ: "schedule", "options.tag"; of options not their values, which may be private addresses
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """What a file comes to."""

    steps: tuple[FeedStep, ...]
    #: sources that are not in the file
    left_alone: tuple[str, ...]


def planned(
    wanted: Sequence[WantedFeed],
    standing: Mapping[str, Feed],
    checked: Callable[[WantedFeed], Feed],
    now: datetime,
) -> FeedPlan:
    """What is to be done. `checked`: a new source of these fields; raises where it cannot be meant."""
    steps = [_step(one, standing.get(one.name), checked, now) for one in wanted]
    named = {one.name for one in wanted}
    return FeedPlan(tuple(steps), tuple(name for name in standing if name not in named))


def _step(
    wanted: WantedFeed, stands: Feed | None, checked: Callable[[WantedFeed], Feed], now: datetime
) -> FeedStep:
    if stands is None:
        return FeedStep("add", checked(wanted))
    zone = wanted.time_zone or stands.time_zone
    is_paused = stands.paused if wanted.paused is None else wanted.paused
    after = replace(
        stands,
        options=dict(wanted.options),
        schedule=wanted.schedule,
        time_zone=zone,
        since=wanted.since,
        paused=is_paused,
    )
    changes = _changes(stands, after)
    if not changes and wanted.kind == stands.kind:
        return FeedStep("keep", stands)
    checked(wanted)
    if after.options != stands.options or _is_earlier(after.since, stands.since):
        due_at = now if after.schedule and not is_paused else None
        return FeedStep("begin anew", replace(after, due_at=due_at), changes)
    return FeedStep("change", replace(after, due_at=_due(stands, after, now)), changes)


def _changes(before: Feed, after: Feed) -> tuple[str, ...]:
    fields = [
        name
        for name in ("schedule", "time_zone", "since", "paused")
        if getattr(before, name) != getattr(after, name)
    ]
    keys = sorted({*before.options, *after.options})
    return (*fields, *(f"options.{key}" for key in keys if before.options.get(key) != after.options.get(key)))


def _is_earlier(since: datetime | None, before: datetime | None) -> bool:
    """What lies before the old beginning was never asked for. Where there was none, nobody knows how far it went."""
    return since is not None and (before is None or since < before)


def _due(before: Feed, after: Feed, now: datetime) -> datetime | None:
    """One that goes on is due at once; one with another schedule when that says so."""
    if after.paused or not after.schedule:
        return None
    if before.paused:
        return now
    if (before.schedule, before.time_zone) == (after.schedule, after.time_zone):
        return before.due_at
    return next_time(after.schedule, after.time_zone, now)
