"""The map's page as people see it: signed in by a link, filtered, and kept up to date."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.house import bring, feedback_csv

pytestmark = pytest.mark.browser


def link(house: House, address: str) -> str:
    """A sign-in link."""
    return f"{address}/sign-in?token={house.mining.doors.make_link('default', scope=Scope.READ)}"


def test_a_link_leads_to_the_map(page: Page, house: House, address: str) -> None:
    page.goto(link(house, address))
    expect(page).to_have_url(f"{address}/")
    expect(page.locator("#headline")).to_contain_text("Support")
    expect(page.locator("section.stage")).to_have_count(9)
    expect(page.locator("#stage-support h2")).to_contain_text("Support")
    assert page.locator("#stage-support").evaluate("stage => stage.getBoundingClientRect().height") > 300


def test_a_key_signs_in_by_the_form(page: Page, house: House, address: str) -> None:
    secret = house.mining.doors.make_key("default", name="me", scope=Scope.READ).secret
    page.goto(f"{address}/sign-in")
    page.get_by_label("Key").fill(secret)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#headline")).to_be_visible()


def test_filters_are_in_the_address_and_back_works(page: Page, house: House, address: str) -> None:
    page.goto(link(house, address))
    page.evaluate("window.notReloaded = true")
    count = page.locator("#stage-onboarding h2 .count")
    everything = count.inner_text()
    channel = page.locator("select[name=channel]")
    channel.select_option("chat")
    expect(page).to_have_url(f"{address}/?channel=chat")
    expect(count).not_to_have_text(everything)
    expect(page.locator(".brand p")).to_have_text("chat")
    expect(page.locator("#status")).to_contain_text("The map was updated.")
    page.go_back()
    expect(count).to_have_text(everything)
    expect(channel).to_have_value("")
    assert page.evaluate("window.notReloaded")


def test_filters_work_without_a_script(browser: Browser, house: House, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(link(house, address))
        page.locator("select[name=channel]").select_option("chat")
        page.get_by_role("button", name="Show").click()
        expect(page).to_have_url(re.compile("channel=chat"))
        expect(page.locator(".brand p")).to_have_text("chat")


def test_dates_are_asked_for_when_they_make_a_period(page: Page, house: House, address: str) -> None:
    page.goto(link(house, address))
    page.get_by_text("More filters", exact=True).click()
    page.get_by_role("textbox", name="From").fill("2026-05-20")
    expect(page).to_have_url(f"{address}/?from=2026-05-20")
    page.get_by_role("textbox", name="To").fill("2026-05-01")
    expect(page.locator("#status")).to_contain_text("ends before it begins")
    page.get_by_role("textbox", name="To").fill("2026-05-25")
    expect(page).to_have_url(f"{address}/?from=2026-05-20&to=2026-05-25")
    expect(page.locator(".legend")).to_contain_text("20 May 2026 to 25 May 2026")


@pytest.mark.parametrize("width", [1440, 390])
def test_signing_out_ends_the_session(browser: Browser, house: House, address: str, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        page = context.new_page()  # the browser itself logs the status of the page that comes after
        page.goto(link(house, address))
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_label("Key")).to_be_visible()
        assert context.cookies() == []


@pytest.mark.parametrize("width", [1440, 1024, 800, 390])
def test_the_page_is_never_wider_than_the_window(page: Page, house: House, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(link(house, address))
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_change_shows_without_a_reload(page: Page, house: House, address: str) -> None:
    with page.expect_response("**/v1/stream*"):
        page.goto(link(house, address))
    page.evaluate("window.notReloaded = true")
    count = page.locator("#stage-support h2 .count")
    before = count.inner_text()
    bring(house, feedback_csv(30, first=500, text=lambda n: f"The agent kept me waiting for {n} minutes."))
    expect(count).not_to_have_text(before, timeout=15_000)
    assert page.evaluate("window.notReloaded")


def test_a_wrong_address_is_explained_with_a_way_back(browser: Browser, house: House, address: str) -> None:
    with browser.new_context() as context:  # the browser itself logs the status of such a page as an error
        page = context.new_page()
        page.goto(link(house, address))
        page.goto(f"{address}/?lens=nope")
        expect(page.get_by_text("nope")).to_be_visible()
        page.get_by_role("link").first.click()
        expect(page.locator("#headline")).to_be_visible()
