"""What is under way, how far it is, and who works; and what is refused when too much waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope, WorkerSlot
from tests.api.conftest import client_of
from tests.api.house import COLUMNS, InlineJobs, feedback_csv, open_test_house
from tests.api.test_imports import upload

MAP = [*COLUMNS, "source=survey"]


class Nobody(InlineJobs):
    """Nobody works: what is submitted waits."""

    def submit_import(self, workspace: str, import_id: str, *, attempt: int) -> None:
        pass


@pytest.fixture
def waiting(tmp_path: Path) -> Iterator[House]:
    """A house in which nobody works."""
    with open_test_house(tmp_path, Nobody()) as house:
        yield house


@pytest.fixture
def client(waiting: House) -> Iterator[TestClient]:
    with client_of(waiting, Scope.ADMIN) as client:
        yield client


def test_an_import_says_how_far_it_is(client: TestClient, waiting: House) -> None:
    queued = upload(client, feedback_csv(120), map=MAP).json()
    assert queued["progress"] == {
        "done": 0,
        "total": None,
        "rate": None,
        "seconds_left": None,
        "retries": 0,
        "trouble": None,
    }
    first, *_ = waiting.mining.runs.begin("default", queued["id"])
    waiting.mining.runs.carry("default", queued["id"], first)
    (job,) = client.get("/v1/jobs").json()["jobs"]
    assert (job["kind"], job["id"], job["state"]) == ("import", queued["id"], "running")
    progress = job["progress"]
    assert (progress["done"], progress["total"]) == (50, 120)
    assert progress["seconds_left"] == pytest.approx(70 / progress["rate"])
    waiting.mining.runs.run("default", queued["id"])
    assert client.get("/v1/jobs").json()["jobs"] == []
    assert client.get(f"/v1/imports/{queued['id']}").json()["progress"] is None


def test_workers_are_those_that_were_seen_of_late(client: TestClient, waiting: House) -> None:
    now = datetime.now(UTC)
    waiting.store.beat(WorkerSlot("here", "this-machine", 1, "1.0", now, now))
    long_ago = now - timedelta(hours=1)
    waiting.store.beat(WorkerSlot("gone", "that-machine", 2, "1.0", long_ago, long_ago))
    assert [worker["slot"] for worker in client.get("/v1/jobs").json()["workers"]] == ["here"]


def test_an_import_is_stopped_and_goes_on(client: TestClient, waiting: House) -> None:
    queued = upload(client, feedback_csv(120), map=MAP).json()
    first, *_ = waiting.mining.runs.begin("default", queued["id"])
    waiting.mining.runs.carry("default", queued["id"], first)
    stopped = client.post(f"/v1/imports/{queued['id']}/cancel").json()
    assert (stopped["state"], stopped["report"]["read"]) == ("cancelled", 50)
    assert waiting.mining.runs.run("default", queued["id"]).report.read == 50
    assert client.post(f"/v1/imports/{queued['id']}/cancel").status_code == 409
    assert client.post(f"/v1/imports/{queued['id']}/resume").json()["state"] == "queued"
    done = waiting.mining.runs.run("default", queued["id"])
    assert (done.state, done.report.added) == ("done", 120)
    assert waiting.store.recount("default")
    assert client.post(f"/v1/imports/{queued['id']}/resume").status_code in (404, 409)


def test_where_too_much_waits_more_is_refused_with_a_time_to_come_back(
    client: TestClient, waiting: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting.mining.imports, "_most_waiting", 2)
    for _ in range(2):
        assert upload(client, feedback_csv(3), map=MAP).status_code == 202
    refused = upload(client, feedback_csv(3), map=MAP)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "2 imports wait already" in refused.json()["detail"]
    item = {"id": "1", "text": "It broke.", "source": "survey", "date": "2026-05-04T08:12:00Z"}
    assert client.post("/v1/feedback", json={"items": [item]}).status_code == 429
    waiting.mining.runs.run("default", client.get("/v1/jobs").json()["jobs"][0]["id"])
    assert upload(client, feedback_csv(3), map=MAP).status_code == 202
