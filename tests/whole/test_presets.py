"""What presets know, through the front door: whose message it is, on which day, and that no export adds a twin."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedback_miner.bootstrap import House
from feedback_miner.domain import ImportState, StatementFilter
from feedback_miner.mining import Question
from feedback_miner.settings import Settings
from tests.whole.conftest import Bring

_REVIEWS = (
    "Review Id,Review Created (UTC),Review Stars,Review Content,Review Consumer User Id,Review Username\n"
)
_MESSAGES = "conversation_id,part_type,created_at,author_type,user_email,body\n"
_ANSWERS = "Respondent ID,Collector ID,Start Date,End Date,Why?,Where?\n,,,,Open-Ended Response,Response\n"


@pytest.fixture
def settings(tmp_path: Path, models: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", models_dir=models, model="tiny/1.0.0", time_zone="Asia/Tokyo")


def _moments(house: House) -> list[datetime]:
    page = house.mining.maps.statements("default", Question(), StatementFilter(), cursor=None, limit=99)
    return sorted(statement.occurred_at for statement in page.items)


def test_a_column_that_is_named_utc_is_not_read_in_the_zone_of_the_workspace(
    bring: Bring, house: House
) -> None:
    bring("reviews.csv", _REVIEWS + "a,2026-01-05 23:30:00,1,The lamp came broken,u-1,B. Example\n")
    assert _moments(house) == [datetime(2026, 1, 5, 23, 30, tzinfo=UTC)]


def test_another_column_for_the_date_is(bring: Bring, house: House) -> None:
    header = _REVIEWS.replace("Review Username", "Came in")
    row = "a,2026-01-05 23:30:00,1,The lamp came broken,u-1,2026-02-02 09:00\n"
    bring("reviews.csv", header + row, "date=Came in")
    assert _moments(house) == [datetime(2026, 2, 2, 0, 0, tzinfo=UTC)]


def test_a_customer_without_the_best_reference_is_found_by_the_next(bring: Bring, house: House) -> None:
    rows = "a,2026-01-05,1,The lamp came broken,u-1,B. Example\nb,2026-01-05,1,Mine too was broken,,ann_88\n"
    assert bring("reviews.csv", _REVIEWS + rows).report.added == 2
    for reference in ("u-1", "ann_88"):
        assert (
            house.mining.customers.erase("default", house.mining.customers.lookup("default", reference)) == 1
        )


def test_who_wrote_a_rejected_row_is_told_by_no_column(bring: Bring, house: House) -> None:
    done = bring("reviews.csv", _REVIEWS + "a,soon,1,The lamp came broken,,ann_88\n")
    (row,) = house.mining.imports.rejected("default", done.id, cursor=None, limit=9).items
    assert "ann_88" not in row.cells.values()
    assert sum(cell.startswith("c_") for cell in row.cells.values()) == 2


def test_an_export_that_knows_the_answer_brings_the_answer_alone(bring: Bring, house: House) -> None:
    asked = (
        "147,source,2026-01-05T08:00:00Z,user,a@example.com,The export stops at half.\n"
        "147,comment,2026-01-05T08:30:00Z,user,a@example.com,It stopped once more.\n"
    )
    answer = "147,comment,2026-01-05T09:00:00Z,admin,a@example.com,We fixed it for you.\n"
    assert bring("messages.csv", _MESSAGES + asked).report.added == 2
    later = bring("messages.csv", _MESSAGES + asked + answer).report
    assert (later.added, later.merged, later.added + later.updated + later.unchanged) == (1, 0, 3)


@pytest.mark.parametrize(
    ("dates", "month"),
    [(("02/03/2026", "25/03/2026"), 3), (("02/03/2026", "02/25/2026"), 2), (("02/03/2026",), 2)],
)
def test_dates_of_the_file_go_before_what_its_system_mostly_does(
    dates: tuple[str, ...], month: int, bring: Bring, house: House
) -> None:
    rows = "".join(f"{n},7,,{date},The parcel came late,Here\n" for n, date in enumerate(dates))
    assert bring("survey.csv", _ANSWERS + rows).state is ImportState.DONE
    assert {moment.month for moment in _moments(house) if moment.day < 25} <= {month}


def test_dates_that_contradict_each_other_are_asked_about(bring: Bring) -> None:
    dates = ("02/03/2026", "25/03/2026", "03/25/2026")
    rows = "".join(f"{n},7,,{date},The parcel came late,Here\n" for n, date in enumerate(dates))
    done = bring("survey.csv", _ANSWERS + rows)
    assert done.state is ImportState.NEEDS_MAPPING
    assert done.guess
    assert [question.field for question in done.guess.questions] == ["date_order"]
