"""`sources`: places that messages are pulled from, as a person or cron runs them."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feedback_miner.bootstrap import open_house
from feedback_miner.settings import Settings
from tests.cli.conftest import Run

TICKETS = """Ticket ID,Created at,Message
1,2026-03-02 10:00,The app crashes when I open my account.
2,2026-03-03 11:00,My card was declined at the checkout twice.
3,2026-03-04 12:00,Support answered within minutes. Thank you!
"""
#: two columns of words, and nothing that tells them apart
UNCLEAR = "a,b\n" + "".join(f"word {n} of a,another {n} of b\n" for n in range(3))
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
    assert "paused; failed: 127.0.0.1" in run("sources", "pause", "blog")[1]
    status, printed, _ = run("sources", "run", "blog", "--json")
    assert status == 1
    assert json.loads(printed)["pulls"][0]["error"]


def test_without_a_name_what_is_due_or_has_no_schedule_is_pulled(run: Run) -> None:
    assert run("sources", "run")[:2] == (0, "Nothing is due.\n")
    run("sources", "add", "paused", "rss", NOWHERE)
    run("sources", "pause", "paused")
    run("sources", "add", "due", "rss", NOWHERE, "--schedule", "0 0 1 1 *")
    status, printed, _ = run("sources", "run")
    assert status == 1
    assert printed.startswith("due:")
    (due,) = [feed for feed in json.loads(run("sources", "list", "--json")[1]) if feed["name"] == "due"]
    wait = datetime.fromisoformat(due["due_at"]) - datetime.fromisoformat(due["pulled_at"])
    assert wait == timedelta(minutes=1), "it failed, so nobody waits for the next year"
    assert run("sources", "run")[1] == "Nothing is due.\n"
    run("sources", "add", "by-hand", "rss", NOWHERE)
    assert run("sources", "run", "--due")[1] == "Nothing is due.\n"
    assert run("sources", "run")[1].startswith("by-hand:")


def test_a_wrong_name_is_told_before_anything_is_pulled(run: Run) -> None:
    run("sources", "add", "blog", "rss", NOWHERE)
    status, _, error = run("sources", "run", "blog", "nosuch")
    assert (status, "nosuch" in error) == (2, True)
    assert run("sources", "run", "blog", "--due")[0] == 2
    (blog,) = json.loads(run("sources", "list", "--json")[1])
    assert blog["pulled_at"] is None


def test_a_key_in_an_address_is_not_shown(run: Run) -> None:
    address = "HTTPS://127.0.0.1:9/feed.xml?key=private-key"
    added = run("sources", "add", "blog", "rss", f"url={address}", "--json")[1]
    for printed in (added, run("sources", "list", "--json")[1], run("sources", "pause", "blog", "--json")[1]):
        assert "127.0.0.1:9/feed.xml?…" in printed
        assert "private-key" not in printed
        assert "cursor" not in printed


@pytest.mark.parametrize("since", ["0001-01-01", "2200-01-01"])
def test_a_beginning_is_in_this_age(run: Run, since: str) -> None:
    status, _, error = run("sources", "add", "blog", "rss", NOWHERE, "--since", since)
    assert (status, "1970 to 2199" in error) == (1, True)


def test_a_file_that_was_queued_by_a_run_that_was_killed_is_imported_by_the_next(
    run: Run, tmp_path: Path
) -> None:
    run("sources", "add", "nightly", "folder", "folder=nightly")
    run("sources", "run", "nightly")
    put(tmp_path / "data" / "inbox" / "default" / "nightly" / "tickets.csv", TICKETS)
    with open_house(Settings()) as house:
        assert len(house.mining.feeds.pull("default", "nightly").queued) == 1
    status, printed, _ = run("sources", "run", "--due", "--json")
    done = json.loads(printed)
    assert (status, done["pulls"]) == (0, [])
    (job,) = done["imports"]
    assert (job["file"], job["state"], job["report"]["added"]) == ("tickets.csv", "done", 3)


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


def test_a_file_that_waited_too_long_for_an_answer_is_asked_for_again(run: Run, tmp_path: Path) -> None:
    run("sources", "add", "nightly", "folder", "folder=nightly")
    run("sources", "run", "nightly")
    put(tmp_path / "data" / "inbox" / "default" / "nightly" / "notes.csv", UNCLEAR)
    status, printed, _ = run("sources", "run", "nightly")
    assert status == 3
    assert "notes.csv: needs_mapping" in printed
    assert "notes.csv" not in run("sources", "run", "nightly")[1], "it waits for its answer"
    (waiting,) = json.loads(run("imports", "list", "--json")[1])
    with open_house(Settings()) as house:
        house.store.expire_import("default", waiting["id"], at=datetime.now(UTC))
    status, printed, _ = run("sources", "run", "nightly")
    assert status == 3
    newest = json.loads(run("imports", "list", "--json")[1])[0]
    assert newest["id"] != waiting["id"]
    assert run("imports", "answer", newest["id"], "--map", "text=b")[0] == 0
    assert "notes.csv" not in run("sources", "run", "nightly")[1]


def test_a_hook_says_where_to_send_and_is_never_pulled(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDBACK_MINER_SECRET_DEFAULT__SHOP", "s3cret-value")
    status, printed, _ = run("sources", "add", "shop", "hook", "secret=shop")
    assert status == 0
    assert "http://127.0.0.1:8000/v1/hooks/shop?workspace=default" in printed
    assert "X-Signature: t=SECONDS,v1=HEX" in printed
    assert "sources run" not in printed
    assert run("sources", "run")[1] == "Nothing is due.\n"
    assert "it sends" in run("sources", "list")[1]
    status, _, error = run("sources", "add", "other", "hook", "secret=shop", "--schedule", "* * * * *")
    assert (status, "schedule" in error) == (1, True)


def test_an_alert_is_an_event(run: Run) -> None:
    assert "No source has failed" in run("sources", "events")[1]
    run("sources", "add", "blog", "rss", NOWHERE)
    for _ in range(3):
        run("sources", "run", "blog")
    (event,) = json.loads(run("sources", "events", "--json")[1])
    assert (event["kind"], event["subject"]) == ("source.failing", "blog")
    assert "source.failing  blog: 127.0.0.1: " in run("sources", "events")[1]


@pytest.mark.parametrize("folder", ["../secrets", "/etc", "..", ""])
def test_only_folders_of_the_inbox_can_be_named(run: Run, folder: str) -> None:
    status, _, error = run("sources", "add", "nightly", "folder", f"folder={folder}")
    assert status == 1
    assert "folder" in error


def put(path: Path, content: str) -> None:
    """A file that has not been touched for a while."""
    path.write_text(content)
    os.utime(path, (1_700_000_000 + len(content), 1_700_000_000 + len(content)))
