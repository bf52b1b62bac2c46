"""The drawer: a number opens its comments, one of them is corrected, and the number moves."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope

pytestmark = pytest.mark.browser


def enter(page: Page, house: House, address: str, path: str = "/") -> None:
    """Signed in, as who may change things."""
    page.goto(f"{address}/sign-in?token={house.mining.doors.make_link('default', scope=Scope.WRITE)}")
    if path != "/":
        page.goto(address + path)


def number_in(link: Locator) -> int:
    """What a link counts."""
    found = re.search(r"[\d,]+", link.inner_text())
    assert found, link.inner_text()
    return int(found[0].replace(",", ""))


def test_a_number_opens_exactly_its_comments_and_gives_the_focus_back(
    page: Page, house: House, address: str
) -> None:
    enter(page, house, address)
    number = page.locator("#stage-advocacy a.behind").first
    counted = number_in(number)
    number.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog", name="Advocacy: what customers said")
    expect(drawer.locator("article")).to_have_count(counted)
    expect(drawer.locator(".summary")).to_contain_text(f"{counted} comments of")
    assert drawer.evaluate("one => one.getBoundingClientRect().width") == 440
    copied = drawer.get_by_role("link", name="Open as a page").evaluate("link => link.href")
    page.keyboard.press("Escape")
    expect(drawer).not_to_be_visible()
    expect(number).to_be_focused()
    page.goto(copied)
    expect(page.get_by_role("heading", level=1)).to_have_text("Advocacy: what customers said")
    expect(page.locator("article")).to_have_count(counted)


def test_a_correction_moves_the_number_and_undo_moves_it_back(page: Page, house: House, address: str) -> None:
    with page.expect_response("**/v1/stream*"):
        enter(page, house, address)
    number = page.locator("#stage-advocacy a.behind").first
    counted = number_in(number)
    number.click()
    drawer = page.locator("dialog[open]")
    card = drawer.locator("article").first
    card.get_by_role("link", name="Wrong label?").click()
    card.get_by_label("Stage").select_option("use")
    card.get_by_role("button", name="Save").click()
    expect(card).to_contain_text("Saved. The map now uses your label.")
    expect(drawer.get_by_role("status")).to_have_text("Saved. The map now uses your label.")
    expect(drawer.locator(".summary")).to_contain_text(f"{counted - 1} comments of")
    expect(drawer.locator("article")).to_have_count(counted)
    expect(number).to_contain_text(f"{counted - 1} comments", timeout=15_000)
    card.get_by_role("button", name="Undo").click()
    expect(card).to_contain_text("Undone.")
    expect(number).to_contain_text(f"{counted} comments", timeout=15_000)


def test_parts_come_where_they_are_asked_for_and_go_again(page: Page, house: House, address: str) -> None:
    enter(page, house, address, "/comments?stage=support&period=60d&limit=10")
    card = page.locator("article").first
    why = card.get_by_role("link", name="Why this label?")
    why.click()
    expect(card).to_contain_text("Worked out by the model rules/1.0.0")
    expect(why).to_have_attribute("aria-expanded", "true")
    why.click()
    expect(card).not_to_contain_text("Worked out")
    page.get_by_role("link", name="Add a note").click()
    page.get_by_label("What your team knows").fill("The line was down on Monday.")
    page.get_by_role("button", name="Add the note").click()
    expect(page.get_by_label("Notes").get_by_text("The line was down on Monday.", exact=True)).to_be_visible()
    expect(page.locator("article")).to_have_count(10)
    page.get_by_role("link", name="More comments").click()
    expect(page.locator("article")).to_have_count(20)
    expect(page.locator("article").nth(10)).to_be_focused()


def test_it_covers_a_phone_and_is_closed_by_its_button(page: Page, house: House, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    enter(page, house, address)
    page.locator("a.behind:visible").first.click()
    drawer = page.locator("dialog[open]")
    expect(drawer.locator("article").first).to_be_visible()
    assert drawer.evaluate("one => one.getBoundingClientRect().toJSON().width") == 390
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    drawer.get_by_role("button", name="Close").click()
    expect(drawer).not_to_be_visible()


def test_what_cannot_be_loaded_is_said(browser: Browser, house: House, address: str) -> None:
    with browser.new_context() as context:  # the browser itself logs what could not be loaded
        page = context.new_page()
        enter(page, house, address)
        page.route("**/comments?*", lambda route: route.abort("connectionaborted"))
        page.locator("a.behind").first.click()
        expect(page.locator("dialog[open]")).to_contain_text("Couldn’t load the comments.")
