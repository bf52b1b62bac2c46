"""The page of keys: secrets are shown once, revoked keys open nothing, links lead in once; and the zone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.conftest import client_of
from tests.api.house import open_test_house
from tests.pages.reading import get, html, one


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_test_house(tmp_path / "data") as house:
        yield house


@pytest.fixture
def admin(house: House) -> TestClient:
    return html(house, Scope.ADMIN)


def test_a_secret_is_shown_once_and_opens_until_it_is_revoked(house: House, admin: TestClient) -> None:
    answer = admin.post("/keys", data={"name": "nightly <export>", "scope": "read"})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    page = BeautifulSoup(answer.text, "lxml")
    secret = str(one(page, "#secret")["value"])
    assert "nightly <export>" in one(page, "#made").get_text()
    assert secret not in admin.get("/keys").text
    holder = client_of(house)
    holder.headers["authorization"] = f"Bearer {secret}"
    assert holder.get("/v1/map").status_code == 200

    (form,) = [
        form
        for form in get(admin, "/keys").select("article form")
        if "nightly" in form.select("button")[0]["aria-label"]
    ]
    left = BeautifulSoup(admin.post(str(form["action"])).text, "lxml")
    assert "nightly" not in " ".join(article.get_text() for article in left.select("article"))
    assert "Revoked: nightly <export>" in left.get_text()
    assert holder.get("/v1/map").status_code == 401


def test_the_key_one_is_signed_in_by_is_told_apart(house: House) -> None:
    made = house.mining.doors.make_key("default", name="mine", scope=Scope.ADMIN)
    house.mining.doors.make_key("default", name="other", scope=Scope.READ)
    client = client_of(house)
    client.post("/sign-in", data={"key": made.secret}, headers={"Sec-Fetch-Site": "same-origin"})
    said = {
        form["action"]: form.select("p")[0].get_text() for form in get(client, "/keys").select("article form")
    }
    assert [action for action, words in said.items() if "signed out" in words and "You are" in words] == [
        f"/keys/{made.key.id}/revoke"
    ]


def test_a_link_leads_in_once(house: House, admin: TestClient) -> None:
    page = BeautifulSoup(admin.post("/keys/link", data={"scope": "read"}).text, "lxml")
    address = str(one(page, "#secret")["value"])
    assert address.startswith("http://service.test/sign-in?token=")
    link = address.removeprefix("http://service.test")
    guest = client_of(house)
    assert guest.get(link, follow_redirects=False).status_code == 303
    assert guest.get("/v1/map").status_code == 200
    assert guest.get("/v1/keys").status_code == 403
    assert client_of(house).get(link).status_code == 401
    assert urlsplit(address).fragment == ""


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": "", "scope": "read"}, "name"),
        ({"name": "x", "scope": "all"}, "scope"),
        ({"name": "x" * 101}, "name"),
    ],
)
def test_what_is_no_key_is_refused_at_its_field(admin: TestClient, said: dict[str, str], field: str) -> None:
    answer = admin.post("/keys", data=said)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    assert one(page, f"#key-{field}")["aria-invalid"] == "true"
    assert not page.select("#secret")


def test_the_zone_is_changed_and_an_unknown_one_refused(house: House, admin: TestClient) -> None:
    answer = admin.post("/keys/zone", data={"time_zone": "Europe/Vienna"})
    assert (answer.status_code, answer.url.path) == (200, "/keys")
    page = BeautifulSoup(answer.text, "lxml")
    assert one(page, "#zone-time_zone [selected]")["value"] == "Europe/Vienna"
    assert house.mining.maps.workspace("default").time_zone == "Europe/Vienna"
    refused = admin.post("/keys/zone", data={"time_zone": "Mars/Olympus"})
    assert refused.status_code == 422
    control = one(BeautifulSoup(refused.text, "lxml"), "#zone-time_zone")
    assert (control["aria-invalid"], one(control, "[selected]")["value"]) == ("true", "Mars/Olympus")


def test_keys_are_for_admins(house: House) -> None:
    writer = html(house, Scope.WRITE)
    assert not get(writer, "/imports").select("nav a[href^='/keys']")
    assert writer.get("/keys").status_code == 403
    for path in ("", "/link", "/zone", "/key_1/revoke"):
        assert writer.post(f"/keys{path}", data={"scope": "read"}).status_code == 403, path
