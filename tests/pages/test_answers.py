"""What is chosen above the columns is what the import is read by, whatever it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.intake.answers import Draft, guessed_draft, overrides_of, posted_draft, problems_of
from api.pages.intake.fields import FIELDS, SEGMENT, SHARED, UNUSED
from api.pages.source_names import SOURCES
from feedback_miner.domain import (
    ColumnMapping,
    DateOrder,
    FieldGuess,
    MappingGuess,
    MappingQuestion,
    Source,
    SourceRecord,
)
from feedback_miner.errors import QueryError
from feedback_miner.mining import Preview
from feedback_miner.mining.mappings import explained
from feedback_miner.sources import apply_overrides

COLUMNS = ("Number", "Day", "Who", "Subject", "Body", "Plan", "Plan!", "Marks")
#: "Number" is the conversation as well: its picker shows only that it is the id
GUESSED = ColumnMapping(
    text=("Subject", "Body"),
    date="Day",
    id="Number",
    thread="Number",
    rating="Marks",
    segments={"plan": "Plan"},
)
QUESTIONS = (MappingQuestion("text", "Which column is the text?", ("Subject", "Body")),)


def preview(*questions: MappingQuestion) -> Preview:
    source = FieldGuess("source", "Day", 0.6, "survey: columns such as “Day”.")
    guess = MappingGuess(GUESSED, Source.SURVEY, "file", None, (source,), questions)
    row = SourceRecord(2, dict.fromkeys(COLUMNS, "x") | {"Day": "03/04/2026"})
    return Preview(COLUMNS, (row,), explained(guess, GUESSED), {}, None)


def settled(shown: Preview, draft: Draft) -> MappingGuess:
    return apply_overrides(shown.guess, overrides_of(shown, draft), COLUMNS)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Any answer that contradicts itself nowhere."""
    single = draw(st.permutations([field for field in FIELDS if field not in SHARED]))
    fields = [
        draw(st.sampled_from([UNUSED, *sorted(SHARED), single[number]])) for number in range(len(COLUMNS))
    ]
    fields[draw(st.integers(0, len(COLUMNS) - 1))] = "text"
    order = draw(st.sampled_from(["", *DateOrder]))
    return Draft(dict(zip(COLUMNS, fields, strict=True)), draw(st.sampled_from(sorted(SOURCES))), order)


@given(draft=drafts(), asked=st.booleans())
def test_the_mapping_is_what_the_pickers_show(draft: Draft, asked: bool) -> None:  # noqa: FBT001
    shown = preview(*(QUESTIONS if asked else ()))
    assert problems_of(draft) == {}
    answered = settled(shown, draft)
    mapping = answered.mapping
    assert answered.questions == ()
    assert sorted(mapping.text) == sorted(draft.columns_of("text"))
    assert sorted(mapping.segments.values()) == sorted(draft.columns_of(SEGMENT))
    for field in (field for field in FIELDS if field not in SHARED):
        columns = draft.columns_of(field)
        kept = "Number" if field == "thread" and not columns else None
        assert getattr(mapping, field) == (columns[0] if columns else kept)
    assert (mapping.date_order or "", answered.source) == (draft.date_order, draft.source)


def test_what_was_guessed_needs_no_words_unless_it_was_asked() -> None:
    assert overrides_of(preview(), guessed_draft(preview())) == []
    asked = preview(*QUESTIONS)
    assert overrides_of(asked, guessed_draft(asked)) == ["text=Subject", "text=Body"]


def test_segments_of_one_name_are_kept_apart() -> None:
    draft = guessed_draft(preview())
    both = replace(draft, fields=draft.fields | {"Plan!": SEGMENT})  # type: ignore[operator]
    assert settled(preview(), both).mapping.segments == {"plan": "Plan", "plan_2": "Plan!"}


def test_what_the_form_leaves_out_stays_as_guessed() -> None:
    draft = posted_draft(preview(), {"c7": "nps"})
    assert draft.fields["Marks"] == "nps"
    assert {**draft.fields, "Marks": "rating"} == guessed_draft(preview()).fields


@pytest.mark.parametrize("form", [{"c0": "segments"}, {"source": ""}, {"date_order": "any"}])
def test_only_what_is_offered_is_taken(form: dict[str, str]) -> None:
    with pytest.raises(QueryError):
        posted_draft(preview(), form)
