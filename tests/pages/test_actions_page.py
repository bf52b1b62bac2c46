"""The pages of actions: what is said of an effect, what leads to its comments, and the forms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.house import LAST_DAY, bring, open_test_house
from tests.api.moods import MoodScorer, messages
from tests.api.test_actions import said
from tests.pages.reading import get, html, one

ON = LAST_DAY - timedelta(days=20)
FASTER = {"title": "Faster parcels", "date": ON.isoformat(), "touchpoint": "delivery", "goal": "No waiting"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Customers feel better everywhere from `ON`, and most so about parcels."""
    with open_test_house(tmp_path_factory.mktemp("actions"), scorer=MoodScorer()) as house:
        bring(house, messages(said()))
        yield house


@pytest.fixture
def writer(house: House) -> Iterator[TestClient]:
    yield html(house, Scope.WRITE)
    for action in house.mining.actions.all("default"):
        house.mining.actions.remove("default", action.id)


def test_an_action_is_recorded_and_told_with_its_range(writer: TestClient) -> None:
    answer = writer.post("/actions", data=FASTER)
    assert (answer.status_code, answer.url.path) == (200, "/actions")
    card = one(BeautifulSoup(answer.text, "lxml"), "article")
    assert card["id"] == answer.url.fragment
    assert one(card, ".state").get_text() == "Better since"
    told = one(card, ".outcome").get_text()
    assert "rose by 0.34 against touchpoints that nobody touched" in told
    assert "95 % range +0." in told
    assert "Delivery" in one(card, ".facts").get_text()
    drawing = one(card, "svg")
    assert drawing["aria-label"] == told
    zero, span = one(drawing, ".zero"), one(drawing, ".span")
    places = [float(str(value).removesuffix("%")) for value in (zero["x1"], span["x1"], span["x2"])]
    assert places == sorted(places)


def test_every_number_leads_to_as_many_comments(writer: TestClient) -> None:
    writer.post("/actions", data=FASTER)
    place = str(one(get(writer, "/actions"), "article h2 a")["href"])
    numbers = get(writer, place).select("a.behind")
    assert len(numbers) >= 4
    for number in numbers:
        address = str(number["href"]).replace("/comments?", "/v1/statements?limit=200&")
        assert len(writer.get(address).json()["items"]) == int(number.get_text())


@pytest.mark.parametrize(
    ("on", "state", "told"),
    [
        (LAST_DAY, "Too early to tell", "1 of the 7 days"),
        (LAST_DAY - timedelta(days=300), "Cannot be told", "Too little before it"),
    ],
)
def test_what_cannot_be_told_is_said_in_words(writer: TestClient, on: object, state: str, told: str) -> None:
    answer = writer.post("/actions", data=FASTER | {"date": str(on)})
    card = one(BeautifulSoup(answer.text, "lxml"), "article")
    assert one(card, ".state").get_text() == state
    assert told in one(card, ".outcome").get_text()
    assert not card.select("svg")


def test_other_actions_at_the_place_are_named(writer: TestClient) -> None:
    writer.post("/actions", data=FASTER)
    answer = writer.post("/actions", data=FASTER | {"title": "More boxes"})
    page = BeautifulSoup(answer.text, "lxml")
    assert ["More boxes" in card.get_text() for card in page.select("article")] == [True, True]
    assert "cannot be told apart: More boxes" in page.get_text()


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"title": ""}, "title", "missing"),
        ({"date": "soon"}, "date", "date"),
        ({"touchpoint": ""}, "touchpoint", "Say where it was"),
        ({"touchpoint": "nosuch"}, "touchpoint", "is no touchpoint"),
        ({"theme": "999"}, None, "999"),
        ({"owner": "\x07"}, "owner", "match"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    writer: TestClient, house: House, wrong: dict[str, str], field: str | None, told: str
) -> None:
    answer = writer.post("/actions", data=FASTER | wrong)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    alert = one(page, "[role=alert]")
    assert told in alert.get_text()
    if field:
        control = one(page, str(one(alert, "a")["href"]))
        assert (control["name"], control["aria-invalid"]) == (field, "true")
        assert told in one(page, f"#{str(control['aria-describedby']).split()[-1]}").get_text()
    assert one(page, "textarea[name=goal]").get_text() == "No waiting"
    assert one(page, "details#add").has_attr("open")
    assert house.mining.actions.all("default") == []


def test_it_is_said_otherwise_and_removed(writer: TestClient, house: House) -> None:
    writer.post("/actions", data=FASTER)
    place = str(one(get(writer, "/actions"), "article h2 a")["href"])
    form = one(get(writer, place), "#otherwise form")
    stands = {str(field["name"]): str(field.get("value", "")) for field in form.select("input")}
    assert (stands["title"], stands["date"]) == ("Faster parcels", ON.isoformat())
    assert one(form, "select[name=touchpoint] [selected]")["value"] == "delivery"

    changed = writer.post(place, data=FASTER | {"title": "Parcels by noon", "note": "Two <vans>."})
    assert (changed.status_code, changed.url.path) == (200, place)
    page = BeautifulSoup(changed.text, "lxml")
    assert one(page, "h1").get_text() == "Parcels by noon"
    assert one(page, ".said").get_text() == "Two <vans>."
    refused = writer.post(place, data=FASTER | {"title": ""})
    assert refused.status_code == 422
    assert writer.post(f"{place}/remove").url.path == "/actions"
    assert house.mining.actions.all("default") == []
    assert writer.get(place).status_code == 404


def test_another_page_fills_the_form(writer: TestClient) -> None:
    page = get(writer, "/actions?touchpoint=delivery&title=Vans&colour=red")
    form = one(page, "details#add[open] form")
    assert one(form, "select[name=touchpoint] [selected]")["value"] == "delivery"
    assert one(form, "input[name=title]")["value"] == "Vans"


def test_who_may_only_read_sees_no_form(house: House, writer: TestClient) -> None:
    added = writer.post("/actions", data=FASTER).url.fragment
    reader = html(house, Scope.READ)
    for path in ("/actions", f"/actions/{added}"):
        assert not get(reader, path).select("main form")
    for path in ("", f"/{added}", f"/{added}/remove"):
        assert reader.post(f"/actions{path}", data=FASTER).status_code == 403
    assert len(house.mining.actions.all("default")) == 1


def test_where_nothing_is_recorded_the_next_step_is_told(tmp_path: Path) -> None:
    with open_test_house(tmp_path / "empty") as empty:
        page = get(html(empty, Scope.WRITE), "/actions")
        assert "No action is recorded yet" in one(page, ".empty").get_text()
        assert one(page, ".empty a")["href"] == "/priorities"
