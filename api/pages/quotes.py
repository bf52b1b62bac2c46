"""Which comments are shown: few, clear, and readable on their own; personal data in kinder words than `<PERSON>`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from markupsafe import Markup

from feedback_miner.domain import StatementView
from feedback_miner.taxonomy import Taxonomy

#: of a lane of a stage
QUOTES = 2
#: comments that the quotes of a lane are chosen from
CANDIDATES = 12

Side = Literal["pain", "delight"]

#: nearer to neutral than this is neither a pain point nor a moment of delight
_CLEAR = 0.2
#: a model less sure than this may have put the comment into the wrong column
_SURE = 0.5
#: with fewer words a comment says little on its own
_ENOUGH_WORDS = 8
#: for a comment that begins or ends in the middle of what was said
_TORN = 0.5
#: for a comment whose emotions do not bear its sentiment out
_NOT_FELT = 0.6

_ADDRESS = r"https?://\S+"
_SHOWN_AS = {
    "<PERSON>": "name",
    "<EMAIL>": "e-mail address",
    "<PHONE>": "phone number",
    "<CARD>": "card number",
    "<IBAN>": "account number",
}
_CHIPS = re.compile(f"({'|'.join([*_SHOWN_AS, _ADDRESS])})")


def best_quotes(
    by_stage: Mapping[str, Sequence[StatementView]], side: Side, taxonomy: Taxonomy
) -> dict[str, list[StatementView]]:
    """Of each stage's candidates the best, none where nobody clearly complained (or praised)."""
    sign = -1 if side == "pain" else 1
    valences = {emotion.key: sign * emotion.valence for emotion in taxonomy.emotions}
    return {stage: _best(candidates, sign, valences) for stage, candidates in by_stage.items()}


def one_a_message(statements: Iterable[StatementView], limit: int) -> list[StatementView]:
    """The first of each message, in their order: four sentences of one message are not four voices."""
    first: dict[int, StatementView] = {}
    for said in statements:
        first.setdefault(said.item_id, said)
    return list(first.values())[:limit]


def with_chips(text: str) -> Markup:
    """A comment as HTML: what stands for personal data, and web addresses, as small chips in plain words.

    A quotation mark at an end whose partner is in another sentence is left out.
    """
    parts = _CHIPS.split(text.strip('"') if _half_quoted(text) else text)
    shown = [Markup.escape(part) if number % 2 == 0 else _chip(part) for number, part in enumerate(parts)]
    return Markup("").join(shown)


def in_brackets(text: str) -> str:
    """A comment as plain text: what stands for personal data in plain words, such as [name]; addresses as they are."""
    for code, words in _SHOWN_AS.items():
        text = text.replace(code, f"[{words}]")
    return text


def _chip(said: str) -> Markup:
    return Markup('<span class="chip">{}</span>').format(_SHOWN_AS.get(said, "link"))


def _best(candidates: Iterable[StatementView], sign: int, valences: Mapping[str, int]) -> list[StatementView]:
    clear = [
        said
        for said in candidates
        if sign * said.labels.sentiment >= _CLEAR and (said.corrected or said.stage_confidence >= _SURE)
    ]
    return sorted(clear, key=lambda said: _worth(said, valences), reverse=True)[:QUOTES]


def _worth(said: StatementView, valences: Mapping[str, int]) -> float:
    """How much a quote tells: strong, surely of this stage, felt, and long enough to be understood alone."""
    sure = 1.0 if said.corrected else said.stage_confidence
    words = len(_CHIPS.sub("", said.text).split())
    felt = {valences.get(emotion, 0) for emotion in said.labels.emotions}
    doubt = 1.0 if 1 in felt and -1 not in felt else _NOT_FELT
    return abs(said.labels.sentiment) * sure * min(1.0, words / _ENOUGH_WORDS) * doubt * _whole(said.text)


def _half_quoted(text: str) -> bool:
    return text.count('"') % 2 == 1


def _whole(text: str) -> float:
    torn = _half_quoted(text) or text.startswith(("but ", "and ", "so ", "because "))
    return _TORN if torn else 1.0
