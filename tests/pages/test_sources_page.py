"""The page of sources and jobs: what is under way, how sources are, and what may be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from api.pages.chrome import Chrome
from api.pages.form import Form
from api.pages.intake.sources import KINDS, SourcesPage, render_sources
from feedback_miner.bootstrap import House
from feedback_miner.domain import Access, Feed, FeedDay, Job, JobKind, Progress, Scope, WorkerSlot, Workspace
from feedback_miner.feeds.kinds import KINDS as CONNECTORS
from tests.api.house import InlineJobs, bring, feedback_csv, open_test_house
from tests.pages.reading import html, one

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
#: port 9 discards: nobody answers there
NOBODY = {
    "name": "blog",
    "kind": "rss",
    "options": "url = http://127.0.0.1:9/feed.xml",
    "since": "2026-01-31",
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_test_house(tmp_path / "data") as house:
        yield house


def shown(*feeds: Feed, jobs: tuple[Job, ...] = (), scope: Scope = Scope.ADMIN) -> BeautifulSoup:
    """The page of invented sources, at `NOW`, in Vienna."""
    chrome = Chrome(Workspace("w", "w", "Europe/Vienna", 1), Access("w", scope, "key_1"), csrf="token")
    workers = (WorkerSlot("serve", "cx-1", 1, "0.1", NOW, NOW),)
    return BeautifulSoup(
        render_sources(SourcesPage(feeds, jobs, workers, (), NOW, Form("new"), chrome)), "lxml"
    )


def feed(**others: object) -> Feed:
    told = {"options": {"url": "https://u:p@example.org/x?key=1"}, "created_at": NOW, **others}
    return Feed("w", "blog", "rss", **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("others", "state", "told"),
    [
        ({}, "Not pulled yet", "By hand alone"),
        ({"pulled_at": NOW, "schedule": "0 * * * *", "due_at": NOW}, "Works", "Last pull 1 Jun 2026, 14:00"),
        ({"held_until": NOW + timedelta(minutes=9)}, "Being pulled", "Never pulled"),
        ({"paused": True, "failures": 5}, "Paused", ""),
        ({"failures": 1, "error": "It answered with status 503."}, "Failed the last time", "status 503"),
        ({"failures": 3, "error": "No."}, "Fails, 3 times in a row", "No."),
        ({"rest_until": NOW + timedelta(hours=1)}, "Asked to wait", "Until 1 Jun 2026, 15:00"),
        ({"today": FeedDay(NOW.date(), {"reposts": 3}, 1)}, "Not pulled yet", "3 left out (reposts), 1 gone"),
    ],
)
def test_how_a_source_is_is_told(others: dict[str, object], state: str, told: str) -> None:
    card = one(shown(feed(**others)), "article")
    assert one(card, ".state").get_text() == state
    assert told in card.get_text(" ")
    assert "key=1" not in card.get_text()
    assert "u:p" not in card.get_text()


@pytest.mark.parametrize(
    ("others", "verbs"),
    [
        ({}, ["Pull now", "Pause", "Remove the source"]),
        ({"paused": True}, ["Pull now", "Resume", "Remove the source"]),
        ({"held_until": NOW + timedelta(minutes=9)}, ["Pause", "Remove the source"]),
        ({"rest_until": NOW + timedelta(minutes=9)}, ["Pause", "Remove the source"]),
    ],
)
def test_what_may_be_done_is_offered(others: dict[str, object], verbs: list[str]) -> None:
    assert [button.get_text() for button in shown(feed(**others)).select("article button")] == verbs
    writer = shown(feed(**others), scope=Scope.WRITE)
    assert [button.get_text() for button in writer.select("article button")] == [
        verb for verb in verbs if verb == "Pull now"
    ]
    assert not shown(feed(**others), scope=Scope.READ).select("main form")


def test_what_is_under_way_is_told_with_its_progress_and_trouble() -> None:
    half = Progress(20_480, 120_000, 212.4, retries=2, trouble="The disk was busy.")
    page = shown(
        jobs=(
            Job(JobKind.IMPORT, "imp_1", "tickets.csv", "running", NOW, half),
            Job(JobKind.RESCORE, "res_1", "default/2", "running", NOW, None),
        )
    )
    job, rescoring = page.select("tbody tr")
    assert "20,480 of 120,000" in job.get_text()
    assert (one(job, "progress")["value"], one(job, "progress")["max"]) == ("20480", "120000")
    assert "About 8 minutes" in job.get_text()
    assert "Tried again 2 times: The disk was busy." in job.get_text()
    assert one(job, "th a")["href"] == "/imports/imp_1"
    assert one(rescoring, "form")["action"] == "/sources/rescorings/res_1/cancel"
    assert "1 worker: serve on cx-1" in page.get_text()
    assert page.select("[data-under-way]")


def test_a_source_is_added_pulled_paused_and_removed(house: House) -> None:
    admin = html(house, Scope.ADMIN)
    added = admin.post("/sources", data=NOBODY | {"schedule": "0 * * * *"})
    assert (added.status_code, added.url.fragment) == (200, "blog")
    (kept,) = house.mining.feeds.all("default")
    assert kept.options == {"url": "http://127.0.0.1:9/feed.xml"}
    assert kept.since == datetime(2026, 1, 31, tzinfo=UTC)
    card = one(BeautifulSoup(admin.post("/sources/blog/run").text, "lxml"), "article")
    assert one(card, "h3").get_text() == "blog"
    failed = one(BeautifulSoup(admin.get("/sources").text, "lxml"), "article")
    assert one(failed, ".state").get_text() == "Failed the last time"
    assert "127.0.0.1" in one(failed, ".problem").get_text()
    admin.post("/sources/blog/pause")
    assert house.mining.feeds.get("default", "blog").paused
    admin.post("/sources/blog/resume")
    assert not house.mining.feeds.get("default", "blog").paused
    assert admin.post("/sources/blog/remove").status_code == 200
    assert house.mining.feeds.all("default") == []
    assert admin.post("/sources/blog/run").status_code == 404


def test_three_failures_are_told_among_what_happened(house: House) -> None:
    admin = html(house, Scope.ADMIN)
    admin.post("/sources", data=NOBODY)
    for _ in range(3):
        admin.post("/sources/blog/run")
    events = one(BeautifulSoup(admin.get("/sources").text, "lxml"), "section[aria-labelledby=events]")
    assert "Source fails" in events.get_text()


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"name": "Our Blog"}, "name", ""),
        ({"kind": "rsss"}, "kind", "Did you mean"),
        ({"options": ""}, "options", "Options of rss"),
        ({"options": "url = http://127.0.0.1:9/\ncolour = red"}, "options", "Options of rss"),
        ({"schedule": "often"}, "schedule", ""),
        ({"since": "soon"}, "since", ""),
    ],
)
def test_a_wrong_source_is_told_at_its_field(
    house: House, wrong: dict[str, str], field: str, told: str
) -> None:
    answer = html(house, Scope.ADMIN).post("/sources", data=NOBODY | wrong)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    assert told in one(page, "[role=alert]").get_text()
    assert one(page, str(one(page, "[role=alert] a")["href"]))["name"] == field
    assert house.mining.feeds.all("default") == []


def test_an_import_that_waits_is_under_way(tmp_path: Path) -> None:
    class Nobody(InlineJobs):
        def submit_import(self, workspace: str, import_id: str, *, attempt: int) -> None:
            """It waits."""

    with open_test_house(tmp_path, Nobody()) as waiting:
        import_id = bring(waiting, feedback_csv(3))
        page = BeautifulSoup(html(waiting, Scope.READ).get("/sources").text, "lxml")
        assert one(page, "[data-part=jobs] th a")["href"] == f"/imports/{import_id}"
        assert "No worker was seen" in page.get_text()


def test_who_may_do_what(house: House) -> None:
    writer = html(house, Scope.WRITE)
    assert not BeautifulSoup(writer.get("/sources").text, "lxml").select("#add")
    for path in ("", "/blog/pause", "/blog/resume", "/blog/remove", "/rescorings/res_1/cancel"):
        assert writer.post(f"/sources{path}", data=NOBODY).status_code == 403, path
    assert html(house, Scope.READ).post("/sources/blog/run").status_code == 403


def test_every_kind_of_source_has_a_name() -> None:
    assert set(KINDS) == {*CONNECTORS, "folder"}
