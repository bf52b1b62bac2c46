"""What is exported is what is seen."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.conftest import client_of
from tests.api.house import bring, feedback_csv, open_test_house

FILTERS = ("", "?channel=chat&period=90d", "?lens=loyalty&segment.plan=pro")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_test_house(tmp_path_factory.mktemp("exports")) as house:
        bring(house, feedback_csv(250))
        yield house


@pytest.fixture(scope="module")
def reader(house: House) -> TestClient:
    return client_of(house, Scope.READ)


def rows(client: TestClient, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def shown(client: TestClient, asked: str) -> Any:
    return client.get(f"/v1/map{asked}").json()


@pytest.mark.parametrize("asked", FILTERS)
def test_the_table_has_the_figures_of_the_map(reader: TestClient, asked: str) -> None:
    journey = shown(reader, asked)
    table = rows(reader, f"/map.csv{asked}")
    whole, *parts = table
    assert (whole["Stage"], whole["Comments"]) == ("All stages", str(journey["overall"]["statements"]))
    stages = [row for row in parts if not row["Touchpoint"]]
    assert [row["Stage"] for row in stages] == [stage["name"] for stage in journey["stages"]]
    for row, stage in zip(stages, journey["stages"], strict=True):
        assert int(row["Comments"]) == stage["statements"]
        assert row["Sentiment"] == ("" if stage["sentiment"] is None else str(stage["sentiment"]))
        if stage["interval"]:
            assert float(row["Sentiment, low"]) == stage["interval"]["low"]
    assert len(table) == 1 + len(stages) + sum(len(stage["touchpoints"]) for stage in journey["stages"])


@pytest.mark.parametrize("asked", FILTERS)
def test_exactly_the_comments_of_the_map_come(reader: TestClient, asked: str) -> None:
    journey = shown(reader, asked)
    said = rows(reader, f"/map-comments.csv{asked}")
    assert len(said) == journey["overall"]["statements"]
    assert len({row["Comment id"] for row in said}) == len(said)
    mean = sum(float(row["Sentiment"]) for row in said) / len(said)
    assert mean == pytest.approx(journey["overall"]["sentiment"], abs=1e-3)
    if "channel=chat" in asked:
        assert {row["Channel"] for row in said} == {"chat"}
    if "plan=pro" in asked:
        assert {row["Plan"] for row in said} == {"pro"}


def test_the_comments_behind_a_number_come_alone(reader: TestClient) -> None:
    stage = max(shown(reader, "")["stages"], key=lambda one: one["statements"])
    address = stage["statements_url"].replace("/v1/statements", "/comments.csv")
    said = rows(reader, address)
    assert len(said) == stage["statements"]
    assert {row["Stage"] for row in said} == {stage["name"]}


def test_the_list_of_comments_can_be_taken_away(reader: TestClient) -> None:
    stage = max(shown(reader, "")["stages"], key=lambda one: one["statements"])
    address = stage["statements_url"].replace("/v1/statements", "/comments")
    (link,) = BeautifulSoup(reader.get(address).text, "lxml").select("a[download]")
    assert len(rows(reader, str(link["href"]))) == stage["statements"]


def test_a_cell_that_would_be_run_is_only_text(house: House) -> None:
    house.mining.doors.open_workspace("other", time_zone="Europe/Berlin")
    bring(house, feedback_csv(1, text=lambda _: "=1+1 is what the app says"), workspace="other")
    (row,) = rows(client_of(house, Scope.READ, workspace="other"), "/map-comments.csv")
    assert row["Comment"].startswith("'=1+1")
    assert row["Said at"].endswith("12:00+02:00")


def test_a_picture_comes_under_the_name_of_its_period(reader: TestClient) -> None:
    answer = reader.get("/map.svg?theme=dark&from=2026-05-01&to=2026-05-31")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert 'filename="journey-map-2026-05-01-to-2026-05-31.svg"' in answer.headers["content-disposition"]
    assert answer.text.startswith("<svg")


@pytest.mark.parametrize("path", ["/map.svg", "/map.csv", "/map-comments.csv", "/comments.csv"])
def test_nobody_gets_them_from_outside(house: House, path: str) -> None:
    assert client_of(house).get(path).status_code == 401
    assert client_of(house, Scope.READ).get(f"{path}?from=2026-06-01&to=2026-05-01").status_code == 422
