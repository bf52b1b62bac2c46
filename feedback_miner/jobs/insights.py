"""What is looked at beside the imports, as workflows: statements find their themes, and alerts are watched.

Both are safe to be killed and to be run twice, for what is under way is in no place but the store. They go behind: one
of them at a time in a process, and while imports are under way themes are looked at in one portion a minute.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from dbos import DBOS, SetEnqueueOptions
from dbos import error as dbos_error

from feedback_miner.errors import Busy, NotFound

INSIGHTS = "insights"
#: Seconds between two looks because imports have ended; what comes sooner waits for the schedule.
REST = 20.0

_log = logging.getLogger(__name__)


class ThemeRunner(Protocol):
    """What the jobs carry out of themes: `mining.themes`."""

    def due(self) -> Sequence[str]:
        """Workspaces in which something has not been looked at, or a theme awaits a name."""

    def has_more(self, workspace: str) -> bool:
        """Whether something has not been looked at."""

    def is_disturbed(self, workspace: str) -> bool:
        """Whether imports are under way, which go before."""

    def refresh_portion(self, workspace: str) -> object:
        """Looks at some statements. Raises Busy."""


class AlertRunner(Protocol):
    """What the jobs carry out of alerts: `mining.alerts`."""

    def look(self, workspace: str) -> object:
        """Finds what begins and what is over, and tells of it. Raises Busy."""


@dataclass(frozen=True, slots=True)
class Insights:
    """What is carried out, and for whom."""

    themes: ThemeRunner
    alerts: AlertRunner
    workspaces: Callable[[], Sequence[str]]


class _Runner:
    """Of this process: workflows are functions of a module, so what they call has to be found by name."""

    insights: Insights
    #: on the monotonic clock
    looked_at: float = float("-inf")


def install(insights: Insights) -> None:
    """From now on the workflows of this process call this."""
    _Runner.insights, _Runner.looked_at = insights, float("-inf")


def submit_after_import() -> bool:
    """Queues a look for themes where something came in; False where the last one was just now."""
    now = time.monotonic()
    if now - _Runner.looked_at < REST:
        return False
    _Runner.looked_at = now
    for workspace in _Runner.insights.themes.due():
        _submit_themes(workspace)
    return True


@DBOS.workflow()
def refresh_due_themes(_scheduled: datetime, _context: Any) -> None:  # noqa: ANN401 - the engine's signature
    """Every minute: where something has not been looked at, a look is queued, each workspace once."""
    for workspace in _due_for_themes():
        _submit_themes(workspace)


@DBOS.workflow()
def watch_alerts(_scheduled: datetime, _context: Any) -> None:  # noqa: ANN401 - the engine's signature
    """Every five minutes: all workspaces are looked at, each once."""
    for workspace in _watched():
        with (
            suppress(dbos_error.DBOSQueueDeduplicatedError),
            SetEnqueueOptions(deduplication_id=f"alerts/{workspace}"),
        ):
            DBOS.enqueue_workflow(INSIGHTS, run_alerts, workspace)


@DBOS.workflow()
def run_themes(workspace: str) -> None:
    """Portion by portion, until nothing is left or an import comes between."""
    while _refresh_themes(workspace):
        pass


@DBOS.workflow()
def run_alerts(workspace: str) -> None:
    """One look."""
    _look_for_alerts(workspace)


def _submit_themes(workspace: str) -> None:
    with (
        suppress(dbos_error.DBOSQueueDeduplicatedError),
        SetEnqueueOptions(deduplication_id=f"themes/{workspace}"),
    ):
        DBOS.enqueue_workflow(INSIGHTS, run_themes, workspace)


@DBOS.step()
def _due_for_themes() -> list[str]:
    with suppress(Busy):
        return list(_Runner.insights.themes.due())
    return []


@DBOS.step()
def _watched() -> list[str]:
    with suppress(Busy):
        return list(_Runner.insights.workspaces())
    return []


@DBOS.step()
def _refresh_themes(workspace: str) -> bool:
    """Whether to go on at once. What hinders it is left to the next minute."""
    themes = _Runner.insights.themes
    try:
        themes.refresh_portion(workspace)
        return themes.has_more(workspace) and not themes.is_disturbed(workspace)
    except (Busy, NotFound):
        return False
    except Exception as error:
        # Without its message: that may quote customers.
        _log.error("a look for themes stopped: %s", type(error).__name__)
        return False


@DBOS.step()
def _look_for_alerts(workspace: str) -> None:
    try:
        _Runner.insights.alerts.look(workspace)
    except (Busy, NotFound):
        return
    except Exception as error:
        _log.error("a look for alerts stopped: %s", type(error).__name__)
