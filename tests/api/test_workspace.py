"""What people change: labels, names, the zone; and what they may ask to be forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from tests.api.house import bring, feedback_csv


@pytest.fixture
def client(admin: TestClient, house: House) -> TestClient:
    """60 messages are in."""
    bring(house, feedback_csv(60))
    return admin


def stages(client: TestClient) -> dict[str, Any]:
    return {stage["key"]: stage for stage in client.get("/v1/map?period=90d").json()["stages"]}


def test_a_correction_counts_at_once_and_can_be_withdrawn(client: TestClient) -> None:
    before = stages(client)
    statement = client.get("/v1/statements?stage=support&period=90d&limit=1").json()["items"][0]
    labels = {"stage": "retention", "touchpoint": "none", "sentiment": 0.5, "emotions": ["joy"]}
    corrected = client.put(f"/v1/statements/{statement['id']}/labels", json=labels).json()
    assert corrected["corrected"]
    assert corrected["labels"] == labels
    assert corrected["model_labels"] == statement["labels"]
    after = stages(client)
    assert after["support"]["statements"] == before["support"]["statements"] - 1
    assert after["retention"]["statements"] == before["retention"]["statements"] + 1
    assert [s["id"] for s in client.get("/v1/statements?corrected=true&period=90d").json()["items"]] == [
        statement["id"]
    ]
    assert client.delete(f"/v1/statements/{statement['id']}/labels").json()["labels"] == statement["labels"]
    assert stages(client) == before


@pytest.mark.parametrize(
    ("labels", "status", "field"),
    [
        ({"stage": "moon"}, 422, "stage"),
        ({"touchpoint": "moon"}, 422, "touchpoint"),
        ({"emotions": ["moon"]}, 422, "emotions"),
        ({"sentiment": 2}, 422, "sentiment"),
        ({"emotions": ["joy", "trust", "relief", "anger"]}, 422, "emotions"),
        ({"stage": "none", "touchpoint": "delivery"}, 409, "touchpoint"),
    ],
)
def test_wrong_labels_are_told(client: TestClient, labels: dict[str, Any], status: int, field: str) -> None:
    said = {"stage": "use", "touchpoint": "none", "sentiment": 0.1, "emotions": []} | labels
    answer = client.put("/v1/statements/1/labels", json=said)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (status, field)


def test_other_names_and_hidden_stages_show_on_the_map_at_once(client: TestClient) -> None:
    before, tag = stages(client), client.get("/v1/map?period=90d").headers["etag"]
    changes = {"stages": {"use": {"name": "Flying"}, "support": {"hidden": True}}}
    changed = client.put("/v1/taxonomy", json=changes)
    assert changed.status_code == 200
    assert {s["key"]: s["name"] for s in changed.json()["stages"]}["use"] == "Flying"
    after = stages(client)
    assert after["use"]["name"] == "Flying"
    assert set(before) - set(after) == {"support"}
    assert client.get("/v1/map?period=90d", headers={"If-None-Match": tag}).status_code == 200
    client.put("/v1/taxonomy", json={})
    assert stages(client) == before


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"stages": {"flying": {"name": "Flying"}}}, "not-supported"),
        ({"stages": {"use": {"name": "Support"}}}, "query"),
        ({"stages": {"use": {"name": ""}}}, "validation"),
        ({"colours": {}}, "validation"),
        ([], "validation"),
    ],
)
def test_wrong_changes_of_the_taxonomy_are_told(client: TestClient, changes: Any, kind: str) -> None:
    answer = client.put("/v1/taxonomy", json=changes)
    assert (answer.status_code, answer.json()["type"]) == (422, f"urn:feedback-miner:{kind}")


def test_days_are_days_of_the_workspace_zone(client: TestClient, house: House) -> None:
    late = b"id,date,customer,channel,plan,nps,comment\nz,2026-05-31T23:30:00Z,c,chat,pro,1,The app is quick and easy\n"
    bring(house, late)
    assert client.get("/v1/map").json()["period"]["to"] == "2026-05-31"
    changed = client.put("/v1/workspace", json={"time_zone": "Asia/Tokyo"})
    assert changed.json()["time_zone"] == "Asia/Tokyo"
    assert client.get("/v1/map").json()["period"]["to"] == "2026-06-01"
    assert client.put("/v1/workspace", json={"time_zone": "Mars/Olympus"}).status_code == 422


def test_an_erased_customer_is_gone_and_stays_gone(client: TestClient, house: House) -> None:
    pseudonym = client.post("/v1/customers/lookup", json={"reference": "customer-3"}).json()["pseudonym"]
    messages = client.get(f"/v1/customers/{pseudonym}/journey").json()["messages"]
    assert messages
    assert [m["occurred_at"] for m in messages] == sorted(m["occurred_at"] for m in messages)
    erased = client.delete(f"/v1/customers/{pseudonym}")
    assert erased.json() == {"pseudonym": pseudonym, "messages_removed": len(messages)}
    assert client.get(f"/v1/customers/{pseudonym}/journey").status_code == 404
    assert client.get(f"/v1/feedback/{messages[0]['id']}").status_code == 404
    bring(house, feedback_csv(60))
    assert client.get(f"/v1/customers/{pseudonym}/journey").status_code == 404
    assert client.delete("/v1/customers/customer-3").status_code == 422
