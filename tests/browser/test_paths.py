"""Segments, the flow and a customer in a real browser: numbers on drawings open their comments."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope

pytestmark = pytest.mark.browser


def link(house: House, address: str) -> str:
    return f"{address}/sign-in?token={house.mining.doors.make_link('default', scope=Scope.ADMIN)}"


def test_a_number_on_the_drawing_opens_its_comments_by_mouse_and_by_keys(
    page: Page, house: House, address: str
) -> None:
    page.goto(link(house, address))
    page.goto(f"{address}/flow?period=45d")
    count = page.locator("svg a.behind .pill").first.locator("..")
    said = count.get_attribute("aria-label") or ""
    drawer = page.locator("dialog[open]")
    count.click()
    expect(drawer.locator(".summary b").first).to_have_text(said.partition(":")[0])
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(count).to_be_focused()
    page.keyboard.press("Enter")
    expect(drawer.locator(".summary b").first).to_have_text(said.partition(":")[0])


def test_a_segment_is_named_compared_and_its_filters_change(page: Page, house: House, address: str) -> None:
    page.goto(link(house, address))
    page.goto(f"{address}/segments?period=45d")
    page.get_by_text("Name a segment").click()
    page.get_by_label("What you call them").fill("Small shops")
    page.locator("#add").get_by_label("Plan").select_option("pro")
    page.get_by_role("button", name="Save the segment").click()
    expect(page).to_have_url(f"{address}/segments/small-shops")
    page.get_by_role("link", name="Compare with others").click()
    page.get_by_label("and these").select_option("plan=free")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("h1")).to_have_text("Small shops and Plan: free")
    page.locator(".filters select[name=period]").select_option("90d")
    expect(page).to_have_url(f"{address}/segments/compare?a=small-shops&b=plan%3Dfree&period=90d")
    expect(page.locator("h1")).to_have_text("Small shops and Plan: free")


def test_a_customer_is_looked_up_read_and_erased(page: Page, house: House, address: str) -> None:
    page.goto(link(house, address))
    page.goto(f"{address}/flow")
    page.get_by_role("link", name="One customer’s journey").click()
    page.get_by_label("E-mail address, user name or number").fill("customer-3")
    page.keyboard.press("Enter")
    faces = page.locator("svg.steps a")
    expect(page.locator("h1")).to_contain_text("Customer c_")
    assert faces.count() > 3
    faces.first.click()
    expect(page.locator(".messages li:target")).to_be_in_viewport()
    page.get_by_text("Erase this customer").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Erase", exact=True).click()
    expect(page.locator("main [role=status]")).to_contain_text("of this customer were erased")
