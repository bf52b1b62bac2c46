"""Two parts of the feedback against each other, through the front door."""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Regrouping, ThemeDraft, Tone
from tests.api.house import bring, feedback_csv
from tests.api.test_map import count_behind


def change(reader: TestClient, asked: str = "") -> dict[str, Any]:
    answer = reader.get(f"/v1/change?{asked}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def at(found: dict[str, Any], level: str, name: str) -> dict[str, Any]:
    return next(one for one in found["items"] if one["level"] == level and one["name"] == name)


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "period=20d&compare=none&against.channel=chat&channel=email",
        "segment.plan=pro&against.segment.plan=free&compare=2026-04-20..2026-05-10",
        "against.lens=funnel&lens=full",
        "lens=loyalty&against.source=review",
    ],
)
def test_both_sides_count_the_statements_that_they_link_to(reader: TestClient, asked: str) -> None:
    found = change(reader, asked)
    for one in found["items"]:
        for side in (one["a"], one["b"]):
            assert count_behind(reader, side["statements_url"]) == side["statements"], one["name"]
        assert (one["sentiment"] is None) == bool(one["no_sentiment"])
        assert (one["share"] is None) == bool(one["no_share"])


def test_without_more_it_is_against_the_period_before(reader: TestClient) -> None:
    found, journey = change(reader), reader.get("/v1/map").json()
    assert found["a"]["period"]["from"] == journey["period"]["from"]
    assert found["b"]["period"]["to"] == journey["compared"]["to"]
    whole = at(found, "whole", "The whole journey")
    assert whole["a"]["statements"] == journey["overall"]["statements"]
    assert whole["a"]["sentiment"] == journey["overall"]["sentiment"]
    assert whole["sentiment"]["value"] == journey["overall"]["change"]["sentiment"]
    assert [one["stage"] for one in found["items"] if one["level"] == "stage"] == [
        stage["key"] for stage in journey["stages"]
    ]


def test_the_other_side_has_the_same_days_or_those_that_are_named(reader: TestClient) -> None:
    same = change(reader, "against.segment.plan=free&segment.plan=pro&period=10d")
    assert same["a"]["period"] == same["b"]["period"]
    assert (same["a"]["segments"], same["b"]["segments"]) == ({"plan": "pro"}, {"plan": "free"})
    named = change(reader, "against.channel=chat&compare=2026-04-20..2026-04-30")
    assert (named["b"]["channel"], named["b"]["period"]["from"]) == ("chat", "2026-04-20")
    assert named["a"]["channel"] is None


def test_what_is_the_same_on_both_sides_does_not_differ(reader: TestClient) -> None:
    """The rules of the tests say the same of a place on every channel: no difference may be made of rounding."""
    found = change(reader, "channel=email&against.channel=chat&period=45d")
    support = at(found, "stage", "Support")
    assert support["sentiment"] is not None, support["no_sentiment"]
    assert support["sentiment"]["value"] == 0
    assert support["sentiment"]["certain"] is False


def test_emotions_are_compared_by_their_share(reader: TestClient) -> None:
    found = change(reader, "segment.plan=pro&against.segment.plan=free")
    emotions = [one["emotion"] for one in found["items"] if one["level"] == "emotion"]
    assert {"frustration", "joy"} <= set(emotions)
    assert all(one["share"] for one in found["items"] if one["level"] == "emotion")


def test_themes_are_compared_by_their_share_with_the_words_that_make_it(
    house: House, admin: TestClient
) -> None:
    bring(house, feedback_csv(240))
    parcels = admin.get("/v1/statements?stage=onboarding&period=45d&limit=200").json()["items"]
    calls = admin.get("/v1/statements?stage=support&period=45d&limit=200").json()["items"]
    placed = {said["id"]: -1 for said in parcels} | {said["id"]: -2 for said in calls if said["id"] % 2}
    centre = np.ones(1, np.float32)
    drafts = {
        -1: ThemeDraft(Tone.PAIN, "onboarding", "delivery", "Parcel came two days late", centre),
        -2: ThemeDraft(Tone.PAIN, "support", "none", "Kept waiting on the phone", centre),
    }
    ids = house.store.regroup("default", Regrouping("rules/1.0.0", placed, drafts, {}))
    found = change(admin, "period=45d&segment.plan=pro&against.segment.plan=free")
    themes = {one["theme"]: one for one in found["items"] if one["level"] == "theme"}
    late = themes[ids[-1]]
    assert late["name"] == "Parcel came two days late"
    assert len({quote["customer"] for quote in late["quotes"]}) == 3
    assert all("parcel" in quote["text"] for quote in late["quotes"])
    for one in themes.values():
        for side in (one["a"], one["b"]):
            assert count_behind(admin, side["statements_url"]) == side["statements"]


def test_as_a_table(reader: TestClient) -> None:
    answer = reader.get("/v1/change?format=csv&against.channel=chat")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    found = change(reader, "against.channel=chat")
    assert [row["name"] for row in rows] == [one["name"] for one in found["items"]]
    assert rows[0]["a.statements"] == str(found["items"][0]["a"]["statements"])
    assert {"sentiment.interval.low", "share.corrected_p", "b.statements_url"} <= rows[0].keys()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("compare=none", "nothing to compare with"),
        ("against.plan=free", "against.segment.NAME"),
        ("against.lens=nope", "no lens"),
        ("against.source=nope", "against.source"),
        ("compare=yesterday", "no period"),
    ],
)
def test_what_cannot_be_compared_is_said_in_words(reader: TestClient, asked: str, says: str) -> None:
    answer = reader.get(f"/v1/change?{asked}")
    assert answer.status_code == 422
    assert says in answer.text
