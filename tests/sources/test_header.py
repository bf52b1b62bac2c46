"""Where the header is, and what columns are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedback_miner.errors import FileError
from tests.sources.builders import cells, opened

NEW_QUALTRICS = (
    "StartDate,EndDate,ResponseId,Q1,Q2\n"
    'Startdatum,Enddatum,Antwort-ID,How likely are you to recommend us?,"Why, in\nyour words?"\n'
    '"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}","{""ImportId"":""_recordId""}",'
    '"{""ImportId"":""QID1""}","{""ImportId"":""QID2_TEXT""}"\n'
    "2026-01-05 08:00:00,2026-01-05 08:01:00,R_1,9,Quick and kind\n"
)
OLD_QUALTRICS = (
    "V1,V8,V9,Q1,\nResponseID,StartDate,EndDate,What can we do better?,\n"
    "R_1,2026-01-05 08:00:00,2026-01-05 08:01:00,Answer sooner,\n"
)


def test_three_header_rows_of_qualtrics(tmp_path: Path) -> None:
    file = opened(tmp_path, NEW_QUALTRICS)
    assert file.columns == ("StartDate", "EndDate", "ResponseId", "Q1", "Q2")
    assert file.labels["Q2"] == "Why, in\nyour words?"
    assert file.native_ids["Q2"] == "QID2_TEXT"
    assert [row.row for row in file.records()] == [5]


def test_two_header_rows_of_older_qualtrics(tmp_path: Path) -> None:
    file = opened(tmp_path, OLD_QUALTRICS)
    assert file.columns == ("V1", "V8", "V9", "Q1", "column 5")
    assert file.labels["Q1"] == "What can we do better?"
    assert cells(file) == [["R_1", "2026-01-05 08:00:00", "2026-01-05 08:01:00", "Answer sooner", ""]]


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        ("Report\n\nfrom 2026-01-05,,\nid,text,n\n1,a,2\n2,b,3\n", ("id", "text", "n")),
        ("Report,,\nid,text,n\n1,a,2\n2,b,3\n", ("id", "text", "n")),
        ("id, text ,id,,Text\n1,2,3,4,5\n", ("id", "text", "id (2)", "column 4", "Text")),
        ("1,good,2026-01-05\n2,bad,2026-01-06\n", ("column 1", "column 2", "column 3")),
        (",text\n0,good\n1,bad\n", ("column 1", "text")),
        ("id,text,2026\n1,a,x\n2,b,y\n", ("id", "text", "2026")),
    ],
)
def test_columns(content: str, columns: tuple[str, ...], tmp_path: Path) -> None:
    assert opened(tmp_path, content).columns == columns


def test_rows_of_a_file_without_a_header_are_all_there(tmp_path: Path) -> None:
    assert cells(opened(tmp_path, "1,good\n2,bad\n")) == [["1", "good"], ["2", "bad"]]


_TOLD = "The checkout asked me twice for the same old thing"


@pytest.mark.parametrize(
    "first",
    [
        "A1x,Please write to jo@example.com about this",
        "A1x,jo@example.com wrote",
        "email,jo@example.com",
        f"A1x,{_TOLD}",
        "2026-01-05,quick",
        "A1x,+49 170 1234567",
        "80012345678,quick",
    ],
)
def test_a_first_row_of_somebodys_data_names_no_column(first: str, tmp_path: Path) -> None:
    file = opened(tmp_path, f"{first}\nB2x,{_TOLD}\nC3x,The agent kept me waiting for an hour on the phone\n")
    assert file.columns == ("column 1", "column 2")
    assert cells(file)[0] == first.split(",")
    alone = opened(tmp_path, f"{first}\n")
    assert (alone.columns, cells(alone)) == (("column 1", "column 2"), [first.split(",")])


@pytest.mark.parametrize(
    "header",
    [
        "id,comment (questions to help@example.com)",
        f"comment,{_TOLD}",
        "created_at,2026-01-05",
        "Panel,How likely are you to recommend us to a friend or colleague?",
        "Panel,Please tell us in your own words why you gave this score",
        "Panel,I was able to find what I came for without help",
        "Panel,The staff",
    ],
)
def test_a_header_stays_one(header: str, tmp_path: Path) -> None:
    file = opened(tmp_path, f"{header}\nA,agree\nB,Very good\nC,not at all\n")
    assert file.columns == tuple(header.split(","))


def test_a_header_alone_has_no_records(tmp_path: Path) -> None:
    assert cells(opened(tmp_path, "id,text\n")) == []


def test_the_fingerprint_is_of_the_header_alone(tmp_path: Path) -> None:
    first = opened(tmp_path, "id,text\n1,a\n").header_fingerprint
    assert opened(tmp_path, "id;text\n2;b\n").header_fingerprint == first
    assert opened(tmp_path, "id,body\n1,a\n").header_fingerprint != first


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="5,000 columns"):
        opened(tmp_path, ",".join(f"c{n}" for n in range(5_000)) + "\n")
