"""Names of persons, found by where they stand ("Hi Dara,"), by a list of given names, and by spaCy's recogniser.

Handles ("@novabank", "@tom_b") stay: they are public names that their owners chose, mostly those of brands, and a
social post cannot be read without them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from feedback_miner.text.batches import read_docs
from feedback_miner.text.name_lists import (
    is_brand_or_place,
    is_common_word,
    is_given_name,
    is_no_name,
    named_after_persons,
    without_possessive,
)
from feedback_miner.text.name_positions import FULL_NAME, SURNAME, TITLE, UPPER, WORD, find_by_position
from feedback_miner.text.placeholders import Cover, Found, PersonalData, placeholder_spans

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_CANDIDATE = re.compile(rf"(?<![\w@#/.'’-]){WORD}")
_SURNAMES = re.compile(rf"(?: {SURNAME}(?!['’]?\w)){{1,2}}")
_NAME_LIKE = re.compile(rf"(?<![@#/&\w]){FULL_NAME}(?!\d)")
#: Words of the recogniser's that go with a name and are no part of it.
_BEFORE_NAME = re.compile(
    rf"^(?:{TITLE}\b\.? ?|(?i:hi|hello|hey|dear|thanks|thank you|cheers|regards|agent|team)\b,? )+"
)
_INITIALS_BEFORE = re.compile(rf"(?<!\w)(?:{UPPER}\. ?){{1,3}}$")
_PLACE_BEFORE = re.compile(
    r"\b(?:San|St\.?|Saint|Santa|São|New|Port|Fort|Mount|Lake|Hurricane|Storm|Typhoon|Cyclone) $"
)
_PLACE_AFTER = re.compile(
    r"(?:['’]s)? (?:Lines?|Streets?|St|Roads?|Rd|Avenue|Ave|Lane|Square|Place|Park|Bridge|Station|Airport|Terminal"
    r"|Hospital|Clinic|Hotel|Inn|University|College|School|Stadium|Arena|Palace|Castle|Beach|Bay|Island|River|Falls"
    r"|Valley|Cup|Museum|Theatre|Center|Centre|Coke)\b"
)
_CONTEXT_CHARACTERS = 20
#: Shorter words in capitals are mostly airports and abbreviations (MIA, EVA).
_SHORTEST_IN_CAPITALS = 4


class NameFinder:
    """Finds names of persons in English texts."""

    def __init__(self, recogniser: Language) -> None:
        """`recogniser`: a pipeline with an entity recogniser that knows PERSON, and nothing else switched on."""
        self._recogniser = recogniser

    def find(self, texts: Sequence[str]) -> list[list[Found]]:
        """For each text where names are, the surest first (spans may overlap)."""
        found = [list(_names(text, (*find_by_position(text), *_find_by_list(text)))) for text in texts]
        unsettled = [n for n, text in enumerate(texts) if _may_hold_more(text, found[n])]
        recognised = read_docs(self._recogniser, [texts[n] for n in unsettled], _find_by_recogniser)
        for n, candidates in zip(unsettled, recognised, strict=True):
            found[n] += _names(texts[n], candidates)
        return found


def _find_by_list(text: str) -> Iterator[tuple[int, int]]:
    """A known given name, with the capitalised words that follow it."""
    for m in _CANDIDATE.finditer(text):
        word = without_possessive(m.group())
        if is_given_name(word.title() if word.isupper() else word):
            end = m.start() + len(word)
            surnames = _SURNAMES.match(text, end)
            yield m.start(), surnames.end() if surnames else end


def _find_by_recogniser(doc: Doc) -> list[tuple[int, int]]:
    text = doc.text
    return [
        m.span()
        for entity in doc.ents
        if entity.label_ == "PERSON"
        for m in _NAME_LIKE.finditer(text, entity.start_char, entity.end_char)
        if not m.group().isupper() and not text[m.end() : m.end() + 1].isalnum()
    ]


def _names(text: str, candidates: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """The candidates that are names of persons, without what goes with them."""
    if not candidates:
        return
    things = Cover(text, (m.span() for m in named_after_persons().finditer(text)))
    for start, end in candidates:
        span = _trimmed(text, start, end)
        if span and not things.touches(*span) and not _is_a_place(text, *span):
            yield Found(*span, PersonalData.PERSON)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without title, common words and possessive "'s", with initials before it; None where no name is left."""
    title = _BEFORE_NAME.match(text[start:end])
    if title:
        start += title.end()
    words = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:end])]
    while words and is_common_word(text[slice(*words[0])]):
        words.pop(0)
    # "Fitbit Charge", "Delta Gold": what follows a brand is its product.
    if not words or is_no_name(text[slice(*words[0])]):
        return None
    while is_common_word(text[slice(*words[-1])]) or is_brand_or_place(text[slice(*words[-1])]):
        words.pop()
    start, end = words[0][0], words[-1][1]
    end = start + len(without_possessive(text[start:end]))
    if text[start:end].isupper() and end - start < _SHORTEST_IN_CAPITALS:
        return None
    initials = _INITIALS_BEFORE.search(text[max(0, start - _CONTEXT_CHARACTERS) : start])
    return start - (len(initials.group()) if initials else 0), end


def _is_a_place(text: str, start: int, end: int) -> bool:
    """Whether the name is part of that of a place: "San Antonio", "Victoria Line"."""
    before = text[max(0, start - _CONTEXT_CHARACTERS) : start]
    return bool(_PLACE_BEFORE.search(before) or _PLACE_AFTER.match(text, end))


def _may_hold_more(text: str, found: Sequence[Found]) -> bool:
    """Whether a capitalised word is left that may be a name: the recogniser costs more than all else together."""
    taken = Cover(text, [*placeholder_spans(text), *((span.start, span.end) for span in found)])
    return any(
        not m.group().isupper() and not is_no_name(m.group()) and not taken.touches(*m.span())
        for m in _CANDIDATE.finditer(text)
    )
