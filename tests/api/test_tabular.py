"""An answer as a table: names, cells, CSV that no spreadsheet runs, Parquet."""

from __future__ import annotations

import csv
import io
from datetime import date
from enum import StrEnum
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pydantic import Field
from starlette.responses import Response

import api.tabular
from api.schemas.common import IntervalOut, Out
from api.tabular import as_asked, table_of, to_csv, to_parquet, write_table
from feedback_miner.errors import FileError, QueryError


class Colour(StrEnum):
    RED = "red"


class Quote(Out):
    text: str


class Row(Out):
    name: str
    count: int
    mean: float | None
    interval: IntervalOut | None
    first_day: date = Field(alias="from")
    colour: Colour
    emotions: dict[str, float]
    tags: list[str]
    quotes: list[Quote]


class Listing(Out):
    items: list[Row]
    note: str | None = None


FULL = Row(
    name="=cmd|' /C calc'!A0",
    count=3,
    mean=-0.5,
    interval=IntervalOut(low=-1, high=0.25),
    first_day=date(2026, 5, 1),
    colour=Colour.RED,
    emotions={"joy": 0.5},
    tags=["one", "two"],
    quotes=[Quote(text="“Late”, she said")],
)
BARE = FULL.model_copy(update={"name": "bare", "mean": None, "interval": None, "emotions": {}, "tags": []})
FIXED = ("name", "count", "mean", "interval.low", "interval.high", "from", "colour", "tags", "quotes")


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_what_is_nested_has_a_column_each_also_where_it_is_null() -> None:
    table = table_of(Listing(items=[BARE, FULL]))
    assert table.columns == (*FIXED, "emotions.joy")
    bare, full = read(to_csv(table))
    assert bare["interval.low"] == bare["mean"] == bare["emotions.joy"] == bare["tags"] == ""
    assert (full["interval.low"], full["emotions.joy"], full["from"]) == ("-1.0", "0.5", "2026-05-01")
    assert (full["tags"], full["colour"]) == ("one; two", "red")
    assert full["quotes"] == '[{"text": "“Late”, she said"}]'


def test_an_empty_answer_still_names_its_columns() -> None:
    empty = table_of(Listing(items=[]))
    assert empty.columns == FIXED
    assert to_csv(empty).decode("utf-8-sig").strip() == ",".join(FIXED)
    assert pq.read_table(io.BytesIO(to_parquet(empty))).column_names == list(FIXED)


def test_texts_are_no_formulas_and_numbers_stay_numbers() -> None:
    [row] = read(to_csv(table_of(Listing(items=[FULL]))))
    assert row["name"] == "'=cmd|' /C calc'!A0"
    assert row["mean"] == "-0.5"


def test_parquet_keeps_types() -> None:
    [bare, full] = pq.read_table(io.BytesIO(to_parquet(table_of(Listing(items=[BARE, FULL]))))).to_pylist()
    assert bare["mean"] is None
    assert (full["count"], full["mean"], full["from"]) == (3, -0.5, date(2026, 5, 1))
    assert full["name"] == FULL.name


def test_a_route_answers_as_it_is_asked() -> None:
    listing = Listing(items=[FULL])
    assert as_asked(listing, "json", "rows") is listing
    as_csv = as_asked(listing, "csv", "rows")
    assert isinstance(as_csv, Response)
    assert as_csv.headers["content-type"] == "text/csv; charset=utf-8"
    assert as_csv.headers["content-disposition"] == 'attachment; filename="rows.csv"'
    assert bytes(as_csv.body) == to_csv(table_of(listing))


def test_without_its_library_parquet_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.tabular, "find_spec", lambda _: None)
    with pytest.raises(QueryError, match=r"feedback-miner\[parquet\]"):
        as_asked(Listing(items=[]), "parquet", "rows")


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no_folder"):
        write_table(table_of(Listing(items=[FULL])), "csv", tmp_path / "no_folder" / "rows.csv")
