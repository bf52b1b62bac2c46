"""A browser without a script, signed in, and what it finds on a page."""

from __future__ import annotations

from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient
from httpx2 import Response

from api.main import create_app
from api.questions import comments_url
from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope, StatementFilter
from feedback_miner.mining import Question

#: all that `feedback_csv` brings
QUESTION = Question(days=60)


@dataclass(frozen=True)
class Visitor:
    """A browser that shows pages as they come."""

    client: TestClient

    def get(self, path: str, status: int = 200, params: dict[str, str] | None = None) -> BeautifulSoup:
        """A page."""
        return self._page(self.client.get(path, params=params, headers={"Accept": "text/html"}), status)

    def post(self, form: Tag, status: int = 200, **said: str) -> BeautifulSoup:
        """The page that answers a form, sent as it is shown but for what is said otherwise."""
        return self.send(str(form["action"]), fields_of(form) | said, status)

    def send(self, path: str, said: dict[str, str], status: int = 200) -> BeautifulSoup:
        """The page that answers."""
        headers = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
        return self._page(self.client.post(path, data=said, headers=headers), status)

    def _page(self, answer: Response, status: int) -> BeautifulSoup:
        assert answer.status_code == status, answer.text
        return BeautifulSoup(answer.text, "lxml")


def fields_of(form: Tag) -> dict[str, str]:
    """What a browser would send."""
    said = {str(one["name"]): str(one.get("value", "")) for one in form.select("input[name]")}
    for select in form.select("select"):
        said[str(select["name"])] = str(select.select("option[selected]")[0]["value"])
    return said


def visitor(house: House, scope: Scope) -> Visitor:
    """Signed in."""
    client = TestClient(create_app(house), base_url="http://service.test")
    client.get(f"/sign-in?token={house.mining.doors.make_link('default', scope=scope)}")
    return Visitor(client)


def url_of(house: House, **where: object) -> str:
    """The list of a filter."""
    return comments_url(house.mining.maps.cut("default", QUESTION), StatementFilter(**where))  # type: ignore[arg-type]


def ids(page: BeautifulSoup) -> list[str]:
    """Of the comments that are shown."""
    return [str(one["id"]).removeprefix("comment-") for one in page.select("article.comment")]


def text(tag: Tag) -> str:
    """What it says, on one line."""
    return " ".join(tag.get_text(" ").split())


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    """The only one of them."""
    found = page.select(selector)
    assert len(found) == 1, f"{selector}: {len(found)} found"
    return found[0]


def first_of(house: House, **where: object) -> int:
    """The newest comment of a filter."""
    found = house.mining.maps.statements("default", QUESTION, StatementFilter(**where), cursor=None, limit=1)  # type: ignore[arg-type]
    return found.items[0].id
