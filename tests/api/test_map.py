"""The map, and that the statements behind its numbers are as many as it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from feedback_miner.mining import Maps
from feedback_miner.taxonomy import load_default
from tests.api.conftest import client_of
from tests.api.house import bring, feedback_csv

LENSES = [lens.key for lens in load_default().lenses]


def count_behind(client: TestClient, url: str) -> int:
    """How many statements paging through an address gives; none may come twice."""
    seen: list[int] = []
    cursor = ""
    while True:
        page = client.get(
            url, params=None if not cursor else {**query_of(url), "cursor": cursor, "limit": "23"}
        )
        assert page.status_code == 200, page.text
        seen += [statement["id"] for statement in page.json()["items"]]
        cursor = page.json()["next_cursor"]
        if not cursor:
            assert len(seen) == len(set(seen))
            return len(seen)


def query_of(url: str) -> dict[str, Any]:
    return parse_qs(urlsplit(url).query)


@pytest.mark.parametrize("lens", LENSES)
@pytest.mark.parametrize(
    "filters",
    [
        "",
        "channel=chat",
        "segment.plan=pro&period=20d",
        "source=survey&from=2026-05-01&to=2026-05-20",
        "channel=none",
    ],
)
def test_numbers_are_as_many_as_the_statements_behind_them(
    reader: TestClient, lens: str, filters: str
) -> None:
    answer = reader.get(f"/v1/map?lens={lens}&{filters}")
    assert answer.status_code == 200, answer.text
    journey = answer.json()
    assert count_behind(reader, journey["overall"]["statements_url"]) == journey["overall"]["statements"]
    for stage in journey["stages"]:
        assert count_behind(reader, stage["statements_url"]) == stage["statements"]
        for part in stage["touchpoints"]:
            assert count_behind(reader, part["statements_url"]) == part["statements"]
    coverage = journey["coverage"]
    assert count_behind(reader, coverage["no_stage_url"]) == coverage["statements_no_stage"]
    assert coverage["statements"] == journey["overall"]["statements"] + coverage["statements_no_stage"]


def test_default_period_is_the_thirty_days_that_end_at_the_newest_item(reader: TestClient) -> None:
    journey = reader.get("/v1/map").json()
    assert journey["period"] == {"from": "2026-05-02", "to": "2026-05-31", "days": 30, "default": True}
    assert journey["compared"] == {"from": "2026-04-02", "to": "2026-05-01", "days": 30}
    assert reader.get("/v1/map?period=7d&compare=none").json()["compared"] is None


def test_a_stage_carries_its_figures(reader: TestClient) -> None:
    journey = reader.get("/v1/map").json()
    support = next(stage for stage in journey["stages"] if stage["key"] == "support")
    assert support["sentiment"] == -0.8
    assert support["emotions"] == {"frustration": 1.0}
    assert 0 < support["customers"] <= 17
    assert support["nps"]["answers"] > 0
    assert (journey["lowest"], journey["highest"]) == ("support", "advocacy")
    assert "Support" in journey["headline"]
    assert sum(stage["share"] for stage in journey["stages"]) == pytest.approx(1, abs=0.001)


def test_estimates_stand_beside_the_counts(house: House) -> None:
    reader, writer = client_of(house, Scope.READ), client_of(house, Scope.WRITE)
    bring(house, feedback_csv(120))
    journey = reader.get("/v1/map").json()
    assert journey["no_estimates"] is None
    assert journey["models"] == {"rules/1.0.0": journey["coverage"]["statements"]}
    estimates = {stage["key"]: stage["estimate"] for stage in journey["stages"]}
    assert sum(one["share"] for one in estimates.values()) == pytest.approx(1, abs=0.001)
    for one in estimates.values():
        assert one["share_interval"]["low"] <= one["share"] <= one["share_interval"]["high"]
    support = estimates["support"]
    assert support["sentiment_interval"]["low"] < support["sentiment"] < support["sentiment_interval"]["high"]
    statement = reader.get("/v1/statements?stage=use&limit=1").json()["items"][0]
    labels = {"stage": "support", "touchpoint": "none", "sentiment": -0.5, "emotions": []}
    assert writer.put(f"/v1/statements/{statement['id']}/labels", json=labels).status_code == 200
    corrected = reader.get("/v1/map").json()
    assert corrected["labelled_by_people"] == 1
    assert corrected["models"] == {"rules/1.0.0": journey["coverage"]["statements"] - 1}


def test_few_statements_are_not_corrected(house: House) -> None:
    bring(house, feedback_csv(10))
    journey = client_of(house, Scope.READ).get("/v1/map").json()
    assert "30 are the least" in journey["no_estimates"]
    assert {stage["estimate"] for stage in journey["stages"]} == {None}


def test_an_unchanged_map_is_not_sent_again(house: House) -> None:
    client = client_of(house, Scope.READ)
    bring(house, feedback_csv(30))
    tag = client.get("/v1/map").headers["etag"]
    again = client.get("/v1/map", headers={"If-None-Match": f'"x", W/{tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/v1/map?lens=full", headers={"If-None-Match": tag}).status_code == 200
    bring(house, feedback_csv(5, first=30))
    assert client.get("/v1/map", headers={"If-None-Match": tag}).status_code == 200


def test_a_map_is_sent_again_where_other_confusions_are_known(house: House) -> None:
    bring(house, feedback_csv(30))
    tag = client_of(house, Scope.READ).get("/v1/map").headers["etag"]
    without = replace(house, mining=replace(house.mining, maps=Maps(house.store, lambda: datetime.now(UTC))))
    again = client_of(without, Scope.READ).get("/v1/map", headers={"If-None-Match": tag})
    assert (again.status_code, again.json()["models"]) == (200, {"rules/1.0.0": 40})
    assert again.headers["etag"] != tag


def test_filters_narrow_statements(reader: TestClient) -> None:
    def ids(query: str) -> set[int]:
        return {s["id"] for s in reader.get(f"/v1/statements?limit=200&period=20d&{query}").json()["items"]}

    everything = ids("")
    assert ids("sentiment=negative") | ids("sentiment=neutral") | ids("sentiment=positive") == everything
    assert ids("emotion=joy") == ids("stage=use&stage=advocacy")
    assert ids("q=parcel") == ids("stage=onboarding") != set()
    assert ids("corrected=true") == set()
    assert ids("touchpoint=none") >= ids("stage=none") != set()


@pytest.mark.parametrize(
    ("query", "field", "word"),
    [
        ("from=yesterday", "from", "date"),
        ("lens=nope", "lens", "nope"),
        ("chanel=chat", "", "chanel"),
        ("from=2026-05-02&to=2026-05-01", "from", "before"),
        ("compare=whenever", "compare", "whenever"),
        ("compare=0001-01-01..9999-12-31", "compare", "3660 days"),
        ("period=month", "period", "30d"),
        ("period=0d", "period", "1"),
        ("source=fax", "source", "ticket"),
        ("from=0001-01-01", "from", "1970"),
        ("segment.=x", "", "segment."),
    ],
)
def test_wrong_filters_are_told(reader: TestClient, query: str, field: str, word: str) -> None:
    answer = reader.get(f"/v1/map?{query}")
    assert answer.status_code == 422
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert any(field in error["field"] for error in problem["errors"])
    assert word in problem["detail"]


def test_an_unknown_stage_is_told_with_those_of_the_lens(reader: TestClient) -> None:
    answer = reader.get("/v1/statements?stage=delivery")
    assert answer.status_code == 422
    assert "onboarding" in answer.json()["detail"]


def test_pain_points_come_with_quotes_of_different_customers(reader: TestClient) -> None:
    points = reader.get("/v1/pain-points?limit=2").json()["items"]
    assert points
    assert all(point["sentiment"] < 0 for point in points)
    quoted = [quote["customer"] for quote in points[0]["quotes"]]
    assert quoted
    assert len(set(quoted)) == len(quoted)


def test_a_message_shows_where_it_came_from(reader: TestClient) -> None:
    statement = reader.get("/v1/statements?limit=1").json()["items"][0]
    message = reader.get(f"/v1/feedback/{statement['feedback_id']}").json()
    assert message["text"][statement["start"] : statement["end"]] == statement["text"]
    assert (message["file"], message["connection"]) == ("survey.csv", "survey")
    assert statement["id"] in {part["id"] for part in message["statements"]}
