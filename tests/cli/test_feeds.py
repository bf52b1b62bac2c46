"""`sources`: places that messages are pulled from, as a person or cron runs them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TICKETS = """Ticket ID,Created at,Message
1,2026-03-02 10:00,The app crashes when I open my account.
2,2026-03-03 11:00,My card was declined at the checkout twice.
3,2026-03-04 12:00,Support answered within minutes. Thank you!
"""
#: port 9 discards: nobody answers there
NOWHERE = "url=http://127.0.0.1:9/feed.xml"


def test_a_source_is_added_listed_paused_and_removed(run: Run) -> None:
    status, printed, _ = run("sources", "add", "blog", "rss", NOWHERE, "--schedule", "*/15 * * * *")
    assert status == 0
    assert "blog is added" in printed
    (listed,) = json.loads(run("sources", "list", "--json")[1])
    assert (listed["name"], listed["kind"], listed["alert"]) == ("blog", "rss", False)
    assert "never" in run("sources", "list")[1]
    assert "paused" in run("sources", "pause", "blog")[1]
    assert "new" in run("sources", "resume", "blog")[1]
    assert run("sources", "remove", "blog")[0] == 0
    assert "No sources yet" in run("sources", "list")[1]


def test_a_failed_pull_is_told_and_has_an_exit_status_for_cron(run: Run) -> None:
    run("sources", "add", "blog", "rss", NOWHERE)
    status, printed, error = run("sources", "run", "blog")
    assert status == 1
    assert "0 new" in printed
    assert "127.0.0.1" in error
    assert "failed" in run("sources", "list")[1]
    status, printed, _ = run("sources", "run", "blog", "--json")
    assert status == 1
    assert json.loads(printed)[0]["error"]


def test_without_a_name_what_is_due_or_has_no_schedule_is_pulled(run: Run) -> None:
    assert run("sources", "run")[:2] == (0, "Nothing is due.\n")
    run("sources", "add", "paused", "rss", NOWHERE)
    run("sources", "pause", "paused")
    run("sources", "add", "due", "rss", NOWHERE, "--schedule", "0 0 1 1 *")
    status, printed, _ = run("sources", "run")
    assert status == 1
    assert printed.startswith("due:")
    assert run("sources", "run")[1] == "Nothing is due.\n", "its next time is next year"
    run("sources", "add", "by-hand", "rss", NOWHERE)
    assert run("sources", "run")[1].startswith("by-hand:")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("blog", "rs", NOWHERE), "Did you mean “rss”?"),
        (("blog", "rss", "http://127.0.0.1"), "OPTION=VALUE"),
        (("blog", "rss", "link=http://127.0.0.1"), "url"),
        (("Our Blog", "rss", NOWHERE), "small letters"),
        (("blog", "rss", NOWHERE, "--schedule", "daily"), "cron"),
        (
            ("desk", "zendesk", "subdomain=acme", "email=a@b.example", "token=desk"),
            "FEEDBACK_MINER_SECRET_DEFAULT__DESK",
        ),
    ],
)
def test_what_is_wrong_is_told(run: Run, arguments: tuple[str, ...], said: str) -> None:
    status, _, error = run("sources", "add", *arguments)
    assert status == 1
    assert said in error
    assert "No sources yet" in run("sources", "list")[1]


def test_a_secret_comes_from_the_environment_or_a_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDBACK_MINER_SECRET_DEFAULT__DESK", "s3cret-value")
    added = (
        "sources",
        "add",
        "desk",
        "zendesk",
        "subdomain=acme",
        "email=a@b.example",
        "token=desk",
        "--json",
    )
    status, printed, _ = run(*added)
    assert status == 0
    assert "s3cret-value" not in printed
    assert "s3cret-value" not in run("sources", "list", "--json")[1]


def test_a_watched_folder_imports_each_file_once(run: Run, tmp_path: Path) -> None:
    assert run("sources", "add", "nightly", "folder", "folder=nightly")[0] == 0
    assert run("sources", "run", "nightly")[0] == 0
    inbox = tmp_path / "data" / "inbox" / "default" / "nightly"
    put(inbox / "tickets.csv", TICKETS)
    put(inbox / "broken.xlsx", "no workbook")
    put(inbox / ".hidden.csv", "a,b\n1,2\n")
    (inbox / "growing.csv").write_text("Ticket ID,Created at,Message\n")
    status, printed, error = run("sources", "run", "nightly")
    assert "tickets.csv: done, 3 new" in printed
    assert "unreadable" in printed
    assert "broken.xlsx" in error
    assert status == 1, "somebody should look at it"
    again = run("sources", "run", "nightly")[1]
    assert "tickets.csv" not in again
    assert "broken.xlsx" not in again
    put(inbox / "tickets.csv", TICKETS + "4,2026-03-05 09:00,The invoice came twice this month.\n")
    assert "tickets.csv: done, 1 new" in run("sources", "run", "nightly")[1]


@pytest.mark.parametrize("folder", ["../secrets", "/etc", "..", ""])
def test_only_folders_of_the_inbox_can_be_named(run: Run, folder: str) -> None:
    status, _, error = run("sources", "add", "nightly", "folder", f"folder={folder}")
    assert status == 1
    assert "folder" in error


def put(path: Path, content: str) -> None:
    """A file that has not been touched for a while."""
    path.write_text(content)
    os.utime(path, (1_700_000_000 + len(content), 1_700_000_000 + len(content)))
