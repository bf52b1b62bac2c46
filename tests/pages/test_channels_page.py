"""Channels: what comes in by each, how it sounds, and how that goes with waiting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from feedback_miner.mining import Wish
from tests.api.conftest import client_of
from tests.api.house import COLUMNS, bring, feedback_csv, open_test_house
from tests.api.test_map import count_behind
from tests.pages.test_pain_points import behind, get, number

HEADER = "id,date,customer,channel,plan,nps,comment,first_reply"


def waited(rows: int) -> str:
    """The longer they wait, the worse they speak."""
    lines = [HEADER]
    for n in range(rows):
        at = datetime(2026, 5, 2, 10, tzinfo=UTC) + timedelta(hours=5 * n)
        reply = at + timedelta(hours=(0.5, 3, 20, 50, 100)[n % 5])
        said = "The app is quick." if n % 5 < 2 else "The agent kept me waiting."
        lines.append(
            f"w{n},{at.isoformat()},customer-{n},{('chat', 'phone')[n % 2]},pro,5,{said},{reply.isoformat()}"
        )
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_test_house(tmp_path_factory.mktemp("channels")) as house:
        bring(house, feedback_csv(30))
        wish = Wish(overrides=("source=ticket", *COLUMNS, "first_reply_at=first_reply"))
        house.mining.imports.submit("default", file="t.csv", blocks=[waited(60).encode()], wish=wish)
        yield house


@pytest.fixture(scope="module")
def reader(house: House) -> TestClient:
    return client_of(house, Scope.READ)


@pytest.mark.parametrize("cut", ["", "?lens=loyalty&period=20d", "?channel=chat"])
def test_every_number_leads_to_as_many_comments(reader: TestClient, cut: str) -> None:
    links = get(reader, f"/channels{cut}").select("main a.behind")
    assert len(links) > 4
    for link in links:
        assert count_behind(reader, behind(link)) == number(link), link


def test_waiting_goes_with_words_and_causes_nothing(reader: TestClient) -> None:
    page = get(reader, "/channels")
    said = page.select("#waiting ~ p")[0].get_text()
    assert said.startswith("Longer waiting goes with worse words (rank correlation −")
    names = [row.get_text() for row in page.select("#waiting ~ .list tbody th")]
    assert names == ["Under 1 h", "1 to 4 h", "4 to 24 h", "1 to 3 days", "3 days and more"]
    assert "not what causes what" in page.get_text()


def test_times_are_told_where_messages_are_many(reader: TestClient) -> None:
    rows = {
        row.select("th")[0].get_text(): row
        for row in get(reader, "/channels").select("#by-channel ~ .list tbody tr")
    }
    assert "9 of 10 within" in rows["phone"].get_text()
    assert "too few to tell" in rows["email"].get_text()


def test_states_without_figures_say_what_to_do(reader: TestClient, tmp_path: Path) -> None:
    page = get(reader, "/channels?from=1999-01-01&to=1999-01-31")
    assert page.select(".nothing a")[0]["href"] == "/channels"
    with open_test_house(tmp_path / "data") as empty:
        assert get(client_of(empty, Scope.READ), "/channels").select("main a[href='/imports']")
