"""Alerts: what is watched, and what was noticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar


class Measure(StrEnum):
    """What a rule watches."""

    SENTIMENT = "sentiment"
    #: comments a day
    VOLUME = "volume"
    #: the share of comments that show an emotion
    EMOTION = "emotion"
    #: the share of comments that a theme has: themes that are new, or grow fast
    THEME = "theme"


class Direction(StrEnum):
    """Which way it must go to be told of."""

    DOWN = "down"
    UP = "up"


class Each(StrEnum):
    """What a rule looks at one by one."""

    STAGE = "stage"
    TOUCHPOINT = "touchpoint"
    CHANNEL = "channel"
    SOURCE = "source"


class Sensitivity(StrEnum):
    """How much it takes. Each step makes false alarms about seven times as frequent, or as rare."""

    LOW = "low"
    USUAL = "usual"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class AlertRule:
    """What is watched: a measure, at a cut, as a whole or one by one. Empty filters mean everything."""

    kind: ClassVar[str] = "alert_rule"

    id: str
    title: str
    measure: Measure
    direction: Direction = Direction.UP
    #: None: the cut as a whole; of themes each one is looked at
    each: Each | None = None
    stage: str | None = None
    touchpoint: str | None = None
    channel: str | None = None
    source: str | None = None
    segments: Mapping[str, str] = field(default_factory=dict)
    #: key of the emotion that is watched
    emotion: str | None = None
    sensitivity: Sensitivity = Sensitivity.USUAL
    paused: bool = False


#: What is watched without any set-up. A rule with the id of one of these takes its place.
DEFAULT_RULES = (
    AlertRule("sentiment", "Sentiment falls", Measure.SENTIMENT, Direction.DOWN),
    AlertRule("volume", "Many more comments", Measure.VOLUME),
    AlertRule("stage-sentiment", "Sentiment of a stage falls", Measure.SENTIMENT, Direction.DOWN, Each.STAGE),
    AlertRule("stage-volume", "Many more comments on a stage", Measure.VOLUME, each=Each.STAGE),
    AlertRule("themes", "A theme is new or grows fast", Measure.THEME),
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the days from the first to the one on which it was noticed came to. Statements stand here by their ids."""

    #: a mean sentiment, comments a day, or a share
    value: float
    #: what it should have been, with a 95 % range
    expected: float
    low: float
    high: float
    statements: int
    customers: int
    #: the theme that has most to do with it
    theme: int | None
    quotes: tuple[int, ...]


class Ending(StrEnum):
    """Why an alert is over."""

    #: the numbers are as before
    OVER = "over"
    #: it lasted so long that it is the new usual
    SETTLED = "settled"
    #: what it was seen in was taken out, or corrected; or its rule was
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Alert:
    """A time in which a place was not as the weeks before it. Told once."""

    kind: ClassVar[str] = "alert"

    id: str
    #: the rule as it was
    rule: AlertRule
    #: of what the rule looks at one by one: the key of a stage, the id of a theme …; "" where it looks at the whole
    place: str
    #: in words; a theme stands here by its number
    title: str
    first_day: date
    noticed_on: date
    evidence: Evidence
    found_at: datetime
    #: it was over for long when it was found, as in an import of old messages: nobody is called
    past: bool = False
    #: None while it lasts
    last_day: date | None = None
    ending: Ending | None = None
