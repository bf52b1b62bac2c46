"""Files in and out on the map's page: dropped, read while one looks, and taken away as a picture."""

from __future__ import annotations

import base64
import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from feedback_miner.mining import Question
from tests.api.house import InlineJobs, bring, feedback_csv, open_test_house

pytestmark = pytest.mark.browser

#: files as a desktop hands them over: their names and contents, in base64
_DROP = """(files) => {
  const carried = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    carried.items.add(new File([bytes], name, { type: "text/csv" }));
  }
  for (const kind of ["dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}"""


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
    """200 messages are in; what takes a moment to load is loaded."""
    with open_test_house(tmp_path / "data", jobs) as house:
        house.preparer()
        bring(house, feedback_csv(200))
        yield house


def link(house: House, address: str, workspace: str = "default") -> str:
    return f"{address}/sign-in?token={house.mining.doors.make_link(workspace, scope=Scope.WRITE)}"


def drop(page: Page, *files: tuple[str, bytes]) -> None:
    page.evaluate(_DROP, [[name, base64.b64encode(content).decode()] for name, content in files])


def test_a_dropped_file_is_on_the_map_without_a_reload(
    page: Page, house: House, jobs: PatientJobs, address: str
) -> None:
    with page.expect_response("**/v1/stream*"):
        page.goto(link(house, address))
    page.evaluate("window.notReloaded = true")
    count = page.locator("#stage-support h2 .count")
    before = count.inner_text()
    jobs.patient = True
    more = feedback_csv(30, first=500, text=lambda n: f"The agent kept me waiting for {n} minutes.")
    drop(page, ("more.csv", more))
    row = page.locator("dialog[open] .uploads li")
    expect(row).to_contain_text("more.csv")
    expect(row.get_by_role("progressbar", name="In the queue")).to_be_visible()
    job = house.mining.imports.page("default", cursor=None, limit=1).items[0]
    house.mining.runs.run("default", job.id)
    expect(row).to_contain_text("30 added", timeout=10_000)
    expect(page.locator("dialog[open]").get_by_role("status")).to_have_text("more.csv: 30 added")
    expect(count).not_to_have_text(before, timeout=10_000)
    page.get_by_role("button", name="Close").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.evaluate("window.notReloaded")


def test_several_files_each_tell_what_became_of_them(page: Page, house: House, address: str) -> None:
    page.goto(link(house, address))
    page.get_by_role("link", name="Add feedback").click()
    dialog = page.get_by_role("dialog", name="Add feedback")
    wrong = feedback_csv(2, first=900).replace(b"2026-05-31T10:00:00Z", b"some day")
    page.get_by_label("Drop a file here").set_input_files(
        [
            FilePayload(name="good.csv", mimeType="text/csv", buffer=feedback_csv(5, first=800)),
            FilePayload(name="partly.csv", mimeType="text/csv", buffer=wrong),
        ]
    )
    expect(dialog.get_by_role("listitem").first).to_contain_text("5 added")
    expect(dialog.get_by_role("listitem").last).to_contain_text("1 skipped")
    dialog.get_by_role("link", name="see why").click()
    expect(page.get_by_role("heading", name="Rows that cannot be used")).to_be_visible()


def test_the_sample_is_one_button_away(page: Page, house: House, address: str) -> None:
    house.mining.doors.open_workspace("new", time_zone="UTC")
    page.goto(link(house, address, "new"))
    page.get_by_role("button", name="Try the sample data").click()
    expect(page.locator("#headline")).to_be_visible()


def test_a_picture_and_tables_are_taken_away(page: Page, house: House, address: str, tmp_path: Path) -> None:
    page.goto(link(house, address))
    page.locator("select[name=channel]").select_option("chat")
    expect(page).to_have_url(f"{address}/?channel=chat")
    shown = house.mining.maps.read("default", Question(channel="chat")).overall.statements
    saved = {}
    for name in ("Picture (PNG)", "Numbers (CSV)", "Comments (CSV)"):
        page.locator("#export > summary").click()
        with page.expect_download() as loading:
            page.locator("#export").get_by_text(name).click()
        saved[name] = tmp_path / loading.value.suggested_filename
        loading.value.save_as(saved[name])
    picture = saved["Picture (PNG)"]
    assert picture.name.startswith("journey-map-2026-05-02")
    head = picture.read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    assert int.from_bytes(head[16:20], "big") == 2 * 1440
    with saved["Comments (CSV)"].open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == shown
    with saved["Numbers (CSV)"].open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["Comments"] == str(shown)


def test_on_a_phone_the_dialog_fits(page: Page, house: House, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(link(house, address))
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("link", name="Add feedback").click()
    box = page.get_by_role("dialog", name="Add feedback").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Add feedback")).to_have_count(0)
