"""Words of statements as groups are named by: without the small ones, and inflected forms as one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

#: "cancelled" and "cancellation", "delays" and "delayed" are one; English words differ before this letter.
_STEM_LETTERS = 5
#: Handles, hashtags, addresses and placeholders are no words.
_NO_WORDS = re.compile(r"[@#]\w+|https?://\S+|<[A-Z]+>")
_WORD = re.compile(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?")
#: What turns a phrase round is worth as much as what it is about.
_KEPT = {"no", "not", "never", "without", "cannot"}
_SMALL_TOO = {"just", "really", "got", "get", "getting", "im", "ive", "like"}


@cache
def _small_words() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS  # takes a second: only who groups pays

    return frozenset((ENGLISH_STOP_WORDS - _KEPT) | _SMALL_TOO)


@lru_cache(100_000)
def stems(text: str) -> frozenset[str]:
    """What the text is about: its words of meaning, each cut to what its inflections share."""
    words = _WORD.findall(_NO_WORDS.sub(" ", text).lower().replace("’", "'"))
    return frozenset(word[:_STEM_LETTERS] for word in words if word not in _small_words() and "'" not in word)


def count_stems(texts: Iterable[str]) -> Counter[str]:
    """In how many of the texts each stem occurs."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(stems(text))
    return counts
