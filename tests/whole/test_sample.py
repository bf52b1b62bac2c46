"""The sample tells its story: something breaks in onboarding in week 9, and is mended in week 11."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from feedback_miner.bootstrap import House
from feedback_miner.domain import ImportState, StatementFilter
from feedback_miner.mining import Question, Wish
from feedback_miner.sample import anchor_for, sample_files
from tests.whole.conftest import Bring

pytestmark = pytest.mark.slow

SUNDAY = date(2026, 11, 15)


@pytest.fixture
def chunk_rows() -> int:
    return 512


@pytest.fixture
def sample(house: House, bring: Bring) -> House:
    for file in sample_files(SUNDAY):
        done = bring(file.name, file.content, *file.overrides)
        assert done.state is ImportState.DONE
        assert (done.report.rejected, done.report.skipped, done.report.merged) == (0, 0, 0)
    return house


def test_the_anchor_is_the_last_sunday_that_is_over() -> None:
    assert anchor_for(date(2026, 11, 16)) == SUNDAY
    assert anchor_for(date(2026, 11, 15)) == SUNDAY - timedelta(days=7)


def test_the_anchor_is_stored_once(house: House) -> None:
    assert house.mining.maps.anchor("default", SUNDAY) == SUNDAY
    assert house.mining.maps.anchor("default", SUNDAY + timedelta(days=7)) == SUNDAY


def test_twelve_weeks_end_on_the_anchor_and_weeks_9_and_10_speak_of_identity_checks(sample: House) -> None:
    maps = sample.mining.maps
    assert maps.cut("default", Question()).last_day == SUNDAY
    weeks: Counter[int] = Counter()
    for word in ("selfie", "passport", "identity", "verif", " id ", "licence", "pending", "face"):
        cursor = None
        while True:
            page = maps.statements(
                "default", Question(days=84), StatementFilter(text=word), cursor=cursor, limit=200
            )
            weeks.update(
                (s.occurred_at.date() - (SUNDAY - timedelta(days=83))).days // 7 + 1 for s in page.items
            )
            cursor = page.next_cursor
            if cursor is None:
                break
    assert weeks[9] >= 40
    assert weeks[10] >= 40
    assert max(weeks[week] for week in range(1, 9)) < 10


def test_customers_recur_across_the_files(sample: House) -> None:
    imports = sample.mining.imports.page("default", cursor=None, limit=9).items
    assert sum(one.report.added for one in imports) >= 600
    maps = sample.mining.maps
    seen: Counter[str | None] = Counter()
    sources: dict[str | None, set[str]] = {}
    cursor = None
    while True:
        page = maps.statements("default", Question(days=84), StatementFilter(), cursor=cursor, limit=200)
        for statement in page.items:
            seen[statement.customer] += 1
            sources.setdefault(statement.customer, set()).add(statement.source)
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sum(len(kinds) > 1 for customer, kinds in sources.items() if customer) >= 20
    customer = max((c for c in seen if c), key=lambda c: len(sources[c]))
    journey = sample.mining.customers.journey("default", customer)
    assert [view.item.occurred_at for view in journey] == sorted(view.item.occurred_at for view in journey)


def test_segments_of_the_sample_can_be_filtered_by(sample: House) -> None:
    maps = sample.mining.maps
    assert {"channel", "source", "segment.Plan", "segment.Country", "segment.Age"} <= set(
        maps.dimensions("default")
    )
    everyone = maps.read("default", Question(days=84)).overall
    plus = maps.read("default", Question(days=84, segments={"Plan": "Plus"})).overall
    both = maps.read("default", Question(days=84, segments={"Plan": "Plus", "Country": "Ireland"})).overall
    assert 0 < both.statements < plus.statements < everyone.statements


def test_the_same_sample_again_changes_nothing(sample: House, bring: Bring) -> None:
    for file in sample_files(SUNDAY):
        report = bring(file.name, file.content, *file.overrides).report
        assert (report.added, report.updated) == (0, 0)
    assert sample.store.recount("default")


def test_a_workspace_of_its_own_sees_nothing_of_it(sample: House) -> None:
    sample.mining.doors.open_workspace("other", time_zone="Europe/Dublin")
    assert sample.mining.maps.read("other", Question()).coverage.items == 0
    job = sample.mining.imports.submit(
        "other", file="a.csv", blocks=[b"Date,Review\n2026-03-02,Great app really\n"], wish=Wish()
    )
    assert sample.mining.runs.run("other", job.id).report.added == 1
    assert sample.mining.maps.read("other", Question()).coverage.items == 1
