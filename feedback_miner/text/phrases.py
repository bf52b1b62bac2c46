"""Stretches of a customer's own words that could be a headline: "flight was cancelled", "no help from your desk".

A headline is a clause or a noun with what belongs to it, as spaCy's parser sees them, without the small words in front
("my", "the", "I have been"). Its words stand in the text side by side: nothing is put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from feedback_miner.domain import Phrase
from feedback_miner.text.batches import read_docs
from feedback_miner.text.models import load_parser

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

#: A headline has so many words.
FEWEST_WORDS, MOST_WORDS = 2, 7

#: Who is written to, and hashtags behind the words, are no part of the sentence.
_BEFORE = re.compile(r"^(?:\s|[.,:;!?…\"“”'’&*~|/\\-]|[@#]\w+(?:['’]s\b)?|https?://\S+|<[A-Z]+>|RT\b)+")
_BEHIND = re.compile(r"(?:\s|[@#]\w+|https?://\S+|<[A-Z]+>)+$")
#: Handles, hashtags, placeholders, addresses, money, codes, figures, drawn-out words, marks within the span.
_UNFIT = re.compile(
    r"^-|-$|[@#<>_*/\\|~^=+$€£%\"“”()\[\]{}:;.,!?…]|https?|\bwww\b|\d{3,}|\d[a-z]|[a-z]\d|([^\W\d])\1\1|--|[^\x00-\u024f\u2018\u2019]",
    re.IGNORECASE,
)

#: A headline may be read out to anybody.
_COARSE = re.compile(r"\b(?:f+u+c+k|f\*|shit|bullshit|bitch|cunt|asshole|arsehole|wank|dick)", re.IGNORECASE)

_SAYING = {"VERB", "AUX"}
_NAMING = {"NOUN", "PROPN"}
_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "expl"}
#: What stands behind a verb, a noun or a preposition and completes it: without it the phrase is broken off.
_COMPLETING = {"acomp", "agent", "attr", "dative", "dobj", "neg", "oprd", "pcomp", "pobj", "prt", "xcomp"}
#: What may stand behind it or be left away.
_ADDING = {"acl", "advmod", "npadvmod", "prep"}
_BEING = {"is", "are", "am", "was", "were", "be", "been", "being", "'s", "'m", "'re", "’s", "’m", "’re"}
_SMALL_IN_FRONT = {"det", "poss", "predet", "cc", "mark", "intj", "punct", "preconj", "case"}
#: Prepositions that a phrase may begin with.
_LEADING = {"in", "on", "out", "without"}
#: Verbs that say nothing by themselves.
_NO_LAST = set(
    re.findall(
        r"\w+",
        "do does did get gets got give gives gave has have had keep keeps kept know let lets make makes made need needs"
        " put said say says take takes tell tells think told took want wants",
    )
)
#: Determiners that say something.
_TELLING = {"no", "not", "never", "zero", "nothing", "nobody"}
#: Of chats, which say nothing of what was said.
_CHATTY = {
    "atm",
    "btw",
    "fyi",
    "fwiw",
    "idk",
    "imho",
    "imo",
    "lol",
    "ngl",
    "smh",
    "tbf",
    "tbh",
    "thx",
    "ty",
    "wtf",
}
#: How long and when, which say nothing of what it was.
_TIMES = set(
    re.findall(
        r"\w+",
        "second minute hour day week weekend month year time morning afternoon evening night today tomorrow yesterday"
        " spring summer autumn fall winter january february march april may june july august september october november"
        " december monday tuesday wednesday thursday friday saturday sunday",
    )
)
_NO_END = {"DT", "PRP$", "IN", "CC", "TO", "MD", "WDT", "WP", "WRB", "EX", "UH", "POS", "HYPH"}
_NO_BEGINNING = {"CC", "WDT", "WP", "WP$", "WRB", "EX", "UH", "POS", "PRP", "HYPH"}


class EnglishPhrases:
    """Reads phrases with a parser, which is loaded when it is first asked (about 1 s, 100 MB). Threads may share it."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()

    @cached_property
    def _parser(self) -> Language:
        return load_parser()

    def read(self, texts: Sequence[str]) -> list[tuple[Phrase, ...]]:
        """For each text its phrases in order: 2–7 words, each once. None where nothing is said in so few words."""
        with self._one_at_a_time:
            return read_docs(self._parser, [_sentence(text) for text in texts], _phrases)


def _sentence(text: str) -> str:
    bare = _BEHIND.sub("", _BEFORE.sub("", text))
    shouted = bare.isupper()
    return bare.lower() if shouted else bare


