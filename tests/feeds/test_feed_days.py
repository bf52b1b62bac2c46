"""What a source leaves out and deletes is counted by the day, with the page that did it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from feedback_miner.domain import FeedDay
from tests.feeds.desk import NOON, Desk
from tests.feeds.places import Place
from tests.feeds.scripted import Scripted, page

TODAY = NOON.date()


def test_what_is_left_out_and_deleted_is_counted_by_the_day(desk: Desk) -> None:
    feeds = Scripted(desk).feeds(
        [page("a", "b"), page("c", left_out={"reposts": 2, "spam": 1})],
        [page(left_out={"reposts": 1}, deleted=("a", "nobody"))],
        [page("d", deleted=("b",))],
    )
    import_id = feeds.pull("w", "talk").import_id
    assert import_id
    assert feeds.get("w", "talk").today == FeedDay(TODAY, {"reposts": 2, "spam": 1}, 0)
    report = feeds.pull("w", "talk")
    assert (report.left_out, report.deleted) == ({"reposts": 1}, 1)
    assert feeds.all("w")[0].today == FeedDay(TODAY, {"reposts": 3, "spam": 1}, 1)
    assert desk.store.get_import("w", import_id).beside == FeedDay(TODAY, {"reposts": 3, "spam": 1}, 1)
    desk.now += timedelta(days=1)
    assert feeds.get("w", "talk").today is None
    feeds.pull("w", "talk")
    assert feeds.get("w", "talk").today == FeedDay(TODAY + timedelta(days=1), {}, 1)
    listed = desk.store.list_imports("w", cursor=None, limit=5).items
    assert [found.beside.deleted for found in listed if found.beside] == [1, 1]


def test_a_page_that_is_not_stored_counts_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    feeds = Scripted(desk).feeds([page("a", left_out={"spam": 1})], [page("a", left_out={"spam": 1})])

    def dies(_: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(desk.pipeline, "scored_anew", dies)
        with pytest.raises(KeyboardInterrupt):
            feeds.pull("w", "talk")
    assert feeds.get("w", "talk").today is None
    feeds.pull("w", "talk")
    assert feeds.get("w", "talk").today == FeedDay(TODAY, {"spam": 1}, 0)


def test_an_import_of_a_file_has_no_day_beside_it(desk: Desk, place: Place) -> None:
    desk.add(place)
    import_id = desk.feeds.pull("w", "talk").import_id
    assert import_id
    assert desk.store.get_import("w", import_id).beside is None, "it left nothing out"
