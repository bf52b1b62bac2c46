"""Actions: recorded, shown on the map, and weighed against what was not touched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from feedback_miner.mining.insights import facts
from tests.api.conftest import client_of
from tests.api.house import LAST_DAY, bring, open_test_house
from tests.api.moods import MoodScorer, Said, messages

ON = LAST_DAY - timedelta(days=20)
ACTION = {"title": "Faster parcels", "date": ON.isoformat(), "touchpoint": "delivery", "goal": "No waiting"}


def said(days: int = 56) -> Iterator[Said]:
    """At three places; everywhere better from the action on, at the place of it by 0.3 more."""
    for n in range(days * 9):
        day, place = LAST_DAY - timedelta(days=n % days), ("parcel", "app", "agent")[n // days % 3]
        mood = (("awful", "bad"), ("plain", "plain"), ("bad", "bad"))[n // days % 3][n % 2]
        better = {"awful": "plain", "bad": "fair" if place == "parcel" else "plain", "plain": "fair"}
        yield Said(day, place, better[mood] if day >= ON else mood, customer=n * 7 % 97)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_test_house(tmp_path_factory.mktemp("actions"), scorer=MoodScorer()) as house:
        bring(house, messages(said()))
        yield house


@pytest.fixture(scope="module")
def writer(told: House) -> TestClient:
    return client_of(told, Scope.WRITE)


@pytest.fixture
def action(writer: TestClient) -> Iterator[dict[str, Any]]:
    answer = writer.post("/v1/actions", json=ACTION)
    assert answer.status_code == 201
    yield answer.json()
    writer.delete(f"/v1/actions/{answer.json()['id']}")


def test_every_number_leads_to_as_many_statements(writer: TestClient, action: dict[str, Any]) -> None:
    effect = writer.get(f"/v1/actions/{action['id']}").json()["effect"]
    assert effect["missing"] is None, effect
    assert effect["before"]["period"]["days"] == 28
    assert effect["after"]["period"]["days"] == 21
    sides = [effect["before"], effect["after"]]
    assert effect["untouched"]
    for part in effect["untouched"]:
        sides += [part["before"], part["after"]]
    for side in sides:
        listed = writer.get(side["statements_url"] + "&limit=200").json()
        assert len(listed["items"]) == side["statements"] > 0
        assert listed["next_cursor"] is None


def test_the_list_says_how_much_more_it_rose_here_than_elsewhere(
    writer: TestClient, action: dict[str, Any]
) -> None:
    (listed,) = writer.get("/v1/actions").json()["items"]
    assert listed["id"] == action["id"]
    found = listed["effect"]["sentiment"]
    assert found["value"] == pytest.approx(0.7 - 0.35, abs=0.02)
    assert 0 < found["interval"]["low"] < found["value"] < found["interval"]["high"]
    share = listed["effect"]["share"]
    assert share["interval"]["low"] <= 0 <= share["interval"]["high"]


def test_the_map_marks_it_and_the_answer_is_a_new_one(writer: TestClient) -> None:
    before = writer.get("/v1/map")
    assert before.json()["actions"] == []
    added = writer.post("/v1/actions", json=ACTION).json()
    after = writer.get("/v1/map", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    (marked,) = after.json()["actions"]
    assert (marked["id"], marked["date"], marked["title"]) == (added["id"], ACTION["date"], "Faster parcels")
    earlier = (ON - timedelta(days=1)).isoformat()
    assert writer.get(f"/v1/map?to={earlier}").json()["actions"] == []
    assert writer.delete(f"/v1/actions/{added['id']}").status_code == 204
    assert writer.get("/v1/map").json()["actions"] == []


def test_it_can_be_said_otherwise(writer: TestClient, action: dict[str, Any]) -> None:
    changed = writer.put(f"/v1/actions/{action['id']}", json=ACTION | {"date": LAST_DAY.isoformat()})
    assert changed.status_code == 200
    effect = writer.get(f"/v1/actions/{action['id']}").json()["effect"]
    assert effect["missing"] == "Too early to tell: 1 of the 7 days after it that this takes."
    assert effect["sentiment"] is None
    far = ACTION | {"date": "2199-01-01"}
    writer.put(f"/v1/actions/{action['id']}", json=far)
    effect = writer.get(f"/v1/actions/{action['id']}").json()["effect"]
    assert effect["after"] == {
        "period": None,
        "statements": 0,
        "customers": 0,
        "sentiment": None,
        "statements_url": None,
    }


def test_other_actions_places_are_no_control_and_those_here_are_named(
    writer: TestClient, action: dict[str, Any]
) -> None:
    elsewhere = writer.post("/v1/actions", json=ACTION | {"touchpoint": "support"}).json()["id"]
    here = writer.post("/v1/actions", json=ACTION | {"title": "More boxes"}).json()["id"]
    effect = writer.get(f"/v1/actions/{action['id']}").json()["effect"]
    assert [part["touchpoint"] for part in effect["untouched"]] == ["app"]
    assert effect["beside"] == [here]
    for other in (elsewhere, here):
        assert writer.delete(f"/v1/actions/{other}").status_code == 204


@pytest.mark.parametrize(("most", "days", "ago"), [(300, 14, 21), (200, 7, 22), (10, None, 23)])
def test_where_too_much_was_said_fewer_days_are_compared(
    writer: TestClient, monkeypatch: pytest.MonkeyPatch, most: int, days: int | None, ago: int
) -> None:
    monkeypatch.setattr(facts, "MOST", most)
    on = (LAST_DAY - timedelta(days=ago)).isoformat()
    made = writer.post("/v1/actions", json=ACTION | {"date": on}).json()
    effect = writer.get(f"/v1/actions/{made['id']}").json()["effect"]
    writer.delete(f"/v1/actions/{made['id']}")
    if days is None:
        assert effect["missing"].startswith("The days around it hold more than")
    else:
        assert (effect["before"]["period"]["days"], effect["after"]["period"]["days"]) == (days, days)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"touchpoint": None}, "where it was"),
        ({"touchpoint": "nosuch"}, "is no touchpoint"),
        ({"stage": "nosuch"}, "is no stage"),
        ({"title": ""}, "title"),
        ({"date": "1800-01-01"}, "date"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(writer: TestClient, body: dict[str, Any], said: str) -> None:
    answer = writer.post("/v1/actions", json=ACTION | body)
    assert answer.status_code == 422
    assert said in answer.text


def test_who_may_do_what(told: House, action: dict[str, Any]) -> None:
    reader = client_of(told, Scope.READ)
    assert reader.get("/v1/actions").status_code == 200
    assert reader.post("/v1/actions", json=ACTION).status_code == 403
    assert reader.delete(f"/v1/actions/{action['id']}").status_code == 403
    assert reader.get("/v1/actions/act_0").status_code == 404
    assert client_of(told).get("/v1/actions").status_code == 401


def test_as_a_table(writer: TestClient, action: dict[str, Any]) -> None:
    lines = writer.get("/v1/actions?format=csv").content.decode("utf-8-sig").splitlines()
    assert {"id", "date", "effect.sentiment.value", "effect.before.statements"} <= set(lines[0].split(","))
    assert lines[1].startswith(action["id"])
    assert writer.get("/v1/actions?format=parquet").content[:4] == b"PAR1"


def test_an_empty_house_has_actions_too(tmp_path: Path) -> None:
    with open_test_house(tmp_path / "empty") as house:
        writer = client_of(house, Scope.WRITE)
        writer.post("/v1/actions", json=ACTION)
        (listed,) = writer.get("/v1/actions").json()["items"]
        assert "Too early" in listed["effect"]["missing"]
