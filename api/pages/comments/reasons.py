"""Why a comment has its labels: the words that carried each, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feedback_miner.domain import LabelKind, Reason
from feedback_miner.journey import signed
from feedback_miner.mining import ExplainedStatement
from feedback_miner.taxonomy import Taxonomy

#: words that are named as having carried a label
_NAMED = 3
#: of the strongest word's weight: a word with less is not marked, with more is marked strongly
_WEAK, _STRONG = 0.2, 0.6


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the message and what it did for the label: −2 strongly against it … 2 strongly for it."""

    text: str
    step: int


@dataclass(frozen=True, slots=True)
class CarriedLabel:
    """A label, how sure the model is, the words that it read, and those that tell most."""

    name: str
    value: str
    words: tuple[Word, ...]
    #: strongest first
    carried_by: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """What the model says of its labels."""

    labels: tuple[CarriedLabel, ...]
    model: str
    #: another model had given the labels
    scored_by: str | None


def reasons_of(explained: ExplainedStatement, taxonomy: Taxonomy) -> Reasons:
    """The reasons as they are shown."""
    why = explained.why
    words = [explained.text[start:end] for start, end in why.words]
    return Reasons(
        labels=tuple(_carried(reason, words, taxonomy) for reason in why.reasons),
        model=why.model,
        scored_by=explained.scored_by if explained.scored_by != why.model else None,
    )


def _carried(reason: Reason, words: Sequence[str], taxonomy: Taxonomy) -> CarriedLabel:
    # What spoke for a negative sentiment made it smaller.
    sign = -1 if reason.kind is LabelKind.SENTIMENT and reason.value < reason.hidden else 1
    weights = [sign * weight for weight in reason.weights]
    most = max(map(abs, weights), default=0.0)
    return CarriedLabel(
        name=_name(reason, taxonomy),
        value=signed(max(-1.0, min(1.0, reason.value)))
        if reason.kind is LabelKind.SENTIMENT
        else f"{max(0.0, min(1.0, reason.value)):.0%}",
        words=tuple(
            Word(word, _step(weight / most) if most else 0)
            for word, weight in zip(words, weights, strict=True)
        ),
        carried_by=tuple(_strongest(words, weights, most)),
        against=tuple(_strongest(words, [-weight for weight in weights], most)),
    )


def _name(reason: Reason, taxonomy: Taxonomy) -> str:
    if reason.kind is LabelKind.SENTIMENT:
        return "Sentiment"
    if reason.kind is LabelKind.EMOTION:
        return taxonomy.name_of("emotion", reason.key)
    if reason.kind is LabelKind.STAGE:
        return taxonomy.name_of("stage", reason.key)
    return taxonomy.name_of("touchpoint", reason.key)


def _step(share: float) -> int:
    """How far a word is to be marked, by its share of the strongest word's weight."""
    size = 2 if abs(share) >= _STRONG else 1 if abs(share) >= _WEAK else 0
    return size if share > 0 else -size


def _strongest(words: Sequence[str], weights: Sequence[float], most: float) -> Iterator[str]:
    """The words of the largest weights, as far as they tell anything; each once, without its punctuation."""
    order = sorted(range(len(words)), key=lambda place: -weights[place])
    told = [words[place].strip(".,;:!?…()[]\"“”'‘’") for place in order if weights[place] >= _WEAK * most > 0]
    yield from list(dict.fromkeys(filter(None, told)))[:_NAMED]
