"""What a person does with comments on their pages: labels, testimonials, notes; each with a way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from feedback_miner.bootstrap import House
from feedback_miner.domain import Labels, Scope
from tests.api.house import bring, feedback_csv, open_test_house
from tests.pages.visiting import Visitor, fields_of, first_of, one, text, url_of, visitor


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A few messages of one's own."""
    with open_test_house(tmp_path / "data") as house:
        bring(house, feedback_csv(24))
        yield house


@pytest.fixture
def writer(house: House) -> Visitor:
    return visitor(house, Scope.WRITE)


def labels(house: House, number: int) -> Labels:
    return house.mining.comments.one("default", number).statement.labels


def test_a_label_is_corrected_and_the_correction_undone(house: House, writer: Visitor) -> None:
    back = url_of(house, stages=("support",))
    count = text(one(writer.get(back), ".summary b:first-child"))
    number, before = first_of(house, stages=("support",)), labels(house, first_of(house, stages=("support",)))
    card = one(writer.get(back), f"#comment-{number}")
    asked = writer.get(str(one(card, "[data-opens^=labels]")["href"]))
    form = one(asked, "form.relabel")
    unchanged = fields_of(form)
    assert (unchanged["stage"], float(unchanged["sentiment"])) == ("support", before.sentiment)

    saved = writer.post(form, stage="use", touchpoint="app", emotions="relief", sentiment="0.38")
    assert labels(house, number) == Labels("use", "app", 0.38, ("relief",))
    notice = one(saved, f"#comment-{number} .done")
    assert text(one(notice, "p")) == "Saved. The map now uses your label."
    assert "by a person" in text(one(saved, ".labels"))
    assert str(one(saved, ".back a")["href"]) == back
    assert text(one(writer.get(back), ".summary b:first-child")) != count

    undone = writer.post(one(notice, "form"))
    assert labels(house, number) == before
    assert text(one(undone, ".done p")).startswith("Undone.")
    assert text(one(writer.get(back), ".summary b:first-child")) == count


def test_undo_goes_back_to_what_a_person_had_said_before(house: House, writer: Visitor) -> None:
    number = first_of(house, stages=("support",))
    form = one(writer.get(f"/comments/{number}/labels"), "form.relabel")
    writer.post(form, stage="use", touchpoint="none", emotions="relief", sentiment="0.38")
    form = one(writer.get(f"/comments/{number}/labels"), "form.relabel")
    saved = writer.post(form, stage="retention", emotions="neutral", sentiment="-0.75")
    assert labels(house, number) == Labels("retention", "none", -0.75, ())
    writer.post(one(saved, ".done form"))
    assert labels(house, number) == Labels("use", "none", 0.38, ("relief",))
    form = one(writer.get(f"/comments/{number}/labels"), "form.relabel")
    writer.send(str(one(form, "[formaction]")["formaction"]), fields_of(form))
    assert labels(house, number).stage == "support", "the model's again"


def test_who_changes_the_stage_alone_changes_nothing_else(house: House, writer: Visitor) -> None:
    number = first_of(house, stages=("support",))
    before = labels(house, number)
    writer.post(one(writer.get(f"/comments/{number}/labels"), "form.relabel"), stage="use")
    after = labels(house, number)
    assert (after.stage, after.sentiment, after.emotions) == ("use", before.sentiment, before.emotions)


def test_a_comment_without_a_stage_has_no_touchpoint(house: House, writer: Visitor) -> None:
    number = first_of(house, stages=("onboarding",))
    writer.post(one(writer.get(f"/comments/{number}/labels"), "form.relabel"), stage="none")
    assert (labels(house, number).stage, labels(house, number).touchpoint) == ("none", "none")


@pytest.mark.parametrize(
    ("said", "field"),
    [({"stage": "nowhere"}, "stage"), ({"sentiment": "7"}, "sentiment"), ({"emotions": "glee"}, "emotions")],
)
def test_what_cannot_be_a_label_is_told_at_its_field(
    house: House, writer: Visitor, said: dict[str, str], field: str
) -> None:
    number = first_of(house, stages=("support",))
    form = one(writer.get(f"/comments/{number}/labels"), "form.relabel")
    refused = one(writer.post(form, 422, touchpoint="app", **said), "form.relabel")
    assert one(refused, f"[name={field}]")["aria-invalid"] == "true"
    assert fields_of(refused)["touchpoint"] == "app", "what was chosen is kept"
    assert labels(house, number).stage == "support"


def test_a_testimonial_is_approved_and_taken_back(house: House, writer: Visitor) -> None:
    number = first_of(house, stages=("advocacy",))
    card = one(writer.get(f"/comments/{number}"), "article")
    form = one(card, "form.voice")
    approved = writer.post(form, approved="yes")
    assert "testimonial" in text(one(approved, ".labels"))
    declined = writer.post(one(approved, "form.voice"), approved="no")
    assert "testimonial" not in text(one(declined, ".labels"))
    angry = first_of(house, stages=("support",))
    assert not writer.get(f"/comments/{angry}").select("form.voice")


def test_notes_are_kept_with_the_place_that_a_list_is_of(house: House, writer: Visitor) -> None:
    back = url_of(house, stages=("support",))
    link = one(writer.get(back), "[data-opens=notes]")
    assert text(link) == "Add a note"
    page = writer.get(str(link["href"]))
    assert text(one(page, "h1")) == "Notes on Support"
    refused = writer.post(one(page, "form.note"), 422, text="  ", by="Ann")
    assert one(refused, "textarea")["aria-invalid"] == "true"
    assert one(refused, "[name=by]")["value"] == "Ann"
    added = writer.post(one(page, "form.note"), text="The line was down on <b>Monday</b>.", by="Ann")
    assert "The line was down on <b>Monday</b>." in text(one(added, ".jotted ul"))
    assert text(one(writer.get(back), "[data-opens=notes]")) == "1 note"
    removed = writer.post(one(added, "form[action$=remove]"))
    assert "Nobody noted anything yet." in removed.get_text()


@pytest.mark.parametrize("back", ["//evil.example", "/\\evil.example", "https://evil.example", "x", "/\t/e"])
def test_the_way_back_leads_to_a_page_of_ours(house: House, writer: Visitor, back: str) -> None:
    number = first_of(house, stages=("support",))
    answer = writer.client.get(f"/comments/{number}", params={"back": back})
    assert answer.status_code == 422
    form = one(writer.get(f"/comments/{number}/labels"), "form.relabel")
    assert str(one(writer.post(form, back=back), ".back a")["href"]) == "/comments"
