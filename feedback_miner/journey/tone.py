"""Numbers in words: seven steps from very negative to very positive, figures with a true minus sign."""

from __future__ import annotations

from bisect import bisect_right

_EDGES = (0.08, 0.25, 0.5)
_WORDS = (
    "very negative",
    "negative",
    "slightly negative",
    "neutral",
    "slightly positive",
    "positive",
    "very positive",
)


def tone(sentiment: float) -> int:
    """The step of a sentiment (−1 … 1): −3 very negative, 0 neutral, 3 very positive. Mirrored around 0."""
    step = bisect_right(_EDGES, abs(sentiment))
    return step if sentiment > 0 else -step


def tone_word(sentiment: float) -> str:
    """The step in words."""
    return _WORDS[tone(sentiment) + 3]


def signed(value: float) -> str:
    """+0.59, −0.41 or 0.00, with a true minus sign."""
    text = f"{abs(value):.2f}"
    if text == "0.00":
        return text
    return f"{'−' if value < 0 else '+'}{text}"
