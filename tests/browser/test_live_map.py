"""The open map: kept up to date without a jump, by keyboard, and honest about its connection."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, Route, expect

from feedback_miner.bootstrap import House
from feedback_miner.domain import Access, Scope, StatementFilter
from feedback_miner.domain.team.personas import Persona
from feedback_miner.mining import Question
from tests.api.house import bring, feedback_csv
from tests.browser.cold import SHIFTS

pytestmark = pytest.mark.browser

#: counts how often the curve is drawn anew
_STEPS = """() => {
  const line = document.querySelector("path.line");
  let steps = 0;
  new MutationObserver(() => (document.documentElement.dataset.steps = ++steps)).observe(line, { attributes: true });
}"""
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def opened(page: Page, house: House, address: str, path: str = "/") -> None:
    """The map, signed in, listening."""
    page.goto(f"{address}/sign-in?token={house.mining.doors.make_link('default', scope=Scope.WRITE)}")
    if path != "/":
        page.goto(address + path)
    expect(page.locator("#live[data-state=on]")).to_be_visible()


def more(house: House) -> None:
    """More is said at Support."""
    bring(house, feedback_csv(30, first=500, text=lambda n: f"The agent kept me waiting for {n} minutes."))


def praise(house: House) -> None:
    """A person says that somebody at Support was glad."""
    where = StatementFilter(stages=("support",))
    said = house.mining.maps.statements("default", Question(), where, cursor=None, limit=1).items[0]
    labels = replace(said.labels, sentiment=1.0)
    house.mining.corrections.correct(Access("default", Scope.WRITE, "key_1"), said.id, labels)


def test_what_the_reader_does_outlasts_a_change(page: Page, house: House, address: str) -> None:
    opened(page, house, address)
    page.evaluate("window.stage = document.getElementById('stage-support')")
    page.locator("#numbers > summary").click()
    held = page.locator("#stage-support h2 a").first
    held.focus()
    count = page.locator("#stage-support h2 .count")
    before = count.inner_text()
    page.evaluate("window.scrollTo(0, 120)")
    more(house)
    expect(count).not_to_have_text(before, timeout=15_000)
    expect(held).to_be_focused()
    expect(page.locator("#numbers")).to_have_attribute("open", "")
    assert page.evaluate("[window.stage === document.getElementById('stage-support'), scrollY]") == [
        True,
        120,
    ]


def test_the_curve_moves_to_where_it_is_now(page: Page, house: House, address: str) -> None:
    opened(page, house, address)
    page.evaluate(_STEPS)
    praise(house)
    expect(page.locator("html")).to_have_attribute("data-steps", re.compile(r"\d\d"), timeout=15_000)
    page.wait_for_timeout(900)
    drawn = page.locator("path.line").first.get_attribute("d")
    page.reload()
    assert page.locator("path.line").first.get_attribute("d") == drawn


def test_who_wants_no_motion_gets_none(page: Page, house: House, address: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    opened(page, house, address)
    page.evaluate(_STEPS)
    praise(house)
    expect(page.locator("html")).to_have_attribute("data-steps", "1", timeout=15_000)
    page.wait_for_timeout(500)
    expect(page.locator("html")).to_have_attribute("data-steps", "1")


def test_a_pause_lasts_until_it_is_ended(page: Page, house: House, address: str) -> None:
    opened(page, house, address)
    count = page.locator("#stage-support h2 .count")
    before = count.inner_text()
    page.get_by_role("button", name="Live").click()
    expect(page.get_by_role("button", name="Paused")).to_be_visible()
    more(house)
    page.wait_for_timeout(3_000)
    expect(count).to_have_text(before)
    page.get_by_role("button", name="Paused").click()
    expect(count).not_to_have_text(before, timeout=15_000)


def test_a_pause_holds_what_is_on_its_way(page: Page, house: House, address: str) -> None:
    opened(page, house, address)
    count = page.locator("#stage-support h2 .count")
    before = count.inner_text()
    held: list[Route] = []
    page.route("**/map-fragment*", lambda route: held.append(route))
    with page.expect_request("**/map-fragment*", timeout=15_000):
        more(house)
    page.get_by_role("button", name="Live").click()
    with page.expect_response("**/map-fragment*"):
        for route in held:
            route.continue_()
    page.unroute("**/map-fragment*")
    expect(page.get_by_role("button", name="Paused")).to_be_visible()
    expect(count).to_have_text(before)
    page.get_by_role("button", name="Paused").click()
    expect(count).not_to_have_text(before, timeout=15_000)


def test_the_old_map_stays_while_another_is_fetched(page: Page, house: House, address: str) -> None:
    opened(page, house, address)
    held: list[Route] = []
    page.route("**/map-fragment*", lambda route: held.append(route))
    page.locator("select[name=channel]").select_option("chat")
    expect(page.locator("#main[aria-busy=true]")).to_have_css("opacity", "0.6")
    page.locator("select[name=channel]").select_option("email")
    expect(page).to_have_url(f"{address}/?channel=email")
    page.unroute("**/map-fragment*")
    page.locator("select[name=channel]").select_option("")
    expect(page.locator("#main[aria-busy]")).to_have_count(0)
    expect(page.locator(".brand p")).to_have_text("All customers")


def test_arrows_go_across_stages_and_lanes(page: Page, house: House, address: str) -> None:
    opened(page, house, address)
    stops = page.locator(".map a[tabindex='0'], .map summary[tabindex='0'], .map button[tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    expect(page.locator("#stage-awareness h2 a").first).to_be_focused()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#stage-onboarding h2 a").first).to_be_focused()
    lanes = []
    for _ in range(8):
        page.keyboard.press("ArrowDown")
        lanes.append(page.evaluate("document.activeElement.closest('.lane, .dots, h2').className"))
    assert list(dict.fromkeys(lanes))[-3:] == ["dots plain", "lane emotions", "lane touchpoints"]
    page.keyboard.press("End")
    expect(page.locator("#stage-advocacy :focus, .dots > li:last-child :focus")).to_have_count(1)
    expect(stops).to_have_count(1)


def test_filters_go_along_to_the_next_page(page: Page, house: House, address: str) -> None:
    house.mining.segments.save("default", Persona("pros", "Pro plan", segments={"plan": "pro"}))
    opened(page, house, address)
    page.get_by_text("More filters").click()
    page.get_by_role("link", name="Pro plan").click()
    expect(page).to_have_url(f"{address}/?segment.plan=pro")
    expect(page.locator(".brand p")).to_have_text("Pro plan")
    link = page.get_by_role("link", name="Pain points", exact=True)
    expect(link).to_have_attribute("href", re.compile(r"/pain-points\?segment\.plan=pro"))


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_jumps_while_it_comes(page: Page, house: House, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, house, address)
    page.add_init_script(SHIFTS)
    page.reload()
    expect(page.locator("#live[data-state=on]")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate("window.shift") < 0.05
    assert page.evaluate(_PAINT) < 1_000  # what it is at a desk is measured: 0.3 s at most
