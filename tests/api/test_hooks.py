"""Hooks: signed, fresh, taken once."""

from __future__ import annotations

import hmac
import json
import time
from typing import Any

import pytest
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from tests.api.conftest import client_of

SECRET = "a-shared-secret"
HOOK = {"name": "shop", "kind": "hook", "options": {"secret": "shop"}}
SAID = {"id": "r-1", "text": "The parcel came two weeks late.", "date": "2026-03-02T10:00:00Z"}


@pytest.fixture
def sender(house: House, admin: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """Somebody without a key, who knows the secret of the hook “shop”."""
    monkeypatch.setenv("FEEDBACK_MINER_SECRET_DEFAULT__SHOP", SECRET)
    assert admin.post("/v1/sources", json=HOOK).status_code == 201
    return client_of(house)


def signed(body: bytes, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    seconds = str(int(time.time() if at is None else at))
    return {
        "X-Signature": f"t={seconds},v1="
        + hmac.new(secret.encode(), f"{seconds}.".encode() + body, "sha256").hexdigest()
    }


def send(sender: TestClient, said: Any, **how: Any) -> Any:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return sender.post("/v1/hooks/shop", content=body, headers=signed(body, **how))


def test_what_is_sent_is_on_the_map(sender: TestClient, admin: TestClient) -> None:
    answer = send(sender, {"messages": [SAID, {**SAID, "id": "r-2", "text": "The app is quick."}]})
    assert answer.status_code == 200, answer.text
    assert answer.json()["report"]["added"] == 2
    assert admin.get("/v1/map?period=90d").json()["coverage"]["items"] == 2
    changed = send(sender, [{**SAID, "text": "The parcel came after all."}])
    assert changed.json()["report"]["updated"] == 1
    gone = send(sender, {"deleted": ["r-2"]})
    assert gone.json()["deleted"] == 1
    assert admin.get("/v1/map?period=90d").json()["coverage"]["items"] == 1
    today = admin.get("/v1/sources/shop").json()["today"]
    assert (today["left_out"], today["deleted"]) == ({}, 1)
    assert admin.get(f"/v1/imports/{answer.json()['import_id']}").json()["source_day"] == today


def test_the_same_delivery_is_taken_once(sender: TestClient) -> None:
    body = json.dumps(SAID).encode()
    headers = signed(body)
    assert sender.post("/v1/hooks/shop", content=body, headers=headers).status_code == 200
    assert sender.post("/v1/hooks/shop", content=body, headers=headers).status_code == 409
    spaced = {"X-Signature": headers["X-Signature"].replace(",", ", ")}
    assert sender.post("/v1/hooks/shop", content=body, headers=spaced).status_code == 409


def test_who_does_not_know_the_secret_learns_nothing(sender: TestClient, admin: TestClient) -> None:
    body = json.dumps(SAID).encode()
    forged = send(sender, SAID, secret="another")
    elsewhere = sender.post("/v1/hooks/nothing", content=body, headers=signed(body))
    changed = sender.post("/v1/hooks/shop", content=body + b" ", headers=signed(body))
    for answer in (forged, elsewhere, changed):
        assert (answer.status_code, answer.json()["detail"]) == (401, forged.json()["detail"])
    for seconds in (-3600, 3600, 10**12):
        assert send(sender, SAID, at=time.time() + seconds).status_code == 401
    unsigned = [sender.post(f"/v1/hooks/{name}", content=body) for name in ("shop", "nothing")]
    assert [answer.text for answer in unsigned] == [forged.text] * 2
    assert admin.get("/v1/map").json()["coverage"]["items"] == 0


@pytest.mark.parametrize(
    "junk", [b"", b"nothing", b"[1]", b'"x"', b'{"messages": {}}', b'{"deleted": [[]]}', b"[" * 9999, b"\xff"]
)
def test_junk_is_told(sender: TestClient, junk: bytes) -> None:
    assert send(sender, junk).status_code == 422


def test_a_paused_hook_takes_nothing(sender: TestClient, admin: TestClient) -> None:
    admin.post("/v1/sources/shop/pause")
    put_off = send(sender, SAID)
    assert (put_off.status_code, "paused" in put_off.text) == (503, True), "409 would say that it was taken"
    assert int(put_off.headers["Retry-After"]) > 0
    admin.post("/v1/sources/shop/resume")
    assert send(sender, SAID).status_code == 200
    assert admin.post("/v1/sources/shop/run").json()["pages"] == 0


def test_a_message_without_anything_that_is_known_is_told(sender: TestClient) -> None:
    assert send(sender, {"id": "7", "body": "hello there"}).status_code == 422
    assert send(sender, {**SAID, "text": ""}).json()["report"]["skipped"] == 1


def test_a_rating_means_the_same_whatever_it_came_with(sender: TestClient) -> None:
    alone = send(sender, {**SAID, "rating": 3})
    assert alone.json()["report"]["added"] == 1
    together = send(sender, [{**SAID, "rating": 3}, {**SAID, "id": "r-2", "rating": 9}])
    assert (together.json()["report"]["unchanged"], together.json()["report"]["added"]) == (1, 1)
    assert send(sender, {**SAID, "rating": "5/10"}).json()["report"]["unchanged"] == 1, (
        "of 0 to 10 the middle"
    )


def test_an_id_with_an_address_in_it_is_found_again(sender: TestClient) -> None:
    send(sender, {**SAID, "id": "<abc@mail.example>"})
    assert send(sender, {"deleted": ["<abc@mail.example>"]}).json()["deleted"] == 1
    assert send(sender, {"deleted": ["\ud800"]}).status_code == 422
