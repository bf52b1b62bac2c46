"""The pages of imports over HTTP: what waits is shown and settled by plain forms, and what came of it is told."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import DateOrder, ImportState, Scope, Source
from feedback_miner.mining import Wish
from tests.api.conftest import client_of
from tests.api.house import bring, feedback_csv, open_test_house

#: nothing tells the day from the month, and either of two columns may be what people wrote
UNCLEAR = (
    "Ref,When,Email,Likes and dislikes,Anything else to tell us,Plan\n"
    "1,03/04/2026,ada@example.com,The parcel came two days late again,The agent Jane Miller was rude to me,pro\n"
    "2,05/06/2026,bob@example.com,The app is quick and easy to use,I would recommend this shop to friends,free\n"
    "3,07/08/2026,eve@example.com,The checkout asked me twice for it,Nothing else comes to my mind today,pro\n"
)
MAIL, LIKES, ELSE, PLAN = "c2", "c3", "c4", "c5"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_test_house(tmp_path / "data") as house:
        yield house


@pytest.fixture
def writer(house: House) -> TestClient:
    client = client_of(house, Scope.WRITE)
    client.headers["accept"] = "text/html"
    return client


def upload(client: TestClient, content: str | bytes, *, name: str = "survey.csv") -> str:
    """By the form of the list; where the file's own page is."""
    answer = client.post("/imports", files={"file": (name, content)}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def get(client: TestClient, path: str) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "lxml")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    (found,) = page.select(selector)
    return found


def chosen(page: BeautifulSoup) -> dict[str, str]:
    """Name of each picker → the field that is chosen in it."""
    return {
        str(select["name"]): str(one(select, "option[selected]")["value"])
        if select.select("[selected]")
        else ""
        for select in page.select(".sheet select")
    }


def test_what_waits_is_shown_with_what_was_guessed_and_why(writer: TestClient) -> None:
    page = get(writer, upload(writer, UNCLEAR))
    assert one(page, ".state").get_text() == "Needs your answer"
    assert "Unknown system" in one(page, ".facts").get_text()
    assert "Which column is the text?" in one(page, "section.asked").get_text()
    assert chosen(page) == {"c0": "", "c1": "date", MAIL: "customer", LIKES: "text", ELSE: "", PLAN: ""}
    assert "sure" in one(page, "#why1").get_text()
    assert {select["name"] for select in page.select("th.asked select")} == {LIKES, ELSE}
    assert "Not used" in one(page, "#why5").get_text()
    assert "is remembered" in page.get_text()


def test_every_picker_has_a_label_and_its_reason(writer: TestClient) -> None:
    page = get(writer, upload(writer, UNCLEAR))
    for select in page.select("form.mapping select"):
        assert page.select(f'label[for="{select["id"]}"]')
        assert one(page, f"#{select['aria-describedby']}").get_text(strip=True)


def test_names_and_addresses_are_not_shown(writer: TestClient) -> None:
    text = writer.get(upload(writer, UNCLEAR)).text
    for private in ("ada@example.com", "Jane Miller", "Jane"):
        assert private not in text
    assert "was rude to me" in text
    assert "03/04/2026" in text


def test_a_plain_form_settles_it_and_the_report_counts(writer: TestClient, house: House) -> None:
    place = upload(writer, UNCLEAR)
    said = {ELSE: "text", PLAN: "segment", "date_order": "month-first", "source": "survey"}
    answer = writer.post(place, data=said)
    assert (answer.status_code, answer.url.path) == (200, place)
    page = BeautifulSoup(answer.text, "lxml")
    assert one(page, ".state").get_text() == "Done"
    assert one(page, "#report").get_text() == "What became of 3 rows"
    figures = {
        row.select("dt")[0].get_text(): row.select("dd")[0].get_text() for row in page.select("dl div")
    }
    assert figures == {"Stored, new": "3", "Not usable": "0", "Comments found in them": "6"}
    job = house.mining.imports.get("default", place.removeprefix("/imports/"))
    assert job.source is Source.SURVEY
    assert job.mapping is not None
    assert job.mapping.text == ("Likes and dislikes", "Anything else to tell us")
    assert job.mapping.segments == {"plan": "Plan"}
    assert (job.mapping.customer, job.mapping.date) == ("Email", "When")
    assert job.mapping.date_order is DateOrder.MONTH_FIRST
    journey = writer.get("/v1/map?from=2026-03-01&to=2026-07-31").json()
    assert journey["overall"]["statements"] + journey["coverage"]["statements_no_stage"] == 6


def test_the_answer_is_remembered_for_files_of_this_shape(writer: TestClient) -> None:
    writer.post(upload(writer, UNCLEAR), data={"date_order": "day-first"})
    page = get(
        writer, upload(writer, UNCLEAR + "4,09/10/2026,kim@example.com,The app crashes,Every day,pro\n")
    )
    assert one(page, ".state").get_text() == "Done"


