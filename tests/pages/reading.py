"""How tests read a page."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient

from api.pages.map.map_page import MapPage, render_map_page
from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.conftest import client_of
from tests.pages.invented import CHROME


def soup(view: MapPage) -> BeautifulSoup:
    """The map's page."""
    return BeautifulSoup(render_map_page(view, CHROME), "lxml")


def html(house: House, scope: Scope) -> TestClient:
    """Who is shown pages for people."""
    client = client_of(house, scope)
    client.headers["accept"] = "text/html"
    return client


def get(client: TestClient, path: str) -> BeautifulSoup:
    """A page that is there."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "lxml")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    """The only element that a selector finds."""
    found = page.select(selector)
    assert len(found) == 1, f"{selector}: {len(found)} found"
    return found[0]


def words(tag: Tag) -> str:
    """The text, hidden parts included, with single spaces."""
    return " ".join(tag.get_text(" ").split())
