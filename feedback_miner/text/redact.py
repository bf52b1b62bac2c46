"""Personal data out of texts, before anything is stored."""

from __future__ import annotations

from collections.abc import Sequence

from feedback_miner.text.models import load_recogniser
from feedback_miner.text.names import NameFinder
from feedback_miner.text.normalise import limit, well_formed
from feedback_miner.text.placeholders import replace
from feedback_miner.text.structured import redact_structured


class Redactor:
    """Replaces personal data by typed placeholders: `<EMAIL> <PHONE> <CARD> <IBAN> <PERSON>`.

    Redacting a redacted text changes nothing. Order, flight, case and version numbers, dates, times, prices, brands
    and handles stay.
    """

    def __init__(self) -> None:
        self._names = NameFinder(load_recogniser())

    def redact(self, text: str) -> str:
        """One text, redacted."""
        return self.redact_all([text])[0]

    def redact_all(self, texts: Sequence[str]) -> list[str]:
        """The texts, redacted, in order; each cut to `normalise.MAX_CHARACTERS`. Faster than one at a time."""
        redacted = [redact_structured(limit(well_formed(text))) for text in texts]
        pending = list(range(len(texts)))
        # As in `placeholders.until_stable`: a placeholder may uncover its neighbours, so what changed is read again.
        while pending:
            current = [redacted[n] for n in pending]
            changed: list[int] = []
            for n, text, found in zip(pending, current, self._names.find(current), strict=True):
                redacted[n] = redact_structured(replace(text, found))
                if redacted[n] != text:
                    changed.append(n)
            pending = changed
        return redacted
