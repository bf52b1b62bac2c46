"""The command line as a person or a script uses it: words, JSON, exit statuses."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.cli.conftest import Run
from tests.journey.sources import STAGES, as_json, confusions, source
from tests.tiny_model import build_tiny_model

CSV = """Ticket ID,Created at,Customer email,Message,Plan
1,2026-03-02 10:00,ann@example.com,The app crashes when I open my account.,Plus
2,2026-03-03 11:00,bob@example.com,My card was declined at the checkout twice. Nobody could tell me why.,Free
3,2026-03-04 12:00,ann@example.com,Support answered within minutes. Thank you!,Plus
"""


@pytest.fixture
def tickets(tmp_path: Path) -> Path:
    path = tmp_path / "tickets.csv"
    path.write_text(CSV)
    return path


def data(printed: str) -> Any:
    return json.loads(printed)


def test_import_then_map(run: Run, tickets: Path) -> None:
    status, printed, _ = run("import", tickets)
    assert status == 0
    assert "3 read, 3 added, 0 rejected" in printed
    status, printed, _ = run("map", "--json")
    assert status == 0
    shown = data(printed)
    assert shown["period"]["to"] == "2026-03-04"
    assert shown["coverage"]["items"] == 3
    assert run("map")[0] == 0


def test_an_empty_map_says_how_to_begin(run: Run) -> None:
    status, printed, _ = run("map")
    assert status == 0
    assert "feedback-miner import" in printed


def test_a_missing_file_and_a_folder_are_named(run: Run, tmp_path: Path) -> None:
    status, printed, error = run("import", tmp_path / "none.csv")
    assert (status, printed) == (1, "")
    assert "none.csv: There is no such file." in error
    assert "folder" in run("import", tmp_path)[2]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("map", "--lens", "nope"), "Known lenses"),
        (("map", "--segment", "Plan"), "NAME=VALUE"),
        (("map", "--compare", "yesterday"), "previous, none"),
        (("map", "--from", "2026-03-04", "--to", "2026-03-01"), "before it begins"),
        (("imports", "show", "imp_none"), "imp_none"),
        (("keys", "revoke", "key_none"), "key_none"),
    ],
)
def test_wrong_arguments_are_explained(run: Run, arguments: tuple[str, ...], says: str) -> None:
    status, _, error = run(*arguments)
    assert status == 1
    assert says in error
    assert "Traceback" not in error


def test_an_unknown_option_is_a_wrong_call(run: Run) -> None:
    assert run("map", "--nope")[0] == 2


def test_a_wrong_setting_names_its_variable(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDBACK_MINER_THREADS", "many")
    status, _, error = run("map")
    assert status == 1
    assert "FEEDBACK_MINER_THREADS" in error


def test_a_dry_run_writes_nothing(run: Run, tickets: Path) -> None:
    status, printed, _ = run("import", "--dry-run", "--json", tickets)
    assert status == 0
    (report,) = data(printed)
    assert report["dry_run"]
    assert report["report"]["added"] == 3
    assert data(run("imports", "list", "--json")[1]) == []


def test_what_must_be_asked_is_asked_and_answered(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_text("Date,Comment text\n03/04/2026,The parcel came late again\n")
    status, printed, _ = run("import", path)
    assert status == 3
    assert "imports answer" in printed
    (waiting,) = data(run("imports", "list", "--json")[1])
    assert waiting["state"] == "needs_mapping"
    status, printed, _ = run("imports", "answer", waiting["id"], "--map", "date_order=month-first", "--json")
    assert status == 0
    assert data(printed)["state"] == "done"
    assert data(run("map", "--json")[1])["period"]["to"] == "2026-03-04"


def test_rejected_rows_and_undo(run: Run, tickets: Path) -> None:
    tickets.write_text(CSV + "4,not a date,eve@example.com,Where is my parcel?,Free\n")
    (done,) = data(run("import", "--json", tickets)[1])
    (row,) = data(run("imports", "rows", done["id"], "--json")[1])
    assert row["row"] == 5
    assert "not a date" in row["reason"]
    assert "eve@example.com" not in json.dumps(row)
    assert run("imports", "undo", done["id"])[0] == 0
    assert data(run("map", "--json")[1])["coverage"]["items"] == 0
    assert run("imports", "undo", done["id"])[0] == 1


def test_export_gives_the_file_back_with_its_labels(run: Run, tickets: Path, tmp_path: Path) -> None:
    run("import", tickets)
    output = tmp_path / "labelled.csv"
    status, printed, _ = run("export", tickets, "--output", output, "--json")
    assert status == 0
    assert data(printed)["labelled"] == 3
    with output.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with tickets.open(encoding="utf-8", newline="") as file:
        own = list(csv.DictReader(file))
    assert [{name: row[name] for name in own[0]} for row in rows] == own
    assert [int(row["fm_statements"]) for row in rows] == [1, 2, 2]
    assert all(row["fm_stages"] for row in rows)


def test_export_of_a_file_that_was_not_imported(run: Run, tickets: Path, tmp_path: Path) -> None:
    status, _, error = run("export", tickets, "--output", tmp_path / "out.csv")
    assert status == 1
    assert "Import it first" in error


def test_score_writes_one_line_a_statement(run: Run, tmp_path: Path) -> None:
    item = {"id": "a", "source": "review", "text": "Bad. Good.", "statements": [
        {"n": 0, "start": 0, "end": 4}, {"n": 1, "start": 5, "end": 10}]}  # fmt: skip
    (tmp_path / "items.jsonl").write_text(json.dumps(item) + "\n")
    output = tmp_path / "out.jsonl"
    assert run("score", tmp_path / "items.jsonl", "--output", output)[0] == 0
    lines = [json.loads(line) for line in output.read_text().splitlines()]
    assert [(line["item_id"], line["statement"]) for line in lines] == [("a", 0), ("a", 1)]


def test_score_takes_the_model_that_is_named(run: Run, tmp_path: Path) -> None:
    items, output = tmp_path / "items.jsonl", tmp_path / "out.jsonl"
    items.write_text(
        '{"id": "a", "source": "review", "text": "Bad.", "statements": [{"n": 0, "start": 0, "end": 4}]}'
    )
    status, printed, _ = run("score", items, "--output", output, "--model", "tiny", "--json")
    assert status == 0
    assert data(printed)["model"] == "tiny/1.0.0"
    status, _, error = run("score", items, "--output", output, "--model", "huge")
    assert status == 1
    assert "no model “huge” here; there is tiny/1.0.0" in error


def test_score_writes_corrected_shares(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(2)
    known = replace(confusions([source(draw, 60) for _ in range(6)], model="tiny/1.0.0"), policy="tiny-1")
    build_tiny_model(tmp_path / "models", as_json(known))
    items, output, shares = (tmp_path / name for name in ("items.jsonl", "out.jsonl", "shares.json"))
    text = "The card was late."
    item = {"source": "review", "text": text, "statements": [{"n": 0, "start": 0, "end": len(text)}]}
    items.write_text("".join(json.dumps({"id": str(n)} | item) + "\n" for n in range(4)))
    status, _, error = run("score", items, "--output", output, "--shares", shares)
    assert status == 1
    assert "does not say what it gets wrong" in error
    assert not output.exists()
    monkeypatch.setenv("FEEDBACK_MINER_MODELS_DIR", str(tmp_path / "models"))
    assert run("score", items, "--output", output, "--shares", shares)[0] == 0
    found = json.loads(shares.read_text())
    assert tuple(found) == STAGES
    assert sum(found.values()) == pytest.approx(1)
    assert run("score", items, "--output", output, "--shares", output)[0] == 1


def test_keys_are_shown_once(run: Run) -> None:
    made = data(run("keys", "add", "our script", "--scope", "write", "--json")[1])
    assert made["secret"].startswith("fm_")
    listed = run("keys", "list", "--json")[1]
    assert made["secret"] not in listed
    assert data(listed)[0]["scope"] == "write"
    assert run("keys", "revoke", made["id"])[0] == 0
    assert data(run("keys", "list", "--json")[1])[0]["revoked_at"]
    assert "/sign-in?token=link_" in data(run("keys", "link", "--json")[1])["url"]


def test_the_doctor_finds_a_healthy_house_and_a_readable_secret(
    run: Run, tickets: Path, tmp_path: Path
) -> None:
    run("import", tickets)
    status, printed, _ = run("doctor", "--json")
    assert status == 0, printed
    assert {finding["check"] for finding in data(printed)} >= {
        "database",
        "cells",
        "model",
        "language",
        "secret",
    }
    (tmp_path / "data" / "secret").chmod(0o644)
    status, printed, _ = run("doctor")
    assert status == 1
    assert "chmod 600" in printed
