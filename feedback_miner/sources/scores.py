"""Stars, satisfaction and NPS as exports write them. A cell that cannot be read is None, never an error."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_NUMBER = re.compile(
    r"([-+]?\d+(?:[.,]\d+)?)\s*(?:stars?|points?|[★⭐]\ufe0f?|\(.*\)|[-–:=].*)?", re.IGNORECASE
)
#: "Extremely likely - 10": surveys word the ends of a scale.
_WORDED_NUMBER = re.compile(r"[^\W\d]\D*(?:\s[-–]\s|[(:]\s*)(\d+(?:[.,]\d+)?)\)?")
_OUT_OF = re.compile(
    r"(?:rated\s+)?(\d+(?:[.,]\d+)?)\s*(?:/|out of|of)\s*(\d+)(?:\s*(?:stars?|points?))?", re.IGNORECASE
)
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_STAR_SIGNS = re.compile(r"([★⭐]\ufe0f?)+☆*")

#: Where a name, a question or an answer says that 7 is the best: many scales of 10 are never used beyond it.
_OF_SEVEN = re.compile(
    r"(?<!\d)(?:[1-7]\s*)?/\s*7(?![\d/]|[.,]\d)|\bout of 7\b|(?<![\d.-])1\s*(?:[-–…]|\.{2,3}|to)\s*7(?![\d/-]|[.,]\d)"
    r"|\b7[- ]point\b",
    re.IGNORECASE,
)
_WORDING_CHARS = 1_000
#: How many cells are remembered with what they mean: a file has a million scores, and few that differ.
_REMEMBERED = 1_000

#: Answers in words, brought to 1…5. "Good" and "Bad" are Zendesk's; its "offered" is a question without an answer.
_CSAT_WORDS = {
    "good": 5.0,
    "great": 5.0,
    "excellent": 5.0,
    "positive": 5.0,
    "happy": 5.0,
    "extremely happy": 5.0,
    "extremely satisfied": 5.0,
    "very satisfied": 5.0,
    "completely satisfied": 5.0,
    "very good": 5.0,
    "awesome": 5.0,
    "amazing": 5.0,
    "thumbs up": 5.0,
    "👍": 5.0,
    "😀": 5.0,
    "very happy": 5.0,
    "satisfied": 4.0,
    "somewhat satisfied": 4.0,
    "neutral": 3.0,
    "ok": 3.0,
    "okay": 3.0,
    "average": 3.0,
    "neither satisfied nor dissatisfied": 3.0,
    "neither satisfied nor unsatisfied": 3.0,
    "😐": 3.0,
    "very unhappy": 1.0,
    "somewhat dissatisfied": 2.0,
    "dissatisfied": 2.0,
    "unsatisfied": 2.0,
    "very dissatisfied": 1.0,
    "very unsatisfied": 1.0,
    "completely dissatisfied": 1.0,
    "not good": 1.0,
    "very poor": 1.0,
    "very bad": 1.0,
    "extremely dissatisfied": 1.0,
    "extremely unhappy": 1.0,
    "unhappy": 2.0,
    "negative": 1.0,
    "poor": 1.0,
    "terrible": 1.0,
    "bad": 1.0,
    "sad": 1.0,
    "thumbs down": 1.0,
    "👎": 1.0,
    "🙁": 1.0,
    "😞": 1.0,
}


@dataclass(frozen=True, slots=True)
class RatingScale:
    """The worst and the best answer that a column can hold."""

    low: float
    high: float

    def to_stars(self, value: float) -> float | None:
        """The value brought to 1…5 in a straight line; None outside the scale."""
        if not self.low <= value <= self.high:
            return None
        return round(1 + 4 * (value - self.low) / (self.high - self.low), 4)


_STARS = RatingScale(1, 5)


class ScaleFinder:
    """Finds a column's scale from its least and greatest number, and from its `wording`: its name and question."""

    def __init__(self, wording: str = "") -> None:
        self._low = float("inf")
        self._high = float("-inf")
        self._of_seven = _is_of_seven(wording)

    def see(self, text: str) -> None:
        """Takes in a cell; one that is no bare number tells nothing of the scale."""
        self._of_seven = self._of_seven or _is_of_seven(text)
        value = _number(text)
        if value is not None:
            self._low = min(self._low, value)
            self._high = max(self._high, value)

    @property
    def scale(self) -> RatingScale | None:
        """0…1, 1…5, 1…7, 0…10 or 1…10, 0…100: the least that holds all numbers. None without numbers, or beyond these.

        0 among 1…5 is "not rated", so it does not widen that scale; 0…1 needs a 0, and 1…7 is where words say so.
        """
        if self._low < 0 or self._high > 100 or self._high < self._low:
            return None
        if self._of_seven and self._low >= 1 and self._high <= 7:
            return RatingScale(1, 7)
        if self._high <= 1 and self._low == 0:
            return RatingScale(0, 1)
        if self._high <= 5:
            return _STARS
        if self._high <= 10:
            return RatingScale(0 if self._low < 1 else 1, 10)
        return RatingScale(0, 100)


def parse_rating(text: str, scale: RatingScale | None) -> float | None:
    """Stars, 1…5. "4/5", "80%" and "★★★★☆" carry their own scale; a bare number is read by the column's `scale`."""
    text = text.strip()
    if not text:
        return None
    if _STAR_SIGNS.fullmatch(text):
        return _STARS.to_stars(text.count("★") + text.count("⭐"))
    out_of = _OUT_OF.fullmatch(text)
    if out_of:
        best = float(out_of[2])
        return RatingScale(1 if best in (5, 7) else 0, best).to_stars(_float(out_of[1])) if best > 1 else None
    percent = _PERCENT.fullmatch(text)
    if percent:
        return RatingScale(0, 100).to_stars(_float(percent[1]))
    value = _number(text)
    return (scale or _STARS).to_stars(value) if value is not None else None


def parse_csat(text: str, scale: RatingScale | None) -> float | None:
    """Satisfaction, 1…5, of words ("Good", "very dissatisfied") or numbers; "Offered" is no answer."""
    return _CSAT_WORDS.get(text.strip().lower()) or parse_rating(text, scale)


def parse_nps(text: str) -> int | None:
    """The answer to "how likely are you to recommend us", 0…10; "10 - extremely likely" is 10, and so is "10/10"."""
    out_of = _OUT_OF.fullmatch(text.strip())
    value = _float(out_of[1]) if out_of and out_of[2] == "10" else _number(text)
    return int(value) if value is not None and value == int(value) and 0 <= value <= 10 else None


@lru_cache(_REMEMBERED)
def _is_of_seven(text: str) -> bool:
    return _OF_SEVEN.search(text[:_WORDING_CHARS]) is not None


@lru_cache(_REMEMBERED)
def _number(text: str) -> float | None:
    text = text.strip()
    found = _NUMBER.fullmatch(text) or _WORDED_NUMBER.fullmatch(text)
    return _float(found[1]) if found and len(found[1]) < 16 else None


def _float(digits: str) -> float:
    return float(digits.replace(",", "."))
