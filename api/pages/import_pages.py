"""The pages of imports as text: the list of them, and one: asked, under way, or done. No storage, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

from api.pages.fields import FIELD_GROUPS, SOURCES, STATES, label_of
from api.pages.pickers import MappingForm
from api.pages.render import template
from api.tabular import csv_line
from feedback_miner.domain import Access, Import, ImportState, Page, RowError, Scope, Workspace

#: in which an import goes on by itself
_UNDER_WAY = frozenset({ImportState.QUEUED, ImportState.RUNNING, ImportState.UNDOING})
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """Everything that the list shows."""

    imports: Page[Import]
    #: those that wait for an answer, wherever they are in the list
    waiting: tuple[Import, ...]
    workspace: Workspace
    access: Access
    #: what was wrong with the file that was just sent
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ImportPage:
    """Everything that the page of one import shows."""

    job: Import
    workspace: Workspace
    access: Access
    #: the first of the rows that could not be used
    rejected: tuple[RowError, ...] = ()
    #: where it waits for an answer, and the reader may give it
    form: MappingForm | None = None
    #: what the system that wrote the file is called, where the file is still here
    system: str | None = None


def render_imports(view: ImportsPage) -> str:
    """The page at `/imports`."""
    return template("imports.html").render(
        view=view,
        states=STATES,
        sources=SOURCES,
        may_write=view.access.allows(Scope.WRITE),
        moment=_moments(view.workspace),
    )


def render_import(view: ImportPage) -> str:
    """The page at `/imports/ID`: whole, and usable without a script."""
    return template("import.html").render(
        view=view,
        job=view.job,
        form=view.form,
        states=STATES,
        sources=SOURCES,
        groups=FIELD_GROUPS,
        label_of=label_of,
        under_way=view.job.state in _UNDER_WAY,
        time_left=_time_left(view.job),
        may_write=view.access.allows(Scope.WRITE),
        moment=_moments(view.workspace),
    )


def rejected_csv(rows: Iterable[RowError]) -> Iterator[str]:
    """Rejected rows as the lines of a CSV file: number, reason, and the cells of the first row's columns.

    A cell that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    rows = iter(rows)
    first = next(rows, None)
    columns = list(first.cells) if first else []
    yield "\ufeff" + csv_line(["row", "reason", *columns])  # or Excel takes it for another encoding
    for row in chain([first] if first else [], rows):
        yield csv_line([str(row.row), row.reason, *(row.cells.get(column, "") for column in columns)])


def _time_left(job: Import) -> str | None:
    """At the rate of the last minute: "About 3 minutes"."""
    seconds = job.progress.seconds_left if job.progress else None
    if seconds is None:
        return None
    if seconds < _MINUTE:
        return "Less than a minute"
    amount, unit = (seconds / 3600, "hour") if seconds >= 90 * _MINUTE else (seconds / _MINUTE, "minute")
    return f"About {round(amount)} {unit}{'' if round(amount) == 1 else 's'}"


def _moments(workspace: Workspace) -> Callable[[datetime], str]:
    """Moments in words, in the workspace's zone: "7 Nov 2026, 14:02"."""
    zone = ZoneInfo(workspace.time_zone)

    def in_words(moment: datetime) -> str:
        there = moment.astimezone(zone)
        return f"{there.day} {there:%b %Y, %H:%M}"

    return in_words
