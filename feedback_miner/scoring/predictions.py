"""Scores given statements of given messages, line by line: the core of `feedback-miner score`.

In, one message a line:
    {"id": str, "source": "review|survey|ticket|social", "channel": str, "text": str,
     "statements": [{"n", "start", "end"}, …]}
(channel may be left out, further fields are ignored; a statement is `text[start:end]`, counted in characters).
Out, one statement a line:
    {"item_id", "statement", "stage": {key: p}, "touchpoint": {key: p}, "sentiment": -1…1, "emotions": {key: p}}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from feedback_miner.domain import ScorableMessage, Scores, Source
from feedback_miner.errors import InputError
from feedback_miner.ports import Scorer

#: Longest line, in characters: far above any message, far below what would fill the memory.
MAX_LINE = 4_000_000

_MESSAGES_TOGETHER = 256


class _Input(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)


class _Span(_Input):
    n: int
    start: int = Field(ge=0)
    end: int


class _Item(_Input):
    id: str
    source: Source = Field(strict=False)
    channel: str = ""
    text: str
    statements: tuple[_Span, ...] = Field(strict=False)

    @model_validator(mode="after")
    def _spans_within(self) -> Self:
        for span in self.statements:
            if not span.start <= span.end <= len(self.text):
                raise ValueError(
                    f"statement {span.n} reaches from {span.start} to {span.end} in a text of "
                    f"{len(self.text)} characters"
                )
        return self

    def message(self) -> ScorableMessage:
        spans = tuple((span.start, span.end) for span in self.statements)
        return ScorableMessage(self.text, self.source, self.channel, spans)


def score_items(scorer: Scorer, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Predictions of all statements, in the order of the lines; blank lines are passed over.

    An emotion's probability is bent so that 0.5 is where the scorer's own policy begins to show it: readers
    then need no thresholds. Raises InputError naming the line and the field at the first line that cannot be
    used.
    """
    thresholds = scorer.default_policy.emotion_min
    for items in _in_groups(_read(lines)):
        for item, scores in zip(items, scorer.score([item.message() for item in items]), strict=True):
            for span, statement in zip(item.statements, scores, strict=True):
                yield _prediction(item.id, span.n, statement, thresholds)


def _in_groups(items: Iterator[_Item]) -> Iterator[Sequence[_Item]]:
    group: list[_Item] = []
    for item in items:
        group.append(item)
        if len(group) == _MESSAGES_TOGETHER:
            yield group
            group = []
    yield group


def _read(lines: Iterable[str]) -> Iterator[_Item]:
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE:
            raise InputError(
                f"longer than {MAX_LINE:,} characters; split the message", where=f"line {number}"
            )
        if line.strip():
            yield _parse(line, number)


def _parse(line: str, number: int) -> _Item:
    try:
        return _Item.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        where = f"line {number}, field {field}" if field else f"line {number}"
        raise InputError(first["msg"], where=where) from error


def _prediction(item: str, n: int, scores: Scores, thresholds: Mapping[str, float]) -> dict[str, Any]:
    return {
        "item_id": item,
        "statement": n,
        "stage": dict(scores.stage),
        "touchpoint": dict(scores.touchpoint),
        "sentiment": scores.sentiment,
        "emotions": {key: bend(p, thresholds.get(key, 0.5)) for key, p in scores.emotions.items()},
    }


def bend(probability: float, threshold: float) -> float:
    """The probability on a scale of two straight pieces, from 0 to 0.5 at the threshold and on to 1."""
    if probability < threshold:
        return 0.5 * probability / threshold
    if threshold == 1.0:
        return 1.0
    return 0.5 + 0.5 * (probability - threshold) / (1.0 - threshold)
