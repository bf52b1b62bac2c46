"""Where an import stands, in a sentence; how it is stopped and taken up; and the sample for an empty map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient

from api.pages.intake.outcomes import outcome_of
from feedback_miner.bootstrap import House
from feedback_miner.domain import Import, ImportReport, ImportState, Progress, Scope
from feedback_miner.mining import Wish
from tests.api.conftest import client_of
from tests.api.house import COLUMNS, InlineJobs, bring, feedback_csv, open_test_house

JOB = Import(
    "imp_1", "default", "may.csv", ImportState.DONE, datetime(2026, 6, 1, tzinfo=UTC), ImportReport()
)
NO_WORDS = (
    "id,date,customer,channel,plan,nps,comment\nm1,2026-05-03,a,chat,pro,,\nm2,soon,b,chat,pro,3,Slow app\n"
)


class PatientJobs(InlineJobs):
    """Carries nothing out by itself."""

    def submit_import(self, workspace: str, import_id: str, *, attempt: int) -> None:
        """Waits."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_test_house(tmp_path / "data") as house:
        yield house


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[House]:
    """Nothing is read in it by itself."""
    with open_test_house(tmp_path / "patient", PatientJobs()) as house:
        yield house


def outcome(client: TestClient, import_id: str) -> Tag:
    answer = client.get(f"/imports/{import_id}/outcome")
    assert answer.status_code == 200
    (found,) = BeautifulSoup(answer.text, "lxml").select("[data-outcome]")
    return found


@pytest.mark.parametrize(
    ("job", "words", "skipped"),
    [
        (replace(JOB, report=ImportReport(read=1200, added=1188, merged=2, skipped=7, rejected=3)), "1,188 added", 12),
        (replace(JOB, report=ImportReport(added=2, updated=3, unchanged=4)), "2 added, 3 changed, 4 known already", 0),
        (replace(JOB, report=ImportReport(read=1, rejected=1)), "0 added", 1),
        (replace(JOB, state=ImportState.RUNNING, progress=Progress(340, 1200)), "Reading 340 of 1,200", 0),
        (replace(JOB, state=ImportState.UNDOING, progress=Progress(5, 10)), "Taking out 5 of 10", 0),
        (replace(JOB, state=ImportState.QUEUED), "In the queue", 0),
        (replace(JOB, state=ImportState.FAILED, error="It ends too early."), "It ends too early.", 0),
    ],
)  # fmt: skip
def test_it_is_told_in_a_sentence(job: Import, words: str, skipped: int) -> None:
    found = outcome_of(job)
    assert (found.words, found.skipped) == (words, skipped)


@pytest.mark.parametrize("state", ImportState)
def test_every_state_has_words(state: ImportState) -> None:
    found = outcome_of(replace(JOB, state=state))
    assert found.words
    assert found.under_way == (state in {ImportState.QUEUED, ImportState.RUNNING, ImportState.UNDOING})


def test_what_was_skipped_leads_to_why(house: House) -> None:
    import_id = bring(house, NO_WORDS.encode())
    client = client_of(house, Scope.READ)
    found = outcome(client, import_id)
    assert found.get_text(" ", strip=True) == "0 added, 2 skipped: see why"
    place, _, anchor = str(found.select("a")[0]["href"]).partition("#")
    page = BeautifulSoup(client.get(place).text, "lxml")
    assert page.select(f"#{anchor}")


def test_what_waits_leads_to_its_question(house: House) -> None:
    asked = b"Ref,When,Likes\n1,03/04/2026,The parcel came two days late again\n2,05/06/2026,The app is quick to use\n"
    waiting = house.mining.imports.submit("default", file="a.csv", blocks=[asked], wish=Wish())
    found = outcome(client_of(house, Scope.READ), waiting.id)
    assert found["data-outcome"] == "needs_mapping"
    assert found.select("a")[0]["href"] == f"/imports/{waiting.id}"


def test_an_import_is_stopped_and_taken_up_again(patient: House) -> None:
    wish = Wish(connection="survey", overrides=("source=survey", *COLUMNS))
    job = patient.mining.imports.submit("default", file="a.csv", blocks=[feedback_csv(9)], wish=wish)
    client = client_of(patient, Scope.WRITE)
    assert "data-under-way" in outcome(client, job.id).attrs
    for verb, state in (("cancel", ImportState.CANCELLED), ("resume", ImportState.QUEUED)):
        form = f"/imports/{job.id}/{verb}"
        assert BeautifulSoup(client.get(f"/imports/{job.id}").text, "lxml").select(f'form[action="{form}"]')
        assert client_of(patient, Scope.READ).post(form).status_code == 403
        assert client.post(form).status_code == 200
        assert patient.mining.imports.get("default", job.id).state is state


def test_the_sample_fills_an_empty_map_and_no_other(house: House) -> None:
    client = client_of(house, Scope.WRITE)
    page = BeautifulSoup(client.get("/").text, "lxml")
    (button,) = page.select(".nothing button")
    (form,) = page.select(f"form#{button['form']}")
    assert client_of(house, Scope.READ).post(str(form["action"])).status_code == 403
    answer = client.post(str(form["action"]), follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    brought = house.mining.imports.page("default", cursor=None, limit=9).items
    assert {job.state for job in brought} == {ImportState.DONE}
    assert len(brought) == 4
    assert house.mining.actions.all("default")
    assert client.post("/sample").status_code == 409
    for job in brought:
        house.mining.imports.undo("default", job.id)
    assert client.post("/sample", follow_redirects=False).status_code == 303
    assert len(house.mining.actions.all("default")) == 1


def test_who_may_only_read_is_offered_neither(house: House) -> None:
    page = BeautifulSoup(client_of(house, Scope.READ).get("/").text, "lxml")
    assert not page.select("#try-sample, .nothing button, dialog.adding, [data-add-feedback]")
    assert "Somebody who may import files can add it" in page.get_text()
    assert page.select("#export a")
