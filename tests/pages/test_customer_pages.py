"""One customer: looked up by a reference, seen across time, erased."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from api.pages.paths.customer_drawing import MOST_STEPS, draw_customer
from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from feedback_miner.insights.customer_steps import customer_steps
from tests.api.conftest import client_of
from tests.api.house import bring, feedback_csv, open_test_house
from tests.api.test_map import count_behind
from tests.pages.test_pain_points import behind, get, number

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_test_house(tmp_path / "data") as house:
        bring(house, feedback_csv(60))
        yield house


def signed_in(house: House, scope: Scope) -> TestClient:
    """In a browser."""
    client = client_of(house)
    client.get(f"/sign-in?token={house.mining.doors.make_link('default', scope=scope)}")
    client.headers.update(SAME_SITE | {"Accept": "text/html"})
    return client


@pytest.fixture
def reader(house: House) -> TestClient:
    return signed_in(house, Scope.READ)


@pytest.fixture
def known(house: House) -> str:
    """A pseudonym."""
    return house.mining.customers.lookup("default", "customer-3")


def token(client: TestClient) -> str:
    return str(get(client, "/customers").select("main input[name=csrf]")[0]["value"])


def test_a_reference_leads_to_the_customer_and_stands_in_no_address(reader: TestClient, known: str) -> None:
    sent = {"reference": " customer-3 ", "csrf": token(reader)}
    found = reader.post("/customers", data=sent, follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (303, f"/customers/{known}")


@pytest.mark.parametrize(
    ("reference", "says"), [("somebody", "Nothing is known"), ("  ", ""), ("x" * 500, "200")]
)
def test_whom_nobody_knows_is_said_at_the_form(reader: TestClient, reference: str, says: str) -> None:
    answer = reader.post("/customers", data={"reference": reference, "csrf": token(reader)})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    assert says in page.select("main [role=alert], #customer-reference-problem")[0].get_text()
    assert page.select("#customer-reference")[0]["value"] == reference


def test_every_message_is_there_in_time_with_stage_and_face(
    house: House, reader: TestClient, known: str
) -> None:
    messages = house.mining.customers.journey("default", known)
    steps = customer_steps(messages)
    page = get(reader, f"/customers/{known}")
    shown = page.select(".messages > li")
    assert [one["id"] for one in shown] == [f"message-{one.id}" for one in reversed(messages)]
    assert [one.select(".words")[0].get_text() for one in shown] == [
        one.item.text for one in reversed(messages)
    ]
    faces = page.select("svg.steps a")
    assert [one["href"] for one in faces] == [f"#message-{one.message.id}" for one in steps]
    assert all("," in str(one["aria-label"]) for one in faces)
    assert len(page.select(".messages h3 svg")) == len(steps)


def test_the_number_of_comments_leads_to_them(house: House, known: str) -> None:
    reader = client_of(house, Scope.READ)
    (link,) = get(reader, f"/customers/{known}").select("main a.behind")
    assert count_behind(reader, behind(link)) == number(link)


def test_words_of_customers_are_no_markup(house: House, reader: TestClient) -> None:
    bring(house, feedback_csv(1, first=900, text=lambda _: "The parcel was late <3 &amp; cold &lt;b>."))
    known = house.mining.customers.lookup("default", f"customer-{900 % 17}")
    page = get(reader, f"/customers/{known}")
    assert not page.select(".messages b b, .words b")
    assert "late <3 &" in page.select(".messages")[0].get_text()


def test_only_admins_erase_and_only_where_they_mean_it(house: House, reader: TestClient, known: str) -> None:
    path = f"/customers/{known}/erase"
    assert not get(reader, f"/customers/{known}").select("#erase")
    assert reader.post(path, data={"sure": "on", "csrf": token(reader)}).status_code == 403

    admin = signed_in(house, Scope.ADMIN)
    count = len(house.mining.customers.journey("default", known))
    assert get(admin, f"/customers/{known}").select("#erase input[name=sure][required]")
    unsure = admin.post(path, data={"csrf": token(admin)}, follow_redirects=False)
    assert unsure.headers["location"] == f"/customers/{known}"
    assert len(house.mining.customers.journey("default", known)) == count
    done = admin.post(path, data={"sure": "on", "csrf": token(admin)})
    assert done.status_code == 200
    said = BeautifulSoup(done.text, "lxml").select("main [role=status]")[0].get_text()
    assert said.startswith(f"{count} messages of this customer were erased")
    assert get(admin, f"/customers/{known}", 404).select("h1")


def test_a_long_journey_is_drawn_from_where_it_is_newest(house: House, known: str) -> None:
    steps = customer_steps(house.mining.customers.journey("default", known))
    drawing = draw_customer(steps * 30)
    assert len(drawing.faces) == MOST_STEPS
    assert drawing.left_out == 30 * len(steps) - MOST_STEPS
    assert drawing.faces[-1].step is steps[-1]
    assert drawing.faces[0].since == ""
    assert draw_customer(steps[:1]).line == ""
