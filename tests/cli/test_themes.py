"""`themes`, `pain-points`, `delights`, `suggestions`, `notes`: in words, as JSON, as files."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

SAID = ("The card was late and the refund was late.", "Great social survey via the web!")
ROWS = "".join(f"{n},2026-03-{1 + n % 28:02d},c{n}@example.com,{SAID[n % 2]}\n" for n in range(60))


@pytest.fixture
def grouped(run: Run, tmp_path: Path) -> Run:
    """An import: random weights have no ear for meaning, but the same words have the same vector."""
    path = tmp_path / "survey.csv"
    path.write_text("Id,Date,Customer,Comment\n" + ROWS)
    status, _, error = run("import", path, "--map", "text=Comment")
    assert status == 0, error
    return run


def data(printed: str) -> Any:
    return json.loads(printed)


def test_what_was_imported_is_grouped_and_shown(grouped: Run) -> None:
    found = data(grouped("themes", "list", "--json")[1])
    assert found["items"]
    assert (
        sum(one["comments"] for one in found["items"]) + found["ungrouped"]["comments"] == found["comments"]
    )
    theme = found["items"][0]
    status, printed, _ = grouped("themes", "list")
    assert status == 0
    assert theme["name"] in printed
    status, printed, _ = grouped("themes", "show", str(theme["id"]))
    assert status == 0
    assert f"{theme['comments']} comments of" in printed
    assert data(grouped("themes", "show", str(theme["id"]), "--json")[1])["quotes"]
    assert grouped("themes", "show", "999")[0] == 1


def test_a_refresh_says_what_it_did(grouped: Run) -> None:
    assert "Nothing is new" in grouped("themes", "refresh")[1]
    anew = data(grouped("themes", "refresh", "--anew", "--json")[1])
    assert anew["statements"] >= anew["placed"] > 0
    assert anew["born"] > 0


def test_themes_are_written_as_a_table(grouped: Run, tmp_path: Path) -> None:
    path = tmp_path / "themes.csv"
    assert grouped("themes", "list", "--csv", path)[0] == 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    listed = data(grouped("themes", "list", "--json")[1])["items"]
    assert [row["name"] for row in rows] == [theme["name"] for theme in listed]


@pytest.mark.parametrize("command", ["pain-points", "delights", "suggestions"])
def test_what_stands_out_is_told_in_words_and_as_json(grouped: Run, command: str) -> None:
    status, printed, error = grouped(command)
    assert status == 0, error
    assert printed
    assert isinstance(data(grouped(command, "--json")[1])["items"], list)


def test_suggestions_for_a_touchpoint(run: Run) -> None:
    status, printed, _ = run("suggestions", "--touchpoint", "payment", "--stage", "purchase")
    assert status == 0
    assert "goal" in printed
    assert "second way to pay" in printed.replace("\n", " ")
    assert run("suggestions", "--touchpoint", "nope")[0] == 1


def test_notes_are_written_listed_and_removed(run: Run) -> None:
    note = data(
        run("notes", "add", "Strike in May [sic].", "--touchpoint", "delivery", "--by", "Ann", "--json")[1]
    )
    status, printed, _ = run("notes", "list")
    assert status == 0
    assert "Strike in May [sic]." in printed
    assert data(run("notes", "list", "--touchpoint", "delivery", "--json")[1])["items"] == [note]
    assert data(run("notes", "list", "--touchpoint", "app", "--json")[1])["items"] == []
    assert run("notes", "add", "On nothing.")[0] == 1
    assert run("notes", "remove", note["id"])[0] == 0
    assert run("notes", "remove", note["id"])[0] == 1
    assert "No notes yet" in run("notes", "list")[1]
