"""The first whole pass: counts, the same message twice, the order of dates."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.domain import ColumnMapping, DateOrder, SourceRecord
from feedback_miner.sources import RatingScale, identity_key, key_hash, scan
from tests.sources.builders import opened

_MAPPING = ColumnMapping(text=("text",), id="id", date="date")


def _dates(
    tmp_path: Path, *dates: str, order: DateOrder | None = None, presumed: DateOrder | None = None
) -> object:
    content = "date,text\n" + "".join(f"{date},x\n" for date in dates)
    mapping = ColumnMapping(text=("text",), date="date", date_order=order, presumed_order=presumed)
    seen = scan(opened(tmp_path, content), mapping)
    return seen.question.field if seen.question else seen.date_order


def test_rows_and_their_ids_are_counted(tmp_path: Path) -> None:
    rows = ("1,{},a", "2,{},b", "1,{},c", "3,{},d,too,much", "1,{},e")
    file = opened(tmp_path, "\n".join(("id,date,text", *(row.format("2026-01-04") for row in rows))))
    seen = scan(file, _MAPPING)
    assert seen.rows == 5
    assert seen.duplicates == {key_hash("1"): 3}


def test_rows_without_an_id_are_the_same_where_all_cells_are(tmp_path: Path) -> None:
    file = opened(
        tmp_path, "id,date,text\n,2026-01-04,Great app\n,2026-01-04,Great app\n,2026-01-05,Great app\n"
    )
    seen = scan(file, _MAPPING)
    row = next(iter(file.records()))
    assert isinstance(row, SourceRecord)
    assert identity_key(row, _MAPPING).startswith("row:")
    assert seen.duplicates == {key_hash(identity_key(row, _MAPPING)): 2}


def test_only_rows_that_can_be_used_stand_for_one_another(tmp_path: Path) -> None:
    rows = "1,2026-01-04,good\n1,no date,other words\n2,2026-01-04,it broke\n2,2026-01-05,\n"
    rows += "3,2026-01-04,a\n3,2026-01-05,b\n"
    seen = scan(opened(tmp_path, "id,date,text\n" + rows), _MAPPING)
    assert seen.duplicates == {key_hash("3"): 2}


@given(st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=4))
def test_a_column_that_is_empty_changes_no_identity(cells: dict[str, str]) -> None:
    plain = identity_key(SourceRecord(1, cells), ColumnMapping())
    assert identity_key(SourceRecord(9, {**cells, "new column": ""}), ColumnMapping()) == plain
    assert identity_key(SourceRecord(1, {**cells, "new column": "x"}), ColumnMapping()) != plain


def test_when_a_message_was_answered_and_solved_makes_no_other_message_of_it() -> None:
    mapping = ColumnMapping(text=("text",), first_reply_at="replied", solved_at="closed")
    asked = SourceRecord(1, {"text": "late", "replied": "", "closed": ""})
    solved = SourceRecord(1, {"text": "late", "replied": "2026-01-05", "closed": "2026-01-06"})
    assert identity_key(asked, mapping) == identity_key(solved, mapping)
    assert identity_key(asked, ColumnMapping()) != identity_key(solved, ColumnMapping())


def test_cells_do_not_run_into_each_other() -> None:
    one, other = SourceRecord(1, {"a": "bc", "d": ""}), SourceRecord(1, {"a": "b", "d": "c"})
    assert identity_key(one, ColumnMapping()) != identity_key(other, ColumnMapping())


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["03/04/2026", "05/06/2026"], "date_order"),
        (["03/04/2026", "25/06/2026"], DateOrder.DAY_FIRST),
        (["03/04/2026", "06/25/2026"], DateOrder.MONTH_FIRST),
        (["25/06/2026", "06/25/2026", "03/04/2026"], "date_order"),
        (["25/06/2026", "06/25/2026"], None),
        (["04/04/2026", "2026-03-04", "", "soon"], "date_order"),
        (["2026-03-04", "22-Apr-15", "03.04.2026"], None),
    ],
)
def test_the_order_of_dates(dates: list[str], expected: object, tmp_path: Path) -> None:
    assert _dates(tmp_path, *dates) == expected


def test_an_order_that_is_given_is_not_asked_for(tmp_path: Path) -> None:
    assert _dates(tmp_path, "03/04/2026", order=DateOrder.MONTH_FIRST) is DateOrder.MONTH_FIRST


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["03/04/2026", "05/06/2026"], DateOrder.MONTH_FIRST),
        (["03/04/2026", "25/06/2026"], DateOrder.DAY_FIRST),
        (["25/06/2026", "06/25/2026", "03/04/2026"], "date_order"),
        (["2026-03-04"], None),
    ],
)
def test_an_order_that_is_presumed_gives_way_to_the_file(
    dates: list[str], expected: object, tmp_path: Path
) -> None:
    assert _dates(tmp_path, *dates, presumed=DateOrder.MONTH_FIRST) == expected


def test_an_order_that_is_given_goes_before_one_that_is_presumed(tmp_path: Path) -> None:
    orders = {"order": DateOrder.DAY_FIRST, "presumed": DateOrder.MONTH_FIRST}
    assert _dates(tmp_path, "03/04/2026", **orders) is DateOrder.DAY_FIRST


def test_the_question_shows_examples_and_choices(tmp_path: Path) -> None:
    file = opened(tmp_path, "id,date,text\n1,03/04/2026,a\n2,05/06/2026,b\n")
    question = scan(file, _MAPPING).question
    assert question is not None
    assert "03/04/2026, 05/06/2026" in question.message
    assert "“date”" in question.message
    assert question.choices == ("day-first", "month-first")


def test_scales_are_found_and_progress_is_told(tmp_path: Path) -> None:
    content = "text,stars,happy\n" + "".join(f"x{n},{n % 11},{n % 101}\n" for n in range(2_500))
    told: list[int] = []
    seen = scan(
        opened(tmp_path, content), ColumnMapping(rating="stars", csat="happy"), on_progress=told.append
    )
    assert (seen.rating_scale, seen.csat_scale) == (RatingScale(0, 10), RatingScale(0, 100))
    assert told == [1_000, 2_000, 2_500]


def test_a_column_says_that_its_scale_ends_at_seven(tmp_path: Path) -> None:
    file = opened(tmp_path, "text,Ease (1-7),score\na,2,3\nb,6,7\n")
    seen = scan(file, ColumnMapping(csat="Ease (1-7)", rating="score"))
    assert (seen.csat_scale, seen.rating_scale) == (RatingScale(1, 7), RatingScale(1, 10))


def test_a_file_without_records_can_be_scanned(tmp_path: Path) -> None:
    seen = scan(opened(tmp_path, "id,date,text\n"), _MAPPING)
    assert (seen.rows, dict(seen.duplicates)) == (0, {})
