"""How tests read a page."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from api.pages.map_page import MapPage, render_map_page
from tests.pages.invented import CHROME


def soup(view: MapPage) -> BeautifulSoup:
    """The map's page."""
    return BeautifulSoup(render_map_page(view, CHROME), "lxml")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    """The only element that a selector finds."""
    found = page.select(selector)
    assert len(found) == 1, f"{selector}: {len(found)} found"
    return found[0]


def words(tag: Tag) -> str:
    """The text, hidden parts included, with single spaces."""
    return " ".join(tag.get_text(" ").split())
