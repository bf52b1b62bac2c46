"""The sample's story, told by the API unasked: identity checks broke in week 9 and were mended in week 11.

The shipped model reads; what the worker does by itself (imports, themes, a look for alerts) is done here by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.main import create_app
from feedback_miner.bootstrap import House, open_house
from feedback_miner.domain import Scope
from feedback_miner.sample.bringing import bring_sample
from feedback_miner.settings import Settings

pytestmark = pytest.mark.slow

#: How customers call what broke.
BROKEN = re.compile(r"selfie|identity|verif|photo|passport|document|\bid\b", re.IGNORECASE)
WORKSPACE = "default"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house after a start with the sample."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("story"), model="fast", threads=1)
    with open_house(settings) as house:
        bring_sample(house.mining, WORKSPACE, datetime.now(UTC).date())
        for job in reversed(house.mining.imports.page(WORKSPACE, cursor=None, limit=9).items):
            house.mining.runs.run(WORKSPACE, job.id)
        house.mining.themes.refresh(WORKSPACE)
        house.mining.alerts.look(WORKSPACE)
        yield house


@pytest.fixture(scope="module")
def api(told: House) -> TestClient:
    """Somebody who reads."""
    client = TestClient(create_app(told), base_url="http://service.test")
    key = told.mining.doors.make_key(WORKSPACE, name="story", scope=Scope.READ)
    client.headers["Authorization"] = f"Bearer {key.secret}"
    return client


@pytest.fixture(scope="module")
def monday(told: House) -> date:
    """Monday of week 1."""
    return date.fromisoformat(told.store.note(WORKSPACE, "sample_anchor") or "") - timedelta(days=83)


def get(api: TestClient, url: str) -> Any:
    answer = api.get(url)
    assert answer.status_code == 200, answer.text
    return answer.json()


def count(api: TestClient, url: str) -> int:
    """How many statements an address lists."""
    page = get(api, f"{url}&limit=200")
    counted = len(page["items"])
    while page["next_cursor"]:
        page = get(api, f"{url}&limit=200&cursor={page['next_cursor']}")
        counted += len(page["items"])
    return counted


def week_of(day: str, monday: date) -> int:
    return (date.fromisoformat(day) - monday).days // 7 + 1


def test_alerts_say_that_onboarding_broke_in_week_9(api: TestClient, monday: date) -> None:
    alerts = {(one["rule"], one["place"]): one for one in get(api, "/v1/alerts")["items"]}
    fell, more = alerts["stage-sentiment", "onboarding"], alerts["stage-volume", "onboarding"]
    for alert in (fell, more):
        assert week_of(alert["first_day"], monday) == 9
        assert week_of(alert["noticed_on"], monday) == 9
        assert week_of(alert["last_day"], monday) in (10, 11)
        assert count(api, alert["statements_url"]) == alert["statements"]
    assert fell["value"] < fell["interval"]["low"]
    assert more["value"] > more["interval"]["high"]
    assert get(api, f"/v1/alerts/{fell['id']}")["quotes"]


def test_nothing_was_told_of_the_eight_quiet_weeks(api: TestClient, monday: date) -> None:
    first_days = [one["first_day"] for one in get(api, "/v1/alerts")["items"]]
    assert min(week_of(day, monday) for day in first_days) == 9


def test_an_alert_names_the_theme_in_customers_words(api: TestClient) -> None:
    titles = [one["title"] for one in get(api, "/v1/alerts")["items"] if one["rule"] == "themes"]
    assert any(BROKEN.search(title) for title in titles), titles


def test_the_first_pain_point_is_the_identity_check(api: TestClient) -> None:
    pain = get(api, "/v1/pain-points")["items"][0]
    assert (pain["stage"], pain["touchpoint"]) == ("onboarding", "account")
    assert pain["interval"]["high"] < 0
    assert count(api, pain["statements_url"]) == pain["statements"]
    theme = pain["themes"][0]
    assert 2 <= len(theme["name"].split()) <= 8
    assert BROKEN.search(theme["name"]), theme["name"]
    assert count(api, theme["statements_url"]) == theme["comments"]
    assert len({quote["customer"] for quote in pain["quotes"]}) == len(pain["quotes"]) == 3


def test_the_action_of_week_11_went_with_a_rise(api: TestClient, monday: date) -> None:
    (action,) = get(api, "/v1/actions")["items"]
    assert week_of(action["date"], monday) == 11
    effect = action["effect"]
    assert effect["sentiment"]["interval"]["low"] > 0
    for side in (effect["before"], effect["after"]):
        assert count(api, side["statements_url"]) == side["statements"]
    assert effect["before"]["sentiment"] < -0.3 < 0 < effect["after"]["sentiment"]


def test_the_report_tells_all_of_it_on_one_page(api: TestClient) -> None:
    page = api.get("/v1/report").text
    assert "Onboarding is the low point" in page
    for heading in ("What hurts most", "What changed", "Alerts", "What was done about it"):
        assert f">{heading}</h2>" in page
    assert "Sentiment at Onboarding fell" in page
    assert "Sentiment there rose by" in page
    hurts = page.partition("What hurts most")[2].partition("What delights")[0]
    assert hurts.index("Onboarding: Account and sign-in") < hurts.index("</ul>")
