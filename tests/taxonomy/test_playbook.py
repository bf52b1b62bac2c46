"""The playbook speaks of every stage and touchpoint, and a workspace may change it."""

from __future__ import annotations

import pytest

from feedback_miner.errors import QueryError, SetupError
from feedback_miner.taxonomy import Playbook, load_default, load_playbook, parse_playbook

SHIPPED = load_playbook()


def test_it_speaks_of_every_stage_and_touchpoint() -> None:
    taxonomy = load_default()
    assert [advice.stage for advice in SHIPPED.stages] == [stage.key for stage in taxonomy.stages]
    assert [advice.touchpoint for advice in SHIPPED.touchpoints] == [
        part.key for part in taxonomy.touchpoints
    ]


def test_every_suggestion_can_be_found_and_acted_on() -> None:
    for advice in SHIPPED.touchpoints:
        assert 2 <= len(advice.suggestions) <= 4, advice.touchpoint
        assert len({one.pain for one in advice.suggestions}) == len(advice.suggestions)
        for one in advice.suggestions:
            assert one.words, one.pain
            assert one.emotions, one.pain
            assert one.remedy.endswith("."), one.remedy
            assert not one.pain.endswith("."), one.pain


def test_what_is_changed_takes_the_place_of_what_is_shipped() -> None:
    changes = Playbook.from_data(
        {
            "stages": [{"stage": "use", "goal": "Fly.", "action": "Depart on time."}],
            "touchpoints": [
                {"touchpoint": "payment", "suggestions": [{"pain": "Declined", "remedy": "Ask again."}]}
            ],
        }
    )
    changed = SHIPPED.changed(changes)
    assert [one.pain for one in changed.suggestions("payment")] == ["Declined"]
    assert changed.suggestions("delivery") == SHIPPED.suggestions("delivery")
    stage = changed.stage("use")
    assert stage is not None
    assert stage.goal == "Fly."
    assert Playbook.from_json(changes.to_json()) == changes
    assert SHIPPED.changed(Playbook()) == SHIPPED


def test_what_nobody_speaks_of_has_no_suggestions() -> None:
    assert SHIPPED.suggestions("nope") == ()
    assert SHIPPED.stage("nope") is None


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"stages": [{"stage": "flying", "goal": "a", "action": "b"}]}, "no stage “flying”"),
        (
            {"touchpoints": [{"touchpoint": "x", "suggestions": [{"pain": "a", "remedy": "b"}]}]},
            "no touchpoint",
        ),
        ({"touchpoints": [{"touchpoint": "app", "suggestions": []}]}, "1 to 20 suggestions"),
        (
            {
                "touchpoints": [
                    {"touchpoint": "app", "suggestions": [{"pain": "a", "remedy": "b", "emotions": ["x"]}]}
                ]
            },
            "no emotion “x”",
        ),
        (
            {
                "touchpoints": [
                    {"touchpoint": "app", "suggestions": [{"pain": "a", "remedy": "b", "words": ["A!"]}]}
                ]
            },
            "lower case",
        ),
        ({"stages": [{"stage": "use", "goal": "a", "action": "b"}] * 2}, "twice"),
        ({"nope": []}, "touchpoint has"),
    ],
)
def test_what_is_wrong_is_said(data: object, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        Playbook.from_data(data)


def test_a_damaged_file_is_no_playbook() -> None:
    with pytest.raises(SetupError, match="cannot be read"):
        parse_playbook("stages = 1")
    with pytest.raises(SetupError, match="cannot be read"):
        parse_playbook("[[")
