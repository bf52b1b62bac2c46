"""Two workspaces in one house: neither reads, changes or guesses at what is the other's."""

from __future__ import annotations

from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.conftest import client_of
from tests.api.house import bring, feedback_csv

_ACTION = {"title": "Faster parcels", "date": "2026-05-20", "touchpoint": "delivery"}
_LABELS = {"stage": "use", "touchpoint": "none", "sentiment": 0.1, "emotions": []}


def everything(client: TestClient) -> list[object]:
    """What an admin sees of a workspace."""
    paths = ("map", "statements", "imports", "sources", "pain-points", "taxonomy", "keys", "workspace")
    return [client.get(f"/v1/{path}").json() for path in paths]


def test_ids_of_another_workspace_are_not_there(house: House) -> None:
    house.mining.doors.open_workspace("other", time_zone="UTC")
    import_id = bring(house, feedback_csv(40))
    bring(house, feedback_csv(1), workspace="other")
    ours, theirs = client_of(house, Scope.ADMIN), client_of(house, Scope.ADMIN, workspace="other")
    statement = ours.get("/v1/statements?limit=1&sentiment=negative").json()["items"][0]
    key = ours.get("/v1/keys").json()["items"][0]["id"]
    action = ours.post("/v1/actions", json=_ACTION).json()["id"]
    ours.post("/v1/sources", json={"name": "blog", "kind": "rss", "options": {"url": "http://127.0.0.1:9/"}})
    before = everything(ours)
    calls = [
        ("GET", f"/v1/imports/{import_id}", None),
        ("GET", f"/v1/imports/{import_id}/preview", None),
        ("GET", f"/v1/imports/{import_id}/rows", None),
        ("PUT", f"/v1/imports/{import_id}/mapping", {"map": {"text": "comment"}}),
        ("POST", f"/v1/imports/{import_id}/mapping/trial", {"map": {"text": "comment"}}),
        ("DELETE", f"/v1/imports/{import_id}", None),
        ("GET", f"/v1/feedback/{statement['feedback_id']}", None),
        ("PUT", f"/v1/statements/{statement['id']}/labels", _LABELS),
        ("DELETE", f"/v1/statements/{statement['id']}/labels", None),
        ("GET", f"/v1/customers/{statement['customer']}/journey", None),
        ("DELETE", f"/v1/keys/{key}", None),
        ("GET", f"/v1/actions/{action}", None),
        ("PUT", f"/v1/actions/{action}", _ACTION),
        ("DELETE", f"/v1/actions/{action}", None),
        ("PUT", f"/v1/voices/{statement['id']}", {"approved": True}),
        ("GET", "/v1/sources/blog", None),
        ("POST", "/v1/sources/blog/run", None),
        ("POST", "/v1/sources/blog/pause", None),
        ("POST", "/v1/sources/blog/resume", None),
        ("DELETE", "/v1/sources/blog", None),
    ]
    for method, path, body in calls:
        answer = theirs.request(method, path, json=body) if body else theirs.request(method, path)
        assert answer.status_code == 404, (method, path, answer.text)
    assert theirs.delete(f"/v1/customers/{statement['customer']}").json()["messages_removed"] == 0
    assert everything(ours) == before


def test_lists_and_numbers_are_of_one_workspace(house: House) -> None:
    house.mining.doors.open_workspace("other", time_zone="UTC")
    bring(house, feedback_csv(40))
    theirs = client_of(house, Scope.ADMIN, workspace="other")
    assert theirs.get("/v1/map").json()["coverage"]["items"] == 0
    assert theirs.get("/v1/statements").json()["items"] == []
    assert theirs.get("/v1/imports").json()["items"] == []
    assert len(theirs.get("/v1/keys").json()["items"]) == 1
    lookup = {"reference": "customer-1"}
    ours = client_of(house, Scope.ADMIN)
    pseudonyms = {
        client.post("/v1/customers/lookup", json=lookup).json()["pseudonym"] for client in (ours, theirs)
    }
    assert len(pseudonyms) == 2
    assert "customer-1" not in theirs.get("/").text
