"""The file form of scoring: lines of messages in, predictions of statements out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.domain import ScorableMessage
from feedback_miner.errors import InputError
from feedback_miner.ports import Scorer
from feedback_miner.scoring.predictions import MAX_LINE, bend, score_items


def _line(**changes: Any) -> str:
    item = {
        "id": "a:1",
        "dataset": "own",
        "source": "ticket",
        "domain": "bank",
        "text": "My card was late. Great!",
        "statements": [{"n": 0, "start": 0, "end": 17}, {"n": 1, "start": 18, "end": 24}],
    }
    return json.dumps(item | changes)


def test_one_prediction_for_each_statement_in_order(tiny: Scorer) -> None:
    lines = [
        _line(),
        "\n",
        _line(id="b:2", statements=[{"n": 5, "start": 0, "end": 2}]),
        _line(id="c", statements=[]),
    ]
    predictions = list(score_items(tiny, lines))
    assert [(p["item_id"], p["statement"]) for p in predictions] == [("a:1", 0), ("a:1", 1), ("b:2", 5)]
    for prediction in predictions:
        assert set(prediction) == {"item_id", "statement", "stage", "touchpoint", "sentiment", "emotions"}
        assert json.loads(json.dumps(prediction)) == prediction


def test_many_lines_keep_their_order_and_are_read_as_they_are_needed(tiny: Scorer) -> None:
    read = 0

    def lines(count: int) -> Iterator[str]:
        nonlocal read
        for n in range(count):
            read += 1
            yield _line(id=str(n))

    predictions = score_items(tiny, lines(700))
    assert next(predictions)["item_id"] == "0"
    assert read < 700
    assert [p["item_id"] for p in predictions][1::2] == [str(n) for n in range(1, 700)]


def test_the_channel_is_told_where_it_is_there(tiny: Scorer) -> None:
    plain, by_web, by_fax = (
        list(score_items(tiny, [line])) for line in (_line(), _line(channel="web"), _line(channel="fax"))
    )
    assert by_web != plain == by_fax


def test_half_is_the_threshold_of_each_emotion(tiny: Scorer) -> None:
    (raw,) = tiny.score([_message_of(_line())])
    predictions = list(score_items(tiny, [_line()]))
    thresholds = tiny.default_policy.emotion_min
    compared = 0
    for scores, prediction in zip(raw, predictions, strict=True):
        assert prediction["stage"] == scores.stage
        for key, p in scores.emotions.items():
            assert (prediction["emotions"][key] >= 0.5) == (p >= thresholds[key])
            compared += 0.5 > p >= thresholds[key]
    assert compared, (
        "no emotion lies between its threshold and one half: this test would not see a missing bend"
    )


def _message_of(line: str) -> ScorableMessage:
    item = json.loads(line)
    spans = tuple((s["start"], s["end"]) for s in item["statements"])
    return ScorableMessage(item["text"], item["source"], "", spans)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_bending_keeps_order_range_and_threshold(threshold: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0.0 <= bend(low, threshold) <= bend(high, threshold) <= 1.0
    assert (bend(one, threshold) >= 0.5) == (one >= threshold)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("not json", "line 3: Invalid JSON"),
        ("[]", "line 3"),
        (_line(id=7), "line 3, field id"),
        (_line(source="pigeon"), "line 3, field source"),
        (_line(text=None), "line 3, field text"),
        (_line(channel=7), "line 3, field channel"),
        (_line(statements="all"), "line 3, field statements"),
        (_line(statements=[{"n": 0, "start": 0}]), "line 3, field statements.0.end"),
        (_line(statements=[{"n": 0, "start": -1, "end": 4}]), "line 3, field statements.0.start"),
        (_line(statements=[{"n": 8, "start": 0, "end": 25}]), "statement 8 reaches from 0 to 25"),
        (_line(statements=[{"n": 8, "start": 5, "end": 4}]), "statement 8 reaches from 5 to 4"),
        ('{"id": "a"}', "line 3, field source"),
        (_line(text="\ud800"), "line 3"),
        ("x" * (MAX_LINE + 1), "line 3: longer than"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tiny: Scorer, bad: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        list(score_items(tiny, [_line(), "", bad]))
    assert words in str(caught.value)
