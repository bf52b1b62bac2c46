"""The word lists behind the names: given names, words that are none, brands that bear a person's name."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from spacy.lang.en.stop_words import STOP_WORDS

#: "Noooo", "Aaah": no name has a letter three times in a row.
_DRAWN_OUT = re.compile(r"([^\W\d_])\1\1", re.IGNORECASE)
#: "I’m", "Y'all", "Don't".
_CONTRACTION = re.compile(r"['’](?:m|ll|all|ve|re|d)$|n['’]t$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")


def is_given_name(word: str) -> bool:
    """Whether the capitalised word is a given name that is neither a common word nor a well-known brand or place."""
    return word in _words("given_names.txt") and not is_no_name(word)


def is_no_name(word: str) -> bool:
    """Whether the word, however it is capitalised, is a common English word, a brand, a place or a form of address."""
    return is_common_word(word) or is_brand_or_place(word) or bool(_DRAWN_OUT.search(word))


def is_common_word(word: str) -> bool:
    """Whether the word is one that begins sentences, and so is capitalised without being a name."""
    bare = _bare(word)
    return bare in STOP_WORDS or bare in _words("sentence_words.txt") or bool(_CONTRACTION.search(bare))


def is_brand_or_place(word: str) -> bool:
    """Whether the word is a brand, a product, a place, a day, or whom one greets without a name ("team")."""
    return _bare(word) in _words("not_names.txt")


def without_possessive(word: str) -> str:
    """ "Maria's" → "Maria"."""
    return _POSSESSIVE.sub("", word)


@cache
def named_after_persons() -> re.Pattern[str]:
    """Matches brands and things that bear a person's name ("Ben & Jerry")."""
    return re.compile(
        rf"\b(?:{'|'.join(map(re.escape, _lines('named_after_persons.txt')))})\b", re.IGNORECASE
    )


def _bare(word: str) -> str:
    return without_possessive(word).strip(".,").lower()


@cache
def _words(file: str) -> frozenset[str]:
    return frozenset(word for line in _lines(file) for word in line.split())


def _lines(file: str) -> list[str]:
    text = files("feedback_miner.text").joinpath("lists", file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
