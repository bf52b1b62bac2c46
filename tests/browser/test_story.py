"""One walk through the service, as somebody goes who hears of it today: the real program with a shipped model, and a
real browser. What each part does in detail, the tests beside this one say."""

from __future__ import annotations

import csv
import io
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Download, Locator, Page, expect

from feedback_miner.domain import Scope
from feedback_miner.sample import LAST_DAY, sample_files
from feedback_miner.settings import Settings
from scripts.benchmarking.serving import make_key, served

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

#: reading a file takes a moment, and so does a change until it is seen
_PATIENCE = 120_000
_FILES = {file.name: file.content for file in sample_files(LAST_DAY)}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", model="fast")


@pytest.fixture
def key(settings: Settings) -> str:
    """Of somebody who may do everything."""
    return make_key(settings, Scope.ADMIN)


@pytest.fixture
def address(settings: Settings, key: str, tmp_path: Path) -> Iterator[str]:
    """Of the program in a process of its own; nothing is in it."""
    with served(settings, tmp_path / "log") as address:
        yield address


def test_from_an_empty_page_to_a_map_that_moves(page: Page, address: str, key: str) -> None:
    sign_in(page, address, key)
    upload(page)
    filter_and_go_back(page)
    number, counted = open_a_number(page)
    correct_and_undo(page, number, counted)
    look_differently(page)
    take_it_along(page)
    by_keyboard_alone(page.context.new_page(), address)
    on_a_phone(page)
    assert page.evaluate("window.notReloaded")


def sign_in(page: Page, address: str, key: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("Key").fill(key)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
    expect(page.get_by_text("No feedback yet. Add a file or try the sample data.")).to_be_visible()
    expect(page.locator("#live[data-state=on]")).to_be_visible()
    page.evaluate("window.notReloaded = true")


def upload(page: Page) -> None:
    """A file is chosen, another one dropped; the map comes, and changes."""
    page.get_by_role("link", name="Add feedback").click()
    dialog = page.get_by_role("dialog", name="Add feedback")
    survey = {"name": "survey.csv", "mimeType": "text/csv", "buffer": _FILES["survey.csv"]}
    dialog.locator("input[type=file]").set_input_files(survey)  # type: ignore[arg-type]
    expect(dialog.get_by_role("listitem").first).to_contain_text(" added", timeout=_PATIENCE)
    page.keyboard.press("Escape")
    expect(page.locator("#headline")).to_be_visible(timeout=_PATIENCE)

    everything = page.locator(".legend a.behind")
    before = number_in(everything)
    dropped = page.evaluate_handle(
        """text => {
          const files = new DataTransfer();
          files.items.add(new File([text], "tickets.csv", { type: "text/csv" }));
          return files;
        }""",
        _FILES["tickets.csv"].decode(),
    )
    page.dispatch_event("#main", "drop", {"dataTransfer": dropped})
    expect(dialog.get_by_role("listitem").last).to_contain_text(" added", timeout=_PATIENCE)
    page.keyboard.press("Escape")
    expect(everything).not_to_have_text(re.compile(rf"^{before:,} "), timeout=_PATIENCE)
    assert number_in(everything) > before


def filter_and_go_back(page: Page) -> None:
    everything = page.locator(".legend a.behind")
    before = everything.inner_text()
    page.locator("select[name=channel]").select_option("email")
    expect(page).to_have_url(re.compile(r"/\?channel=email$"))
    expect(everything).not_to_have_text(before, timeout=_PATIENCE)
    page.go_back()
    expect(everything).to_have_text(before)


def open_a_number(page: Page) -> tuple[Locator, int]:
    """Some number of the map, and what it counts: as many cards lie behind it."""
    numbers = page.locator(".lane.touchpoints .card a.behind:visible")
    number = next(one for one in numbers.all() if 5 <= number_in(one) <= 40)
    counted = number_in(number)
    number.click()
    drawer = page.locator("dialog[open]")
    expect(drawer.locator("article")).to_have_count(counted, timeout=_PATIENCE)
    expect(drawer.locator("article mark").first).to_be_visible(timeout=_PATIENCE)
    expect(drawer.locator(".summary")).to_contain_text(f"{counted} comments")
    return page.locator(f".lane.touchpoints a.behind[href='{number.get_attribute('href')}']"), counted


def correct_and_undo(page: Page, number: Locator, counted: int) -> None:
    card = page.locator("dialog[open] article").first
    card.get_by_role("link", name="Wrong label?").click()
    chosen = card.get_by_label("Stage")
    other = "advocacy" if chosen.input_value() != "advocacy" else "awareness"
    chosen.select_option(other)
    card.get_by_label("Touchpoint").select_option("word_of_mouth")
    card.get_by_role("button", name="Save").click()
    expect(card).to_contain_text("Saved. The map now uses your label.", timeout=_PATIENCE)
    expect(number).to_have_text(re.compile(rf"^{counted - 1}\b"), timeout=_PATIENCE)
    card.get_by_role("button", name="Undo").click()
    expect(number).to_have_text(re.compile(rf"^{counted}\b"), timeout=_PATIENCE)
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def look_differently(page: Page) -> None:
    """Another lens, and another comparison."""
    everything = page.locator(".legend a.behind").inner_text()
    expect(page.locator("section.stage")).to_have_count(9, timeout=_PATIENCE)
    page.get_by_text("More filters").click()
    page.locator("select[name=lens]").select_option("loyalty")
    expect(page.locator("section.stage")).to_have_count(5, timeout=_PATIENCE)
    expect(page.locator(".legend a.behind")).to_have_text(everything)
    expect(page.locator(".legend")).to_contain_text("dashed: ")
    page.locator("select[name=compare]").select_option("none")
    expect(page.locator(".legend")).not_to_contain_text("dashed: ")
    page.get_by_role("link", name="Clear").click()
    expect(page.locator("section.stage")).to_have_count(9, timeout=_PATIENCE)


def take_it_along(page: Page) -> None:
    """The picture, the figures and the comments say what the page says."""
    counted = number_in(page.locator(".legend a.behind"))
    width, height, colours = png_of(exported(page, "button", "Picture (PNG)"))
    assert width >= 2 * 1440
    assert height >= 2 * 600
    assert colours > 50
    rows = list(csv.DictReader(io.StringIO(exported(page, "link", "Numbers (CSV)").decode("utf-8-sig"))))
    assert int(rows[0]["Comments"]) == counted
    stages = [row for row in rows[1:] if not row["Touchpoint"]]
    assert sum(int(row["Comments"]) for row in stages) == counted
    comments = exported(page, "link", "Comments (CSV)").decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(comments)))) == counted


