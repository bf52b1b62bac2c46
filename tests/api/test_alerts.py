"""Alerts: noticed unasked, told once, over when it is over; every number with its statements."""

from __future__ import annotations

import hmac
import json
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from feedback_miner.domain.team.alert_targets import AlertTarget, TargetKind
from feedback_miner.mining import Alerts
from feedback_miner.mining.insights import FactReader
from feedback_miner.notices import KnownNotifier
from tests.api.conftest import client_of
from tests.api.house import LAST_DAY, bring, open_test_house
from tests.api.moods import MoodScorer, Said, messages
from tests.api.told import HookPlace, hook_place

DAYS = 64
#: in the last days parcels go wrong
SINCE = LAST_DAY - timedelta(days=2)


def said(days: int, *, last: int = 0, since: int = 2) -> Iterator[Said]:
    """12 messages a day at three places, of days that end `last` days before the last; parcels go wrong `since`."""
    for ago in range(last, days):
        day = LAST_DAY - timedelta(days=ago)
        for n in range(12):
            place = ("parcel", "app", "agent")[n % 3]
            usual = ("bad", "plain", "fair", "plain")[(n + ago) % 4]
            mood = "awful" if place == "parcel" and ago <= since else usual
            yield Said(day, place, mood, customer=(n * 31 + ago * 17) % 211)


class Clock:
    """Stands still until it is told."""

    def __init__(self) -> None:
        self.now = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 23, tzinfo=UTC) + timedelta(days=1)

    def __call__(self) -> datetime:
        return self.now


Watching = Callable[[House, Clock], Alerts]


@pytest.fixture
def watching() -> Watching:
    """Alerts of a house at another time."""

    def build(house: House, clock: Clock) -> Alerts:
        maps = house.mining.maps
        notifier = KnownNotifier(lambda _workspace, name: f"secret-{name}")
        return Alerts(house.store, maps, FactReader(house.store, maps), notifier, clock)

    return build


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a house in which parcels went wrong."""
    folder = tmp_path_factory.mktemp("broken")
    with open_test_house(folder, scorer=MoodScorer()) as house:
        bring(house, messages(said(DAYS, last=3)), file="before.csv")
        bring(house, messages(said(3), name="late"), file="late.csv")
    return folder


@pytest.fixture
def house(tmp_path: Path, broken: Path) -> Iterator[House]:
    """A house of one's own, in which parcels went wrong."""
    folder = shutil.copytree(broken, tmp_path / "data")
    with open_test_house(folder, scorer=MoodScorer()) as house:
        yield house


@pytest.fixture
def blank(tmp_path: Path) -> Iterator[House]:
    """A house of one's own, with nothing in it."""
    with open_test_house(tmp_path / "blank", scorer=MoodScorer()) as house:
        yield house


@pytest.fixture
def place() -> Iterator[HookPlace]:
    with hook_place() as place:
        yield place


def hook(place: HookPlace, clock: Clock, **others: Any) -> AlertTarget:
    return AlertTarget("desk", TargetKind.WEBHOOK, {"url": place.url, "secret": "desk"}, clock(), **others)


def told(place: HookPlace) -> list[tuple[str, str]]:
    return [(one["event"], one["title"]) for one in (json.loads(body) for _, body in place.taken)]


