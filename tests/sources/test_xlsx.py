"""Workbooks: values, never formulas; bombs and damage end before anything is unpacked."""

# ruff: noqa: DTZ001  dates without a zone are meant

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from feedback_miner.errors import FileError
from tests.sources import mangled_archives
from tests.sources.builders import cells, numbers_of_good_and_bad, opened, workbook


def test_values_become_texts(tmp_path: Path) -> None:
    row: list[Any] = [7, 4.0, 4.5, True, None, datetime(2026, 1, 5, 8, 30), date(2026, 1, 5), time(8, 30)]
    file = workbook(tmp_path, [list("abcdefgh"), row])
    assert file.format == "xlsx"
    assert cells(file) == [["7", "4", "4.5", "true", "", "2026-01-05T08:30:00", "2026-01-05", "08:30:00"]]


def test_rows_are_numbered_as_in_the_sheet_and_empty_ones_are_no_rows(tmp_path: Path) -> None:
    file = workbook(
        tmp_path, [["Report"], [], ["id", "text", "n"], [1, "a", 2], [], [2, "b", 3, "too much"], [3, "c"]]
    )
    assert file.columns == ("id", "text", "n")
    assert numbers_of_good_and_bad(file) == ([4, 7], [6])


def test_the_first_sheet_with_rows_counts(tmp_path: Path) -> None:
    file = workbook(tmp_path, [], [["id", "text"], [1, "a"]], [["other"], ["x"]])
    assert cells(file) == [["1", "a"]]


def test_formulas_are_not_run(tmp_path: Path) -> None:
    file = workbook(tmp_path, [["id", "text"], [1, '=HYPERLINK("http://example.com","x")'], [2, "plain"]])
    assert cells(file) == [["1", ""], ["2", "plain"]]


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    workbook(tmp_path, [["id", "text"], [1, "a"]])
    assert opened(tmp_path, (tmp_path / "upload").read_bytes(), "misnamed.csv").format == "xlsx"


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"[Content_Types].xml": b"", "xl/worksheets/sheet1.xml": bytes(50_000_000)}, "grows too much"),
        (
            {"[Content_Types].xml": b"", "xl/sharedStrings.xml": bytes(10)}
            | {f"p{n}": b"" for n in range(6_000)},
            "parts",
        ),
        ({"[Content_Types].xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]>"}, "entities"),
        ({"notes.txt": b"hello"}, "no workbook"),
        ({"[Content_Types].xml": b"<Types/>"}, "damaged"),
    ],
)
def test_what_is_no_sound_workbook_is_refused(parts: dict[str, bytes], message: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=message):
        opened(tmp_path, mangled_archives.zipped(parts), "file.xlsx")
