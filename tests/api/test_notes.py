"""Notes by people, the playbook, and suggestions."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from feedback_miner.domain.themes import Regrouping
from tests.api.conftest import client_of
from tests.api.house import RuleScorer, bring, feedback_csv


def themed(house: House) -> dict[str, int]:
    """A grouped workspace: touchpoint or stage → its theme."""
    bring(house, feedback_csv(120))
    house.mining.themes.refresh("default")
    themes = client_of(house, Scope.READ).get("/v1/themes").json()["items"]
    return {theme["stage"]: theme["id"] for theme in themes}


def test_notes_are_shown_with_what_they_are_on(house: House, admin: TestClient) -> None:
    themes = themed(house)
    on_parcels = {"text": "The courier was on strike.", "by": "Ann", "touchpoint": "delivery"}
    on_theme = {"text": "Told the call centre.", "theme": themes["support"]}
    elsewhere = {"text": "Of another stage.", "stage": "use", "touchpoint": "delivery"}
    made = [admin.post("/v1/notes", json=body) for body in (on_parcels, on_theme, elsewhere)]
    assert [one.status_code for one in made] == [201] * 3
    (parcel,) = admin.get("/v1/pain-points").json()["items"]
    assert [note["text"] for note in parcel["notes"]] == ["The courier was on strike."]
    detail = admin.get(f"/v1/themes/{themes['support']}").json()
    assert [note["text"] for note in detail["notes"]] == ["Told the call centre."]
    listed = admin.get("/v1/notes").json()["items"]
    assert [note["text"] for note in listed] == [one["text"] for one in (elsewhere, on_theme, on_parcels)]
    assert len(admin.get("/v1/notes?touchpoint=delivery").json()["items"]) == 2
    first = made[0].json()
    assert (first["by"], first["stage"], first["theme"]) == ("Ann", None, None)
    assert admin.delete(f"/v1/notes/{first['id']}").status_code == 204
    assert admin.delete(f"/v1/notes/{first['id']}").status_code == 404
    assert len(admin.get("/v1/notes").json()["items"]) == 2


def test_a_note_follows_a_theme_that_goes_into_another(house: House, admin: TestClient) -> None:
    themes = themed(house)
    old, new = themes["support"], themes["onboarding"]
    admin.post("/v1/notes", json={"text": "Watch this.", "theme": old})
    house.store.regroup("default", Regrouping(RuleScorer.name, {}, {}, {old: new}))
    assert admin.get(f"/v1/themes/{old}").json()["merged_into"] == new
    assert [note["theme"] for note in admin.get("/v1/notes").json()["items"]] == [new]
    assert admin.get(f"/v1/themes/{new}").json()["notes"][0]["text"] == "Watch this."


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": "On nothing."}, 422),
        ({"text": "On both.", "theme": 1, "stage": "use"}, 422),
        ({"text": "Nowhere.", "stage": "flying"}, 422),
        ({"text": "Nowhere.", "touchpoint": "flying"}, 422),
        ({"text": " ", "stage": "use"}, 422),
        ({"text": "On none.", "theme": 99}, 404),
    ],
)
def test_a_note_is_on_something_that_there_is(admin: TestClient, body: dict[str, Any], status: int) -> None:
    assert admin.post("/v1/notes", json=body).status_code == status


def test_readers_write_no_notes_and_change_no_playbook(house: House) -> None:
    reader = client_of(house, Scope.READ)
    assert reader.post("/v1/notes", json={"text": "a", "stage": "use"}).status_code == 403
    assert reader.put("/v1/playbook", json={}).status_code == 403
    assert reader.get("/v1/playbook").status_code == 200


def test_notes_and_playbook_are_of_one_workspace(house: House, admin: TestClient) -> None:
    house.mining.doors.open_workspace("other", time_zone="UTC")
    theirs = client_of(house, Scope.ADMIN, workspace="other")
    note = admin.post("/v1/notes", json={"text": "Ours.", "stage": "use"}).json()
    admin.put("/v1/playbook", json={"stages": [{"stage": "use", "goal": "Fly.", "action": "Depart."}]})
    assert theirs.get("/v1/notes").json()["items"] == []
    assert theirs.delete(f"/v1/notes/{note['id']}").status_code == 404
    assert "Fly." not in theirs.get("/v1/playbook").text
    theme = themed(house)["use"]
    assert theirs.get(f"/v1/themes/{theme}").status_code == 404
    assert theirs.post("/v1/notes", json={"text": "Guess.", "theme": theme}).status_code == 404


def test_suggestions_are_for_what_hurts(house: House, admin: TestClient) -> None:
    themes = themed(house)
    found = admin.get("/v1/suggestions").json()["items"]
    assert {one["touchpoint"] for one in found} == {"delivery"}
    assert found[0] == found[0] | {"pain": "Late", "fits": True, "stage": "onboarding", "theme": None}
    assert admin.get("/v1/suggestions?stage=onboarding").json()["stage"]["goal"]
    assert admin.get("/v1/suggestions?stage=use").json()["items"] == []
    of_theme = admin.get(f"/v1/suggestions?theme={themes['onboarding']}").json()
    assert of_theme["stage"]["stage"] == "onboarding"
    assert of_theme["items"][0]["theme_name"]
    assert of_theme["items"][0]["fits"]
    anyway = admin.get("/v1/suggestions?touchpoint=payment").json()["items"]
    assert anyway
    assert not any(one["fits"] or one["stage"] for one in anyway)
    assert admin.get("/v1/suggestions?touchpoint=nope").status_code == 422
    assert admin.get("/v1/suggestions?stage=nope").status_code == 422
    assert admin.get("/v1/suggestions?theme=999").status_code == 404


def test_a_workspace_has_a_playbook_of_its_own(house: House, admin: TestClient) -> None:
    themed(house)
    own = {"touchpoint": "delivery", "suggestions": [{"pain": "Strikes", "remedy": "Ship by rail."}]}
    assert admin.put("/v1/playbook", json={"touchpoints": [own]}).status_code == 200
    assert [one["pain"] for one in admin.get("/v1/suggestions").json()["items"]] == ["Strikes"]
    assert admin.put("/v1/playbook", json={"touchpoints": [own | {"touchpoint": "x"}]}).status_code == 422
    assert [one["pain"] for one in admin.get("/v1/suggestions").json()["items"]] == ["Strikes"]
    admin.put("/v1/playbook", json={})
    assert "Late" in [one["pain"] for one in admin.get("/v1/suggestions").json()["items"]]
