"""Pages of the team's own things in a browser: recorded by keyboard, copied by a button, kept up to date."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.house import LAST_DAY

pytestmark = pytest.mark.browser

PATHS = ("/actions", "/alerts", "/alerts/rules", "/alerts/targets?by=email", "/sources", "/keys")


@pytest.fixture
def admin(page: Page, house: House, address: str) -> Page:
    page.goto(f"{address}/sign-in?token={house.mining.doors.make_link('default', scope=Scope.ADMIN)}")
    return page


def test_an_action_is_recorded_with_the_keyboard_alone(admin: Page, address: str) -> None:
    admin.goto(f"{address}/actions")
    admin.get_by_text("Record an action").focus()
    admin.keyboard.press("Enter")
    admin.keyboard.press("Tab")
    admin.keyboard.type("Faster parcels")
    admin.get_by_label("First day").fill(LAST_DAY.isoformat())
    admin.get_by_label("Touchpoint").select_option(label="Delivery")
    admin.get_by_role("button", name="Record it").press("Enter")
    expect(admin.locator("article:target h2")).to_have_text("Faster parcels")
    expect(admin.locator("article .state")).to_have_text("Too early to tell")


def test_a_secret_is_copied(admin: Page, address: str) -> None:
    admin.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    admin.goto(f"{address}/keys")
    admin.get_by_label("Whose it is").fill("nightly")
    admin.get_by_role("button", name="Make the key").click()
    admin.get_by_role("button", name="Copy").click()
    expect(admin.get_by_role("status").first).to_have_text("Copied.")
    assert admin.evaluate("navigator.clipboard.readText()") == admin.locator("#secret").input_value()


def test_sources_are_kept_up_to_date_without_a_reload(admin: Page, house: House, address: str) -> None:
    admin.goto(f"{address}/sources")
    admin.evaluate("window.notReloaded = true")
    house.mining.feeds.add("default", name="blog", kind="rss", options={"url": "http://127.0.0.1:9/feed.xml"})
    expect(admin.get_by_role("heading", name="blog")).to_be_visible(timeout=10_000)
    assert admin.evaluate("window.notReloaded")


@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_is_wider_than_the_window(admin: Page, house: House, address: str, width: int) -> None:
    house.mining.feeds.add("default", name="blog", kind="rss", options={"url": "http://127.0.0.1:9/feed.xml"})
    admin.set_viewport_size({"width": width, "height": 900})
    for path in PATHS:
        admin.goto(address + path)
        assert admin.evaluate("document.documentElement.scrollWidth") == width, path
