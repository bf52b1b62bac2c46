"""The pages of alerts: what was noticed, the rules, and who is told."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.house import bring, open_test_house
from tests.api.moods import MoodScorer, messages
from tests.api.test_alerts import DAYS, said
from tests.api.told import hook_place
from tests.pages.reading import get, html, one


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a house in which parcels go wrong in the last days."""
    folder = tmp_path_factory.mktemp("broken")
    with open_test_house(folder, scorer=MoodScorer()) as house:
        bring(house, messages(said(DAYS, last=3)), file="before.csv")
        bring(house, messages(said(3), name="late"), file="late.csv")
        house.mining.alerts.look("default")
    return folder


@pytest.fixture
def house(tmp_path: Path, broken: Path) -> Iterator[House]:
    with open_test_house(shutil.copytree(broken, tmp_path / "data"), scorer=MoodScorer()) as house:
        yield house


@pytest.fixture
def blank(tmp_path: Path) -> Iterator[House]:
    with open_test_house(tmp_path / "blank") as house:
        yield house


def test_what_lasts_is_told_with_what_was_expected_and_leads_to_its_comments(house: House) -> None:
    reader = html(house, Scope.READ)
    cards = get(reader, "/alerts").select("article")
    told = {one(card, "h3").get_text(): card for card in cards}
    card = told["Sentiment at Onboarding fell"]
    assert one(card, ".state").get_text() == "Lasts"
    assert "was expected (" in one(card, ".outcome").get_text()
    assert str(one(card, "svg")["aria-label"]) in one(card, ".outcome").get_text()
    for card in cards:
        number = one(card, "a.behind")
        address = str(number["href"]).replace("/comments?", "/v1/statements?limit=200&")
        assert len(reader.get(address).json()["items"]) == int(number.get_text())


def test_an_alert_has_a_page_with_customers_words(house: House) -> None:
    reader = html(house, Scope.READ)
    page = get(reader, str(get(reader, "/alerts").select("article h3 a")[0]["href"]))
    assert page.select("q")
    assert "parcel" in page.select("q")[0].get_text()
    assert "Nobody" in page.get_text()
    assert not page.select("a[href='/alerts/rules#told']")
    assert reader.get("/alerts/alert_0").status_code == 404


def test_what_is_over_is_in_the_table(house: House) -> None:
    (late,) = [job for job in house.mining.imports.all("default") if job.file == "late.csv"]
    house.mining.imports.undo("default", late.id)
    page = BeautifulSoup(html(house, Scope.WRITE).post("/alerts/look").text, "lxml")
    assert not page.select("article")
    assert "Nothing unusual" in page.get_text()
    rows = page.select("tbody tr")
    assert rows
    assert {row.select("td")[-1].get_text()[:9] for row in rows} == {"Withdrawn"}


def test_a_rule_is_added_paused_changed_and_removed(house: House) -> None:
    writer = html(house, Scope.WRITE)
    said = {"title": "Parcels, emotion", "measure": "emotion", "emotion": "frustration", "direction": "up",
            "each": "stage", "segment.plan": "free", "channel": "", "csrf": "x"}  # fmt: skip
    added = writer.post("/alerts/rules", data=said)
    assert (added.status_code, added.url.fragment) == (200, "rule-parcels-emotion")
    row = one(BeautifulSoup(added.text, "lxml"), "#rule-parcels-emotion").get_text(" ", strip=True)
    assert "Share of comments that show frustrat" in row
    assert "Each stage of plan free" in row
    twin = writer.post("/alerts/rules", data=said)
    assert twin.url.fragment == "rule-parcels-emotion-2"

    place = "/alerts/rules/parcels-emotion"
    paused = BeautifulSoup(writer.post(f"{place}/pause").text, "lxml")
    assert one(paused, "#rule-parcels-emotion .state").get_text() == "Paused"
    form = one(get(writer, place), "main form.form")
    assert one(form, "select[name='segment.plan'] [selected]")["value"] == "free"
    assert one(form, "select[name=measure] [selected]")["value"] == "emotion"
    writer.post(place, data={**said, "title": "Parcels"})
    changed = next(r for r in house.mining.alerts.rules("default") if r.id == "parcels-emotion")
    assert (changed.title, changed.paused, changed.segments) == ("Parcels", True, {"plan": "free"})
    writer.post(f"{place}/resume")
    writer.post(f"{place}/remove")
    assert "parcels-emotion" not in {rule.id for rule in house.mining.alerts.rules("default")}
    assert writer.get(place).status_code == 404


