"""What to mend first, and how easily."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.conftest import client_of
from tests.api.house import bring, feedback_csv
from tests.api.test_map import count_behind


def priorities(client: TestClient, asked: str = "outcome=none") -> dict[str, Any]:
    answer = client.get(f"/v1/priorities?{asked}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_every_factor_is_shown_and_links_to_its_statements(reader: TestClient) -> None:
    found, journey = priorities(reader), reader.get("/v1/map").json()
    assert found["sentiment"] == journey["overall"]["sentiment"]
    assert [one["rank"] for one in found["items"]] == list(range(1, len(found["items"]) + 1))
    for one in found["items"]:
        assert count_behind(reader, one["statements_url"]) == one["volume"]
        assert one["reach"] == pytest.approx(one["customers"] / found["customers"], abs=1e-4)
        assert one["below"] == pytest.approx(max(0, found["sentiment"] - one["sentiment"]), abs=2e-4)
        product = one["volume"] * one["below"] * one["reach"] * one["weight"]
        assert one["impact"] == pytest.approx(product, abs=0.02)
    first = found["items"][0]
    assert (first["stage"], first["touchpoint"], first["certain"]) == ("onboarding", "delivery", True)


@pytest.mark.parametrize("lens", ["full", "loyalty", "funnel"])
def test_every_lens_counts_what_it_links_to(reader: TestClient, lens: str) -> None:
    for one in priorities(reader, f"lens={lens}&segment.plan=pro&outcome=none")["items"]:
        assert count_behind(reader, one["statements_url"]) == one["volume"]


def test_feasibility_moves_a_touchpoint_and_can_be_taken_back(house: House, admin: TestClient) -> None:
    bring(house, feedback_csv(200))
    for said in admin.get("/v1/statements?stage=support&limit=15").json()["items"]:
        labels = said["labels"] | {"touchpoint": "support"}
        assert admin.put(f"/v1/statements/{said['id']}/labels", json=labels).status_code == 200
    before = priorities(admin)["items"]
    hard, easy = before
    assert hard["feasibility"] is None
    for one, value in ((hard, 1), (easy, 5)):
        rated = admin.put(f"/v1/priorities/{one['stage']}/{one['touchpoint']}", json={"feasibility": value})
        assert rated.json() == {
            "stage": one["stage"], "touchpoint": one["touchpoint"], "feasibility": value,
        }  # fmt: skip
    after = priorities(admin)["items"]
    assert [after[0]["touchpoint"], after[0]["feasibility"]] == [easy["touchpoint"], 5]
    assert after[0]["priority"] == pytest.approx(after[0]["impact"] * 5 / 3, abs=1e-3)
    moved = next(one for one in after if one["touchpoint"] == hard["touchpoint"])
    assert (moved["rank_by_impact"], moved["impact"]) == (1, hard["impact"])
    for one in (hard, easy, easy):
        taken = admin.put(f"/v1/priorities/{one['stage']}/{one['touchpoint']}", json={"feasibility": None})
        assert taken.json()["feasibility"] is None
    assert priorities(admin)["items"] == before


@pytest.mark.parametrize(
    ("place", "body", "says"),
    [
        ("nowhere/delivery", {"feasibility": 3}, "no stage “nowhere”"),
        ("use/nothing", {"feasibility": 3}, "no touchpoint “nothing”"),
        ("use/delivery", {"feasibility": 6}, "feasibility"),
        ("use/delivery", {}, "feasibility"),
    ],
)
def test_what_cannot_be_rated_is_refused(admin: TestClient, place: str, body: object, says: str) -> None:
    answer = admin.put(f"/v1/priorities/{place}", json=body)
    assert answer.status_code == 422
    assert says in answer.text


def test_who_may_only_read_rates_nothing(house: House) -> None:
    reader = client_of(house, Scope.READ)
    assert reader.put("/v1/priorities/use/delivery", json={"feasibility": 3}).status_code == 403


def test_without_drivers_every_weight_is_one_and_it_says_why(reader: TestClient) -> None:
    found = priorities(reader, "")
    if found["outcome"] is None:
        assert found["weights"].startswith("Every weight is 1.")
        assert "csat: Too few answers" in found["weights"]
        assert {one["weight"] for one in found["items"]} == {1.0}


def test_what_goes_with_the_outcome_weighs_more(house: House, admin: TestClient) -> None:
    lines = ["id,date,customer,channel,plan,nps,comment"]
    for n in range(104):
        score = (1, 9)[n % 4 == 0] + n % 3 % 2
        lines.append(
            f"m{n},2026-05-20T10:00:00Z,customer-{n},email,pro,{score},The parcel came as number {n}."
        )
    bring(house, "\n".join(lines).encode())
    for said in admin.get("/v1/statements?stage=onboarding&limit=200").json()["items"]:
        if int(said["text"].split()[-1].removesuffix(".")) % 4 == 0:
            labels = said["labels"] | {"sentiment": 0.6}
            admin.put(f"/v1/statements/{said['id']}/labels", json=labels)
    found = priorities(admin, "")
    assert found["outcome"] == "nps", found["weights"]
    assert found["weights"] == "Weights come from what goes with nps."
    assert [one["weight"] for one in found["items"]] == [2.0]
    unweighted = priorities(admin, "outcome=rating")
    assert unweighted["outcome"] is None
    assert "rating: Too few answers" in unweighted["weights"]


def test_too_few_comments_are_said_in_words(house: House, admin: TestClient) -> None:
    bring(house, feedback_csv(12))
    found = priorities(admin)["items"]
    assert found
    for one in found:
        assert (one["impact"], one["rank"], one["priority"]) == (None, None, None)
        assert "of the 10 that this takes" in one["no_impact"]


def test_as_a_table(reader: TestClient) -> None:
    answer = reader.get("/v1/priorities?format=csv&outcome=none")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["touchpoint"] for row in rows] == [one["touchpoint"] for one in priorities(reader)["items"]]
    assert rows[0]["impact_interval.low"]
