"""Where the header is, and what columns are called."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

import pytest

from feedback_miner.errors import FileError
from feedback_miner.sources import guess_mapping
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
    assert file.columns == ("StartDate", "EndDate", "ResponseId", "Q1", "Q2", "EndDate or StartDate")
    assert file.labels["Q2"] == "Why, in\nyour words?"
    assert file.native_ids["Q2"] == "QID2_TEXT"
    assert [row.row for row in file.records()] == [5]


@pytest.mark.parametrize(
    ("zone", "read"), [("America/Denver", "America/Denver"), ("Z", "UTC"), ("nowhere", None), ("../x", None)]
)
def test_qualtrics_says_in_which_zone_its_dates_are(zone: str, read: str | None, tmp_path: Path) -> None:
    notes = [
        json.dumps({"ImportId": name, "timeZone": zone}) for name in ("startDate", "endDate", "_recordId")
    ]
    out = io.StringIO()
    names = ["StartDate", "EndDate", "ResponseId"]
    csv.writer(out).writerows([names, names, notes, ["2026-01-05 08:00:00"] * 2 + ["R_1"]])
    assert guess_mapping(opened(tmp_path, out.getvalue())).mapping.zone == read


def test_a_name_beyond_reason_is_cut(tmp_path: Path) -> None:
    file = opened(tmp_path, f"id,{'a' * 90_000},{'a' * 90_000}b\n1,2,3\n")
    assert [len(column) for column in file.columns] == [2, 1_000, 1_000]
    assert len(set(file.columns)) == 3


def test_two_header_rows_of_older_qualtrics(tmp_path: Path) -> None:
    file = opened(tmp_path, OLD_QUALTRICS)
    assert file.columns == ("V1", "V8", "V9", "Q1", "column 5", "V9 or V8")
    assert file.labels["Q1"] == "What can we do better?"
    (row,) = cells(file)
    assert row[:5] == ["R_1", "2026-01-05 08:00:00", "2026-01-05 08:01:00", "Answer sooner", ""]


_CHOICES = "Website,App,Phone,Shop,Letter,Fax,Chat,Friend"
SURVEYMONKEY = (
    "Respondent ID,Collector ID,What did you use?,,,,,,,,Why?,Are you happy?\n"
    f",,{_CHOICES},Open-Ended Response,Response\n"
    "11,7,Website,,,,,,,,It is quick,Yes\n12,7,,App,,,,,,,It is near,No\n"
)


def test_a_row_of_choices_below_their_questions(tmp_path: Path) -> None:
    file = opened(tmp_path, SURVEYMONKEY)
    used = tuple(f"What did you use? [{choice}]" for choice in _CHOICES.split(","))
    assert file.columns == ("Respondent ID", "Collector ID", *used, "Why?", "Are you happy?")
    assert (file.native_ids["Why?"], file.native_ids[used[1]]) == ("Open-Ended Response", "App")
    assert [row.row for row in file.records()] == [3, 4]


def test_choices_alone_are_a_second_header_row(tmp_path: Path) -> None:
    """The question with many choices leaves the first row nearly empty, which titles are too."""
    content = f"Respondent ID,What did you use?,,,,,,,\n,{_CHOICES}\n11,Website,,,,,,,\n12,,App,,,,,,\n"
    file = opened(tmp_path, content)
    assert file.columns[1:3] == ("What did you use? [Website]", "What did you use? [App]")
    assert [row.row for row in file.records()] == [3, 4]


@pytest.mark.parametrize(
    "second",
    [",It never came,2026-01-05", ",It never came,7", ",,x", "11,Response,x", ",see https://shop.example/,"],
)
def test_a_first_record_without_an_id_is_no_header(second: str, tmp_path: Path) -> None:
    file = opened(tmp_path, f"id,text,\n{second}\n12,It came late,y\n13,All is well,z\n")
    assert file.columns == ("id", "text", "column 3")
    assert len(cells(file)) == 3


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


def test_endless_rows_of_questions_are_refused_at_once(tmp_path: Path) -> None:
    first = ",".join(f"c{n}" for n in range(10_000)) + "," * 35_000
    second = ",x" * 45_000
    began = time.process_time()
    with pytest.raises(FileError, match="columns; at most"):
        opened(tmp_path, "\n".join([first, second, second]))
    assert time.process_time() - began < 5


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="5,000 columns"):
        opened(tmp_path, ",".join(f"c{n}" for n in range(5_000)) + "\n")