def test_a_rule_that_is_there_without_set_up_can_be_set_back(blank: House) -> None:
    writer = html(blank, Scope.WRITE)
    place = "/alerts/rules/sentiment"
    assert not get(writer, place).select("#remove")
    writer.post(f"{place}/pause")
    assert one(get(writer, place), "#remove summary").get_text() == "Set it back"
    writer.post(f"{place}/remove")
    assert not next(rule for rule in blank.mining.alerts.rules("default") if rule.id == "sentiment").paused


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"measure": "emotion"}, "emotion"),
        ({"stage": "use", "each": "stage"}, "each"),
        ({"measure": "loudness"}, "measure"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_at_its_field(
    blank: House, wrong: dict[str, str], field: str
) -> None:
    answer = html(blank, Scope.WRITE).post(
        "/alerts/rules", data={"title": "Mine", "measure": "volume", **wrong}
    )
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    assert one(page, "details#add").has_attr("open")
    control = one(page, str(one(page, "[role=alert] a")["href"]))
    assert (control["name"], control["aria-invalid"]) == (field, "true")


def test_who_is_told_is_added_tried_and_removed_by_an_admin(
    blank: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEEDBACK_MINER_SECRET_DEFAULT__DESK", "both-know-it")
    admin = html(blank, Scope.ADMIN)
    with hook_place() as place:
        said = {"name": "desk", "url": f"{place.url}/in?key=private", "secret": "desk",
                "rule.volume": "on", "ends": "on"}  # fmt: skip
        answer = admin.post("/alerts/targets?by=webhook", data=said)
        assert (answer.status_code, answer.url.path) == (200, "/alerts/rules")
        assert "private" not in answer.text
        row = one(BeautifulSoup(answer.text, "lxml"), "section[aria-labelledby=told] tbody tr")
        assert "Many more comments, and when it is over" in row.get_text()
        tried = admin.post("/alerts/targets/desk/test")
        assert (
            one(BeautifulSoup(tried.text, "lxml"), "main [role=status]").get_text() == "desk took the sample."
        )
        assert len(place.taken) == 1
        place.answers = [500]
        failed = admin.post("/alerts/targets/desk/test")
        assert "status 500" in one(BeautifulSoup(failed.text, "lxml"), "main [role=status]").get_text()
    admin.post("/alerts/targets/desk/remove")
    assert blank.mining.alerts.targets("default") == []


@pytest.mark.parametrize(
    ("by", "said", "told"),
    [
        ("webhook", {"name": "desk", "url": "https://desk.example", "secret": "none"}, "secret"),
        ("webhook", {"name": "Our Desk", "url": "https://desk.example", "secret": "none"}, "small letters"),
        (
            "email",
            {"name": "mail", "host": "mail.example", "sender": "nobody", "to": "a@b.example"},
            "Options",
        ),
    ],
)
def test_who_cannot_be_told_is_refused_in_words(
    blank: House, by: str, said: dict[str, str], told: str
) -> None:
    answer = html(blank, Scope.ADMIN).post(f"/alerts/targets?by={by}", data=said)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    assert told in one(page, "[role=alert]").get_text()
    for name, value in said.items():
        assert one(page, f"main input[name={name}]")["value"] == value


def test_who_may_do_what(blank: House) -> None:
    reader, writer = html(blank, Scope.READ), html(blank, Scope.WRITE)
    assert not get(reader, "/alerts").select("main form")
    assert not get(reader, "/alerts/rules").select("main form")
    assert not get(writer, "/alerts/rules").select("#told")
    rule = "/alerts/rules/sentiment"
    for path in ("/alerts/look", "/alerts/rules", rule, f"{rule}/pause", f"{rule}/resume", f"{rule}/remove"):
        assert reader.post(path, data={}).status_code == 403, path
    for path in ("/alerts/targets?by=slack", "/alerts/targets/desk/test", "/alerts/targets/desk/remove"):
        assert writer.post(path, data={}).status_code == 403, path
    assert writer.get("/alerts/targets").status_code == 403


def test_where_nothing_is_yet_the_next_step_is_told(blank: House) -> None:
    page = get(html(blank, Scope.READ), "/alerts")
    assert one(page, ".empty a")["href"] == "/imports"
    assert "5 rules are watched" in page.get_text()
