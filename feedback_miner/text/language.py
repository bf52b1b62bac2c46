"""Which language a message is in. Short English must not be lost: a doubt is "und", never another language."""

from __future__ import annotations

import re

from py3langid.langid import MODEL_FILE, LanguageIdentifier

#: What is returned where the language cannot be told.
UNDETERMINED = "und"

#: Languages that are told apart, ISO 639-1. The more there are, the more slang is taken for a rare one of them.
LANGUAGES = frozenset(
    "ar bg bn ca cs da de el en es fa fi fr he hi hr hu id it ja ko ms nl no pl pt ro ru sv th tr uk vi zh".split()  # noqa: SIM905
)

_ENGLISH = "en"
_READ_CHARACTERS = 2_000
#: English wins from this probability on; measured on short messages, half of them slang.
_ENGLISH_MIN = 0.3
#: Another language must be this probable, and English this improbable. Loan words ("Super!", "Excellent") are neither.
_OTHER_MIN = 0.85
_ENGLISH_MAX_BESIDE_OTHER = 0.01
#: Another script cannot be English, but its languages may be close (Russian, Ukrainian).
_OTHER_SCRIPT_MIN = 0.5

_NO_WORDS = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|<[A-Z]+>|\S+@\S+|[\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


class LanguageDetector:
    """Tells languages by byte n-grams (py3langid), restricted to `LANGUAGES`."""

    def __init__(self) -> None:
        self._identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        self._identifier.set_languages(LANGUAGES)

    def detect(self, text: str, hint: str | None = None) -> str:
        """ISO 639-1 code, or `UNDETERMINED`.

        `hint`: the language that the export names ("en", "pt-BR"). It decides only where the words do not:
        exports often name the language of the account, not that of the message.
        """
        words = _NO_WORDS.sub(" ", text[:_READ_CHARACTERS])
        letters = sum(c.isalpha() for c in words)
        told = self._tell(words, letters) if letters else UNDETERMINED
        if told == UNDETERMINED and hint:
            return _primary_subtag(hint)
        return told

    def _tell(self, words: str, letters: int) -> str:
        ranked: list[tuple[str, float]] = self._identifier.rank(words)
        best, probability = ranked[0]
        if len(_LATIN.findall(words)) * 2 < letters:
            return best if best != _ENGLISH and probability >= _OTHER_SCRIPT_MIN else UNDETERMINED
        english = dict(ranked)[_ENGLISH]
        if best == _ENGLISH and english >= _ENGLISH_MIN:
            return _ENGLISH
        if probability >= _OTHER_MIN and english <= _ENGLISH_MAX_BESIDE_OTHER:
            return best
        return UNDETERMINED


def _primary_subtag(tag: str) -> str:
    """ "pt-BR" → "pt"; what is no language tag ("English", "1") → `UNDETERMINED`."""
    primary = re.split(r"[-_]", tag.strip().lower())[0]
    return primary if re.fullmatch(r"[a-z]{2}", primary) else UNDETERMINED
