"""Why a statement has its labels, asked over the wire of a real model in miniature."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Labels, Scope, ScorableMessage, Why
from feedback_miner.scoring.loading import load_scorer
from tests.api.conftest import client_of
from tests.api.house import RuleScorer, bring, feedback_csv, open_test_house


@pytest.fixture(scope="module")
def scored_house(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    scorer = load_scorer(models / "tiny" / "1.0.0", threads=1)
    with open_test_house(tmp_path_factory.mktemp("house"), scorer=scorer) as house:
        bring(house, feedback_csv(12))
        yield house


@pytest.fixture(scope="module")
def client(scored_house: House) -> TestClient:
    return client_of(scored_house, Scope.READ)


@pytest.fixture(scope="module")
def statement(client: TestClient) -> dict[str, Any]:
    """The second one of its message."""
    found: list[dict[str, Any]] = client.get("/v1/statements?period=60d").json()["items"]
    return next(statement for statement in found if statement["start"] > 0)


def test_each_label_has_its_reason_in_the_words_of_the_message(
    client: TestClient, statement: dict[str, Any]
) -> None:
    answer = client.get(f"/v1/statements/{statement['id']}/why")
    assert answer.status_code == 200, answer.text
    why, labels = answer.json(), statement["model_labels"]
    assert (why["model"], why["scored_by"]) == ("tiny/1.0.0", "tiny/1.0.0")
    assert why["text"][why["start"] : why["end"]] == statement["text"]
    assert why["feedback_id"] == statement["feedback_id"]
    words = [word["text"] for word in why["words"]]
    assert words == [why["text"][word["start"] : word["end"]] for word in why["words"]]
    assert f" {statement['text']} " in f" {' '.join(words)} "
    said = [(reason["label"], reason["key"]) for reason in why["reasons"]]
    assert said == [
        ("stage", labels["stage"]),
        ("touchpoint", labels["touchpoint"]),
        ("sentiment", ""),
        *(("emotion", key) for key in labels["emotions"]),
    ]
    for reason in why["reasons"]:
        assert len(reason["weights"]) == len(why["words"])
    uncut = why["reasons"][2]["value"]  # the model's own; labels have it cut
    assert labels["sentiment"] == pytest.approx(max(-1, min(1, uncut)), abs=0.001)


def test_a_correction_does_not_change_the_models_reasons(
    scored_house: House, client: TestClient, statement: dict[str, Any]
) -> None:
    address = f"/v1/statements/{statement['id']}"
    before = client.get(f"{address}/why").json()
    labels = {"stage": "none", "touchpoint": "none", "sentiment": 0.1, "emotions": []}
    writer = client_of(scored_house, Scope.WRITE)
    assert writer.put(f"{address}/labels", json=labels).status_code == 200
    assert client.get(f"{address}/why").json() == before
    writer.delete(f"{address}/labels")


def test_a_statement_that_is_not_there(client: TestClient, scored_house: House) -> None:
    assert client.get("/v1/statements/999999/why").status_code == 404
    assert client.get("/v1/statements/0/why").status_code == 422


def test_another_workspace_is_told_nothing(scored_house: House, statement: dict[str, Any]) -> None:
    scored_house.mining.doors.open_workspace("other", time_zone="UTC")
    stranger = client_of(scored_house, Scope.READ, workspace="other")
    assert stranger.get(f"/v1/statements/{statement['id']}/why").status_code == 404


def test_another_model_says_that_it_is_another(tmp_path: Path, models: Path) -> None:
    """Scored by rules, then the service was started with a model."""
    with open_test_house(tmp_path) as before:
        bring(before, feedback_csv(3))
    scorer = load_scorer(models / "tiny" / "1.0.0", threads=1)
    with open_test_house(tmp_path, scorer=scorer) as now:
        reader = client_of(now, Scope.READ)
        ident = reader.get("/v1/statements?period=60d").json()["items"][0]["id"]
        why = reader.get(f"/v1/statements/{ident}/why").json()
    assert (why["scored_by"], why["model"]) == ("rules/1.0.0", "tiny/1.0.0")
    assert "sentiment" in [reason["label"] for reason in why["reasons"]]


def test_a_question_does_not_wait_long_for_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the model is held by one, the next is told to come again, and after that it answers."""
    monkeypatch.setattr("feedback_miner.mining.reasons._PATIENCE", 0.01)
    rules = _SlowRules()
    with open_test_house(tmp_path, scorer=rules) as house, ThreadPoolExecutor(1) as other:
        bring(house, feedback_csv(3))
        reader = client_of(house, Scope.READ)
        address = f"/v1/statements/{reader.get('/v1/statements?period=60d').json()['items'][0]['id']}/why"
        try:
            first = other.submit(reader.get, address)
            assert rules.asked.wait(timeout=30)
            second = reader.get(address)
        finally:
            rules.go_on.set()
        assert (second.status_code, second.json()["type"]) == (503, "urn:feedback-miner:busy")
        assert "set up" not in second.json()["detail"], "nothing is wrong, it is busy"
        assert first.result(timeout=30).status_code == 200
        assert reader.get(address).status_code == 200


class _SlowRules(RuleScorer):
    """Thinks about reasons until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.go_on = Event(), Event()

    def why(self, message: ScorableMessage, statement: int, labels: Labels) -> Why:
        self.asked.set()
        assert self.go_on.wait(timeout=30)
        return super().why(message, statement, labels)
