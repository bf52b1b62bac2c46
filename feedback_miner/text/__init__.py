"""The text room: raw messages in; cleaned, redacted, split messages out."""

from feedback_miner.text.phrases import EnglishPhrases
from feedback_miner.text.pipeline import EnglishPreparer
from feedback_miner.text.redact import Redactor
from feedback_miner.text.structured import redact_structured

__all__ = ["EnglishPhrases", "EnglishPreparer", "Redactor", "redact_structured"]
