"""Themes, what hurts and what delights: counts are as many as the statements behind them, ids stay, filters work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.conftest import client_of
from tests.api.house import LAST_DAY, bring, feedback_csv, open_test_house
from tests.api.test_map import count_behind


@pytest.fixture(scope="module")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """200 messages, grouped; nothing may be changed."""
    with open_test_house(tmp_path_factory.mktemp("themed")) as house:
        bring(house, feedback_csv(200))
        house.mining.themes.refresh("default")
        yield house


@pytest.fixture(scope="module")
def reads(themed: House) -> TestClient:
    return client_of(themed, Scope.READ)


def answer(client: TestClient, path: str) -> Any:
    found = client.get(path)
    assert found.status_code == 200, found.text
    return found.json()


@pytest.mark.parametrize(
    "cut", ["", "channel=chat", "segment.plan=pro&period=20d", "from=2026-04-20&to=2026-05-20"]
)
def test_numbers_of_themes_are_as_many_as_the_statements_behind_them(reads: TestClient, cut: str) -> None:
    found = answer(reads, f"/v1/themes?{cut}")
    assert found["items"]
    assert count_behind(reads, found["statements_url"]) == found["comments"]
    assert count_behind(reads, found["ungrouped"]["statements_url"]) == found["ungrouped"]["comments"]
    for theme in found["items"]:
        assert count_behind(reads, theme["statements_url"]) == theme["comments"]
        change = theme["change"]
        assert count_behind(reads, change["statements_url"]) == change["comments_before"]
    theme = found["items"][0]
    for week in theme["weeks"]:
        assert count_behind(reads, week["statements_url"]) == week["comments"]
    assert len(theme["weeks"]) == 12
    assert (
        sum(theme["comments"] for theme in found["items"]) + found["ungrouped"]["comments"]
        == found["comments"]
    )


@pytest.mark.parametrize("kind", ["pain-points", "delights"])
def test_numbers_of_touchpoints_are_as_many_as_the_statements_behind_them(
    themed: House, reads: TestClient, kind: str
) -> None:
    found = answer(reads, f"/v1/{kind}?lens=advocacy&period=45d")
    assert found["no_themes"] is None
    for one in found["items"]:
        assert count_behind(reads, one["statements_url"]) == one["statements"]
        assert count_behind(reads, one["comments_url"]) == one["comments"]
        assert count_behind(reads, one["ungrouped"]["statements_url"]) == one["ungrouped"]["comments"]
        for theme in one["themes"]:
            assert count_behind(reads, theme["statements_url"]) == theme["comments"]


def test_a_pain_point_tells_its_themes_and_what_teams_do(reads: TestClient) -> None:
    (parcel,) = answer(reads, "/v1/pain-points")["items"]
    assert (parcel["stage"], parcel["touchpoint"]) == ("onboarding", "delivery")
    (theme,) = parcel["themes"]
    assert "late" in theme["name"].lower()
    assert parcel["ungrouped"] == parcel["ungrouped"] | {"comments": 0, "share": 0}
    first = parcel["suggestions"][0]
    assert first["fits"]
    assert first["pain"] == "Late"
    assert "late" in first["words"]


def test_a_theme_has_quotes_of_different_customers(reads: TestClient) -> None:
    for theme in answer(reads, "/v1/themes")["items"]:
        detail = answer(reads, f"/v1/themes/{theme['id']}")
        assert {key: detail[key] for key in theme} == theme
        customers = [quote["customer"] for quote in detail["quotes"]]
        assert 1 <= len(customers) == len(set(customers)) <= 3


def test_themes_are_filtered_and_sorted(reads: TestClient) -> None:
    pain = answer(reads, "/v1/themes?tone=pain")["items"]
    assert {theme["tone"] for theme in pain} == {"pain"}
    assert all(theme["sentiment"] < 0 for theme in pain)
    of_stage = answer(reads, "/v1/themes?stage=support")["items"]
    assert {theme["stage"] for theme in of_stage} == {"support"}
    folded = answer(reads, "/v1/themes?stage=retention&lens=advocacy")["items"]
    assert {theme["stage"] for theme in folded} == {"use", "support"}
    worst = [theme["severity"]["value"] for theme in answer(reads, "/v1/themes?sort=severity")["items"]]
    assert worst == sorted(worst, reverse=True)
    assert len(worst) > 2
    assert len(answer(reads, "/v1/themes?limit=1")["items"]) == 1
    assert reads.get("/v1/themes?stage=nope").status_code == 422
    assert reads.get("/v1/themes/999").status_code == 404


def test_themes_come_as_a_table(reads: TestClient) -> None:
    lines = reads.get("/v1/themes?format=csv").text.splitlines()
    names = [theme["name"] for theme in answer(reads, "/v1/themes")["items"]]
    assert len(lines) == 1 + len(names)
    assert names[0] in lines[1]
    assert reads.get("/v1/pain-points?format=csv").text.count("delivery") >= 1


def test_ids_stay_when_more_comes_in(house: House) -> None:
    client = client_of(house, Scope.READ)
    bring(house, feedback_csv(120))
    assert house.mining.themes.due() == ["default"]
    house.mining.themes.refresh("default")
    before = {theme["id"]: theme["name"] for theme in answer(client, "/v1/themes?period=60d")["items"]}
    counts = {t["id"]: t["comments"] for t in answer(client, "/v1/themes?period=60d")["items"]}
    bring(house, feedback_csv(80, first=120), file="later.csv")
    done = house.mining.themes.refresh("default")
    assert done.born == 0
    assert 0 < done.placed < done.statements
    after = answer(client, "/v1/themes?period=60d")["items"]
    assert {theme["id"] for theme in after} == set(before)
    assert all(theme["comments"] >= counts[theme["id"]] for theme in after)
    assert house.mining.themes.due() == []
    assert house.mining.themes.refresh("default").statements == 0, "nothing is looked at twice"


def test_all_can_be_grouped_anew(house: House) -> None:
    client = client_of(house, Scope.READ)
    bring(house, feedback_csv(120))
    first = house.mining.themes.refresh("default")
    old = {theme["id"] for theme in answer(client, "/v1/themes")["items"]}
    again = house.mining.themes.group_anew("default")
    assert again == first
    assert old.isdisjoint(theme["id"] for theme in answer(client, "/v1/themes")["items"])


def test_what_nobody_has_looked_at_is_in_no_group(house: House) -> None:
    client = client_of(house, Scope.READ)
    bring(house, feedback_csv(60))
    found = answer(client, "/v1/themes")
    assert found["items"] == []
    assert found["ungrouped"]["share"] == 1
    (parcel,) = answer(client, "/v1/pain-points")["items"]
    assert parcel["themes"] == []
    assert parcel["ungrouped"]["comments"] == parcel["comments"] > 0


def test_an_empty_workspace_has_no_themes(admin: TestClient) -> None:
    assert answer(admin, "/v1/themes")["items"] == []
    assert answer(admin, "/v1/pain-points")["items"] == []
    assert answer(admin, "/v1/delights")["items"] == []
    assert answer(admin, "/v1/suggestions")["items"] == []


def test_a_theme_that_begins_is_new_and_tells_where(house: House) -> None:
    def said(n: int) -> str:
        late = n % 60 < 12 and n % 2 == 0  # in the last days, of customers with the plan pro
        return "The agent kept me waiting for an hour." if late else "The app is easy to use every day."

    bring(house, feedback_csv(600, days=60, text=said))
    house.mining.themes.refresh("default")
    client = client_of(house, Scope.READ)
    themes = answer(client, "/v1/themes?compare=previous")["items"]
    (new,) = [theme for theme in themes if theme["tone"] == "pain"]
    assert new["state"] == "new"
    assert new["change"]["certain"]
    assert new["change"]["comments_before"] == 0
    assert new["first_seen"] > str(LAST_DAY - timedelta(days=28))
    detail = answer(client, f"/v1/themes/{new['id']}")
    (plan,) = [one for one in detail["overrepresented"] if one["dimension"] == "segment.plan"]
    assert plan["value"] == "pro"
    assert plan["interval"]["low"] > 1
    assert count_behind(client, plan["statements_url"]) == plan["comments"]
