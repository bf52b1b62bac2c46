"""A file that asks something, settled in a real browser: tried while it is answered, then counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from feedback_miner.mining import Wish
from tests.api.house import InlineJobs, open_test_house

pytestmark = pytest.mark.browser

#: nothing tells the day from the month, and either of two columns may be what people wrote
UNCLEAR = (
    "Ref,When,Who,Likes and dislikes,Anything else to tell us,Score\n"
    "1,03/04/2026,ada@example.com,The parcel came two days late again,The agent was rude to me twice,2\n"
    "2,05/06/2026,bob@example.com,The app is quick and easy to use,I would recommend this shop to friends,7\n"
    "3,07/08/2026,eve@example.com,The checkout asked me twice for it,The app asked me for my opinion,5\n"
)


class PatientJobs(InlineJobs):
    """Carries imports out when it is told to."""

    patient = False

    def submit_import(self, workspace: str, import_id: str, *, attempt: int) -> None:
        if not self.patient:
            super().submit_import(workspace, import_id, attempt=attempt)


@pytest.fixture
def jobs() -> PatientJobs:
    return PatientJobs()


@pytest.fixture
def house(tmp_path: Path, jobs: PatientJobs) -> Iterator[House]:
    """Empty, and what takes a moment to load is loaded."""
    with open_test_house(tmp_path / "data", jobs) as house:
        house.preparer()
        yield house


def link(house: House, address: str) -> str:
    return f"{address}/sign-in?token={house.mining.doors.make_link('default', scope=Scope.WRITE)}"


def waiting(house: House) -> str:
    """The path of an import that waits."""
    wish = Wish(overrides=("date_order=day-first",))
    job = house.mining.imports.submit("default", file="survey.csv", blocks=[UNCLEAR.encode()], wish=wish)
    return f"/imports/{job.id}"


def test_a_file_is_uploaded_settled_and_counted(page: Page, house: House, address: str) -> None:
    page.goto(link(house, address))
    page.get_by_role("link", name="Imports").first.click()
    survey = {"name": "survey.csv", "mimeType": "text/csv", "buffer": UNCLEAR.encode()}
    page.get_by_label("Drop a file here").set_input_files(survey)  # type: ignore[arg-type]
    expect(page.get_by_role("heading", level=1)).to_have_text("survey.csv")
    check = page.locator("#check")
    expect(check).to_contain_text("can be read in two ways")

    page.evaluate("window.notReloaded = true")
    page.get_by_label("Anything else to tell us").select_option(label="What they wrote")
    page.get_by_label("Column Score").select_option(label="Rating or stars")
    page.get_by_label("4 March 2026 (month first)").check()
    expect(check.get_by_text("All of the 3 rows would come in.")).to_be_visible()
    expect(check).to_contain_text("on a scale from 1 to 10")
    expect(page.get_by_role("status")).to_contain_text("would come in")
    expect(page.get_by_label("4 March 2026 (month first)")).to_be_checked()
    expect(page.get_by_label("4 March 2026 (month first)")).to_be_focused()
    assert page.evaluate("window.notReloaded")

    page.get_by_role("button", name="Start the import").click()
    expect(page.locator("h2").first).to_have_text("What became of 3 rows")
    statements = house.mining.imports.page("default", cursor=None, limit=1).items[0].report.statements
    assert statements == 6
    expect(page.locator(".report .whole dd")).to_have_text("6")
    page.get_by_role("link", name="See the map").click()
    expect(page.locator("#stage-use h2")).to_contain_text("comment")


def test_what_contradicts_itself_is_said_while_it_is_chosen(page: Page, house: House, address: str) -> None:
    place = waiting(house)
    page.goto(link(house, address))
    page.goto(address + place)
    page.get_by_label("Column Ref").select_option("date")
    expect(page.get_by_role("alert")).to_contain_text("Only one column can be “Date”")
    expect(page.get_by_label("Column Ref")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Column Ref").select_option("id")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator("#check")).to_contain_text("All of the 3 rows")
    expect(page.locator("[aria-invalid]")).to_have_count(0)


def test_how_far_it_is_shows_without_a_reload(
    page: Page, house: House, jobs: PatientJobs, address: str
) -> None:
    place = waiting(house)
    jobs.patient = True
    page.goto(link(house, address))
    page.goto(address + place)
    page.get_by_role("button", name="Start the import").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.evaluate("window.notReloaded = true")
    house.mining.runs.run("default", place.removeprefix("/imports/"))
    expect(page.locator("h2").first).to_have_text("What became of 3 rows", timeout=15_000)
    expect(page.get_by_role("status")).to_have_text("What became of 3 rows")
    assert page.evaluate("window.notReloaded")


def test_it_is_settled_without_a_script(browser: Browser, house: House, address: str) -> None:
    place = waiting(house)
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(link(house, address))
        page.goto(address + place)
        page.get_by_role("button", name="Try it on the first rows").click()
        expect(page.locator("#check")).to_contain_text("All of the 3 rows would come in.")
        page.get_by_role("button", name="Start the import").click()
        expect(page.locator(".state")).to_have_text("Done")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_table_scrolls_and_the_page_does_not(page: Page, house: House, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    place = waiting(house)
    page.goto(link(house, address))
    for path in ("/imports", place):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") == width
    asked = page.get_by_label("Likes and dislikes")
    box = asked.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
