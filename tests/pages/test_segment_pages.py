"""Segments: those with a name, two side by side, and those that stand out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from api.pages.segments.segment_words import id_of
from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from feedback_miner.domain.team.personas import Persona
from tests.api.conftest import client_of
from tests.api.house import bring, feedback_csv, open_test_house
from tests.api.test_map import count_behind
from tests.pages.test_pain_points import behind, get, number

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
SHOPS = Persona("shops", "Small shops", "Sell.", "Two people,\nno IT.", segments={"plan": "pro"})


def said(n: int) -> str:
    """With the plan pro people wait for agents, with the plan free they like the app; parcels are late for all."""
    if n % 3 == 0:
        return "The parcel came two days late."
    return "The app is quick and easy." if n % 2 else "The agent kept me waiting for an hour."


@pytest.fixture(scope="module")
def read_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Nothing of it may be changed."""
    with open_test_house(tmp_path_factory.mktemp("segments")) as house:
        bring(house, feedback_csv(180, text=said))
        house.mining.segments.save("default", SHOPS)
        yield house


@pytest.fixture(scope="module")
def reader(read_house: House) -> TestClient:
    return client_of(read_house, Scope.READ)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_test_house(tmp_path / "data") as house:
        bring(house, feedback_csv(40))
        yield house


@pytest.fixture
def writer(house: House) -> TestClient:
    """Signed in in a browser."""
    client = client_of(house)
    client.get(f"/sign-in?token={house.mining.doors.make_link('default', scope=Scope.WRITE)}")
    client.headers.update(SAME_SITE | {"Accept": "text/html"})
    return client


def token(client: TestClient) -> str:
    return str(get(client, "/segments").select("#add input[name=csrf]")[0]["value"])


def words(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


@pytest.mark.parametrize(
    "path",
    [
        "/segments",
        "/segments?channel=chat&period=20d",
        "/segments/compare?a=shops&b=plan=free&period=45d",
        "/segments/compare?a=plan=pro&b=plan=free&lens=loyalty&channel=email",
    ],
)
def test_every_number_leads_to_as_many_comments(reader: TestClient, path: str) -> None:
    links = get(reader, path).select("main a.behind")
    assert links
    for link in links:
        assert count_behind(reader, behind(link)) == number(link), link


def test_who_stands_out_is_said_with_its_range(reader: TestClient) -> None:
    page = get(reader, "/segments?period=45d")
    free, pro = sorted(page.select(".two-sides tbody tr"), key=lambda row: row.select("th")[0].get_text())
    assert free.select("th")[0].get_text() == "Plan: free"
    assert pro.select("td")[-1].get_text() == "Stands apart"
    assert "−" in pro.select("td b")[1].get_text()
    assert " to " in pro.select("td .range")[1].get_text()
    assert str(pro.select("svg[role=img]")[0]["aria-label"]).startswith("Plan: pro: −")
    assert words(page).count("Small shops") >= 2


def test_two_sides_share_one_drawing_and_part_where_the_table_says(reader: TestClient) -> None:
    page = get(reader, "/segments/compare?a=shops&b=plan=free&period=45d")
    assert page.select("h1")[0].get_text() == "Small shops and Plan: free"
    assert "Over the whole journey they stand apart by −" in page.select(".headline")[0].get_text()
    stages = [row.select("th")[0].get_text() for row in page.select("#stages ~ .two-sides tbody tr")]
    assert (stages[0], stages[-1], len(stages)) == ("The whole journey", "Advocacy", 10)
    assert [text.get_text() for text in page.select("svg .stage-name")] == stages[1:]
    a, b = (len(page.select(f"svg.over .{side} .dot")) for side in ("side-a", "side-b"))
    spoken = [row.select("a.behind") for row in page.select("#stages ~ .two-sides tbody tr")[1:]]
    assert a + b == sum(len(links) for links in spoken)
    whole = page.select("#stages ~ .two-sides tbody tr.whole td")
    assert whole[-1].get_text() == "Stands apart"


def test_where_they_part_is_tinted_measured_and_quoted(reader: TestClient) -> None:
    page = get(reader, "/segments/compare?a=shops&b=plan=free&period=45d&lens=loyalty")
    assert page.select(".headline")[0].get_text().startswith("They part at Service: Small shops −")
    names = [text.get_text() for text in page.select("svg .stage-name")]
    (tinted,) = page.select("svg.lines rect.apart")
    assert int(str(tinted["x"])) == 100 * names.index("Service")
    (gap,) = page.select("svg.over .gap")
    row = next(
        row
        for row in page.select("#stages ~ .two-sides tbody tr")
        if row.select("th")[0].get_text() == "Service"
    )
    assert gap.get_text() == f"difference {row.select('td b')[-1].get_text()}"
    assert page.select("#said-1")[0].get_text() == "What Small shops say at Service"
    assert "agent" in page.select(".quotes q")[0].get_text()


def test_what_is_chosen_stays_chosen_when_filters_change(reader: TestClient) -> None:
    page = get(reader, "/segments/compare?a=shops&b=plan=free&channel=chat")
    chosen = [option["value"] for option in page.select("form.pickers option[selected]")]
    assert chosen == ["shops", "plan=free"]
    assert page.select("form.pickers input[name=channel]")[0]["value"] == "chat"
    hidden = {field["name"]: field["value"] for field in page.select("form.filters input[type=hidden]")}
    assert hidden == {"a": "shops", "b": "plan=free"}


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ("a=plan=pro&b=plan=free&segment.plan=pro", 422, "leave the filter plan out"),
        ("a=nobody&b=plan=free", 404, ""),
        ("a==pro&b=plan=free", 422, "NAME=VALUE"),
    ],
)
def test_what_cannot_be_compared_is_said_where_it_can_be_chosen_anew(
    reader: TestClient, asked: str, status: int, says: str
) -> None:
    page = get(reader, f"/segments/compare?{asked}", status)
    assert says in page.select("main [role=alert]")[0].get_text()
    assert page.select("main form.pickers select")


