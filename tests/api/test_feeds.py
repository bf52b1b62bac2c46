"""Sources by the API: added by an admin, listed with what is wrong, run, paused, removed."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.conftest import client_of

#: port 9 discards: nobody answers there
NOBODY = {"name": "blog", "kind": "rss", "options": {"url": "http://127.0.0.1:9/feed.xml"}}


def test_a_source_is_added_paused_resumed_and_removed(admin: TestClient) -> None:
    added = admin.post(
        "/v1/sources", json=NOBODY | {"schedule": "*/15 * * * *", "time_zone": "Europe/Berlin"}
    )
    assert added.status_code == 201
    assert added.json()["due_at"]
    assert [s["name"] for s in admin.get("/v1/sources").json()["items"]] == ["blog"]
    paused = admin.post("/v1/sources/blog/pause").json()
    assert (paused["paused"], paused["due_at"]) == (True, None)
    resumed = admin.post("/v1/sources/blog/resume").json()
    assert not resumed["paused"]
    assert resumed["due_at"]
    assert admin.delete("/v1/sources/blog").status_code == 204
    assert admin.get("/v1/sources/blog").status_code == 404
    assert admin.get("/v1/sources").json() == {"items": []}


@pytest.mark.parametrize(
    ("wrong", "status", "field"),
    [
        ({"kind": "rsss"}, 422, "kind"),
        ({"options": {}}, 422, "url"),
        ({"options": {"url": "http://127.0.0.1:9/", "colour": "red"}}, 422, "colour"),
        ({"schedule": "often"}, 422, "schedule"),
        ({"schedule": "* * * * * *"}, 422, "schedule"),
        ({"time_zone": "Mars/Olympus"}, 422, "time_zone"),
        ({"name": "Our Blog"}, 422, "name"),
    ],
)
def test_a_wrong_source_is_told(admin: TestClient, wrong: dict[str, Any], status: int, field: str) -> None:
    answer = admin.post("/v1/sources", json=NOBODY | wrong)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (status, field), answer.text
    assert admin.get("/v1/sources").json() == {"items": []}


def test_a_name_is_taken_once(admin: TestClient) -> None:
    assert admin.post("/v1/sources", json=NOBODY).status_code == 201
    assert admin.post("/v1/sources", json=NOBODY).status_code == 409


def test_three_failures_in_a_row_raise_an_alert(house: House, admin: TestClient) -> None:
    admin.post("/v1/sources", json=NOBODY)
    for failures in (1, 2, 3):
        pull = admin.post("/v1/sources/blog/run")
        assert pull.status_code == 200
        assert "127.0.0.1" in pull.json()["error"]
        found = admin.get("/v1/sources/blog").json()
        assert (found["failures"], found["alert"]) == (failures, failures >= 3)
    (event,) = admin.get("/v1/events").json()["items"]
    assert (event["kind"], event["subject"]) == ("source.failing", "blog")
    assert "127.0.0.1" in event["message"]
    house.mining.doors.open_workspace("other", time_zone="UTC")
    assert client_of(house, Scope.READ, workspace="other").get("/v1/events").json()["items"] == []
    admin.delete("/v1/sources/blog")
    newest = admin.get("/v1/events?limit=1").json()
    assert newest["items"][0]["kind"] == "source.recovered"
    assert admin.get("/v1/events", params={"cursor": newest["next_cursor"]}).json()["items"] == [event]


def test_only_an_admin_may_say_where_we_go(house: House, admin: TestClient) -> None:
    writer = client_of(house, Scope.WRITE)
    assert writer.post("/v1/sources", json=NOBODY).status_code == 403
    admin.post("/v1/sources", json=NOBODY)
    assert writer.delete("/v1/sources/blog").status_code == 403
    assert client_of(house, Scope.READ).post("/v1/sources/blog/run").status_code == 403
    assert writer.post("/v1/sources/blog/run").status_code == 200
