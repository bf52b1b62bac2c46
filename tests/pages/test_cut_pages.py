"""Pages of a cut: what cannot be answered is said among the filters, and what was chosen is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.conftest import client_of
from tests.api.house import bring, feedback_csv, open_test_house
from tests.pages.test_pain_points import get


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_test_house(tmp_path_factory.mktemp("cut")) as house:
        bring(house, feedback_csv(30))
        yield house


@pytest.fixture
def reader(house: House) -> TestClient:
    return client_of(house, Scope.READ)


def kept(page: BeautifulSoup) -> dict[str, str]:
    """What the filters keep of the address."""
    return {str(one["name"]): str(one["value"]) for one in page.select("form.filters input[type=hidden]")}


@pytest.mark.parametrize("path", ["/flow", "/channels"])
def test_too_many_comments_are_said_among_the_filters(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr("feedback_miner.mining.insights.facts.MOST", 3)
    page = get(reader, f"{path}?channel=chat&period=3650d", 422)
    said = page.select_one("main .notice.asked")
    assert said is not None
    assert "3" in said.get_text()
    chosen = page.select_one("form.filters select[name=period] option[selected]")
    assert chosen is not None
    assert chosen["value"] == "3650d", "a shorter period can be chosen in place"
    assert not page.select("main table")


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/pain-points", {"sort": "severity", "stage": "support", "touchpoint": "agent"}),
        ("/priorities", {"outcome": "nps"}),
        ("/flow", {"silent_days": "20"}),
        ("/segments/compare", {"a": "plan=pro", "b": "plan=free"}),
    ],
)
def test_other_filters_keep_what_the_page_was_asked(
    reader: TestClient, path: str, asked: dict[str, str]
) -> None:
    answer = reader.get(path, params=asked | {"channel": "chat"}, headers={"Accept": "text/html"})
    assert kept(BeautifulSoup(answer.text, "lxml")) == asked


def test_what_can_have_the_focus_in_the_list_of_imports_has_an_id(reader: TestClient) -> None:
    page = get(reader, "/imports")
    stops = page.select("[data-part] :is(a, button, summary, [tabindex])")
    ids = [one.get("id") for one in stops]
    assert any(str(one).startswith("import-") for one in ids)
    assert all(ids), "it keeps the focus when its part is shown anew"
    assert len(set(ids)) == len(ids)