def by_keyboard_alone(page: Page, address: str) -> None:
    """In a window of its own: to the map, across it, into a number and back."""
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.map') !== null"):
            break
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    number = page.locator(".map a.behind:focus")
    expect(number).to_have_count(1)
    held = number.get_attribute("href")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] article").first).to_be_visible(timeout=_PATIENCE)
    page.keyboard.press("Escape")
    expect(page.locator(f".map a.behind[href='{held}']:focus")).to_have_count(1)
    page.close()


def on_a_phone(page: Page) -> None:
    """The stages are cards; one is opened, and a number in it covers the window."""
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    chosen = page.locator("#stage-use")
    page.locator(".numbers-nav a[href='#stage-use']").click()
    expect(chosen.locator(".lane.touchpoints")).to_be_visible()
    chosen.locator(".lane a.behind").first.click()
    drawer = page.locator("dialog[open]")
    expect(drawer.locator("article").first).to_be_visible(timeout=_PATIENCE)
    assert drawer.evaluate("one => one.getBoundingClientRect().width") == 390
    drawer.get_by_role("button", name="Close").click()
    expect(drawer).to_have_count(0)


def number_in(link: Locator) -> int:
    """What a link counts."""
    found = re.search(r"[\d,]+", link.inner_text())
    assert found, link.inner_text()
    return int(found[0].replace(",", ""))


def exported(page: Page, role: str, name: str) -> bytes:
    """The file that an entry of the menu gives."""
    page.locator("#export > summary").click()
    with page.expect_download() as caught:
        page.get_by_role(role, name=name).click()  # type: ignore[arg-type]
    download: Download = caught.value
    return Path(download.path()).read_bytes()


def png_of(content: bytes) -> tuple[int, int, int]:
    """Width and height in pixels, and how many different bytes are in its lines: an empty one has few."""
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    data, at = b"", 8
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        if content[at + 4 : at + 8] == b"IDAT":
            data += content[at + 8 : at + 8 + length]
        at += 12 + length
    return width, height, len(set(zlib.decompress(data)))
