"""Broken files end in a FileError with a useful message, or in records and row errors: soon, and in little memory."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest

from feedback_miner.domain import RowError, SourceRecord
from feedback_miner.errors import FileError
from feedback_miner.sources import guess_mapping, open_source, scan
from tests.sources.mangled import mangled_files

pytestmark = pytest.mark.slow

_SECONDS = 10
_MEGABYTES = 1_000


@pytest.fixture(scope="module")
def mangled(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return mangled_files(tmp_path_factory.mktemp("mangled"))


def test_there_are_enough_and_of_every_format(mangled: list[Path]) -> None:
    assert len(mangled) >= 60
    assert {path.suffix for path in mangled} >= {".csv", ".tsv", ".json", ".jsonl", ".xlsx", ".gz"}


def test_each_ends_in_an_error_with_advice_or_in_rows(mangled: list[Path]) -> None:
    before = _peak_megabytes()
    for path in mangled:
        began = time.process_time()
        refusal = _read_whole_or_refuse(path)
        if refusal:
            assert refusal.where == path.name
            assert len(refusal.message) > 15, path.name
        assert time.process_time() - began < _SECONDS, path.name
        assert _peak_megabytes() - before < _MEGABYTES, path.name


def _read_whole_or_refuse(path: Path) -> FileError | None:
    try:
        _read_whole(path)
    except FileError as error:
        return error
    return None


def _read_whole(path: Path) -> None:
    file = open_source(path, name=path.name)
    assert len(set(file.columns)) == len(file.columns) > 0
    guess = guess_mapping(file)
    seen = scan(file, guess.mapping)
    rows = 0
    for row in file.records():
        rows += 1
        if isinstance(row, RowError):
            assert len(row.reason) > 15, path.name
        else:
            assert isinstance(row, SourceRecord)
            assert set(file.columns) <= set(row.cells), path.name
            assert not any("\0" in cell for cell in row.cells.values()), path.name
    assert rows == seen.rows


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


@pytest.mark.parametrize(
    ("name", "records", "row_errors"),
    [
        ("one_stray_quote.csv", 4_999, 1),
        ("line_of_50_mb.csv", 2, 1),
        ("line_of_50_mb.jsonl", 2, 1),
        ("string_of_50_mb.json", 2, 1),
        ("mixed_line_ends.csv", 5, 0),
        ("no_header.csv", 60, 0),
        ("utf16_le_without_mark.csv", 200, 0),
        ("formulas.xlsx", 2, 0),
        ("documents_one_after_another.json", 7, 0),
        ("a_workbook_named.csv", 10, 0),
    ],
)
def test_what_can_be_saved_is_saved(name: str, records: int, row_errors: int, mangled: list[Path]) -> None:
    path = next(path for path in mangled if path.name == name)
    rows = list(open_source(path, name=name).records())
    bad = sum(isinstance(row, RowError) for row in rows)
    assert (len(rows) - bad, bad) == (records, row_errors)
