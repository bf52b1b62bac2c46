"""The list of what customers say again and again: numbers lead to their comments, columns sort."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.conftest import client_of
from tests.api.house import bring, feedback_csv, open_test_house
from tests.api.test_map import count_behind


@pytest.fixture(scope="module")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """200 messages, grouped; nothing may be changed."""
    with open_test_house(tmp_path_factory.mktemp("themed")) as house:
        bring(house, feedback_csv(200))
        house.mining.themes.refresh("default")
        yield house


@pytest.fixture(scope="module")
def reader(themed: House) -> TestClient:
    return client_of(themed, Scope.READ)


def get(client: TestClient, path: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text
    return BeautifulSoup(answer.text, "lxml")


def behind(link: Tag) -> str:
    """Where the API lists what a number leads to."""
    return str(link["href"]).replace("/comments?", "/v1/statements?")


def number(link: Tag) -> int:
    """What stands in it for who sees it."""
    return int(next(iter(link.stripped_strings)).replace(",", ""))


@pytest.mark.parametrize("cut", ["", "?channel=chat", "?segment.plan=pro&period=20d&lens=loyalty"])
def test_every_number_leads_to_as_many_comments(reader: TestClient, cut: str) -> None:
    page = get(reader, f"/pain-points{cut}")
    links = page.select("main a.behind")
    assert len(page.select(".themes tbody tr")) >= 3
    assert len(links) > len(page.select(".themes tbody tr"))
    for link in links:
        assert count_behind(reader, behind(link)) == number(link), link


def test_what_hurts_stands_before_what_delights_with_all_that_is_known(reader: TestClient) -> None:
    page = get(reader, "/pain-points")
    assert [heading.get_text().split()[0] for heading in page.select("main h2")] == [
        "Pain",
        "Moments",
        "What",
    ]
    row = page.select("#pain ~ .themes tbody tr")[0]
    cells = row.select("th, td")
    names = [head.get_text(strip=True).rstrip("▼") for head in page.select("#pain ~ .themes thead th")]
    assert names == [
        "In their words", "Comments", "Customers", "Severity", "Sentiment", "12 weeks", "Change of share", "First said",
    ]  # fmt: skip
    assert len(cells) == len(names)
    assert row.select("svg.severity")[0]["aria-label"] in {f"{n} of 5" for n in range(1, 6)}
    assert len(row.select("svg.weeks rect")) == 12
    assert "−" in cells[4].get_text()
    assert " to " in cells[4].select(".range")[0].get_text()
    assert "before" in cells[6].get_text()


def test_columns_sort_and_say_so(reader: TestClient) -> None:
    page = get(reader, "/pain-points?channel=chat")
    assert page.select("th[aria-sort]")[0].get_text(strip=True) == "Comments▼"
    (severity,) = page.select("#pain ~ .themes thead a[href*='sort=severity']")
    assert "channel=chat" in str(severity["href"])
    by_severity = get(reader, str(severity["href"]).partition("#")[0])
    assert by_severity.select("th[aria-sort]")[0].get_text(strip=True) == "Severity▼"
    assert by_severity.select("form.filters input[name=sort]")[0]["value"] == "severity"
    shown = [int(str(svg["aria-label"])[0]) for svg in by_severity.select("td.pain svg.severity")]
    assert shown == sorted(shown, reverse=True)
    assert reader.get("/pain-points?sort=name").status_code == 422


def test_a_stage_alone_can_be_shown_and_left_again(reader: TestClient) -> None:
    page = get(reader, "/pain-points?stage=support&period=60d")
    assert {row.select(".range")[0].get_text() for row in page.select("tbody th")} == {"Support"}
    (everything,) = page.select(".legend a:not(.behind)")
    assert str(everything["href"]) == "/pain-points?period=60d"
    assert page.select("#stage option[selected]")[0]["value"] == "support"
    assert page.select("form.pickers input[name=period]")[0]["value"] == "60d"


def test_a_theme_is_a_link_that_keeps_the_filters(reader: TestClient) -> None:
    page = get(reader, "/pain-points?channel=chat&sort=severity")
    for link in page.select("tbody th a"):
        assert "channel=chat" in str(link["href"])
        assert "sort" not in str(link["href"])
        get(reader, str(link["href"]))


def test_few_are_listed_first_and_the_rest_is_a_link_away(reader: TestClient) -> None:
    page = get(reader, "/pain-points?limit=1")
    assert len(page.select("#pain ~ .themes tbody tr")) == 1
    (more,) = page.select("#pain ~ .buttons a")
    rest = get(reader, str(more["href"]).partition("#")[0])
    assert more.get_text() == f"Show all {len(rest.select('#pain ~ .themes tbody tr'))}"


def test_the_table_for_spreadsheets_has_the_same_themes(reader: TestClient) -> None:
    page = get(reader, "/pain-points?channel=chat")
    (csv,) = page.select("a[href*='format=csv']")
    lines = reader.get(str(csv["href"])).text.splitlines()
    assert len(lines) == 1 + len(page.select(".themes tbody tr"))


def test_what_cannot_be_answered_is_said_above_filters_that_still_work(reader: TestClient) -> None:
    page = get(reader, "/pain-points?stage=nowhere", 422)
    assert "no stage “nowhere”" in page.select("[role=alert]")[0].get_text()
    assert page.select("form.filters")


def test_without_comments_it_says_what_to_do(house_alone: House) -> None:
    client = client_of(house_alone, Scope.READ)
    assert "No feedback yet" in get(client, "/pain-points").select(".headline")[0].get_text()
    bring(house_alone, feedback_csv(6))
    ungrouped = get(client, "/pain-points")
    assert "No pain point yet" in ungrouped.get_text()
    assert number(ungrouped.select("#rest ~ p a.behind")[0]) > 0
    nothing = get(client, "/pain-points?channel=fax")
    assert nothing.select(".headline a")[0]["href"] == "/pain-points"


@pytest.fixture
def house_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_test_house(tmp_path_factory.mktemp("alone")) as house:
        yield house
