"""The default taxonomy, its lenses, and what a workspace may change of it."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.errors import NotSupported, QueryError, SetupError
from feedback_miner.taxonomy import (
    Emotion,
    PartChange,
    Stage,
    TaxonomyChanges,
    Touchpoint,
    load_default,
    parse,
)

DEFAULT = load_default()
STAGES = [stage.key for stage in DEFAULT.stages]
TOUCHPOINTS = [touchpoint.key for touchpoint in DEFAULT.touchpoints]
EMOTIONS = [emotion.key for emotion in DEFAULT.emotions]
LENSES = [lens.key for lens in DEFAULT.lenses]

names = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=40)
part_changes = st.builds(PartChange, name=st.none() | names, hidden=st.booleans())
changes = st.builds(
    TaxonomyChanges,
    stages=st.dictionaries(st.sampled_from(STAGES), part_changes),
    touchpoints=st.dictionaries(st.sampled_from(TOUCHPOINTS), part_changes),
    emotions=st.dictionaries(st.sampled_from(EMOTIONS), part_changes),
)


def test_the_default_is_the_journey_in_order() -> None:
    assert STAGES == [
        "awareness",
        "consideration",
        "decision",
        "purchase",
        "onboarding",
        "use",
        "support",
        "retention",
        "advocacy",
    ]
    assert (len(TOUCHPOINTS), len(EMOTIONS)) == (26, 18)
    assert LENSES == ["full", "advocacy", "loyalty", "engagement", "emotional", "funnel"]


def test_every_key_has_a_name_for_people() -> None:
    parts: list[Stage | Touchpoint | Emotion] = [*DEFAULT.stages, *DEFAULT.touchpoints, *DEFAULT.emotions]
    for part in parts:
        assert "_" not in part.name
        assert part.name[0].isupper()
        assert part.description.endswith(".")
    assert DEFAULT.name_of("touchpoint", "support") == "Phone and chat support"
    assert DEFAULT.name_of("emotion", "disappointment") == "Let down"
    assert DEFAULT.name_of("stage", "none") == "No stage"
    assert DEFAULT.name_of("stage", "flight_to_mars") == "flight_to_mars"


def test_anxiety_alone_is_hatched_and_surprise_takes_no_side() -> None:
    assert [emotion.key for emotion in DEFAULT.emotions if emotion.hatched] == ["anxiety"]
    assert DEFAULT.emotion("surprise").valence == 0
    assert DEFAULT.emotion("anger").valence == -1
    with pytest.raises(QueryError, match="boredom"):
        DEFAULT.emotion("boredom")


@pytest.mark.parametrize("lens", LENSES)
def test_a_lens_holds_every_stage_exactly_once(lens: str) -> None:
    assert sorted(key for stage in DEFAULT.lens(lens) for key in stage.stages) == sorted(STAGES)


@given(st.sets(st.sampled_from(STAGES), max_size=len(STAGES) - 1), st.sampled_from(LENSES))
def test_a_lens_holds_every_shown_stage_exactly_once(hidden: set[str], lens: str) -> None:
    changed = DEFAULT.changed(TaxonomyChanges(stages=dict.fromkeys(hidden, PartChange(hidden=True))))
    held = [key for stage in changed.lens(lens) for key in stage.stages]
    assert sorted(held) == sorted(set(STAGES) - hidden)


def test_an_unknown_lens_names_the_known_ones() -> None:
    with pytest.raises(QueryError, match="full, advocacy, loyalty, engagement, emotional, funnel") as caught:
        DEFAULT.lens("pirate")
    assert caught.value.where == "lens"


def test_a_new_name_shows_where_a_lens_shows_the_stage_alone() -> None:
    changed = DEFAULT.changed(TaxonomyChanges(stages={"retention": PartChange(name="Staying")}))
    assert changed.name_of("stage", "retention") == "Staying"
    assert [stage.name for stage in changed.lens("full")][7] == "Staying"
    # In this lens "Retention" is the name of three stages together, which nobody renamed.
    assert [stage.name for stage in changed.lens("advocacy")][3] == "Retention"


@pytest.mark.parametrize("kind", ["stages", "touchpoints", "emotions"])
def test_additions_are_refused_with_a_clear_word(kind: str) -> None:
    changes = TaxonomyChanges.from_data({kind: {"boarding": {"name": "Boarding"}}})
    with pytest.raises(NotSupported, match=r"Adding a \w+ is not supported yet") as caught:
        DEFAULT.changed(changes)
    assert caught.value.where == f"{kind}.boarding"


def test_one_stage_must_stay() -> None:
    with pytest.raises(QueryError, match="at least one"):
        DEFAULT.changed(TaxonomyChanges(stages=dict.fromkeys(STAGES, PartChange(hidden=True))))


def test_two_parts_cannot_share_a_name() -> None:
    with pytest.raises(QueryError, match="name of its own"):
        DEFAULT.changed(TaxonomyChanges(stages={"use": PartChange(name="support")}))


@given(changes)
def test_changes_survive_json(change: TaxonomyChanges) -> None:
    assert TaxonomyChanges.from_json(change.to_json()) == change
    assert TaxonomyChanges.from_data(change.to_data()) == change


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"stages": {"use": {"colour": "red"}}}, "stages.use.colour"),
        ({"stages": {"use": {"name": "x" * 41}}}, "stages.use.name"),
        ({"stages": {"use": {"name": "two\nlines"}}}, "stages.use.name"),
        ({"stages": {"use": {"name": "  "}}}, "stages.use.name"),
        ({"lenses": {}}, "lenses"),
        ([], "taxonomy"),
    ],
)
def test_odd_changes_are_refused_by_place(data: object, place: str) -> None:
    with pytest.raises(QueryError) as caught:
        TaxonomyChanges.from_data(data)
    assert caught.value.where == place


def test_text_that_is_no_json_is_refused() -> None:
    with pytest.raises(QueryError):
        TaxonomyChanges.from_json("{")


def test_nothing_can_be_altered_in_place() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        DEFAULT.stages[0].name = "Other"  # type: ignore[misc]


MINIMAL = """
[[stages]]
key = "use"
name = "Use"
description = "."
[[touchpoints]]
key = "app"
name = "App"
description = "."
stages = ["use"]
[[emotions]]
key = "neutral"
name = "Neutral"
description = "."
valence = 0
tone = 0
[[lenses]]
key = "full"
name = "Full"
parts = [{ key = "use", stages = ["use"] }]
"""


def test_a_minimal_taxonomy_is_read() -> None:
    assert [stage.key for stage in parse(MINIMAL).lens("full")] == ["use"]


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ('stages = ["use"]\n[[emotions]]', 'stages = ["flight"]\n[[emotions]]', 'no stage "flight"'),
        ('parts = [{ key = "use", stages = ["use"] }]', "parts = []", "every stage exactly once"),
        ("valence = 0", "valence = 1", "sign of the valence"),
        ('key = "neutral"', 'key = "joy"', '"neutral" is missing'),
        ('key = "app"', 'key = "none"', "reserved"),
        ('key = "app"', 'key = "My App"', "cannot be read"),
        ("tone = 0", "tone = 0\ncolour = 1", "cannot be read"),
        ("[[stages]]", "[[stages", "cannot be read"),
    ],
)
def test_a_damaged_file_is_refused(right: str, wrong: str, complaint: str) -> None:
    assert right in MINIMAL
    with pytest.raises(SetupError, match=complaint):
        parse(MINIMAL.replace(right, wrong, 1))
