"""Names of themes: the phrase of their customers that says what most of them say and others do not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log1p

from feedback_miner.domain import Phrase
from feedback_miner.ports import PhraseReader
from feedback_miner.themes.words import count_stems, stems

#: Phrases are read out of so many statements, the most central ones.
READ_STATEMENTS = 50
MOST_WORDS = 7
#: "Card was declined" rather than "declined card".
_WORTH_OF_SAYING = 1.25
#: "On pending", "two minutes": one word of meaning says what it is about, and not what is the matter with it.
_WORTH_OF_ONE_WORD = 0.7
#: Of two phrases the longer one must have more weight by this power of its length.
_COST_OF_LENGTH = 0.35
#: A word that fewer of the theme's statements have is odd.
_FEWEST_WITH_IT, _COMMON_SHARE = 3, 0.03

_NO_WORDS = re.compile(r"[@#]\w+|https?://\S+|<[A-Z]+>")


@dataclass(frozen=True, slots=True)
class Wording:
    """How often stems occur, by statement."""

    counts: Counter[str]
    statements: int

    @classmethod
    def of(cls, texts: Sequence[str]) -> Wording:
        """Of these statements."""
        return cls(count_stems(texts), len(texts))

    def with_more(self, texts: Sequence[str]) -> Wording:
        """Of these as well."""
        return Wording(self.counts + count_stems(texts), self.statements + len(texts))

    def share(self, stem: str) -> float:
        """Of the statements that have it; never 0."""
        return (self.counts[stem] + 1) / (self.statements + 1)


def name_theme(
    texts: Sequence[str], everywhere: Wording, *, read_phrases: PhraseReader, taken: Collection[str]
) -> str:
    """A headline for statements, the most central ones first, in words of one of them: 2–7 words, in sentence case.

    Words weigh by class-based TF-IDF (Grootendorst, 2022), with statements counted in the place of words: the
    share of the theme's statements that have it × log(1 + 1 / the share of all statements that have it). The best
    phrase has much weight for its length. `everywhere`: all statements at hand, those of the theme among them.
    `taken`: names that other themes of the workspace have.
    """
    here = Wording.of(texts)
    weights = {
        stem: count / here.statements * log1p(1 / everywhere.share(stem))
        for stem, count in here.counts.items()
    }
    central = texts[:READ_STATEMENTS]
    phrases = [phrase for found in read_phrases.read(central) for phrase in found]
    spoken = {frozenset(stems(name)) for name in taken}
    best = max(
        (phrase for phrase in phrases if stems(phrase.text) not in spoken and _is_common(phrase, here)),
        key=lambda phrase: (_worth(phrase, weights), phrase.text),
        default=None,
    )
    if best is not None:
        return best.text
    beginnings = sorted(map(_beginning, central), key=lambda words: " " not in words)
    return _unheard([*(phrase.text for phrase in phrases), *beginnings], taken)


def _is_common(phrase: Phrase, here: Wording) -> bool:
    least = max(min(_FEWEST_WITH_IT, here.statements), _COMMON_SHARE * here.statements)
    return all(here.counts[stem] >= least for stem in stems(phrase.text))


def _worth(phrase: Phrase, weights: dict[str, float]) -> float:
    meant = stems(phrase.text)
    weight = sum(weights.get(stem, 0.0) for stem in meant)
    says = (_WORTH_OF_SAYING if phrase.says else 1.0) * (_WORTH_OF_ONE_WORD if len(meant) == 1 else 1.0)
    cost: float = len(phrase.text.split()) ** _COST_OF_LENGTH
    return weight * says / cost


def _beginning(text: str) -> str:
    """The first words of a statement in which no phrase was found."""
    words = _NO_WORDS.sub(" ", text).split()[:MOST_WORDS]
    beginning = " ".join(words).strip(" .,:;!?-–—…\"'“”")
    return beginning[:1].upper() + beginning[1:]


def _unheard(names: Sequence[str], taken: Collection[str]) -> str:
    """The first that no other theme has; a numbered one where all are taken or say nothing."""
    others = {name.casefold() for name in taken}
    said = [name for name in names if name] or ["No words"]
    numbered = (f"{said[0]} ({n})" for n in range(2, len(others) + 3))
    return next(name for name in (*said, *numbered) if name.casefold() not in others)
