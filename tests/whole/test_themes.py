"""Themes through the whole house: imports by the API, workers that group what came, a model, and the command line."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.main import create_app
from feedback_miner.bootstrap import House, open_house
from feedback_miner.cli import main
from feedback_miner.cli.working import worker_of, working
from feedback_miner.domain import Scope
from feedback_miner.settings import Settings
from tests.api.house import key_of
from tests.api.test_map import count_behind
from tests.tiny_model import build_tiny_model, build_tiny_mpnet

#: Seconds within which what must happen happens, on whatever machine.
SOON = 60.0
ROWS = 60


def survey(first: int) -> str:
    """Random weights have no ear for meaning: what is said in the same words has the same vector, and that will do."""
    said = (
        "The card was late and the refund was late.",
        "Great social survey via the web!",
        "The web was late.",
    )
    lines = [
        f"{n},2026-03-{1 + n % 28:02d},c{n}@example.com,{said[n % 3]}" for n in range(first, first + ROWS)
    ]
    return "Ticket ID,Created at,Customer email,Message\n" + "\n".join(lines) + "\n"


@pytest.fixture
def served(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[House, TestClient]]:
    """The house with a worker of its own, and a client with a key."""
    monkeypatch.setattr("feedback_miner.jobs.insights.REST", 0.0)
    worker = worker_of(settings, "one")
    with open_house(settings, worker) as house, working(worker, house):
        client = TestClient(create_app(house), base_url="http://service.test")
        client.headers.update(key_of(house, Scope.ADMIN))
        yield house, client


def bring(client: TestClient, content: str) -> None:
    files = {"file": ("survey.csv", content.encode(), "text/csv")}
    answer = client.post("/v1/imports", data={"map": "text=Message"}, files=files)
    assert answer.status_code == 202, answer.text


def settled(house: House, client: TestClient, messages: int) -> Any:
    """The themes when all messages are in and looked at."""
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline:
        items = client.get("/v1/map?period=60d").json()["coverage"]["items"]
        if items == messages and not house.mining.themes.due():
            return client.get("/v1/themes?period=60d").json()
        time.sleep(0.1)
    raise AssertionError(f"it did not settle: {items} messages, due: {house.mining.themes.due()}")


def test_two_imports_are_grouped_by_a_worker_and_ids_stay(served: tuple[House, TestClient]) -> None:
    house, client = served
    bring(client, survey(0))
    first = settled(house, client, ROWS)
    bring(client, survey(ROWS))
    second = settled(house, client, 2 * ROWS)
    assert first["items"], "statements in the same words are a group"
    for found in (first, second):
        in_themes = sum(theme["comments"] for theme in found["items"])
        assert in_themes + found["ungrouped"]["comments"] == found["comments"]
    kept = {theme["id"]: theme["comments"] for theme in second["items"]}
    assert all(kept[theme["id"]] == 2 * theme["comments"] for theme in first["items"])
    for theme in second["items"]:
        assert count_behind(client, theme["statements_url"]) == theme["comments"]


def test_another_model_s_themes_take_the_place_of_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    models, file = tmp_path / "models", tmp_path / "survey.csv"
    models.mkdir()
    build_tiny_model(models)
    build_tiny_mpnet(models)
    file.write_text(survey(0))
    monkeypatch.setenv("FEEDBACK_MINER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("FEEDBACK_MINER_MODELS_DIR", str(models))

    def run(model: str, *arguments: str) -> str:
        monkeypatch.setenv("FEEDBACK_MINER_MODEL", model)
        monkeypatch.setattr("sys.argv", ["feedback-miner", *arguments])
        with pytest.raises(SystemExit):
            main()
        return capsys.readouterr().out

    def themes(model: str) -> dict[int, int]:
        listed = json.loads(run(model, "themes", "list", "--days", "60", "--json"))["items"]
        return {theme["id"]: theme["comments"] for theme in listed}

    run("tiny/1.0.0", "import", str(file), "--map", "text=Message")
    before = themes("tiny/1.0.0")
    assert before
    run("tiny-mpnet/1.0.0", "rescore")
    assert themes("tiny-mpnet/1.0.0") == {}, "what they were made of is gone"
    run("tiny-mpnet/1.0.0", "themes", "refresh")
    assert themes("tiny-mpnet/1.0.0").keys().isdisjoint(before)
