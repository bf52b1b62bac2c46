"""The front door of this room: a raw message in, a `PreparedText` out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from threading import Lock

from feedback_miner.domain import PreparedText
from feedback_miner.text.clean import clean
from feedback_miner.text.language import LanguageDetector
from feedback_miner.text.models import load_sentencer
from feedback_miner.text.redact import Redactor
from feedback_miner.text.split import StatementSplitter
from feedback_miner.text.structured import redact_structured

#: How many short values are remembered with what is left of them: a file has a million, and few that differ.
_REMEMBERED_VALUES = 10_000


class EnglishPreparer:
    """Cleans, redacts and splits messages, and tells which are not English.

    Loads its models once (about 1 s, 120 MB). Threads may share it: one works at a time.
    """

    def __init__(self) -> None:
        self._detector = LanguageDetector()
        self._redactor = Redactor()
        self._splitter = StatementSplitter(load_sentencer())
        self._one_at_a_time = Lock()

    def prepare(self, raw: Sequence[str], *, hints: Sequence[str | None]) -> list[PreparedText]:
        """One result for each raw message, in order.

        `hints`: for each the language that its export names, or None. Texts in every language are redacted and split
        as if they were English. Statements are spans of the redacted text. Never raises on any text.
        """
        cleaned = [clean(text) for text in raw]
        languages = [self._detector.detect(text, hint) for text, hint in zip(cleaned, hints, strict=True)]
        with self._one_at_a_time:
            redacted = self._redactor.redact_all(cleaned)
            statements = self._splitter.split(redacted)
        return [PreparedText(*fields) for fields in zip(redacted, languages, statements, strict=True)]

    def redact(self, cells: Sequence[str]) -> list[str]:
        """Single cells with personal data replaced by typed placeholders."""
        with self._one_at_a_time:
            return self._redactor.redact_all(cells)

    def redact_values(self, values: Sequence[str]) -> list[str]:
        """Short values such as a plan or a city: addresses and numbers are replaced, what reads like a name stays."""
        return [_redacted_value(value) for value in values]


@lru_cache(_REMEMBERED_VALUES)
def _redacted_value(value: str) -> str:
    return redact_structured(value)
