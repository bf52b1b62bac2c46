"""The small drawings of the page: faces, emotion bars, trend lines, the strength of a quote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from feedback_miner.domain import NEUTRAL
from feedback_miner.journey import Point, stretches, tone
from feedback_miner.taxonomy import Emotion, Taxonomy

#: of a trend line, in its own units; the page stretches it
TREND_WIDTH, TREND_HEIGHT = 110, 16

#: a trend that moves less than this fills less than the height of its line
_LEAST_SPAN = 0.6


def tone_class(sentiment: float) -> str:
    """The class that colours by sentiment: tm3 (very negative) … t0 … t3."""
    return step_class(tone(sentiment))


def step_class(step: int) -> str:
    """The class of a step −3 … 3."""
    return f"tm{-step}" if step < 0 else f"t{step}"


def mouth(sentiment: float) -> str:
    """The mouth of a face of radius 16 around 0,0: a smile as wide as the score is high."""
    bend = max(-1.0, min(1.0, sentiment / 0.6)) * 6
    return f"M-6.5,{6 - bend / 3:.1f}Q0,{6 + bend:.1f} 6.5,{6 - bend / 3:.1f}"


@dataclass(frozen=True, slots=True)
class EmotionShare:
    """A part of an emotion bar: x and width in per cent of the bar, share in 0 … 1 of the comments."""

    emotion: Emotion
    share: float
    x: float
    width: float


def emotion_bar(shares: Mapping[str, float], taxonomy: Taxonomy) -> list[EmotionShare]:
    """The parts of the bar from the best emotion to the worst. A comment may show several: widths are of all shown."""
    known = [(emotion, shares[emotion.key]) for emotion in taxonomy.emotions if shares.get(emotion.key)]
    known.sort(key=lambda pair: -pair[0].tone)
    whole = sum(share for _, share in known)
    parts = []
    x = 0.0
    for emotion, share in known:
        width = 100 * share / whole
        parts.append(EmotionShare(emotion, share, round(x, 1), round(width, 1)))
        x += width
    return parts


def top_emotions(shares: Mapping[str, float], taxonomy: Taxonomy, limit: int) -> list[EmotionShare]:
    """The emotions that most comments show, "neutral" aside."""
    shown = [part for part in emotion_bar(shares, taxonomy) if part.emotion.key != NEUTRAL]
    return sorted(shown, key=lambda part: -part.share)[:limit]


def trend_path(weeks: Sequence[float | None]) -> str:
    """Weekly means as one SVG path; a week without comments is a gap, a week alone a point."""
    said = [week for week in weeks if week is not None]
    if not said:
        return ""
    middle = (min(said) + max(said)) / 2
    span = max(max(said) - min(said), _LEAST_SPAN)
    step = TREND_WIDTH / max(len(weeks) - 1, 1)
    points = [
        None
        if week is None
        else Point(number * step, TREND_HEIGHT / 2 - (week - middle) / span * (TREND_HEIGHT - 4))
        for number, week in enumerate(weeks)
    ]
    return "".join(_polyline(run) for run in stretches(points))


def _polyline(run: Sequence[Point]) -> str:
    """In steps, which are short: a page has dozens of them."""
    points = [(round(point.x), round(point.y, 1)) for point in run]
    steps = " ".join(f"{x - x0},{y - y0:.1f}" for (x0, y0), (x, y) in pairwise(points))
    x, y = points[0]
    return f"M{x},{y}l{steps}" if steps else f"M{x},{y}h.1"


def strength(sentiment: float) -> int:
    """How strong a comment is, 1 … 5."""
    return min(5, 1 + int(abs(sentiment) * 5))
