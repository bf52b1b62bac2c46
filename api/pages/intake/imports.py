"""The pages of imports as text: the list of them, and one: asked, under way, or done. No storage, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from api.pages.chrome import Chrome
from api.pages.environment import template
from api.pages.intake.fields import FIELD_GROUPS, STATES, label_of
from api.pages.intake.outcomes import UNDER_WAY, outcome_of
from api.pages.intake.pickers import MappingForm
from api.pages.moments import moments, time_left
from api.pages.source_names import SOURCES
from api.tabular import csv_line
from feedback_miner.domain import Import, Page, RowError


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """Everything that the list shows."""

    imports: Page[Import]
    #: those that wait for an answer, wherever they are in the list
    waiting: tuple[Import, ...]
    chrome: Chrome
    #: what was wrong with the file that was just sent
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ImportPage:
    """Everything that the page of one import shows."""

    job: Import
    chrome: Chrome
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
        chrome=view.chrome,
        states=STATES,
        sources=SOURCES,
        outcome_of=outcome_of,
        under_way=any(job.state in UNDER_WAY for job in view.imports.items),
        moment=moments(view.chrome.workspace),
    )


def render_import(view: ImportPage) -> str:
    """The page at `/imports/ID`: whole, and usable without a script."""
    return template("import.html").render(
        view=view,
        chrome=view.chrome,
        job=view.job,
        form=view.form,
        states=STATES,
        sources=SOURCES,
        groups=FIELD_GROUPS,
        label_of=label_of,
        became=outcome_of(view.job),
        time_left=time_left(view.job.progress.seconds_left) if view.job.progress else None,
        moment=moments(view.chrome.workspace),
    )


def render_outcome(job: Import) -> str:
    """How far an import is, or what became of it: the part of a page that shows a file on its way in."""
    return template("outcome.html").render(job=job, became=outcome_of(job))


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
