"""What is looked at beside the imports, on the real engine: after an import, by schedule, each workspace once."""

from __future__ import annotations

from contextlib import AbstractContextManager
from threading import Event

import pytest
from dbos import DBOS

from feedback_miner.errors import Busy
from feedback_miner.jobs import Insights, insights
from feedback_miner.storage import SqlStore
from tests.jobs.conftest import Make
from tests.jobs.runners import SOON, NoAlerts, NoFeeds, NoRescorings, Notes, NoThemes, Runner


class Themes(NoThemes):
    """So many portions are left in each workspace."""

    def __init__(self, notes: Notes, **left: int) -> None:
        self.notes = notes
        self.left = left
        self.disturbed = False
        self.fails: list[Exception] = []
        self.may_end = Event()
        self.may_end.set()

    def due(self) -> list[str]:
        return [workspace for workspace, portions in self.left.items() if portions]

    def has_more(self, workspace: str) -> bool:
        return self.left[workspace] > 0

    def is_disturbed(self, workspace: str) -> bool:
        return self.disturbed

    def refresh_portion(self, workspace: str) -> object:
        self.notes.add(workspace)
        self.may_end.wait(SOON)
        if self.fails:
            raise self.fails.pop()
        self.left[workspace] -= 1
        return None


class Alerts(NoAlerts):
    """Watches, and says where."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes

    def look(self, workspace: str) -> object:
        self.notes.add(f"alerts of {workspace}")
        if workspace == "busy":
            raise Busy
        return None


def run(make: Make, store: SqlStore, themes: Themes, *workspaces: str) -> AbstractContextManager[None]:
    looks = Insights(themes, Alerts(themes.notes), lambda: list(workspaces))
    return make("one").running(Runner(), NoFeeds(), NoRescorings(), looks, store)


def test_the_schedule_looks_until_nothing_is_left(make: Make, store: SqlStore) -> None:
    themes = Themes(Notes(), a=3, b=1, c=0)
    with run(make, store, themes):
        DBOS.trigger_schedule("refresh-themes").get_result()
        themes.notes.until(lambda said: len(said) == 4)
    assert sorted(themes.notes.said) == ["a", "a", "a", "b"]


def test_a_workspace_is_looked_at_once_at_a_time(make: Make, store: SqlStore) -> None:
    themes = Themes(Notes(), a=1)
    themes.may_end.clear()
    with run(make, store, themes):
        for _ in range(3):
            DBOS.trigger_schedule("refresh-themes").get_result()
        themes.notes.until(lambda said: said == ["a"])
        queued = DBOS.list_workflows(status=["ENQUEUED", "PENDING"], name="run_themes", load_input=False)
        themes.may_end.set()
    assert len(queued) == 1


def test_imports_go_before(make: Make, store: SqlStore) -> None:
    themes = Themes(Notes(), a=3)
    themes.disturbed = True
    with run(make, store, themes, "w"):
        DBOS.trigger_schedule("refresh-themes").get_result()
        DBOS.trigger_schedule("watch-alerts").get_result()
        themes.notes.until(lambda said: "alerts of w" in said)
    assert themes.notes.said == ["a", "alerts of w"], "what is left waits for the next minute"


@pytest.mark.parametrize("error", [Busy(), ValueError("what customers wrote")])
def test_what_hinders_it_is_left_to_the_next_minute(
    make: Make, store: SqlStore, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    themes = Themes(Notes(), a=2)
    themes.fails.append(error)
    with run(make, store, themes):
        DBOS.trigger_schedule("refresh-themes").get_result()
        themes.notes.until(lambda said: len(said) == 1)
        for _ in range(60):
            if themes.left["a"] == 0:
                break
            DBOS.trigger_schedule("refresh-themes").get_result()
    assert "what customers wrote" not in caplog.text


def test_what_an_import_brought_is_looked_at_at_once(
    make: Make, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback_miner.jobs.slots.LOOK", 0.05)
    themes = Themes(Notes())
    worker = make("one")
    looks = Insights(themes, Alerts(themes.notes), list)
    with worker.running(Runner(), NoFeeds(), NoRescorings(), looks, store):
        themes.left["a"] = 1
        worker.import_ended()
        themes.notes.until(lambda said: said == ["a"])


def test_imports_that_end_one_after_the_other_are_looked_at_together(
    make: Make, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run(make, store, Themes(Notes())):
        first, second = insights.submit_after_import(), insights.submit_after_import()
        monkeypatch.setattr(insights, "REST", 0.0)
        later = insights.submit_after_import()
    assert (first, second, later) == (True, False, True)


def test_alerts_of_every_workspace_are_watched(make: Make, store: SqlStore) -> None:
    themes = Themes(Notes())
    with run(make, store, themes, "a", "busy", "c"):
        DBOS.trigger_schedule("watch-alerts").get_result()
        themes.notes.until(lambda said: len(said) == 3)
    assert sorted(themes.notes.said) == ["alerts of a", "alerts of busy", "alerts of c"]
