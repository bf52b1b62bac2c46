"""One theme: weeks, words, who speaks of it, what could be done, and the team's notes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from feedback_miner.domain.themes import Regrouping
from feedback_miner.mining import Question
from tests.api.conftest import client_of
from tests.api.house import RuleScorer, bring, feedback_csv, open_test_house
from tests.api.test_map import count_behind
from tests.pages.test_pain_points import behind, get, number

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


def said(n: int) -> str:
    """Of late customers with the plan pro wait for an agent; parcels are late all the time."""
    if n % 60 < 12 and n % 2 == 0:
        return "The agent kept me waiting for an hour."
    return "The parcel came two days late." if n % 3 else "The app is easy to use every day."


@contextmanager
def grouped(folder: Path) -> Iterator[House]:
    """600 messages, and their themes."""
    with open_test_house(folder) as house:
        bring(house, feedback_csv(600, days=60, text=said))
        house.mining.themes.refresh("default")
        yield house


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Nothing may be changed."""
    with grouped(tmp_path_factory.mktemp("grouped")) as house:
        yield house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """One of one's own."""
    with grouped(tmp_path / "data") as house:
        yield house


@pytest.fixture(scope="module")
def reads(kept: House) -> TestClient:
    return signed_in(kept)


def signed_in(house: House) -> TestClient:
    """In a browser, as who may write."""
    client = client_of(house)
    client.get(f"/sign-in?token={house.mining.doors.make_link('default', scope=Scope.WRITE)}")
    client.headers.update(SAME_SITE)
    return client


def themes(house: House) -> dict[str, int]:
    """Stage → its theme."""
    found = house.mining.theme_reading.list("default", Question(days=60))
    return {one.theme.stage: one.theme.id for one in found.themes}


def token(client: TestClient, path: str) -> str:
    return str(get(client, path).select("form.add-note input[name=csrf]")[0]["value"])


def test_every_number_leads_to_as_many_comments(kept: House, reads: TestClient) -> None:
    page = get(reads, f"/themes/{themes(kept)['support']}?period=60d")
    links = page.select("dl a.behind, .columns a.behind, table a.behind")
    assert len(page.select(".columns li")) == 12
    assert 3 < len(links) < 16
    for link in links:
        assert count_behind(reads, behind(link)) == number(link), link


def test_it_tells_how_it_goes_and_who_speaks_of_it(kept: House, reads: TestClient) -> None:
    page = get(reads, f"/themes/{themes(kept)['support']}")
    assert page.select(".facts .state")[0].get_text() == "New pain point"
    rows = {row.select("th")[0].get_text(): row for row in page.select("#who ~ .list tbody tr")}
    row = rows["Plan: pro"]
    assert "×" in row.select("td")[-1].get_text()
    assert 1 <= len(page.select(".quotes li")) <= 3
    assert "agent" in page.select(".quotes q")[0].get_text()
    assert page.select("p.back a")[0]["href"] == "/pain-points"


def test_pain_has_suggestions_and_delight_has_none(kept: House, reads: TestClient) -> None:
    known = themes(kept)
    late = get(reads, f"/themes/{known['onboarding']}")
    first = late.select(".advice li")[0].get_text()
    assert first.startswith("Late.")
    assert "they say “late" in first
    assert not get(reads, f"/themes/{known['use']}").select("#todo")


def test_a_note_is_written_kept_and_removed(house: House) -> None:
    writer = signed_in(house)
    path = f"/themes/{themes(house)['support']}"
    sent = {"text": "Told the <call> centre.", "by": "Ann", "csrf": token(writer, path)}
    written = writer.post(f"{path}/notes?channel=chat", data=sent, follow_redirects=False)
    assert (written.status_code, written.headers["location"]) == (303, f"{path}?channel=chat#notes")
    page = get(writer, path)
    (note,) = page.select(".notes li")
    assert note.select(".said")[0].get_text() == "Told the <call> centre."
    assert "Ann" in note.get_text()
    remove = str(note.select("form")[0]["action"])
    assert writer.post(remove, data={}).status_code == 403
    assert writer.post(remove, data={"csrf": sent["csrf"]}).status_code == 200
    assert not get(writer, path).select(".notes li")


@pytest.mark.parametrize("typed", [{"text": "  ", "by": "Ann"}, {"text": "x" * 4001, "by": "Ann"}])
def test_a_note_that_cannot_be_kept_comes_back_with_what_was_typed(
    kept: House, reads: TestClient, typed: dict[str, str]
) -> None:
    path = f"/themes/{themes(kept)['support']}"
    answer = reads.post(
        f"{path}/notes", data={**typed, "csrf": token(reads, path)}, headers={"Accept": "text/html"}
    )
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    assert page.select("#note-text[aria-invalid]")
    assert page.select("#note-text-problem")[0].get_text(strip=True)
    assert page.select("#note-by")[0]["value"] == "Ann"


def test_who_only_reads_sees_notes_and_no_forms(house: House) -> None:
    theme = themes(house)["support"]
    client_of(house, Scope.WRITE).post("/v1/notes", json={"text": "Watch this.", "theme": theme})
    reader = client_of(house, Scope.READ)
    page = get(reader, f"/themes/{theme}")
    assert page.select(".said")[0].get_text() == "Watch this."
    assert not page.select("main form")
    assert reader.post(f"/themes/{theme}/notes", data={"text": "No."}).status_code == 403


def test_one_that_went_into_another_says_so(house: House) -> None:
    writer = signed_in(house)
    known = themes(house)
    old, new = known["support"], known["onboarding"]
    house.store.regroup("default", Regrouping(RuleScorer.name, {}, {}, {old: new}))
    page = get(writer, f"/themes/{old}?channel=email")
    assert page.select(".notice a")[0]["href"] == f"/themes/{new}?channel=email"


def test_where_nobody_says_so_and_where_there_is_none(kept: House, reads: TestClient) -> None:
    theme = themes(kept)["support"]
    page = get(reads, f"/themes/{theme}?channel=fax")
    assert "Nobody says so" in page.select(".notice")[0].get_text()
    assert get(reads, "/themes/999", 404).select("h1")
    odd = get(reads, f"/themes/{theme}?lens=full&from=2026-05-20&to=2026-05-01", 422)
    assert "ends" in odd.select("[role=alert]")[0].get_text()
