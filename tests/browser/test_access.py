"""Every page in every state is one that everybody can use: light and dark, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, Page

from api.routes.pages import ROUTERS
from tests.api.serving import serve
from tests.browser.cold import load_cold
from tests.browser.furnished import open_furnished_house
from tests.browser.states import STATES, State
from tests.browser.visits import Visits

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_DESK, _PHONE = 1440, 390
#: of axe: what the law asks for and what it advises beside; in the dark nothing but colours is another
_RULES = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "dark": ["color-contrast", "link-in-text-block"],
}

#: files, and parts of pages that scripts ask for
_NO_PAGES = {
    "/comments.csv",
    "/imports/{import_id}/outcome",
    "/imports/{import_id}/rejected.csv",
    "/map-comments.csv",
    "/map-fragment",
    "/map.csv",
    "/map.svg",
}

#: what a thumb has to hit on a phone; a link in a line of text is as high as that
_SMALL = """() => [...document.querySelectorAll("a[href], button, select, summary, textarea, input:not([type=hidden])")]
  .map((one) => [one, ["checkbox", "radio"].includes(one.type) ? (one.labels[0] ?? one) : one])
  .filter(([one, target]) => target.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && !one.closest(".vh, .skip, [inert]") && getComputedStyle(target).display !== "inline"
    && ![...one.parentNode.childNodes].some((beside) => beside.nodeType === Node.TEXT_NODE && beside.data.trim()))
  .map(([one, target]) => [one, getComputedStyle(one, "::after").position === "absolute" ? one.offsetParent : target])
  .map(([one, target]) => [one, target.getBoundingClientRect().height])
  .filter(([_, height]) => height > 1 && height < 43.5)
  .map(([one, height]) => `${Math.round(height)} px: ${one.outerHTML.slice(0, 100)}`)"""


@pytest.fixture(scope="module")
def visits(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visits]:
    """A house with something of everything, read by the smaller model."""
    folder = tmp_path_factory.mktemp("furnished")
    with open_furnished_house(folder, model="fast") as (house, places), serve(house) as address:
        yield Visits(browser, house, places, address)


def test_a_slow_line_is_enough_for_the_map(visits: Visits) -> None:
    load = load_cold(visits, next(state for state in STATES if state.name == "map"))
    assert len(load.parts) > 5
    assert load.size <= 40_000
    assert load.shift < 0.05


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_everybody_can_use_it(visits: Visits, state: State) -> None:
    refused: list[str] = []
    with visits.at(state, viewport={"width": _DESK, "height": 1000}) as page:
        page.on("console", lambda said: refused.append(said.text) if "Refused to" in said.text else None)
        found = [*_found(page, state, _DESK), *_found(page, state, _PHONE), *page.evaluate(_SMALL)]
    assert found + refused == []


def test_every_page_is_looked_at() -> None:
    shown = {state.path.partition("?")[0] for state in STATES}
    pages = [
        route
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()) and route.path not in _NO_PAGES
    ]
    assert [page.path for page in pages if not any(map(page.path_regex.fullmatch, shown))] == []


def _found(page: Page, state: State, width: int) -> Iterator[str]:
    """What axe complains of at this width in both themes, and whether the page is wider than the window."""
    page.set_viewport_size({"width": width, "height": 1000})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        yield f"{width}: the page is {wide} px wide"
    for scheme, rules in _RULES.items():
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        options = {
            "runOnly": [rule for rule in rules if rule not in state.exempt],
            "rules": {rule: {"enabled": False} for rule in state.exempt},
            "resultTypes": ["violations"],
        }
        for violation in Axe().run(page, options=options).response["violations"]:
            for node in violation["nodes"]:
                said = " ".join(node["failureSummary"].split())
                yield f"{width} {scheme} {violation['id']}: {node['target']} {said}"