def test_what_broke_is_noticed_unasked_and_every_number_has_its_statements(house: House) -> None:
    writer = client_of(house, Scope.WRITE)
    assert writer.get("/v1/alerts").json()["items"] == []
    noticed = writer.post("/v1/alerts/look").json()["items"]
    by_rule = {(alert["rule"], alert["place"]): alert for alert in noticed}
    assert ("stage-sentiment", "onboarding") in by_rule, list(by_rule)
    assert {rule for rule, _ in by_rule} <= {"sentiment", "stage-sentiment"}
    alert = by_rule["stage-sentiment", "onboarding"]
    assert alert["title"] == "Sentiment at Onboarding fell"
    assert alert["first_day"] == SINCE.isoformat()
    assert alert["value"] < alert["interval"]["low"] < alert["expected"]
    for one in noticed:
        listed = writer.get(one["statements_url"] + "&limit=200").json()
        assert len(listed["items"]) == one["statements"] > 0
        assert len({statement["customer"] for statement in listed["items"]}) == one["customers"]
    shown = writer.get(f"/v1/alerts/{alert['id']}").json()
    assert [quote["id"] for quote in shown["words"]] == alert["quotes"]
    assert len(alert["quotes"]) == 3
    assert {quote["labels"]["sentiment"] for quote in shown["words"]} == {-0.8}


def test_looking_again_finds_the_same_and_changes_nothing(house: House) -> None:
    alerts, maps = house.mining.alerts, house.mining.maps
    first = alerts.look("default")
    revision = maps.workspace("default").revision
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda _: alerts.look("default"), range(4)))
    assert again == [first] * 4
    assert maps.workspace("default").revision == revision


def test_of_many_who_look_at_once_one_tells(house: House, watching: Watching, place: HookPlace) -> None:
    clock = Clock()
    alerts = [watching(house, clock) for _ in range(4)]
    alerts[0].put_target("default", hook(place, clock, rules=("stage-sentiment",)))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda one: one.look("default"), alerts))
    alerts[0].look("default")
    assert told(place) == [("alert.began", "Sentiment at Onboarding fell")]
    events = client_of(house, Scope.READ).get("/v1/events").json()["items"]
    assert {event["kind"] for event in events} == {"alert.began"}
    assert len({event["subject"] for event in events}) == len(events) == len(alerts[0].all("default"))
    headers, body = place.taken[0]
    seconds, signature = headers["x-signature"].split(",")
    signed = f"{seconds.removeprefix('t=')}.".encode() + body
    expected = hmac.new(b"secret-desk", signed, sha256).hexdigest()
    assert signature == f"v1={expected}"


def test_it_ends_when_it_is_over_and_that_is_told_once(
    blank: House, watching: Watching, place: HookPlace
) -> None:
    """Days come in by threes: bad from 11 to 6 days ago, then as before."""
    clock = Clock()
    alerts = watching(blank, clock)
    alerts.put_target("default", hook(place, clock, rules=("stage-sentiment",)))
    for last, days in ((12, DAYS), (9, 12), (6, 9), (3, 6), (0, 3)):
        bad = 99 if last in (6, 9) else -1
        bring(blank, messages(said(days, last=last, since=bad), name=f"d{last}-"), file=f"{last}.csv")
        clock.now += timedelta(days=3)
        alerts.look("default")
    (alert,) = [one for one in alerts.all("default") if one.rule.id == "stage-sentiment"]
    assert alert.place == "onboarding"
    assert (LAST_DAY - alert.first_day).days == 11
    assert alert.last_day is not None
    assert abs((LAST_DAY - alert.last_day).days - 6) <= 1
    assert told(place) == [
        ("alert.began", "Sentiment at Onboarding fell"),
        ("alert.ended", "Over: Sentiment at Onboarding fell"),
    ]
    events = blank.store.events("default", cursor=None, limit=50).items
    assert [one.kind.value for one in events if one.subject == alert.id] == ["alert.ended", "alert.began"]


def test_what_cannot_be_delivered_is_tried_again_later_and_then_told_once(
    house: House, watching: Watching, place: HookPlace
) -> None:
    clock = Clock()
    alerts = watching(house, clock)
    alerts.put_target("default", hook(place, clock, rules=("stage-sentiment",)))
    place.answers = [503, 503]
    for minutes in (0, 1, 2, 3, 4, 5, 60):
        clock.now += timedelta(minutes=minutes)
        alerts.look("default")
    assert len(place.taken) == 3
    assert len({headers["x-notice-id"] for headers, _ in place.taken}) == 1
    (alert,) = [one for one in alerts.all("default") if one.rule.id == "stage-sentiment"]
    states = [
        (one.attempt, one.state.value, one.trouble) for one in alerts.report("default", alert.id).deliveries
    ]
    refused = "127.0.0.1: It answered with status 503: is the address right?"
    assert states == [(1, "failed", refused), (2, "failed", refused), (3, "sent", None)]


