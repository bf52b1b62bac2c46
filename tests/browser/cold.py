"""A cold load: a page as it comes to a browser that has nothing of it yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from playwright.sync_api import Page

from tests.browser.states import State
from tests.browser.visits import Visits

#: of the page, from its first paint on: their sum is `window.shift`
SHIFTS = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
_FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
#: two frames more: what a script moves at the end is painted, and shifts are told
_SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass(frozen=True, slots=True)
class ColdLoad:
    """What one cost."""

    #: address → bytes as they travelled, with the headers of the answer
    parts: Mapping[str, int]
    #: milliseconds from asking for the page until something of it was seen
    first_paint: float
    #: cumulative layout shift: 0 where nothing jumped
    shift: float

    @property
    def size(self) -> int:
        """Bytes of all parts."""
        return sum(self.parts.values())


def load_cold(visits: Visits, state: State) -> ColdLoad:
    """Loads a page in a window of its own, at a desk, in a browser context that has nothing but the session."""
    asked: dict[str, str] = {}
    parts: dict[str, int] = {}

    def note(finished: Mapping[str, Any]) -> None:
        where = asked[finished["requestId"]]
        if where.startswith("http"):
            parts[where] = int(finished["encodedDataLength"])

    def watch(page: Page) -> None:
        wire = page.context.new_cdp_session(page)
        wire.on(
            "Network.requestWillBeSent",
            lambda sent: asked.update({sent["requestId"]: sent["request"]["url"]}),
        )
        wire.on("Network.loadingFinished", note)
        wire.send("Network.enable")
        page.add_init_script(SHIFTS)

    with visits.at(replace(state, before=watch), viewport={"width": 1440, "height": 900}) as page:
        page.wait_for_function(f"{_FIRST_PAINT} !== undefined")
        page.evaluate(_SETTLED)
        return ColdLoad(parts, float(page.evaluate(_FIRST_PAINT)), float(page.evaluate("window.shift")))
