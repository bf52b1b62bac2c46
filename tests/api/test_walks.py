"""Drivers, journeys, channels and competitors by the web: every number links to as many statements."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.conftest import client_of
from tests.api.house import bring, feedback_csv
from tests.api.test_map import count_behind
from tests.api.walks import CUSTOMERS, walked_house


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with walked_house(tmp_path_factory.mktemp("walks")) as house:
        yield client_of(house, Scope.ADMIN)


def told(client: TestClient, path: str) -> dict[str, Any]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("outcome", ["nps", "segment.churned"])
def test_the_driver_that_was_planted_is_told_and_links_to_its_statements(
    walked: TestClient, outcome: str
) -> None:
    found = told(walked, f"/v1/drivers?outcome={outcome}")
    assert found["too_early"] is None
    certain = [one for one in found["items"] if one["certain"]]
    assert [one["places"] for one in certain] == [["onboarding.delivery"]]
    assert certain[0]["name"] == "Onboarding: Delivery"
    assert (certain[0]["effect"] > 0) == (outcome == "nps")
    for one in (*found["items"], *found["too_rare"]):
        assert count_behind(walked, one["statements_url"]) == one["statements"]


def test_drivers_of_stages_of_a_lens_and_of_a_filter(walked: TestClient) -> None:
    found = told(walked, "/v1/drivers?outcome=nps&level=stage&lens=advocacy&segment.plan=pro")
    assert {place for one in (*found["items"], *found["too_rare"]) for place in one["places"]} == {
        "acquisition",
        "retention",
    }
    for one in (*found["items"], *found["too_rare"]):
        assert count_behind(walked, one["statements_url"]) == one["statements"]


def test_drivers_of_too_few_answers_say_how_many_are_missing(walked: TestClient) -> None:
    found = told(walked, "/v1/drivers?outcome=csat")
    assert found["items"] == []
    assert found["too_early"] == "Too few answers: 0 of the 100 that this takes."


@pytest.mark.parametrize(
    "query", ["", "lens=funnel&silent_days=5", "segment.plan=pro&channel=chat&silent_days=12"]
)
def test_every_number_of_journeys_links_to_its_comments(walked: TestClient, query: str) -> None:
    found = told(walked, f"/v1/journeys?{query}")
    means = [one["arriving"] for one in found["transitions"]]
    means += [one["parting"] for one in found["drop_outs"]]
    means += [one["final"] for one in found["paths"]]
    assert any(mean["statements"] for mean in means)
    for mean in means:
        assert count_behind(walked, mean["statements_url"]) == mean["statements"]
    assert sum(one["share"]["count"] for one in found["transitions"]) == found["steps"] - found["customers"]


def test_journeys_are_those_that_were_walked(walked: TestClient) -> None:
    found = told(walked, "/v1/journeys")
    assert (found["customers"], found["messages_of_nobody"]) == (CUSTOMERS, 2 * CUSTOMERS // 10)
    assert {(one["from_stage"], one["to_stage"]) for one in found["transitions"]} == {
        ("onboarding", "use"),
        ("onboarding", "support"),
    }
    assert found["transitions"][0]["seconds_between"]["median"] == 4 * 86_400
    assert {tuple(one["stages"]) for one in found["paths"]} == {
        ("onboarding", "use"),
        ("onboarding", "support"),
    }


def test_a_list_of_comments_needs_to_know_which(walked: TestClient) -> None:
    for query in (
        "",
        "from_stage=use",
        "from_stage=use&to_stage=use&dropped_at=use",
        "ending=praise",
        "ending=nope&path=use",
        "from_stage=use&to_stage=nowhere",
        "dropped_at=use&cursor=77777",
        "dropped_at=use&cursor=x",
    ):
        assert walked.get(f"/v1/journeys/statements?{query}").status_code == 422, query


def test_one_customers_steps_are_told_in_time(walked: TestClient) -> None:
    said = told(walked, "/v1/statements?stage=support&limit=20")["items"]
    statement = next(one for one in said if one["customer"])
    journey = told(walked, f"/v1/customers/{statement['customer']}/journey")
    first, second = journey["steps"]
    assert (first["stage"], first["touchpoint"], first["seconds_since"]) == ("onboarding", "delivery", None)
    assert (second["stage"], second["seconds_since"]) == ("support", 4 * 86_400)
    assert second["first_reply_seconds"] in (1_800, 7_200, 28_800, 108_000, 324_000)
    assert [step["feedback_id"] for step in journey["steps"]] == [one["id"] for one in journey["messages"]]


@pytest.mark.parametrize("query", ["", "lens=loyalty&segment.plan=pro", "channel=phone"])
def test_every_number_of_channels_links_to_its_comments(walked: TestClient, query: str) -> None:
    found = told(walked, f"/v1/channels?{query}")
    means = [found["comments"], *(one["comments"] for one in found["items"])]
    for waiting in (found["waiting"], *(one["waiting"] for one in found["items"])):
        means += [band["comments"] for band in waiting["bands"]]
        assert sum(band["comments"]["statements"] > 0 for band in waiting["bands"]) == 5
    for mean in means:
        assert count_behind(walked, mean["statements_url"]) == mean["statements"]
    assert sum(one["comments"]["statements"] for one in found["items"]) == found["comments"]["statements"]


def test_channels_tell_waiting(walked: TestClient) -> None:
    found = told(walked, "/v1/channels")
    assert [one["channel"] for one in found["items"]] == ["chat", "phone"]
    assert found["items"][0]["first_reply"]["median"]["seconds"] == 8 * 3_600
    assert found["items"][0]["solved"]["median"]["seconds"] == 13 * 3_600
    assert found["waiting"]["too_early"] is None


def test_competitors_are_written_down_and_found(walked: TestClient) -> None:
    body = {"items": [{"name": "Northbank", "aliases": ["North Bank"]}, {"name": "Elsewhere"}]}
    assert walked.put("/v1/competitors", json=body).json() == {
        "items": [
            {"key": "northbank", "name": "Northbank", "aliases": ["North Bank"]},
            {"key": "elsewhere", "name": "Elsewhere", "aliases": []},
        ]
    }
    assert walked.get("/v1/competitors/list").json()["items"][0]["key"] == "northbank"
    found = told(walked, "/v1/competitors")
    northbank, elsewhere = found["items"]
    assert {verdict: mean["statements"] for verdict, mean in northbank["comparisons"].items()} == {
        "better": 30,
        "worse": 12,
        "even": 0,
        "named": 0,
    }
    assert elsewhere["comments"]["statements"] == 0
    means = [northbank["comments"], *northbank["comparisons"].values()]
    means += [stage["comments"] for stage in northbank["stages"]]
    for mean in means:
        assert count_behind(walked, mean["statements_url"]) == mean["statements"]
    assert northbank["ahead"]["of"] == 42


@pytest.mark.parametrize(
    ("items", "says"),
    [
        ([{"name": "x"}], "2"),
        ([{"name": "--"}], "letter or digit"),
        ([{"name": "Same"}, {"name": "same"}], "two competitors"),
        ([{"name": "One", "aliases": ["Uno"]}, {"name": "Two", "aliases": ["uno"]}], "two competitors"),
        ([{"name": "A-B"}, {"name": "A B"}], "twice"),
    ],
)
def test_a_list_of_competitors_that_cannot_be_is_told(
    walked: TestClient, items: list[dict[str, Any]], says: str
) -> None:
    answer = walked.put("/v1/competitors", json={"items": items})
    assert answer.status_code == 422
    assert says in answer.json()["detail"]


def test_what_is_not_there_is_not_found(walked: TestClient) -> None:
    assert walked.get("/v1/competitors/nobody/statements").status_code == 404
    assert walked.get("/v1/drivers?outcome=sales").status_code == 422
    assert walked.get("/v1/drivers?outcome=segment.plan").status_code == 422
    assert walked.get("/v1/drivers/statements?outcome=nps").status_code == 422


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("drivers?outcome=nps", "items"),
        ("journeys?table=drop_outs", "drop_outs"),
        ("journeys?table=paths", "paths"),
        ("channels?", "items"),
        ("competitors?", "items"),
    ],
)
def test_tables_have_a_row_for_each_entry(walked: TestClient, path: str, rows: str) -> None:
    answer = walked.get(f"/v1/{path}&format=csv")
    assert answer.headers["content-type"].startswith("text/csv")
    read = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(read) == len(told(walked, f"/v1/{path}")[rows])
    assert walked.get(f"/v1/{path}&format=parquet").content[:4] == b"PAR1"


def test_competitors_of_another_workspace_are_not_there(house: House) -> None:
    house.mining.doors.open_workspace("other", time_zone="UTC")
    bring(house, feedback_csv(12))
    ours, theirs = client_of(house, Scope.ADMIN), client_of(house, Scope.ADMIN, workspace="other")
    ours.put("/v1/competitors", json={"items": [{"name": "this shop"}]})
    assert theirs.get("/v1/competitors/list").json()["items"] == []
    assert theirs.get("/v1/competitors/this-shop/statements").status_code == 404
    reader = client_of(house, Scope.READ)
    assert reader.put("/v1/competitors", json={"items": []}).status_code == 403


def test_an_empty_workspace_has_empty_answers(admin: TestClient) -> None:
    assert told(admin, "/v1/drivers?outcome=rating")["answers"] == 0
    assert told(admin, "/v1/journeys")["transitions"] == []
    assert told(admin, "/v1/channels")["items"] == []
    assert told(admin, "/v1/journeys/statements?dropped_at=use")["items"] == []


def test_a_competitor_is_found_in_the_letters_that_texts_have(house: House, admin: TestClient) -> None:
    texts = (
        "The parcel of Großbank came sooner.",
        "The app of GROẞBANK is bad.",
        "The app of ÖKOBANK is good.",
    )
    lines = ["id,date,customer,channel,plan,nps,comment"]
    lines += [f"m{n},2026-05-20T10:00:00Z,c{n},email,pro,5,{text}" for n, text in enumerate(texts)]
    bring(house, "\n".join(lines).encode())
    admin.put("/v1/competitors", json={"items": [{"name": "Großbank"}, {"name": "Ökobank"}]})
    found = {one["name"]: one["comments"]["statements"] for one in told(admin, "/v1/competitors")["items"]}
    assert found["Großbank"] >= 1
    assert found["Ökobank"] == 1
