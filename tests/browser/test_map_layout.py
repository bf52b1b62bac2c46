"""The map on paper and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope

pytestmark = pytest.mark.browser

#: A3, landscape, in points
_WIDE, _HIGH = 420 / 25.4 * 72, 297 / 25.4 * 72


@pytest.fixture
def opened(page: Page, house: House, address: str) -> Page:
    """The map of 200 messages, signed in."""
    page.goto(f"{address}/sign-in?token={house.mining.doors.make_link('default', scope=Scope.READ)}")
    expect(page.locator("#headline")).to_be_visible()
    return page


def test_it_is_printed_on_one_sheet_whatever_the_screen_shows(opened: Page) -> None:
    opened.emulate_media(color_scheme="dark")
    printed = opened.pdf(prefer_css_page_size=True)
    sheets = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert [(round(float(wide)), round(float(high))) for wide, high in sheets] == [
        (round(_WIDE), round(_HIGH))
    ]
    opened.emulate_media(media="print")
    assert opened.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(246, 245, 242)"


def test_on_a_phone_the_lowest_the_highest_and_the_chosen_stage_are_open(opened: Page) -> None:
    opened.set_viewport_size({"width": 390, "height": 844})
    shown = """() => [...document.querySelectorAll(".stage")]
      .filter((one) => one.querySelector(".lane")?.checkVisibility()).map((one) => one.id)"""
    ends = set(
        opened.evaluate("[...document.querySelectorAll('.stage.low, .stage.high')].map((one) => one.id)")
    )
    assert len(ends) == 2
    assert set(opened.evaluate(shown)) == ends
    spoken_of = opened.evaluate("[...document.querySelectorAll('.stage:has(.lane)')].map((one) => one.id)")
    other = next(stage for stage in spoken_of if stage not in ends)
    opened.locator(f".numbers-nav a[href='#{other}']").click()
    expect(opened.locator(f"#{other} .lane.touchpoints")).to_be_visible()
    assert set(opened.evaluate(shown)) == {*ends, other}


def test_a_card_of_a_touchpoint_is_one_target(opened: Page) -> None:
    card = opened.locator(".touchpoints .card").first
    card.scroll_into_view_if_needed()
    box = card.bounding_box()
    assert box is not None
    found = opened.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).closest('a')?.getAttribute('href')",
        [box["x"] + 12, box["y"] + box["height"] - 6],
    )
    assert found == card.locator("a.behind").get_attribute("href")
