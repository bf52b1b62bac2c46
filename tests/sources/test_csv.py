"""CSV files come back cell for cell, however they are written; a broken row costs itself and no other."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback_miner.domain import RowError, SourceRecord
from feedback_miner.errors import FileError
from feedback_miner.sources.csv_rows import csv_rows
from feedback_miner.sources.dialect import Dialect, Quoting
from feedback_miner.sources.table import Row
from tests.sources.builders import cells, numbers_of_good_and_bad, opened, reasons

#: Control characters are no text (and many of them make a file no text).
_LETTER = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff")
_CELL = st.text(_LETTER | st.sampled_from(',;|"\t\n\r'), max_size=30)
_NAME = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12)


@st.composite
def _tables(draw: st.DrawFn) -> list[list[str]]:
    header = draw(st.lists(_NAME, min_size=2, max_size=6, unique=True))
    row = st.lists(_CELL, min_size=len(header), max_size=len(header))
    return [header, *draw(st.lists(row, min_size=1, max_size=30))]


@settings(max_examples=200, deadline=None)
@given(
    table=_tables(),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_any_table_comes_back_cell_for_cell(
    table: list[list[str]], delimiter: str, quoting: int, end: str, encoding: str
) -> None:
    if quoting == csv.QUOTE_MINIMAL:
        # This way of quoting leaves line ends that are not the file's own without quotes: those are lost on writing.
        table = [[re.sub(r"[\r\n]+", end, cell) for cell in row] for row in table]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(table)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        file = opened(Path(folder), out.getvalue().encode(encoding))
        assert file.columns == tuple(table[0])
        assert cells(file) == table[1:]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("id,text\n1,a\r\n2,b\r3,c\n\n4,d", [["1", "a"], ["2", "b"], ["3", "c"], ["4", "d"]]),
        ('id,text\n1,"she said \\"no\\", twice"\n2,"b"\n', [["1", 'she said "no", twice'], ["2", "b"]]),
        ('id, text\n1, "a, b"\n2, "c"\n', [["1", "a, b"], ["2", "c"]]),
        ('id,text\n1,"so "good" it is"\n2,b\n', [["1", 'so good" it is"'], ["2", "b"]]),
        ("id\ttext\n" + '1\t"open\n2\t"open too\n3\t"and this\n4\tfine\n', None),
        ("id;score;text\n1;4,5;a\n2;3,5;b\n", [["1", "4,5", "a"], ["2", "3,5", "b"]]),
        ("text\nwell, this, is\nbad; very\n", [["well, this, is"], ["bad; very"]]),
        ("id,text,more\n1\n2,b\n3,c,d\n", [["1", "", ""], ["2", "b", ""], ["3", "c", "d"]]),
        ("id,text\n1,a,,\n2,b,\n", [["1", "a"], ["2", "b"]]),
        ("id,text\n1,a\0b\n", [["1", "ab"]]),
    ],
)
def test_ways_of_writing(content: str, expected: list[list[str]] | None, tmp_path: Path) -> None:
    literal = [["1", '"open'], ["2", '"open too'], ["3", '"and this'], ["4", "fine"]]
    assert cells(opened(tmp_path, content)) == (literal if expected is None else expected)


def test_a_row_is_numbered_by_the_line_at_which_it_begins(tmp_path: Path) -> None:
    file = opened(tmp_path, 'id,text\n\n1,"over\ntwo lines"\n2,b\n')
    assert numbers_of_good_and_bad(file) == ([3, 5], [])


@settings(max_examples=50, deadline=None)
@given(
    blanks=st.lists(
        st.integers(0, 3) | st.integers(65_530, 65_545) | st.integers(131_060, 131_075), max_size=5
    ),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    row=st.sampled_from(["1,b", '"1\r",b']),
    last=st.sampled_from(["", "\n"]),
)
def test_any_number_of_blank_lines_is_passed_over_and_counted(
    blanks: list[int], end: str, row: str, last: str
) -> None:
    content = "id,text" + "".join(f"{end}{end * blank}{row}" for blank in blanks) + last
    lines_of_row = 1 + row.count("\r")
    starts = [2 + sum(blanks[: n + 1]) + n * lines_of_row for n in range(len(blanks))]
    text = io.StringIO(content, newline="")
    rows = list(csv_rows(text, Dialect(",", Quoting.DOUBLED, 2)))
    assert [found.number for found in rows if isinstance(found, Row)] == [1, *starts]


def test_too_many_cells_are_a_row_error_that_keeps_them(tmp_path: Path) -> None:
    rows = list(opened(tmp_path, "id,text\n1,a\n2,b,c\n3,d\n").records())
    assert isinstance(rows[1], RowError)
    assert rows[1].row == 3
    assert rows[1].cells == {"id": "2", "text": "b"}
    assert "3 cells, the header has 2" in rows[1].reason
    assert isinstance(rows[2], SourceRecord)


def test_a_stray_quote_costs_its_own_row(tmp_path: Path) -> None:
    lines = ["id,text,n", *(f"{n},plain,{n}" for n in range(5_000))]
    lines[100] = '99,"stray,99'
    good, bad = numbers_of_good_and_bad(opened(tmp_path, "\n".join(lines)))
    assert bad == [101]
    assert len(good) == 4_999


def test_a_stray_quote_that_a_later_one_would_close_swallows_no_rows(tmp_path: Path) -> None:
    lines = ["id,text,n", *(f"{n},plain,{n}" for n in range(50))]
    lines[10], lines[20] = '9,"stray,9', '19,"quoted, and well",19'
    lines[30], lines[40] = '29,"stray,29', '39,5" screen,39'
    good, bad = numbers_of_good_and_bad(opened(tmp_path, "\n".join(lines)))
    assert bad == [11, 31]
    assert len(good) == 48


def test_a_file_that_ends_within_quotes_keeps_the_rows_before(tmp_path: Path) -> None:
    file = opened(tmp_path, 'id,text\n1,a\n2,b\n3,"begins\nand goes on\nand is cut o')
    assert numbers_of_good_and_bad(file) == ([2, 3], [4])
    assert "lines 4 to 6" in reasons(file)[0]


def test_a_last_row_that_is_cut_off_is_told(tmp_path: Path) -> None:
    file = opened(tmp_path, "id,text,n\n1,a,1\n2,b")
    assert numbers_of_good_and_bad(file) == ([2], [3])
    assert "cut off" in reasons(file)[0]


def test_a_cell_larger_than_the_limit_costs_its_own_row(tmp_path: Path) -> None:
    file = opened(tmp_path, f"id,text\n1,a\n2,{'x' * 1_000_001}\n3,{'x' * 999_999}\n")
    assert numbers_of_good_and_bad(file) == ([2, 4], [3])
    assert "1,000,000 characters" in reasons(file)[0]


def test_records_can_be_read_again_and_are_the_same(tmp_path: Path) -> None:
    file = opened(tmp_path, "id,text\n1,a\n2,b,c\n")
    assert list(file.records()) == list(file.records())
    assert [row.row for row in file.preview(5)] == [2]


@pytest.mark.parametrize("content", ["", "\n \n\t\n", bytes(5_000), bytes(range(256)) * 40])
def test_what_is_no_table_is_refused_by_name(content: str | bytes, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"^file\.csv: .{10,}"):
        opened(tmp_path, content)
