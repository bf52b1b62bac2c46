"""What is done in a browser until a page is in a state: before it is loaded, and on it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route, expect

Step = Callable[[Page], None]

#: what a page asks for after it was loaded
_ASKED_BY_SCRIPT = frozenset({"fetch", "xhr"})


def nothing(_page: Page) -> None:
    """It is there already."""


def opened(selector: str) -> Step:
    """What a summary hides."""

    def step(page: Page) -> None:
        _reached(page, page.locator(selector).first).click()

    return step


def pressed(name: str) -> Step:
    """A button, by what it says."""

    def step(page: Page) -> None:
        page.get_by_role("button", name=name).first.click()

    return step


def submitted(name: str) -> Step:
    """A form as it is, by its button; on to the page that answers."""

    def step(page: Page) -> None:
        page.get_by_role("button", name=name).first.click()
        page.wait_for_load_state()

    return step


def tried(first: Step = nothing) -> Step:
    """The answer to a file's questions has been tried on its first rows, which the page does by itself."""

    def step(page: Page) -> None:
        first(page)
        expect(page.locator("[data-untried], #check[aria-busy]")).to_have_count(0)

    return step


def chosen(select: str, value: str) -> Step:
    """A filter."""

    def step(page: Page) -> None:
        page.locator(f"select[name='{select}']").select_option(value)

    return step


def scrolled_to(selector: str) -> Step:
    """A part further down."""

    def step(page: Page) -> None:
        page.locator(selector).first.scroll_into_view_if_needed()

    return step


def _reached(page: Page, wanted: Locator) -> Locator:
    """What has no room in a phone's bar is a press further away."""
    menu = page.locator("#menu").filter(has=wanted)
    if menu.count() and not wanted.is_visible():
        _more(page)
    return wanted


def _more(page: Page) -> None:
    page.get_by_role("button", name="More", exact=True).click()


def phone_menu(page: Page) -> None:
    """What has no room in a phone's bar."""
    page.set_viewport_size({"width": 390, "height": 844})
    _more(page)


def drawer(page: Page) -> None:
    """The comments behind the first number."""
    page.locator("a.behind:visible").first.click()
    expect(page.locator("dialog[open] article, dialog[open] li").first).to_be_visible()


def asked(words: str) -> Step:
    """Something of the first comment in the drawer."""

    def step(page: Page) -> None:
        drawer(page)
        page.locator("dialog[open]").get_by_role("link", name=words).first.click()
        expect(page.locator("dialog[open] :is(form.relabel, .reasons)").first).to_be_visible(timeout=30_000)

    return step


def holding_back(page: Page) -> None:
    """Whatever the page asks for later is never answered."""
    _answered(page, _ASKED_BY_SCRIPT, lambda _: None)


def breaking(page: Page) -> None:
    """Whatever the page asks for later goes wrong."""
    _answered(page, _ASKED_BY_SCRIPT, lambda route: route.fulfill(status=500, body="no"))


def cut_off(page: Page) -> None:
    """The page hears of no change."""
    _answered(page, frozenset({"eventsource"}), Route.abort)


def loading(page: Page) -> None:
    """Another filter, whose map does not come."""
    chosen("period", "90d")(page)
    expect(page.locator("#main[aria-busy=true]")).to_be_visible()


def told(words: str) -> Step:
    """What the page says of the connection."""

    def step(page: Page) -> None:
        expect(page.get_by_text(words).first).to_be_visible()

    return step


def troubled(page: Page) -> None:
    """Another filter, whose map goes wrong."""
    chosen("period", "90d")(page)
    told("Couldn’t update the map")(page)


def _answered(page: Page, kinds: frozenset[str], answer: Callable[[Route], object]) -> None:
    def choose(route: Route) -> None:
        if route.request.resource_type in kinds:
            answer(route)
        else:
            route.continue_()

    page.route("**/*", choose)
