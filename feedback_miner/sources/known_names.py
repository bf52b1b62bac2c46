"""Names by which exports call their columns."""

from __future__ import annotations

from feedback_miner.sources.guess_fields import is_field_name
from feedback_miner.sources.guess_text import is_text_name
from feedback_miner.sources.profile import name_words

#: Longer ones are sentences in which a known word may stand as well.
_MOST_WORDS = 4


def is_known_name(cell: str) -> bool:
    """Whether a cell is the name of a column that the guess knows, such as "created_at" or "Review Text"."""
    name = name_words(cell[:100])
    return len(name.split()) <= _MOST_WORDS and (is_field_name(name) or is_text_name(name))
