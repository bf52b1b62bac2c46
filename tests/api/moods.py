"""A scorer that a word each tells the place and the mood: what customers felt on which day can be written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from feedback_miner.domain import NONE, Scores
from tests.api.house import RuleScorer

_PLACES = {
    "parcel": ("onboarding", "delivery"),
    "app": ("use", "app"),
    "agent": ("support", "support"),
    "checkout": ("purchase", "ordering"),
}
_MOODS = {"awful": -0.8, "bad": -0.5, "plain": -0.1, "fair": 0.2, "good": 0.5, "lovely": 0.9}


class MoodScorer(RuleScorer):
    """Reads sentences such as “The parcel was awful for me today.”"""

    def _said(self, text: str) -> Scores:
        words = text.lower().strip(".").split()
        stage, touchpoint = next((_PLACES[word] for word in words if word in _PLACES), (NONE, NONE))
        mood = next((_MOODS[word] for word in words if word in _MOODS), 0.0)
        shown = "frustration" if mood < -0.6 else "joy" if mood > 0.6 else ""
        return Scores(
            {key: float(key == stage) for key in self._stages},
            {key: float(key == touchpoint) for key in self._touchpoints},
            mood,
            {key: float(key == shown) for key in self._emotions},
        )


@dataclass(frozen=True, slots=True)
class Said:
    """A message of one statement."""

    day: date
    place: str
    mood: str
    customer: int
    plan: str = "free"
    channel: str = "email"


def messages(said: Iterable[Said], *, name: str = "s") -> bytes:
    """As `bring` takes them."""
    lines = ["id,date,customer,channel,plan,nps,comment"]
    lines += [
        f"{name}{n},{one.day}T10:00:00Z,customer-{one.customer},{one.channel},{one.plan},,"
        f"The {one.place} was {one.mood} for me and all of my friends today."
        for n, one in enumerate(said)
    ]
    return "\n".join(lines).encode() + b"\n"
