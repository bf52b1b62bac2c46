"""The filters of a page, and what of them goes along to the next one."""

from __future__ import annotations

from collections.abc import Mapping

from api.pages.addresses import address, of_the_map
from api.pages.chrome import PLACES, Chrome
from api.pages.filters import FilterForm, filter_form
from feedback_miner.domain import Access, Scope, Workspace
from feedback_miner.domain.team.personas import Persona
from feedback_miner.taxonomy import load_default

DIMENSIONS = {
    "channel": {"chat": 3, "email": 9},
    "source": {"ticket": 12},
    "segment.plan": {"pro": 4, "free": 8},
    "segment.country": {"Ireland": 2},
}
IRISH_CHAT = Persona("irish", "Irish chat", channel="chat", segments={"country": "Ireland"})


def form(query: Mapping[str, str], *saved: Persona, path: str = "/") -> FilterForm:
    return filter_form(DIMENSIONS, query, load_default(), path=path, saved=saved)


def test_filters_go_along_and_nothing_else() -> None:
    query = {"period": "7d", "sort": "change", "segment.plan": "a & b", "channel": "", "csrf": "x"}
    assert address("", of_the_map(query)) == "?period=7d&segment.plan=a+%26+b"
    assert address("", of_the_map({"cursor": "x"})) == ""


def test_the_bar_leads_on_with_the_filters_where_figures_are_of_a_cut() -> None:
    chrome = Chrome(Workspace("w", "W", "UTC", 1), Access("w", Scope.READ, "k"), "", filters="?period=7d")
    addresses = {place.key: chrome.address_of(place) for place in PLACES}
    assert addresses["map"] == "/?period=7d"
    assert addresses["pain-points"] == "/pain-points?period=7d"
    assert addresses["imports"] == "/imports"


def test_a_saved_segment_sets_its_filters_and_leaves_how_one_looks() -> None:
    (link,) = form({"period": "7d", "lens": "loyalty", "source": "ticket"}, IRISH_CHAT).saved
    assert link.url == "/?period=7d&lens=loyalty&channel=chat&segment.country=Ireland"
    assert not link.chosen
    (elsewhere,) = form({}, IRISH_CHAT, path="/priorities").saved
    assert elsewhere.url == "/priorities?channel=chat&segment.country=Ireland"


def test_who_looks_at_a_saved_segment_reads_its_name() -> None:
    chosen = form({"channel": "Chat", "segment.country": "Ireland", "period": "7d"}, IRISH_CHAT)
    assert chosen.saved[0].chosen
    assert chosen.only == ("Irish chat",)
    narrower = form({"channel": "chat", "segment.country": "Ireland", "source": "ticket"}, IRISH_CHAT)
    assert not narrower.saved[0].chosen
    assert narrower.only == ("chat", "Tickets", "Ireland")


def test_what_a_page_asks_besides_stays() -> None:
    compared = form({"period": "7d"}, IRISH_CHAT, path="/segments/compare?a=plus&b=plan%3Dfree")
    assert (compared.path, compared.unfiltered) == (
        "/segments/compare",
        "/segments/compare?a=plus&b=plan%3Dfree",
    )
    assert compared.beside == (("a", "plus"), ("b", "plan=free"))
    assert compared.saved[0].url.startswith("/segments/compare?a=plus&b=plan%3Dfree&period=7d&channel=chat")


def test_two_days_to_compare_with_are_shown_as_people_write_them() -> None:
    compare = next(one for one in form({"compare": "2026-01-01..2026-01-31"}).bar if one.name == "compare")
    assert compare.chosen.label == "1 Jan 2026 to 31 Jan 2026"
    odd = next(one for one in form({"compare": "a..b..c"}).bar if one.name == "compare")
    assert odd.chosen.label == "a..b..c"
