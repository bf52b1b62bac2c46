"""How easily something can be mended is said in place, by hand or by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope

pytestmark = pytest.mark.browser


def test_choosing_shows_the_button_and_the_button_saves(page: Page, house: House, address: str) -> None:
    token = house.mining.doors.make_link("default", scope=Scope.WRITE)
    page.goto(f"{address}/sign-in?token={token}")
    page.goto(f"{address}/priorities?outcome=none")
    row = page.locator(".ranked tbody tr").first
    choice, button = row.get_by_role("combobox"), row.get_by_role("button")
    expect(button).to_be_hidden()
    choice.select_option("5")
    expect(button).to_be_visible()
    choice.select_option("none")
    expect(button).to_be_hidden()
    choice.select_option("5")
    choice.press("Tab")
    expect(button).to_be_focused()
    key = row.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/priorities?outcome=none#{key}")
    saved = page.locator(f"tr[id='{key}']")
    expect(saved.get_by_role("combobox")).to_have_value("5")
    expect(saved.get_by_role("button")).to_be_hidden()
    assert saved.evaluate("row => row.matches(':target')")
