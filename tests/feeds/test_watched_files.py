"""Files of a watched folder, each of which is one import, whatever happens while it is taken in."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from feedback_miner.bootstrap import Foreground
from feedback_miner.domain import ImportState
from feedback_miner.feeds import KnownConnectors
from feedback_miner.mining import Feeds, Imports
from feedback_miner.mining.runs import Runs
from feedback_miner.spool import FileSpool
from tests.feeds.desk import Desk


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """With one file, that nobody has touched for an hour."""
    folder = tmp_path / "inbox" / "w" / "nightly"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def spool(tmp_path: Path) -> FileSpool:
    return FileSpool(tmp_path / "spool", max_bytes=10_000)


@pytest.fixture
def imports(desk: Desk, spool: FileSpool) -> Imports:
    return Imports(desk.store, spool, Foreground(), desk.pipeline, most_waiting=9, clock=lambda: desk.now)


@pytest.fixture
def runs(desk: Desk, spool: FileSpool) -> Runs:
    return Runs(desk.store, spool, Foreground(), desk.pipeline, spool_hours=9, clock=lambda: desk.now)


@pytest.fixture
def feeds(desk: Desk, imports: Imports, inbox: Path) -> Feeds:
    connectors = KnownConnectors(lambda *_: "", inbox.parents[1])
    feeds = Feeds(desk.store, connectors, desk.pipeline, imports, lambda: desk.now)
    feeds.add("w", name="nightly", kind="folder", options={"folder": "nightly"})
    put(inbox, desk, "The card was refused.")
    return feeds


def put(inbox: Path, desk: Desk, text: str, *, name: str = "reviews.csv") -> None:
    """Nobody has touched it for an hour."""
    file = inbox / name
    file.write_text(f"id,text,date\n1,{text},2026-03-01\n")
    then = (desk.now - timedelta(hours=1)).timestamp()
    os.utime(file, (then, then))


def pull(feeds: Feeds) -> str:
    """The import that it queued."""
    (import_id,) = feeds.pull("w", "nightly").queued
    return import_id


def all_imports(desk: Desk) -> list[str]:
    return [one.id for one in desk.store.list_imports("w", cursor=None, limit=100).items]


def test_a_pull_that_is_killed_before_it_notes_a_file_does_not_take_it_in_twice(
    desk: Desk, feeds: Feeds, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(desk.store, "write_page", killed)
        with pytest.raises(SystemExit):
            feeds.pull("w", "nightly")
    (begun,) = all_imports(desk)
    assert pull(feeds) == begun
    assert runs.run("w", begun).state is ImportState.DONE
    assert feeds.pull("w", "nightly").queued == ()
    assert all_imports(desk) == [begun]
    assert desk.texts() == ["The card was refused."]


def test_where_too_many_imports_wait_the_other_files_are_taken_later(
    desk: Desk, feeds: Feeds, runs: Runs, inbox: Path
) -> None:
    for n in range(9):
        put(inbox, desk, f"Number {n}.", name=f"more{n}.csv")
    report = feeds.pull("w", "nightly")
    assert len(report.queued) == 9
    assert "reviews.csv" in str(report.error)
    assert feeds.get("w", "nightly").failures == 0, "it comes on"
    for import_id in report.queued:
        runs.run("w", import_id)
    desk.now += timedelta(hours=1)
    last = pull(feeds)
    assert last not in report.queued
    assert feeds.pull("w", "nightly").error is None


def test_a_file_that_was_changed_is_another_import(desk: Desk, feeds: Feeds, inbox: Path) -> None:
    first = pull(feeds)
    put(inbox, desk, "The card was refused twice.")
    assert pull(feeds) != first


def test_what_was_undone_is_taken_in_anew_where_the_source_begins_anew(
    desk: Desk, feeds: Feeds, imports: Imports, runs: Runs
) -> None:
    first = pull(feeds)
    runs.run("w", first)
    imports.undo("w", first)
    desk.store.begin_feed_anew(feeds.get("w", "nightly"))
    second = pull(feeds)
    assert second != first
    runs.run("w", second)
    assert desk.texts() == ["The card was refused."]
