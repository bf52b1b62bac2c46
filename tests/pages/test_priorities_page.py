"""What to mend first: every factor is there, feasibility is set in place, drivers stand beside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.conftest import client_of
from tests.api.house import bring, open_test_house
from tests.api.moods import MoodScorer
from tests.api.test_map import count_behind
from tests.pages.test_pain_points import behind, get, number

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
_PLACES = ("parcel", "app", "agent")


def survey(rows: int) -> bytes:
    """One message a customer: what is said of the parcel makes the NPS, what is said of the rest does not."""
    lines = ["id,date,customer,channel,plan,nps,comment"]
    for n in range(rows):
        place = _PLACES[n % 3]
        mood = ("awful", "bad", "lovely")[n // 3 % 3] if place == "parcel" else ("bad", "good")[n // 3 % 2]
        score = {"awful": 1, "bad": 3, "lovely": 10}[mood] if place == "parcel" else 5 + n // 6 % 2
        plan = "pro" if n % 2 else "free"
        lines.append(
            f"m{n},2026-05-{1 + n % 30:02}T10:00:00Z,customer-{n},email,{plan},{score},"
            f"The {place} was {mood} for me and all of my friends today."
        )
    return "\n".join(lines).encode() + b"\n"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """360 messages with NPS; nothing may be changed."""
    with open_test_house(tmp_path_factory.mktemp("moods"), scorer=MoodScorer()) as house:
        bring(house, survey(360))
        yield house


@pytest.fixture(scope="module")
def reader(kept: House) -> TestClient:
    return client_of(kept, Scope.READ)


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[TestClient]:
    """Signed in in a browser, in a house of its own."""
    with open_test_house(tmp_path / "data", scorer=MoodScorer()) as house:
        bring(house, survey(90))
        client = client_of(house)
        client.get(f"/sign-in?token={house.mining.doors.make_link('default', scope=Scope.WRITE)}")
        client.headers.update(SAME_SITE)
        yield client


def row_of(page: BeautifulSoup, key: str) -> Tag:
    (row,) = page.select(f"tr#{key}")
    return row


@pytest.mark.parametrize("asked", ["", "?lens=loyalty&outcome=none", "?segment.plan=pro&outcome=none"])
def test_every_number_leads_to_as_many_comments(reader: TestClient, asked: str) -> None:
    links = get(reader, f"/priorities{asked}").select("table a.behind")
    assert links
    for link in links:
        assert count_behind(reader, behind(link)) == number(link)


def test_the_factors_multiply_to_the_impact(reader: TestClient) -> None:
    known = {
        f"{one['stage']}-{one['touchpoint']}": one
        for one in reader.get("/v1/priorities?outcome=none").json()["items"]
    }
    page = get(reader, "/priorities?outcome=none")
    rows = page.select(".ranked tbody tr")
    assert rows
    for row in rows:
        one = known[str(row["id"])]
        cells = [next(iter(cell.stripped_strings)) for cell in row.select("td")]
        assert cells[0] == str(one["rank"])
        assert cells[2] == f"{one['below']:.2f}"
        assert float(cells[5].replace(",", "")) == pytest.approx(one["impact"], abs=0.06)
        assert float(cells[7].replace(",", "")) == pytest.approx(one["priority"], abs=0.06)
    first = rows[0].select("th")[0]
    assert page.select(".headline strong")[0].get_text() == next(iter(first.stripped_strings))
    assert len(rows) + len(page.select(".others tbody tr")) == len(known)


def test_what_goes_with_the_outcome_stands_beside_it(reader: TestClient) -> None:
    page = get(reader, "/priorities")
    panel = page.select("aside .panel")[0]
    assert panel.select("h2")[0].get_text() == "What goes with NPS"
    assert "does not say what causes what" in panel.get_text()
    first = panel.select(".drivers li")[0]
    assert first.select("b")[0].get_text() == "Onboarding: Delivery"
    assert first.select(".effect b")[0].get_text().startswith("+")
    assert " to " in first.select(".range")[0].get_text()
    assert "what goes with NPS" in page.select(".legend")[0].get_text()
    assert page.select("#outcome option[selected]")[0]["value"] == ""


def test_only_outcomes_that_can_be_told_are_offered(reader: TestClient) -> None:
    page = get(reader, "/priorities?outcome=csat&channel=email")
    offered = [str(option["value"]) for option in page.select("#outcome option")]
    assert offered == ["", "nps", "csat", "rating", "none"], "a plan is no outcome"
    assert "Too few answers" in page.select("aside .panel")[0].get_text()
    assert page.select("form.pickers input[name=channel]")[0]["value"] == "email"
    odd = get(reader, "/priorities?outcome=segment.plan", 422)
    assert "yes or no" in odd.select("[role=alert]")[0].get_text()
    assert odd.select("a[href='/priorities?outcome=none']")


def test_feasibility_is_set_in_place_and_taken_back(writer: TestClient) -> None:
    page = get(writer, "/priorities?outcome=none&period=60d")
    key = str(page.select(".ranked tbody tr")[0]["id"])
    form = row_of(page, key).select("form.rate")[0]
    sent = {"csrf": str(form.select("[name=csrf]")[0]["value"]), "feasibility": "1"}
    path = str(form["action"])
    assert form.select("select")[0]["aria-label"]
    answer = writer.post(path, data=sent, follow_redirects=False)
    assert answer.headers["location"] == f"/priorities?outcome=none&period=60d#{key}"
    rated = row_of(get(writer, "/priorities?outcome=none&period=60d"), key)
    assert rated.select("option[selected]")[0]["value"] == "1"
    before = float(row_of(page, key).select("td")[-1].get_text())
    assert float(rated.select("td")[-1].get_text()) == pytest.approx(before / 3, abs=0.06)
    writer.post(path, data={**sent, "feasibility": "none"})
    back = row_of(get(writer, "/priorities?outcome=none"), key)
    assert back.select("option[selected]")[0]["value"] == "none"
    assert writer.post(path, data={**sent, "feasibility": "6"}).status_code == 422
    assert writer.post(path, data={"feasibility": "2"}).status_code == 403


def test_stages_folded_into_one_are_rated_one_by_one(writer: TestClient) -> None:
    page = get(writer, "/priorities?lens=funnel&outcome=none")
    folded = [row for row in page.select("tr[id]") if not row.select("form")]
    assert folded, "a lens that folds"
    assert "the hardest of them" in page.select(".how")[0].get_text()


def test_who_only_reads_sees_no_forms_to_rate(reader: TestClient) -> None:
    page = get(reader, "/priorities")
    assert not page.select(".rate")
    assert "not rated" in page.select(".ranked tbody tr")[0].get_text()


def test_without_comments_it_says_what_to_do(tmp_path: Path, reader: TestClient) -> None:
    assert get(reader, "/priorities?channel=fax").select(".headline a")[0]["href"] == "/priorities"
    with open_test_house(tmp_path / "data") as empty:
        page = get(client_of(empty, Scope.READ), "/priorities")
        assert "No feedback yet" in page.select(".headline")[0].get_text()


def test_the_comments_behind_a_driver_are_as_many_as_it_says(reader: TestClient) -> None:
    links = get(reader, "/priorities").select("aside a.behind")
    assert links
    for link in links:
        path = str(link["href"])
        api = path.replace("/priorities/comments?", "/v1/drivers/statements?")
        assert count_behind(reader, api) == number(link)
        page = get(reader, path)
        assert "of those with NPS" in page.get_text()
        assert f"{number(link):,} comment" in page.get_text()
