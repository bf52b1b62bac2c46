"""Use cases of feeds: add, list, change, pause, remove; and what `Puller` does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from feedback_miner.domain import HOOK, Event, Feed, Page
from feedback_miner.errors import QueryError, SetupError
from feedback_miner.mining.feed_files import WantedFeed, place_of, read_feed_file
from feedback_miner.mining.feed_plans import FeedPlan, planned
from feedback_miner.mining.insights.alert_words import with_names
from feedback_miner.mining.pulling import Puller, tell
from feedback_miner.mining.schedules import check_schedule

#: What a source's own table holds; everything else is an option.
_FIELDS = ("name", "kind", "schedule", "time_zone", "since", "options")
#: Years that a beginning can be in: others are typing errors, and no place knows them.
_YEARS = range(1970, 2200)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class Feeds(Puller):
    """Places that messages are pulled from. Built in `bootstrap`."""

    def add(
        self,
        workspace: str,
        *,
        name: str,
        kind: str,
        options: Mapping[str, str],
        schedule: str = "",
        time_zone: str | None = None,
        since: datetime | None = None,
    ) -> Feed:
        """Adds one; the first pull by schedule is due at once. Raises QueryError, SetupError, Conflict."""
        wanted = WantedFeed(name, kind, dict(options), schedule, time_zone, since)
        feed = self._checked(workspace, wanted)
        self._store.add_feed(feed)
        return feed

    def plan(self, workspace: str, path: Path) -> FeedPlan:
        """What a TOML file of sources comes to; nothing is done yet.

        Raises FileError, and QueryError that names file, table and key.
        """
        standing = {feed.name: self._named_today(feed) for feed in self._store.feeds(workspace)}
        zone = self._store.workspace(workspace).time_zone
        wanted = [
            replace(
                one, time_zone=one.time_zone or zone, options=self._connectors.named(one.kind, one.options)
            )
            for one in read_feed_file(path)
        ]

        def checked(wanted: WantedFeed) -> Feed:
            stands = standing.get(wanted.name)
            if stands and stands.kind != wanted.kind:
                raise QueryError(
                    f"It is of the kind {stands.kind}, and another kind is another source: give it another name, or "
                    f"remove the old one first: feedback-miner sources remove {wanted.name}",
                    where=place_of(path, wanted.name, "kind"),
                )
            try:
                return self._checked(workspace, wanted)
            except QueryError as error:
                raise QueryError(error.message, where=place_of(path, wanted.name, _key(error))) from None

        return planned(wanted, standing, checked, self._clock())

    def apply(self, plan: FeedPlan) -> None:
        """Does what a plan says. Raises Conflict, or NotFound, where the sources were changed meanwhile."""
        for step in plan.steps:
            if step.action == "add":
                self._store.add_feed(step.feed)
            elif step.action == "begin anew":
                self._store.begin_feed_anew(step.feed)
            elif step.action == "change":
                self._store.change_feed(step.feed)

    def all(self, workspace: str) -> list[Feed]:
        """By name, with what they did today."""
        days = self._store.feed_days(workspace, self._today())
        feeds = map(self._named_today, self._store.feeds(workspace))
        return [replace(feed, today=days.get(feed.name)) for feed in feeds]

    def get(self, workspace: str, name: str) -> Feed:
        """With what it did today. Raises NotFound."""
        days = self._store.feed_days(workspace, self._today())
        return replace(self._named_today(self._store.feed(workspace, name)), today=days.get(name))

    def events(self, workspace: str, *, cursor: str | None, limit: int) -> Page[Event]:
        """Where alerts began and ended, newest first; themes have the names of today."""
        found = self._store.events(workspace, cursor=cursor, limit=limit)
        said = with_names(self._store, workspace, [event.message for event in found.items])
        items = (replace(event, message=text) for event, text in zip(found.items, said, strict=True))
        return replace(found, items=tuple(items))

    def pause(self, workspace: str, name: str) -> Feed:
        """Its schedule stops; by hand it can still be pulled. Raises NotFound."""
        return self._store.pause_feed(workspace, name, paused=True, due_at=None)

    def resume(self, workspace: str, name: str) -> Feed:
        """Its schedule goes on, with a pull at once. Raises NotFound."""
        scheduled = self._store.feed(workspace, name).schedule
        due_at = self._clock() if scheduled else None
        return self._store.pause_feed(workspace, name, paused=False, due_at=due_at)

    def remove(self, workspace: str, name: str) -> None:
        """Nothing more is pulled; what came stays, and its imports can be undone. Raises NotFound."""
        tell(self._store.remove_feed(workspace, name, at=self._clock()))

    def _checked(self, workspace: str, wanted: WantedFeed) -> Feed:
        """A new feed; one with a schedule is due at once. Raises QueryError, whose `where` is a field or an option."""
        if not _NAME.fullmatch(wanted.name):
            raise QueryError("a name is of small letters, digits, “-” and “_”, at most 64", where="name")
        try:
            self._connectors.open(workspace, wanted.kind, wanted.options)
        except SetupError as error:
            raise QueryError(error.message, where=error.where or "options") from None
        zone = wanted.time_zone or self._store.workspace(workspace).time_zone
        check_schedule(wanted.schedule, zone)
        if wanted.schedule and wanted.kind == HOOK:
            raise QueryError("a hook has no schedule: what it has, it sends. Leave it out", where="schedule")
        if wanted.since and wanted.since.year not in _YEARS:
            raise QueryError(
                f"It is a date from {_YEARS[0]} to {_YEARS[-1]}, such as 2026-01-31", where="since"
            )
        now = self._clock()
        return Feed(
            workspace,
            wanted.name,
            wanted.kind,
            self._connectors.named(wanted.kind, wanted.options),
            now,
            schedule=wanted.schedule,
            time_zone=zone,
            since=wanted.since,
            paused=bool(wanted.paused),
            due_at=now if wanted.schedule and not wanted.paused else None,
        )

    def _named_today(self, feed: Feed) -> Feed:
        """Options are stored by the names that they had when it was added."""
        return replace(feed, options=self._connectors.named(feed.kind, feed.options))

    def _today(self) -> date:
        return self._clock().astimezone(UTC).date()


def _key(error: QueryError) -> str:
    """The key of a source's table that an error is about."""
    where = error.where or "options"
    return where if where in _FIELDS else f"options.{where}"
