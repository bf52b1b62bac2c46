"""Segments: saved, side by side, standing out."""

from __future__ import annotations

import csv
import io

import pytest
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.conftest import client_of
from tests.api.house import bring, feedback_csv
from tests.api.test_map import count_behind

PRO = {"name": "Small shops", "goal": "Sell.", "sketch": "Two people.", "segments": {"plan": "pro"}}


def test_a_segment_is_saved_changed_listed_and_removed(admin: TestClient) -> None:
    saved = admin.put("/v1/segments/small-shops", json=PRO)
    assert saved.status_code == 200, saved.text
    assert saved.json() == PRO | {
        "id": "small-shops",
        "channel": None,
        "source": None,
        "map_url": "/v1/map?segment.plan=pro",
    }
    assert admin.get("/v1/segments/small-shops").json() == saved.json()
    admin.put("/v1/segments/small-shops", json=PRO | {"channel": "Chat"})
    [listed] = admin.get("/v1/segments").json()["items"]
    assert (listed["channel"], listed["goal"]) == ("chat", "Sell.")
    [row] = csv.DictReader(io.StringIO(admin.get("/v1/segments?format=csv").content.decode("utf-8-sig")))
    assert (row["id"], row["segments.plan"]) == ("small-shops", "pro")
    assert admin.delete("/v1/segments/small-shops").status_code == 204
    assert admin.delete("/v1/segments/small-shops").status_code == 404
    assert admin.get("/v1/segments/small-shops").status_code == 404


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("all", {"name": "All"}, "Everybody is no segment"),
        ("compare", PRO, "no id of a segment"),
        ("standing-out", PRO, "no id of a segment"),
        ("Shops", PRO, "segment_id"),
        ("shops", PRO | {"colour": "red"}, "colour"),
    ],
)
def test_what_is_no_segment_is_refused(admin: TestClient, name: str, body: object, says: str) -> None:
    answer = admin.put(f"/v1/segments/{name}", json=body)
    assert answer.status_code == 422
    assert says in answer.text


def test_who_may_only_read_saves_nothing(house: House) -> None:
    reader = client_of(house, Scope.READ)
    assert reader.put("/v1/segments/shops", json=PRO).status_code == 403
    assert reader.delete("/v1/segments/shops").status_code == 403


def test_segments_belong_to_their_workspace(house: House, admin: TestClient) -> None:
    house.mining.doors.open_workspace("other", time_zone="UTC")
    admin.put("/v1/segments/shops", json=PRO)
    other = client_of(house, Scope.ADMIN, workspace="other")
    assert other.get("/v1/segments").json()["items"] == []
    assert other.get("/v1/segments/shops").status_code == 404


def test_two_segments_side_by_side(house: House, admin: TestClient) -> None:
    def said(n: int) -> str:
        return "The app is quick and easy." if n % 2 else "The agent kept me waiting for an hour."

    bring(house, feedback_csv(120, text=said))
    bring(house, feedback_csv(60, first=1000))
    admin.put("/v1/segments/shops", json=PRO)
    found = admin.get("/v1/segments/compare?a=shops&b=plan=free&period=45d").json()
    assert (found["a_name"], found["b_name"]) == ("Small shops", "plan=free")
    whole = found["items"][0]
    assert whole["sentiment"]["certain"]
    assert whole["a"]["sentiment"] < whole["b"]["sentiment"]
    for one in found["items"]:
        for side in (one["a"], one["b"]):
            assert count_behind(admin, side["statements_url"]) == side["statements"]
    shares = {one["emotion"]: one["share"]["value"] for one in found["items"] if one["level"] == "emotion"}
    assert shares["joy"] < 0 < shares["frustration"]
    change = admin.get("/v1/change?segment.plan=pro&against.segment.plan=free&period=45d").json()
    assert change["items"] == found["items"]


def test_a_filter_that_contradicts_a_segment_is_named(reader: TestClient) -> None:
    answer = reader.get("/v1/segments/compare?a=plan=pro&b=plan=free&segment.plan=pro")
    assert answer.status_code == 422
    assert "leave the filter plan out" in answer.text
    assert reader.get("/v1/segments/compare?a=nobody&b=plan=free").status_code == 404
    assert "NAME=VALUE" in reader.get("/v1/segments/compare?a==pro&b=plan=free").text


def test_a_filter_that_says_the_same_as_a_segment_is_none_too_many(house: House, admin: TestClient) -> None:
    """Channels are the same in any case; a segment may be called as a filter is."""
    bring(house, feedback_csv(30))
    admin.put("/v1/segments/chatters", json={"name": "Chatters", "channel": "Chat"})
    admin.put("/v1/segments/callers", json={"name": "Callers", "segments": {"channel": "phone"}})
    for b in ("plan=free", "callers"):
        answer = admin.get(f"/v1/segments/compare?a=chatters&b={b}&channel=Chat")
        assert answer.status_code == 200, answer.text


def test_each_value_of_each_segment_stands_against_the_others(reader: TestClient) -> None:
    found = reader.get("/v1/segments/standing-out").json()
    assert {(one["segment"], one["value"]) for one in found["items"]} == {("plan", "pro"), ("plan", "free")}
    journey = reader.get("/v1/map?segment.plan=pro").json()["overall"]
    pro = next(one for one in found["items"] if one["value"] == "pro")
    assert (pro["statements"], pro["sentiment"]) == (journey["statements"], journey["sentiment"])
    assert count_behind(reader, pro["statements_url"]) == pro["statements"]
    free = next(one for one in found["items"] if one["value"] == "free")
    assert pro["difference"]["value"] == -free["difference"]["value"]
    assert pro["share"] + free["share"] == pytest.approx(1, abs=1e-3)


def test_values_past_the_fiftieth_stand_together_as_the_filter_has_them(
    house: House, admin: TestClient
) -> None:
    """A value may be the very word that stands for all others."""
    lines = ["id,date,customer,channel,plan,nps,comment"]
    for n in range(240):
        plan = "other" if n > 230 else f"plan-{n % 70}"
        lines.append(f"m{n},2026-05-20T10:00:00Z,customer-{n},email,{plan},5,The parcel came as number {n}.")
    bring(house, "\n".join(lines).encode())
    found = admin.get("/v1/segments/standing-out").json()["items"]
    assert len(found) == 51
    for one in found:
        assert count_behind(admin, one["statements_url"]) == one["statements"], one["value"]
    assert sum(one["statements"] for one in found) == 240
