"""Which suggestions of the playbook fit what customers said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from feedback_miner.taxonomy import Suggestion

#: An emotion that this share of the statements shows is common.
COMMON = 0.2
#: Words of playbooks that are kept ready to be searched for.
_WORDS = 5_000


@dataclass(frozen=True, slots=True)
class FittingSuggestion:
    """A suggestion, and what speaks for it here; nothing where it is only what teams commonly do at the touchpoint."""

    suggestion: Suggestion
    #: words of the playbook that customers used
    words: tuple[str, ...]
    #: emotions of the playbook that are common here
    emotions: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Customers used its words."""
        return bool(self.words)


def fitting(
    suggestions: Iterable[Suggestion], texts: Sequence[str], emotions: Mapping[str, float]
) -> list[FittingSuggestion]:
    """All of them, those that fit best first: by the share of the texts that hold one of its words, and half as much
    by the share of its commonest emotion. Equal ones keep their order.

    `texts`: a theme's name and some of its statements; `emotions`: emotion → share of the statements that show it.
    """
    told = [text.casefold() for text in texts]
    weighed = [_weighed(suggestion, told, emotions) for suggestion in suggestions]
    return [found for _, found in sorted(weighed, key=lambda pair: -pair[0])]


def _weighed(
    suggestion: Suggestion, texts: Sequence[str], emotions: Mapping[str, float]
) -> tuple[float, FittingSuggestion]:
    words = tuple(word for word in suggestion.words if any(_begins(word, text) for text in texts))
    holding = sum(any(_begins(word, text) for word in words) for text in texts)
    common = tuple(key for key in suggestion.emotions if emotions.get(key, 0.0) >= COMMON)
    strongest = max((emotions.get(key, 0.0) for key in suggestion.emotions), default=0.0)
    weight = (holding / len(texts) if texts else 0.0) + strongest / 2
    return weight, FittingSuggestion(suggestion, words, common)


def _begins(word: str, text: str) -> bool:
    return _beginning(word).search(text) is not None


@lru_cache(_WORDS)
def _beginning(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word)}")
