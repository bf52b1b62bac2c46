"""A text becomes statements: sentences, and clauses that stand for themselves, as spans of that very text.

Cuts are made at line ends, where spaCy's `senter` sees a sentence begin, and before "but", "however" and after ";"
where both sides are clauses. Only what runs on for more than `LONGEST_WORDS` is cut at weaker places.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from feedback_miner.domain import Statement
from feedback_miner.text.batches import read_docs
from feedback_miner.text.placeholders import PLACEHOLDERS, Cover, placeholder_spans

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: A clause that stands for itself has at least so many words.
CLAUSE_WORDS = 4
#: A statement of more words is a run-on, and is cut at weaker places.
LONGEST_WORDS = 60

_LINE_END = re.compile(r"\n+")
#: "wanted.Straightforward"
_NO_SPACE = re.compile(r"(?<=[a-z][a-z][.!?])(?=[A-Z][a-z])")
_CLAUSE = re.compile(r"(?<=[\s,])(?:but|however)\b(?! also\b)|(?<=;)\s", re.IGNORECASE)
#: Where a run-on may be cut, the best place first.
_RUN_ON = (
    re.compile(
        r"(?<=[,\s])(?:and (?:then|also|when|now)|but|so then|because|although|however|also|plus)\b", re.I
    ),
    re.compile(r"(?<=[,\s])(?:and|so|then|when|which)\b", re.IGNORECASE),
    re.compile(r"(?<=,)\s"),
)
_OPENING = tuple("([{<@#“‘")
_BULLET = re.compile(r"[•▪‣◦·*–—-]+\s+")
_WHOLE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+")
_EMOJI = re.compile("[\u203c\u2049\u2190-\u21ff\u231a-\u23ff\u25a0-\u27bf\u2934-\u2b55\U0001f000-\U0001faff]")


class StatementSplitter:
    """Splits texts with a sentence recogniser."""

    def __init__(self, sentencer: Language) -> None:
        """`sentencer`: a pipeline that sets sentence starts, and nothing else switched on."""
        self._sentencer = sentencer
        for placeholder in PLACEHOLDERS:
            sentencer.tokenizer.add_special_case(placeholder, [{"ORTH": placeholder}])  # type: ignore[union-attr]

    def split(self, texts: Sequence[str]) -> list[tuple[Statement, ...]]:
        """For each text its statements in order: trimmed, not overlapping, each with a letter or an emoji."""
        starts = read_docs(self._sentencer, texts, _sentence_starts)
        return [_statements(text, cuts) for text, cuts in zip(texts, starts, strict=True)]


def _sentence_starts(doc: Doc) -> list[int]:
    return [sentence.start_char for sentence in doc.sents]


class _Words:
    """Counts the words of parts of a text without reading them again."""

    def __init__(self, text: str) -> None:
        self.starts = [m.start() for m in re.finditer(r"\S+", text)]

    def count(self, start: int, end: int) -> int:
        return bisect_left(self.starts, end) - bisect_left(self.starts, start)

    def nth(self, start: int, n: int) -> int:
        """Where the n-th word (from 0) at or after `start` begins."""
        return self.starts[bisect_left(self.starts, start) + n]


def _statements(text: str, sentence_starts: list[int]) -> tuple[Statement, ...]:
    words = _Words(text)
    whole = Cover(text, ((start + 1, end) for start, end in _unbreakable(text)))
    cuts = {start for start in sentence_starts if text[start - 1 : start] not in _OPENING}
    cuts.update(m.end() for m in _LINE_END.finditer(text))
    cuts.update(m.end() for m in _NO_SPACE.finditer(text))
    bounds = _bounds(text, cuts, whole)
    bounds = _bounds(text, {*bounds, *_clause_cuts(text, words, bounds)}, whole)
    bounds = _bounds(text, {*bounds, *_run_on_cuts(text, words, bounds)}, whole)
    spans = _joined(text, (_trimmed(text, start, end) for start, end in pairwise(bounds)))
    return tuple(Statement(n, start, end) for n, (start, end) in enumerate(spans))


def _unbreakable(text: str) -> Iterator[tuple[int, int]]:
    """Placeholders and addresses: never cut, whatever is in them."""
    yield from placeholder_spans(text)
    yield from (m.span() for m in _WHOLE.finditer(text))


def _bounds(text: str, cuts: set[int], whole: Cover) -> list[int]:
    return sorted({0, len(text), *(cut for cut in cuts if not whole.touches(cut, cut + 1))})


def _clause_cuts(text: str, words: _Words, bounds: list[int]) -> Iterator[int]:
    for start, end in pairwise(bounds):
        last = start
        for m in _CLAUSE.finditer(text, start, end):
            if min(words.count(last, m.start()), words.count(m.end(), end)) >= CLAUSE_WORDS:
                last = m.start()
                yield last


def _run_on_cuts(text: str, words: _Words, bounds: list[int]) -> Iterator[int]:
    """Cuts that leave no span of more than `LONGEST_WORDS` words."""
    for start, end in pairwise(bounds):
        while words.count(start, end) > LONGEST_WORDS:
            start = _last_good_place(text, words, start, end)
            yield start


def _last_good_place(text: str, words: _Words, start: int, end: int) -> int:
    """The last place within `LONGEST_WORDS` of `start` where a clause may begin, with clauses on both sides."""
    earliest = words.nth(start, CLAUSE_WORDS)
    latest = words.nth(start, min(LONGEST_WORDS, words.count(start, end) - CLAUSE_WORDS))
    for place in _RUN_ON:
        found = [m.start() for m in place.finditer(text, earliest, latest + 1)]
        if found:
            return found[-1]
    return latest


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space, and without a bullet in front."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    bullet = _BULLET.match(text, start, end)
    return (bullet.end() if bullet else start), end


def _joined(text: str, spans: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans with a word; what has none ("!!!", "😡", ":)") goes with the statement before it on the same line."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if any(c.isalpha() for c in text[start:end]):
            joined.append((start, end))
        elif joined and start < end and "\n" not in text[joined[-1][1] : start]:
            joined[-1] = (joined[-1][0], end)
        elif _EMOJI.search(text, start, end):
            joined.append((start, end))
    return joined