def _phrases(doc: Doc) -> tuple[Phrase, ...]:
    found: dict[str, Phrase] = {}
    for token in doc:
        for span in _spans(token):
            if _reads_well(span):
                phrase = Phrase(_sentence_case(span), any(word.pos_ in _SAYING for word in span))
                found.setdefault(phrase.text.lower(), phrase)
    return tuple(found.values())


def _spans(head: Token) -> Iterator[Span]:
    """From where a clause or noun phrase may begin to where it may end."""
    if head.pos_ in _SAYING and head.dep_ not in {"aux", "auxpass"}:
        starts = _clause_starts(head)
    elif head.pos_ in _NAMING and head.dep_ != "compound":
        starts = {_with_its_preposition(_without_small_words(head.doc, head.left_edge.i, head.i), head)}
    else:
        return
    ends = _ends(head)
    for start in sorted(starts):
        for end in ends:
            if start < end < start + 2 * MOST_WORDS:
                yield head.doc[start : end + 1]


def _ends(head: Token) -> list[int]:
    """Where a phrase may end that has this head: with it, or with what completes it or adds to it."""
    ends = [] if head.lower_ in _BEING else [head.i]
    for child in head.rights:
        if child.dep_ in _COMPLETING:
            ends = _ends(child)
        elif child.dep_ in _ADDING:
            ends = ends + _ends(child)
        else:
            return [] if child.dep_ == "ccomp" else ends
    return ends


def _clause_starts(verb: Token) -> set[int]:
    """At the subject where it is a thing; at the verb (or its "not") where it is "I" or "you"."""
    subjects = [child for child in verb.lefts if child.dep_ in _SUBJECTS]
    things = [subject for subject in subjects if subject.pos_ in _NAMING]
    if things:
        return {_without_small_words(verb.doc, things[0].left_edge.i, things[0].i)}
    negations = [child for child in verb.children if child.dep_ == "neg"]
    if negations:
        return {_start_of_negation(negations[0])}
    if verb.lower_ in _BEING:
        return {verb.i + 1} if verb.i + 1 < len(verb.doc) else set()
    return {verb.i}


def _start_of_negation(negation: Token) -> int:
    """ "didn't", "will not": it begins with the small verb in front of it."""
    before = negation.i - 1
    return before if before >= 0 and negation.doc[before].pos_ == "AUX" else negation.i


def _with_its_preposition(start: int, noun: Token) -> int:
    """ "on hold", "in line": a bare noun behind a preposition means little without it."""
    bare = start == noun.i and noun.dep_ == "pobj" and noun.head.i == start - 1
    return noun.head.i if bare and noun.head.lower_ in _LEADING else start


def _without_small_words(doc: Doc, start: int, head: int) -> int:
    while start < head and doc[start].dep_ in _SMALL_IN_FRONT and doc[start].lower_ not in _TELLING:
        start += 1
    return start


def _reads_well(span: Span) -> bool:
    words = len(span.text.split())
    first, last = span[0], span[-1]
    return (
        FEWEST_WORDS <= words <= MOST_WORDS
        and not _UNFIT.search(span.text)
        and not _COARSE.search(span.text)
        and first.tag_ not in _NO_BEGINNING
        and last.lower_ not in _NO_LAST
        and ((first.text[0].isalpha() and len(first) > 1) or first.is_digit)
        and (last.tag_ not in _NO_END or last.dep_ == "prt")
        and last.dep_ not in {"aux", "auxpass", "compound", "amod", "neg", "nummod", "poss", "mark"}
        and not any(word.lower_ in _CHATTY for word in span)
        and any(word.pos_ in _NAMING | {"VERB", "ADJ"} and not word.is_stop for word in span)
        and not _only_counts(span)
        and not _is_denied_outside(span)
    )


def _only_counts(span: Span) -> bool:
    """Whether it says no more than how many, how long or when: "five friends", "in March", "hour and ten minutes"."""
    nouns = [word for word in span if word.pos_ in _NAMING]
    return (
        span.root.pos_ not in _SAYING
        and bool(nouns)
        and all(
            noun.lower_.removesuffix("s") in _TIMES or any(child.dep_ == "nummod" for child in noun.lefts)
            for noun in nouns
        )
    )


def _is_denied_outside(span: Span) -> bool:
    """Whether the "not" that turns the phrase round is left out of it."""
    heads = [span.root, *span.root.ancestors]
    return any(
        child.dep_ == "neg" and not span.start <= child.i < span.end
        for head in heads
        for child in head.children
    )


def _sentence_case(span: Span) -> str:
    """Words in capitals are shouted, but for short ones ("USA", "TV"); "Late Flight" in mid-sentence is a thing."""
    words = [word.text_with_ws for word in span]
    if sum(word.isupper() for word in words) * 2 > len(words):
        words = [word.lower() for word in words]
    text = "".join(words).strip()
    return text[0].upper() + text[1:]