def test_history_that_comes_in_is_noted_and_nobody_is_called(
    blank: House, watching: Watching, place: HookPlace
) -> None:
    bring(blank, messages(said(28, since=-1)), file="a.csv")
    bring(blank, messages(said(34, last=28, since=99), name="b"), file="b.csv")
    bring(blank, messages(said(84, last=34, since=-1), name="c"), file="c.csv")
    clock = Clock()
    alerts = watching(blank, clock)
    alerts.put_target("default", hook(place, clock))
    assert alerts.look("default") == []
    past = [one for one in alerts.all("default") if one.rule.id == "stage-sentiment"]
    assert [(one.place, (LAST_DAY - one.first_day).days, one.past) for one in past] == [
        ("onboarding", 33, True)
    ]
    assert place.taken == []


def test_what_it_was_seen_in_is_taken_out_and_so_is_the_alert(house: House) -> None:
    alerts = house.mining.alerts
    assert alerts.look("default")
    (late,) = [job for job in house.mining.imports.all("default") if job.file == "late.csv"]
    house.mining.imports.undo("default", late.id)
    assert alerts.look("default") == []
    assert {one.ending for one in alerts.all("default")} == {"withdrawn"}


def test_a_paused_rule_is_silent_and_the_default_comes_back(house: House) -> None:
    writer = client_of(house, Scope.WRITE)
    rules = {rule["id"]: rule for rule in writer.get("/v1/alerts/rules").json()["items"]}
    assert list(rules) == ["sentiment", "volume", "stage-sentiment", "stage-volume", "themes"]
    for rule_id, rule in rules.items():
        body = {name: value for name, value in rule.items() if name != "id"} | {"paused": True}
        assert writer.put(f"/v1/alerts/rules/{rule_id}", json=body).status_code == 200
    assert writer.post("/v1/alerts/look").json()["items"] == []
    assert writer.delete("/v1/alerts/rules/stage-sentiment").status_code == 204
    assert [one["rule"] for one in writer.post("/v1/alerts/look").json()["items"]] == ["stage-sentiment"]
    assert writer.delete("/v1/alerts/rules/stage-sentiment").status_code == 409
    assert writer.delete("/v1/alerts/rules/nosuch").status_code == 404


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ({"measure": "sentiment", "direction": "down", "touchpoint": "delivery"}, ""),
        ({"measure": "sentiment", "direction": "down", "each": "touchpoint"}, "delivery"),
        ({"measure": "sentiment", "direction": "down", "each": "channel", "stage": "onboarding"}, "email"),
        (
            {
                "measure": "sentiment",
                "direction": "down",
                "segments": {"plan": "free"},
                "stage": "onboarding",
            },
            "",
        ),
        ({"measure": "emotion", "emotion": "frustration", "stage": "onboarding"}, ""),
        (
            {"measure": "emotion", "emotion": "frustration", "each": "stage", "sensitivity": "high"},
            "onboarding",
        ),
    ],
)
def test_a_rule_looks_at_the_cut_that_it_names(house: House, rule: dict[str, Any], place: str) -> None:
    writer = client_of(house, Scope.WRITE)
    answer = writer.put("/v1/alerts/rules/mine", json={"title": "Mine", **rule})
    assert answer.status_code == 200, answer.text
    found = [one for one in writer.post("/v1/alerts/look").json()["items"] if one["rule"] == "mine"]
    assert [one["place"] for one in found] == [place]
    listed = writer.get(found[0]["statements_url"] + "&limit=200").json()["items"]
    assert len(listed) == found[0]["statements"] > 0


