"""A kind of place whose pages are given beforehand: for what does not depend on any kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from feedback_miner.domain import FeedFile, FeedPage
from feedback_miner.errors import FeedbackMinerError, NotFound
from feedback_miner.mining import Feeds
from tests.feeds.desk import Desk, imports_of

#: a page, what goes wrong, or what happens before the next one
Step = FeedPage | FeedFile | FeedbackMinerError | Callable[[], None]


def page(
    *ids: str, left_out: Mapping[str, int] | None = None, deleted: Sequence[str] = (), cursor: str = "c"
) -> FeedPage:
    """A page with a message for each id."""
    messages = tuple(
        {"id": one, "text": f"The card {one} was late.", "date": "2026-03-02T10:00:00Z"} for one in ids
    )
    return FeedPage(messages, cursor, deleted=tuple(deleted), left_out=left_out or {})


@dataclass
class Scripted:
    """The script of each pull, by the name of its source; implements `ports.Connectors`."""

    desk: Desk
    pulls: dict[str, list[Sequence[Step]]] = field(default_factory=dict)
    #: options and cursor of each pull so far
    asked: list[tuple[Mapping[str, str], str | None]] = field(default_factory=list)

    def feeds(self, *pulls: Sequence[Step], **others: Sequence[Sequence[Step]]) -> Feeds:
        """Feeds with the source “talk” of these pulls, and others by their names."""
        feeds = self.restarted()
        for name, script in {"talk": pulls, **others}.items():
            self.pulls[name] = list(script)
            feeds.add("w", name=name, kind="scripted", options={"script": name}, schedule="* * * * *")
        return feeds

    def restarted(self, *pulls: Sequence[Step]) -> Feeds:
        """Feeds of another process; these pulls of “talk” are those that are left."""
        desk = self.desk
        self.pulls["talk"] = list(pulls)
        return Feeds(desk.store, self, desk.pipeline, imports_of(desk.store, desk.pipeline), lambda: desk.now)

    def named(self, kind: str, options: Mapping[str, str]) -> Mapping[str, str]:
        return options

    def open(self, workspace: str, kind: str, options: Mapping[str, str]) -> _Script:
        return _Script(self, options)

    def receiver(self, workspace: str, kind: str, options: Mapping[str, str]) -> Any:
        raise NotFound("nothing is sent")


@dataclass
class _Script:
    scripted: Scripted
    options: Mapping[str, str]
    preset: str = "feedback-miner"

    def pages(
        self, cursor: str | None, *, since: datetime | None, now: datetime
    ) -> Iterator[FeedPage | FeedFile]:
        self.scripted.asked.append((self.options, cursor))
        for step in self.scripted.pulls[self.options["script"]].pop(0):
            if isinstance(step, FeedPage | FeedFile):
                yield step
            elif isinstance(step, FeedbackMinerError):
                raise step
            else:
                step()
