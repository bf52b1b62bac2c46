"""`actions`, `alerts` and `voices` at the terminal."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.api.told import hook_place
from tests.cli.conftest import Run

TICKETS = """Ticket ID,Created at,Message
1,2026-03-02 10:00,The app crashes when I open my account.
2,2026-03-03 11:00,My card was declined at the checkout twice.
3,2026-03-04 12:00,Support answered within minutes. Thank you!
"""


def test_an_action_is_recorded_shown_and_removed(run: Run, tmp_path: Path) -> None:
    assert "No actions yet" in run("actions", "list")[1]
    status, printed, _ = run(
        "actions", "add", "Faster parcels", "--date", "2026-03-03", "--touchpoint", "delivery", "--json"
    )
    added = json.loads(printed)
    assert (status, added["date"], added["touchpoint"]) == (0, "2026-03-03", "delivery")
    (tmp_path / "tickets.csv").write_text(TICKETS)
    run("import", tmp_path / "tickets.csv")
    assert "Faster parcels" in run("actions", "list")[1]
    shown = run("actions", "show", added["id"])[1]
    assert "Too early to tell" in shown
    (listed,) = json.loads(run("actions", "list", "--json")[1])["items"]
    assert listed["effect"]["missing"]
    run("actions", "list", "--csv", tmp_path / "actions.csv")
    with (tmp_path / "actions.csv").open(encoding="utf-8-sig") as file:
        assert [row["id"] for row in csv.DictReader(file)] == [added["id"]]
    assert "removed" in run("actions", "remove", added["id"])[1]
    assert run("actions", "show", added["id"])[0] == 1


def test_an_action_without_a_place_is_refused(run: Run) -> None:
    status, _, error = run("actions", "add", "Something", "--date", "2026-03-03")
    assert (status, "where it was" in error) == (1, True)


def test_rules_are_there_without_set_up_and_can_be_changed(run: Run) -> None:
    rules = json.loads(run("alerts", "rules", "list", "--json")[1])["items"]
    assert [rule["id"] for rule in rules] == [
        "sentiment",
        "volume",
        "stage-sentiment",
        "stage-volume",
        "themes",
    ]
    status, printed, _ = run(
        "alerts",
        "rules",
        "put",
        "anger",
        "emotion",
        "--emotion",
        "anger",
        "--each",
        "stage",
        "--segment",
        "Plan=Plus",
    )
    assert (status, "watched" in printed) == (0, True)
    assert "anger" in run("alerts", "rules", "list")[1]
    assert run("alerts", "rules", "remove", "anger")[0] == 0
    assert run("alerts", "rules", "remove", "sentiment")[0] == 1
    assert run("alerts", "look")[:2] == (0, "Nothing was noticed.\n")
    assert "Nothing was noticed" in run("alerts", "list")[1]
    assert json.loads(run("alerts", "list", "--json")[1]) == {"items": []}


def test_a_sample_is_sent_and_a_failure_has_an_exit_status(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDBACK_MINER_SECRET_DEFAULT__DESK", "both-know")
    assert "Nobody is told yet" in run("alerts", "test")[1]
    with hook_place() as place:
        url = f"url={place.url}/in?key=private"
        status, printed, _ = run("alerts", "targets", "put", "desk", "webhook", url, "secret=desk")
        assert (status, "desk is told" in printed) == (0, True)
        assert run("alerts", "test")[:2] == (0, "desk: taken\n")
        place.answers = [500]
        status, _, error = run("alerts", "test", "desk")
        assert (status, "status 500" in error) == (1, True)
        assert json.loads(place.taken[0][1])["event"] == "alert.test"
    listed = run("alerts", "targets", "list", "--json")[1]
    assert "private" not in listed
    assert json.loads(listed)["items"][0]["options"]["secret"] == "desk"
    assert run("alerts", "targets", "remove", "desk")[0] == 0
    assert run("alerts", "test", "desk")[0] == 1


def test_voices_are_listed_and_decided(run: Run, tmp_path: Path) -> None:
    assert "No waiting voices" in run("voices", "list")[1]
    (tmp_path / "tickets.csv").write_text(TICKETS)
    run("import", tmp_path / "tickets.csv")
    assert "1 is declined" in run("voices", "decline", "1")[1]
    (declined,) = json.loads(run("voices", "list", "--state", "declined", "--json")[1])["items"]
    assert (declined["statement"]["id"], declined["decided_by"]) == (1, "cli")
    assert run("voices", "approve", "999")[0] == 1


def test_numbers_that_no_database_has_are_refused_in_words(run: Run) -> None:
    far = str(2**70)
    for asked in (
        ("voices", "approve", far),
        ("actions", "add", "Something", "--date", "2026-03-03", "--theme", far),
        ("themes", "show", far),
    ):
        status, _, error = run(*asked)
        assert (status, "Invalid value" in error) == (2, True)
