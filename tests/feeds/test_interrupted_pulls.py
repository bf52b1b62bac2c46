"""Pulls that end otherwise than they should: by a defect, a busy database, a bad file, a pause, or from outside."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feedback_miner.domain import FeedFile
from feedback_miner.errors import Busy, FeedError, QueryError
from feedback_miner.mining import pulling
from feedback_miner.storage.engine import Database
from tests.feeds.desk import NOON, Desk
from tests.feeds.scripted import Scripted, page

DOWN = FeedError("It is down.")


def test_a_failed_pull_of_a_rare_schedule_is_tried_again_soon(desk: Desk) -> None:
    feeds = Scripted(desk).feeds([DOWN], [DOWN], [page("a")])
    desk.store.change_feed(replace(feeds.get("w", "talk"), schedule="0 6 * * *"))
    for minutes in (1, 2):
        feeds.pull("w", "talk")
        assert feeds.get("w", "talk").due_at == desk.now + timedelta(minutes=minutes)
    feeds.pull("w", "talk")
    assert feeds.get("w", "talk").due_at == datetime(2026, 3, 3, 6, tzinfo=UTC)


def test_a_defect_is_told_by_its_kind_alone(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    quoted = "Ann wrote to https://example.org/?key=private"

    def breaks() -> None:
        raise ValueError(quoted)

    feeds = Scripted(desk).feeds([page("a"), breaks], [page("b")])
    report = feeds.pull("w", "talk")
    assert (report.pages, report.report.added) == (1, 1)
    assert "a defect in the program (ValueError)" in str(report.error)
    assert feeds.get("w", "talk").failures == 1
    (record,) = caplog.records
    assert (record.levelno, record.exc_info) == (logging.ERROR, None)
    for told in (str(report.error), record.getMessage()):
        assert "Ann" not in told
        assert "private" not in told
    assert feeds.pull("w", "talk").error is None


@pytest.mark.parametrize("ending", [KeyboardInterrupt, SystemExit, Busy])
def test_what_comes_from_outside_is_no_failure_of_the_source(desk: Desk, ending: type[BaseException]) -> None:
    def ends() -> None:
        raise ending("now")

    feeds = Scripted(desk).feeds([page("a", cursor="1"), ends], [page("b")])
    before = feeds.get("w", "talk")
    with pytest.raises(ending):
        feeds.pull("w", "talk")
    assert feeds.get("w", "talk") == replace(before, cursor="1"), "it is as due as it was, and free"
    assert feeds.pull("w", "talk").report.added == 1


def test_a_source_that_was_paused_or_pulled_after_it_was_queued_is_not_pulled(desk: Desk) -> None:
    scripted = Scripted(desk)
    feeds = scripted.feeds([page("a")], [page("b")])
    feeds.pause("w", "talk")
    with pytest.raises(Busy, match="not due"):
        feeds.pull_due("w", "talk")
    feeds.resume("w", "talk")
    assert feeds.pull_due("w", "talk").report.added == 1
    with pytest.raises(Busy, match="not due"):
        feeds.pull_due("w", "talk")
    assert len(scripted.asked) == 1
    assert feeds.get("w", "talk").failures == 0


def test_what_is_being_pulled_does_not_wait_to_be_pulled(desk: Desk) -> None:
    waiting: list[str] = []
    feeds = Scripted(desk).feeds([lambda: waiting.extend(feed.name for feed in feeds.waiting("w"))])
    assert [feed.name for feed in feeds.waiting("w")] == ["talk"]
    feeds.pull("w", "talk")
    assert waiting == []


def test_who_comes_to_hold_it_only_when_all_was_stopped_lets_go(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "PATIENCE", 0.01)
    scripted = Scripted(desk)
    feeds = scripted.feeds([page("a")])
    hold = desk.store.hold_feed

    def stops_before(*args: object, **times: object) -> object:
        with ThreadPoolExecutor(1) as other:
            assert not other.submit(feeds.stop).result()
        return hold(*args, **times)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(desk.store, "hold_feed", stops_before)
        with pytest.raises(Busy, match="stopping"):
            feeds.pull("w", "talk")
    assert scripted.asked == []
    assert scripted.restarted([page("a")]).pull("w", "talk").report.added == 1


def test_a_bad_file_keeps_no_other_from_being_taken(desk: Desk, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_text("a,b\n1,2\n")
    files = [
        FeedFile("gone.csv", tmp_path / "gone.csv", "1"),
        FeedFile("large.csv", large, "1"),
        FeedFile("away.csv", tmp_path / "away.csv", "1"),
    ]
    feeds = Scripted(desk).feeds([*files, page("a")], [*files])
    report = feeds.pull("w", "talk")
    assert report.report.added == 1
    for file in files:
        assert f"{file.name}: " in str(report.error), "all are told"
    again = str(feeds.pull("w", "talk").error)
    assert "gone.csv: " in again, "it is tried again"
    assert "large.csv" not in again, "it did not change"


def test_another_place_does_not_inherit_what_the_old_one_asked_for(desk: Desk) -> None:
    feeds = Scripted(desk).feeds([FeedError("Later.", retry_after=timedelta(hours=9))], [page("a")])
    stale = feeds.get("w", "talk")
    feeds.pull("w", "talk")
    desk.store.begin_feed_anew(replace(stale, options={"script": "talk", "new": "yes"}))
    anew = feeds.get("w", "talk")
    assert (anew.rest_until, anew.failures, anew.options["new"]) == (None, 1, "yes")
    assert feeds.pull("w", "talk").report.added == 1


@pytest.mark.parametrize("year", [1, 1969, 2200, 9999])
def test_a_beginning_is_in_this_age(desk: Desk, tmp_path: Path, year: int) -> None:
    options = {"url": "http://127.0.0.1:9/"}
    with pytest.raises(QueryError, match="1970 to 2199"):
        desk.feeds.add("w", name="b", kind="rss", options=options, since=datetime(year, 1, 1, tzinfo=UTC))
    file = tmp_path / "sources.toml"
    for at in (f"{year:04}-01-01T00:00:00+14:00", f"{year:04}-12-31T23:59:59-12:00"):
        file.write_text(f'[sources.b]\nkind = "rss"\nsince = {at}\noptions = {{url = "{options["url"]}"}}\n')
        with pytest.raises(QueryError, match=r"\[sources.b\] since: It is a date from 1970 to 2199"):
            desk.feeds.plan("w", file)


def test_what_places_delete_is_compacted_away_once_a_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    compacted: list[Database] = []

    def compact(database: Database) -> bool:
        compacted.append(database)
        return True

    monkeypatch.setattr(Database, "compact", compact)
    feeds = Scripted(desk).feeds([page("a", "b")], [page(deleted=["a"])], [page(deleted=["b"])])
    for _ in range(3):
        feeds.pull("w", "talk")
    desk.store.compact_if_due(now=NOON + timedelta(hours=23))
    assert compacted == []
    for _ in range(2):
        desk.store.compact_if_due(now=NOON + timedelta(hours=25))
    assert len(compacted) == 1, "all of a day at once"
