"""The map in one or two sentences, no surer than the numbers are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from feedback_miner.journey.tone import signed
from feedback_miner.journey.types import FEW, Change, JourneyMap, StageResult


@dataclass(frozen=True, slots=True)
class HeadlinePart:
    """A piece of the headline; `stage` is the key of the stage that it names, or None."""

    text: str
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline in pieces; `str()` is the plain sentence."""

    parts: tuple[HeadlinePart, ...]

    def __str__(self) -> str:
        return "".join(part.text for part in self.parts)


def headline(journey: JourneyMap) -> Headline:
    """Names the low and the high point where they stand apart, and says so where they do not."""
    if journey.overall.statements == 0:
        return _plain("No comments in this period.")
    by_key = {stage.key: stage for stage in journey.stages}
    if journey.lowest is None or journey.highest is None:
        return _plain(_too_few(journey))
    low, high = by_key[journey.lowest], by_key[journey.highest]
    if not _apart(low, high):
        return Headline(
            (
                HeadlinePart("No stage clearly stands out: from "),
                *_named(low, f" at {_mean(low)} to "),
                *_named(high, f" at {_mean(high)}, within what chance can do."),
            )
        )
    change = _change_words(low.figures.change, journey)
    return Headline(
        (
            *_named(low, f" is the low point: {_mean(low)}{change}. "),
            *_named(high, f" is the high point at {_mean(high)}."),
        )
    )


def _plain(text: str) -> Headline:
    return Headline((HeadlinePart(text),))


def _named(stage: StageResult, text: str) -> tuple[HeadlinePart, HeadlinePart]:
    return HeadlinePart(stage.name, stage.key), HeadlinePart(text)


def _mean(stage: StageResult) -> str:
    return signed(stage.figures.sentiment or 0.0)


def _too_few(journey: JourneyMap) -> str:
    enough = [stage.name for stage in journey.stages if not stage.few]
    if enough:
        return f"Only {enough[0]} has {FEW} comments or more: nothing to compare it with yet."
    return f"Few comments so far: no stage has {FEW} yet, too few to name a low point."


def _apart(low: StageResult, high: StageResult) -> bool:
    """Whether the two intervals leave a gap between them: a strict test, on the safe side."""
    below, above = low.figures.interval, high.figures.interval
    return below is not None and above is not None and below.high < above.low


def _change_words(change: Change | None, journey: JourneyMap) -> str:
    if change is None:
        return ""
    if not change.certain:
        return f", no clear change on {compared_words(journey)}"
    direction = "down" if change.sentiment < 0 else "up"
    return f", {direction} {abs(change.sentiment):.2f} on {compared_words(journey)}"


def compared_words(journey: JourneyMap) -> str:
    """What the map is compared with: "the previous 30 days", "1 Sep 2026 to 30 Sep 2026", or "nothing"."""
    compared = journey.compared
    if compared is None:
        return "nothing"
    if compared.days == journey.cut.days and compared.last_day + timedelta(days=1) == journey.cut.first_day:
        return f"the previous {compared.days} days" if compared.days > 1 else "the day before"
    first, last = compared.first_day, compared.last_day
    return f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}"