def test_volume_and_its_reading(blank: House) -> None:
    flood = [Said(LAST_DAY, "checkout", "plain", 300 + n) for n in range(60)]
    bring(blank, messages([*said(40, since=-1), *flood]))
    noticed = client_of(blank, Scope.WRITE).post("/v1/alerts/look").json()["items"]
    (alert,) = [one for one in noticed if one["rule"] == "volume"]
    assert alert["title"] == "Many more comments"
    assert (alert["value"], alert["statements"]) == (72, 72)
    assert alert["expected"] == pytest.approx(12, abs=1)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"measure": "emotion"}, "emotion"),
        ({"measure": "sentiment", "emotion": "joy"}, "emotion"),
        ({"measure": "sentiment", "stage": "nosuch"}, "stage"),
        ({"measure": "sentiment", "each": "stage", "stage": "use"}, "each"),
        ({"measure": "theme", "each": "stage"}, "each"),
        ({"measure": "loudness"}, "measure"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_in_words(
    blank: House, body: dict[str, Any], field: str
) -> None:
    answer = client_of(blank, Scope.WRITE).put("/v1/alerts/rules/mine", json={"title": "Mine", **body})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == [field]


def test_who_is_told_is_set_up_by_an_admin_and_secrets_by_their_names(
    blank: House, place: HookPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = client_of(blank, Scope.ADMIN)
    desk = {"by": "webhook", "options": {"url": f"{place.url}/in?key=private", "secret": "desk"}}
    refused = admin.put("/v1/alerts/targets/desk", json=desk)
    assert (refused.status_code, "FEEDBACK_MINER_SECRET_DEFAULT__DESK" in refused.text) == (422, True)
    monkeypatch.setenv("FEEDBACK_MINER_SECRET_DEFAULT__DESK", "both-know-it")
    kept = admin.put("/v1/alerts/targets/desk", json=desk).json()
    assert kept["options"] == {"url": f"{place.url}/in?…", "secret": "desk"}
    assert admin.post("/v1/alerts/targets/desk/test").json()["items"] == [
        {"target": "desk", "taken": True, "trouble": None}
    ]
    assert told(place) == [("alert.test", "Test: alerts arrive here")]
    place.answers = [500]
    (failed,) = admin.post("/v1/alerts/targets/desk/test").json()["items"]
    assert (failed["taken"], "status 500" in failed["trouble"]) == (False, True)
    assert "private" not in admin.get("/v1/alerts/targets").text
    unknown = admin.put("/v1/alerts/targets/desk", json=desk | {"rules": ["nosuch"]})
    assert (unknown.status_code, "nosuch" in unknown.text) == (422, True)
    assert admin.delete("/v1/alerts/targets/desk").status_code == 204
    assert admin.post("/v1/alerts/targets/desk/test").status_code == 404


def test_an_empty_workspace_has_nothing_to_notice(blank: House) -> None:
    writer = client_of(blank, Scope.WRITE)
    assert writer.post("/v1/alerts/look").json() == {"items": []}
    lines = writer.get("/v1/alerts?format=csv").content.decode("utf-8-sig").splitlines()
    assert {"id", "title", "value", "interval.low", "statements_url"} <= set(lines[0].split(","))


def test_who_may_do_what(blank: House) -> None:
    reader, writer, admin = (client_of(blank, scope) for scope in (Scope.READ, Scope.WRITE, Scope.ADMIN))
    assert reader.get("/v1/alerts").status_code == 200
    assert reader.post("/v1/alerts/look").status_code == 403
    assert writer.get("/v1/alerts/targets").status_code == 403
    assert admin.get("/v1/alerts/targets").json() == {"items": []}
    assert reader.get("/v1/alerts/alert_0").status_code == 404