def test_the_dates_are_asked_with_what_they_would_mean(writer: TestClient) -> None:
    place = upload(writer, UNCLEAR)
    dates = one(get(writer, place), "#dates")
    assert [label.get_text(strip=True) for label in dates.select("label")] == [
        "3 April 2026 (day first)",
        "4 March 2026 (month first)",
        "Let the rest of the file tell",
    ]
    assert "UTC" in dates.get_text()
    writer.post(place, data={})
    page = get(writer, place)
    assert one(page, ".state").get_text() == "Needs your answer"
    assert "can be read in two ways" in one(page, "section.asked").get_text()
    dates = one(page, "#dates")
    assert len(dates.select("input[type=radio]")) == 2
    assert not dates.select("[checked]")


@pytest.mark.parametrize(
    ("said", "message", "fields"),
    [
        ({"c0": "date"}, "Only one column can be “Date”", ["c0", "c1"]),
        ({LIKES: "", ELSE: ""}, "there is nothing to read", []),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(
    writer: TestClient, house: House, said: dict[str, str], message: str, fields: list[str]
) -> None:
    place = upload(writer, UNCLEAR)
    answer = writer.post(place, data=said)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    told = one(page, "[role=alert] a")
    assert message in told.get_text()
    assert page.select(str(told["href"]))
    assert [select["name"] for select in page.select("select[aria-invalid]")] == fields
    assert {name: chosen(page)[name] for name in said} == said
    assert house.mining.imports.waiting("default")


def test_dates_that_were_asked_for_must_be_said(writer: TestClient) -> None:
    place = upload(writer, UNCLEAR)
    writer.post(place, data={})
    answer = writer.post(place, data={})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    assert one(page, "[role=alert] a")["href"] == "#dates"
    assert len(page.select("#dates input[aria-invalid]")) == 2
    assert writer.post(place, data={"c1": ""}).url.path == place
    assert one(get(writer, place), ".state").get_text() == "Done"


def test_trying_says_what_would_come_in_and_stores_nothing(writer: TestClient, house: House) -> None:
    place = upload(
        writer, UNCLEAR + "4,soon,kim@example.com,The app crashes all the time,Every day it does,pro\n"
    )
    first = BeautifulSoup(writer.post(f"{place}/check", data={}).text, "lxml")
    assert "Say how they are meant" in one(first, "#check").get_text()
    answer = writer.post(f"{place}/check", data={"date_order": "day-first", PLAN: "rating"})
    assert answer.status_code == 200
    check = one(BeautifulSoup(answer.text, "lxml"), "#check").get_text(" ", strip=True)
    assert "3 of the 4 rows would come in." in check
    assert "row 5: “soon” in column “When” is not a date" in check
    page = BeautifulSoup(answer.text, "lxml")
    assert chosen(page)[PLAN] == "rating"
    assert "Your choice" in one(page, "#why5").get_text()
    assert writer.get("/v1/map").json()["coverage"]["items"] == 0
    assert [job.state for job in house.mining.imports.waiting("default")] == [ImportState.NEEDS_MAPPING]


def test_what_the_form_does_not_offer_is_refused(writer: TestClient) -> None:
    place = upload(writer, UNCLEAR)
    for said in ({"c0": "salary"}, {"source": "fax"}, {"date_order": "sideways"}):
        assert writer.post(place, data=said).status_code == 422
    assert one(get(writer, place), ".state").get_text() == "Needs your answer"


def test_a_file_of_hundreds_of_columns_can_be_answered(writer: TestClient) -> None:
    names = [f"x{number}" for number in range(300)]
    row = ",".join("1" for _ in names)
    content = f"{','.join(names)},When,Comment\n{row},03/04/2026,The parcel came late\n"
    content += f"{row},05/06/2026,The app is quick\n"
    place = upload(writer, content)
    page = get(writer, place)
    assert len(page.select(".sheet select")) == 120
    assert {"date", "text"} <= set(chosen(page).values())
    assert "182 further columns are not shown" in page.get_text()
    done = writer.post(place, data={"date_order": "day-first"})
    assert one(BeautifulSoup(done.text, "lxml"), ".state").get_text() == "Done"


def test_a_known_system_is_named(writer: TestClient) -> None:
    content = "Timestamp,What could we do better?\n03/04/2026 10:00:00,Answer the phone sooner please\n"
    content += "05/06/2026 11:00:00,Deliver on the day that you said\n"
    page = get(writer, upload(writer, content))
    assert "Recognised: Google Forms" in one(page, ".facts").get_text()
    assert "Known from exports of Google Forms" in one(page, "#why0").get_text()


def test_a_file_that_is_none_is_refused_at_the_field(writer: TestClient) -> None:
    answer = writer.post("/imports", files={"file": ("a.csv", b"\x00\xff" * 500)})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    assert one(page, "#file")["aria-invalid"]
    assert one(page, "[role=alert]").get_text()
    assert "Nothing came in yet" in page.get_text()


def test_an_upload_over_the_limit_is_told_on_a_page(writer: TestClient) -> None:
    answer = writer.post("/imports", files={"file": ("a.csv", b"x" * 3_000_000)})
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("text/html")


def test_the_list_shows_what_waits_first(writer: TestClient, house: House) -> None:
    place = upload(writer, UNCLEAR, name="unclear.csv")
    for number in range(60):
        bring(house, feedback_csv(1, first=number), file=f"{number}.csv")
    page = get(writer, "/imports")
    assert one(page, ".notice a")["href"] == place
    assert len(page.select(".list tbody tr")) == 50
    older = get(writer, str(one(page, "a:-soup-contains('Older')")["href"]))
    assert len(older.select(".list tbody tr")) == 11
    assert older.select(f'.list a[href="{place}"]')


def test_rejected_rows_are_shown_and_downloaded(writer: TestClient, house: House) -> None:
    bad = "".join(f"b{n},never,customer-1,chat,pro,3,=cmd|' /C calc'!A1\n" for n in range(30))
    place = f"/imports/{bring(house, feedback_csv(3) + bad.encode())}"
    page = get(writer, place)
    assert len(page.select(".list")[0].select("tbody tr")) == 20
    link = one(page, "a[download]")
    assert link.get_text() == "Download all 30 as CSV"
    answer = writer.get(str(link["href"]))
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["row"] for row in rows] == [str(number) for number in range(5, 35)]
    assert {row["reason"] for row in rows} == {"“never” in column “date” is not a date that can be read."}
    assert all(row["comment"].startswith("'=") for row in rows)


def test_undo_takes_it_out(writer: TestClient, house: House) -> None:
    place = f"/imports/{bring(house, feedback_csv(20))}"
    form = one(get(writer, place), "#undo form")
    page = BeautifulSoup(writer.post(str(form["action"])).text, "lxml")
    assert one(page, ".state").get_text() == "Taken out"
    assert not page.select("#undo")
    assert writer.get("/v1/map").json()["coverage"]["items"] == 0
    assert writer.post(str(form["action"])).status_code == 409


def test_an_answer_that_comes_too_late_leads_to_what_became_of_it(writer: TestClient) -> None:
    place = upload(writer, UNCLEAR)
    writer.post(place, data={"date_order": "day-first"})
    for path in (place, f"{place}/check"):
        late = writer.post(path, data={"date_order": "month-first"}, follow_redirects=False)
        assert (late.status_code, late.headers["location"]) == (303, place)


def test_who_may_only_read_sees_no_rows_and_answers_nothing(house: House) -> None:
    wish = Wish()
    waiting = house.mining.imports.submit("default", file="a.csv", blocks=[UNCLEAR.encode()], wish=wish)
    reader = client_of(house, Scope.READ)
    page = get(reader, f"/imports/{waiting.id}")
    assert not page.select("form.mapping, #undo")
    assert "parcel" not in page.get_text()
    assert not get(reader, "/imports").select("form.upload")
    for path in ("", f"/{waiting.id}", f"/{waiting.id}/check", f"/{waiting.id}/undo"):
        assert reader.post(f"/imports{path}", data={}).status_code == 403, path


def test_forms_of_other_sites_change_nothing(house: House) -> None:
    client = client_of(house)
    client.get(f"/sign-in?token={house.mining.doors.make_link('default', scope=Scope.ADMIN)}")
    waiting = house.mining.imports.submit("default", file="a.csv", blocks=[UNCLEAR.encode()], wish=Wish())
    place = f"/imports/{waiting.id}"
    for path in ("/imports", place, f"{place}/check", f"{place}/undo"):
        refused = client.post(
            path, data={"date_order": "day-first"}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert refused.status_code == 403, path
    assert house.mining.imports.get("default", waiting.id).state is ImportState.NEEDS_MAPPING
    token = one(get(client, place), 'form.mapping [name="csrf"]')["value"]
    said = {"date_order": "day-first", "csrf": token}
    own = client.post(place, data=said, headers={"Sec-Fetch-Site": "same-origin"})
    assert own.status_code == 200


def test_imports_of_another_workspace_are_not_there(house: House) -> None:
    house.mining.doors.open_workspace("other", time_zone="UTC")
    waiting = house.mining.imports.submit("default", file="ours.csv", blocks=[UNCLEAR.encode()], wish=Wish())
    theirs = client_of(house, Scope.WRITE, workspace="other")
    assert "ours.csv" not in theirs.get("/imports").text
    for path in ("", "/rejected.csv"):
        assert theirs.get(f"/imports/{waiting.id}{path}").status_code == 404
    for path in ("", "/check", "/undo"):
        assert theirs.post(f"/imports/{waiting.id}{path}", data={}).status_code == 404