def test_with_one_side_chosen_the_other_is_asked_for(reader: TestClient) -> None:
    page = get(reader, "/segments/compare?a=shops")
    assert "Choose two" in words(page)
    assert not page.select("table")


def test_a_segment_is_named_changed_and_removed(house: House, writer: TestClient) -> None:
    csrf = token(writer)
    new = {
        "name": "Small shops",
        "goal": "Sell.\r\nSleep.",
        "sketch": "",
        "segment.plan": "pro",
        "channel": "",
        "source": "",
        "csrf": csrf,
    }
    added = writer.post("/segments", data=new, follow_redirects=False)
    assert (added.status_code, added.headers["location"]) == (303, "/segments/small-shops")
    page = get(writer, "/segments/small-shops")
    assert page.select(".said")[0].get_text() == "Sell.\nSleep."
    assert page.select("a.strong")[0]["href"] == "/?segment.plan=pro"
    assert page.select("#segment-name")[0]["value"] == "Small shops"
    assert [one["value"] for one in page.select("[id='segment-segment.plan'] option[selected]")] == ["pro"]

    again = writer.post("/segments", data=new, follow_redirects=False)
    assert again.headers["location"] == "/segments/small-shops-2"

    changed = {**new, "name": "Shops", "segment.plan": "", "channel": "chat"}
    assert writer.post("/segments/small-shops", data=changed).status_code == 200
    saved = house.mining.segments.get("default", "small-shops")
    assert (saved.name, saved.channel, saved.segments) == ("Shops", "chat", {})

    gone = writer.post("/segments/small-shops/remove", data={"csrf": csrf}, follow_redirects=False)
    assert (gone.status_code, gone.headers["location"]) == (303, "/segments")
    assert [one.id for one in house.mining.segments.all("default")] == ["small-shops-2"]
    assert get(writer, "/segments/small-shops", 404).select("h1")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": "  "}, "segment-name"), ({"name": "x" * 81}, "segment-name"), ({"segment.plan": ""}, None)],
)
def test_what_is_no_segment_comes_back_with_what_was_typed(
    house: House, writer: TestClient, wrong: dict[str, str], field: str | None
) -> None:
    typed = {"name": "Shops", "goal": "Sell <fast>.", "segment.plan": "pro", "csrf": token(writer)} | wrong
    answer = writer.post("/segments", data=typed)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    assert page.select("details#add[open] .problems")
    assert page.select("#segment-goal")[0].get_text() == "Sell <fast>."
    if field:
        assert page.select(f"#{field}[aria-invalid]")
        assert page.select(f"#{field}-problem")[0].get_text(strip=True)
    else:
        assert "Everybody is no segment" in page.select(".problems")[0].get_text()
    assert house.mining.segments.all("default") == []


def test_a_new_segment_begins_with_the_filters_of_the_page(writer: TestClient) -> None:
    page = get(writer, "/segments?segment.plan=free&channel=chat")
    chosen = [option["value"] for option in page.select("#add option[selected]") if option["value"]]
    assert chosen == ["free", "chat"]


def test_who_only_reads_sees_segments_and_no_forms_that_change_them(reader: TestClient) -> None:
    for path in ("/segments", "/segments/shops"):
        page = get(reader, path)
        assert "Small shops" in words(page)
        assert not page.select("main form[method=post]")
    assert reader.post("/segments", data={"name": "No"}).status_code == 403
    assert reader.post("/segments/shops/remove").status_code == 403


def test_where_nothing_came_in_yet_the_next_step_is_a_link(tmp_path: Path) -> None:
    with open_test_house(tmp_path / "data") as house:
        client = client_of(house, Scope.READ)
        for path in ("/segments", "/segments/compare?a=plan=pro&b=plan=free"):
            assert get(client, path).select("main a[href='/imports']"), path


def test_ids_are_of_the_name_and_free() -> None:
    assert id_of("Kleine Läden & Cafés", ()) == "kleine-laden-cafes"
    assert id_of("Compare", {"compare"}) == "compare-2"
    assert id_of("Shops", {"shops", "shops-2"}) == "shops-3"
    assert id_of("日本", ()) == "segment"
    assert len(id_of("x" * 80, {"x" * 36})) <= 40
