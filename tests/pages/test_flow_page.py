"""Where customers go: arcs, tables, and the comments behind both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient

from api.pages.paths.flow import LISTED, duration
from api.pages.paths.flow_drawing import MOST_ARCS, draw_flow
from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from feedback_miner.insights.means import Mean, Share
from feedback_miner.insights.paths import Quartiles, Transition
from feedback_miner.taxonomy import load_default
from tests.api.conftest import client_of
from tests.api.house import bring, feedback_csv, open_test_house
from tests.api.test_map import count_behind
from tests.pages.test_pain_points import get, number


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """200 messages of 17 customers, and one of nobody."""
    with open_test_house(tmp_path_factory.mktemp("flow")) as house:
        bring(house, feedback_csv(200))
        nobody = "id,date,customer,channel,plan,nps,comment\nn1,2026-05-30T10:00:00Z,,chat,pro,3,The parcel was late.\n"
        bring(house, nobody.encode(), file="nobody.csv")
        yield house


@pytest.fixture(scope="module")
def reader(house: House) -> TestClient:
    return client_of(house, Scope.READ)


def behind(link: Tag) -> str:
    """Where the API lists what a number leads to."""
    return str(link["href"]).replace("/flow/comments?", "/v1/journeys/statements?")


def shown(link: Tag) -> int:
    """The number, in words for those on the drawing."""
    return (
        int(str(link["aria-label"]).split()[0].replace(",", ""))
        if "aria-label" in link.attrs
        else number(link)
    )


@pytest.mark.parametrize(
    "cut", ["?period=45d", "?lens=loyalty&period=45d&silent_days=10", "?channel=chat&period=45d"]
)
def test_every_number_leads_to_as_many_comments(reader: TestClient, cut: str) -> None:
    links = get(reader, f"/flow{cut}").select("main a.behind")
    assert len(links) > 6
    for link in links:
        assert count_behind(reader, behind(link)) == shown(link), link


def test_the_page_of_the_comments_says_how_many_and_whose(reader: TestClient) -> None:
    page = get(reader, "/flow?period=45d")
    link = page.select(".moves tbody a.behind")[0]
    name = page.select(".moves tbody th")[0].get_text()
    comments = get(reader, f"{link['href']}&limit=2")
    assert comments.select(".summary b")[0].get_text().split()[0] == str(number(link))
    for stage in name.split(" → "):
        assert stage in comments.select("h1")[0].get_text()
    assert len(comments.select(".comments > li")) == 2
    more = get(reader, str(comments.select("[data-more]")[0]["href"]))
    first = {one["id"] for one in comments.select(".comments article")}
    assert first.isdisjoint(one["id"] for one in more.select(".comments article"))


def test_the_drawing_and_the_table_say_the_same(reader: TestClient) -> None:
    page = get(reader, "/flow?period=45d")
    table = {
        str(link["href"]): number(link)
        for link in page.select("#stages ~ .moves a.behind, #rest .moves a.behind")
    }
    drawn = {str(link["href"]): shown(link) for link in page.select("svg a.behind")}
    assert drawn
    assert drawn.items() <= table.items()
    arcs = page.select("svg path.arc")
    assert len(arcs) <= MOST_ARCS
    assert len(page.select("#stages ~ .moves tbody tr")) <= LISTED


def test_silence_is_told_only_where_it_can_be(reader: TestClient) -> None:
    page = get(reader, "/flow?period=7d")
    assert "longer period" in page.select("#silence ~ .notice")[0].get_text()
    assert not page.select("#silence ~ .moves")
    page = get(reader, "/flow?period=45d&silent_days=10")
    assert page.select("#silent")[0]["value"] == "10"
    assert page.select("#silence ~ .moves tbody tr")
    kept = {field["name"]: field["value"] for field in page.select("form.pickers input[type=hidden]")}
    assert kept == {"period": "45d"}
    assert page.select("form.filters input[name=silent_days]")[0]["value"] == "10"


def test_who_is_not_named_is_said_to_be_left_out(reader: TestClient) -> None:
    assert "1 further message names no customer" in legend(get(reader, "/flow"))
    assert "no customer" not in legend(get(reader, "/flow?to=2026-05-29"))


def legend(page: BeautifulSoup) -> str:
    return " ".join(page.select(".legend")[0].get_text().split())


@pytest.mark.parametrize("asked", ["", "?from_stage=use", "?dropped_at=nowhere", "?path=use"])
def test_what_is_no_list_is_refused(reader: TestClient, asked: str) -> None:
    assert get(reader, f"/flow/comments{asked}", 422).select("h1")


def test_states_without_figures_say_what_to_do(reader: TestClient, tmp_path: Path) -> None:
    page = get(reader, "/flow?from=1999-01-01&to=1999-01-31")
    assert page.select(".nothing a")[0]["href"] == "/flow"
    with open_test_house(tmp_path / "data") as empty:
        assert get(client_of(empty, Scope.READ), "/flow").select("main a[href='/imports']")


def test_times_are_told_roughly() -> None:
    assert [duration(one) for one in (20, 3_000, 7_200, 86_400, 200_000, 1e8)] == [
        "0 min", "50 min", "2 h", "24 h", "2 days", "1,157 days",
    ]  # fmt: skip


def test_onward_lies_above_the_stages_and_back_below_and_no_two_numbers_meet() -> None:
    stages = load_default().lens("full")
    keys = [stage.key for stage in stages]
    every = [move(a, b) for a in keys for b in keys]
    drawing = draw_flow(stages, every)
    assert len(drawing.arcs) == MOST_ARCS
    assert drawing.left_out == 9 * 8 - MOST_ARCS
    assert all(one.again for one in drawing.stages)
    places = {(arc.x, arc.y) for arc in drawing.arcs}
    assert len(places) == MOST_ARCS
    for arc in drawing.arcs:
        above = keys.index(arc.transition.to_stage) > keys.index(arc.transition.from_stage)
        assert (arc.y < drawing.row_y) == above
        assert 12 <= arc.y <= drawing.height - 12


def move(from_stage: str, to_stage: str) -> Transition:
    mean = Mean(4, 3, -0.2, None)
    return Transition(from_stage, to_stage, Share(4, 9, 3, 4 / 9, None), Quartiles(1, 2, 3), mean)
