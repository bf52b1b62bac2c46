"""Voices: proposed by what they say and how sure that is, decided by a person, never kept as words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from feedback_miner.domain.team.voices import VoiceDecision
from feedback_miner.mining.insights import voices
from tests.api.conftest import client_of
from tests.api.house import LAST_DAY, bring, open_test_house
from tests.api.moods import MoodScorer, Said, messages

#: customers 1 and 2 are delighted, 1 of them twice; 3 is content, 4 is not
SAID = [
    Said(LAST_DAY, "app", "lovely", 1),
    Said(LAST_DAY, "parcel", "lovely", 1),
    Said(LAST_DAY, "agent", "lovely", 2),
    Said(LAST_DAY, "agent", "good", 3),
    Said(LAST_DAY, "app", "awful", 4),
]


@pytest.fixture
def told(tmp_path: Path) -> Iterator[House]:
    with open_test_house(tmp_path / "data", scorer=MoodScorer()) as house:
        bring(house, messages(SAID))
        short = "id,date,customer,channel,plan,nps,comment\n"
        short += f"x1,{LAST_DAY}T10:00:00Z,customer-8,email,free,,The app was lovely.\n"
        short += (
            f"x2,{LAST_DAY}T10:00:00Z,customer-9,email,free,,"
            "The app was lovely and you may write to jane.miller@example.org about it at once.\n"
        )
        bring(house, short.encode(), file="short.csv")
        yield house


@pytest.fixture
def writer(told: House) -> TestClient:
    return client_of(told, Scope.WRITE)


def test_strongly_positive_readable_words_of_each_customer_once(writer: TestClient) -> None:
    found = writer.get("/v1/voices").json()["items"]
    assert len(found) == 2
    assert len({voice["statement"]["customer"] for voice in found}) == 2
    for voice in found:
        assert (voice["state"], voice["decided_by"]) == ("waiting", None)
        assert voice["statement"]["labels"]["sentiment"] >= 0.6
        assert "lovely for me" in voice["statement"]["text"]


def test_a_person_decides_and_the_last_word_counts(told: House, writer: TestClient) -> None:
    first, second = (voice["statement"]["id"] for voice in writer.get("/v1/voices").json()["items"])
    decided = writer.put(f"/v1/voices/{first}", json={"approved": True}).json()
    assert decided["state"] == "approved"
    assert decided["decided_by"].startswith("key_")
    writer.put(f"/v1/voices/{second}", json={"approved": False})
    assert writer.get("/v1/voices?state=waiting").json()["items"] == [
        voice for voice in writer.get("/v1/voices").json()["items"] if voice["state"] == "waiting"
    ]
    assert second not in {v["statement"]["id"] for v in writer.get("/v1/voices").json()["items"]}
    assert ids(writer, "approved") == [first]
    assert ids(writer, "declined") == [second]
    writer.put(f"/v1/voices/{first}", json={"approved": False})
    assert ids(writer, "approved") == []
    kept = told.store.records("default", VoiceDecision)
    assert {one.statement for one in kept} == {first, second}
    assert "lovely" not in repr(kept)


def test_what_was_decided_takes_no_place_of_what_waits(
    writer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = writer.get("/v1/voices").json()["items"][0]["statement"]
    writer.put(f"/v1/voices/{first['id']}", json={"approved": False})
    monkeypatch.setattr(voices, "_MOST_TRIED", 3)  # two are tried that are not fit
    waiting = ids(writer, "waiting")
    assert len(waiting) == 1
    assert first["id"] not in waiting


def ids(client: TestClient, state: str) -> list[int]:
    return [voice["statement"]["id"] for voice in client.get(f"/v1/voices?state={state}").json()["items"]]


def test_what_was_erased_is_no_voice_any_more(told: House, writer: TestClient) -> None:
    voice = writer.get("/v1/voices").json()["items"][0]["statement"]
    writer.put(f"/v1/voices/{voice['id']}", json={"approved": True})
    told.mining.customers.erase("default", voice["customer"])
    assert ids(writer, "approved") == []
    assert writer.put(f"/v1/voices/{voice['id']}", json={"approved": True}).status_code == 404


def test_where_personal_data_was_taken_out_nothing_is_approved(told: House, writer: TestClient) -> None:
    found = writer.get("/v1/statements?q=<EMAIL>").json()["items"]
    assert found, "the address was redacted"
    refused = writer.put(f"/v1/voices/{found[0]['id']}", json={"approved": True})
    assert (refused.status_code, "Personal data" in refused.text) == (422, True)
    reader = client_of(told, Scope.READ)
    assert reader.put(f"/v1/voices/{found[0]['id']}", json={"approved": False}).status_code == 403


def test_filters_and_tables(writer: TestClient) -> None:
    assert writer.get("/v1/voices?channel=chat").json()["items"] == []
    lines = writer.get("/v1/voices?format=csv").content.decode("utf-8-sig").splitlines()
    assert {"statement.id", "statement.text", "state"} <= set(lines[0].split(","))
    assert len(lines) == 3
