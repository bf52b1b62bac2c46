"""The journey map: what the API returns and the page draws. Sentiments are floats in −1…1 here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from feedback_miner.domain import Coverage, Cut

#: fewer statements than this are "few comments": shown hollow, never called a low or a high point
FEW = 10

#: length of the trends
WEEKS = 12


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval, cut at what is possible: −1 and 1 for a mean, −2 and 2 for a difference."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Change:
    """Against the period compared with: difference of means, its 95 % interval, and the statements there."""

    sentiment: float
    interval: Interval | None
    #: whether the interval leaves out 0
    certain: bool
    statements_before: int


@dataclass(frozen=True, slots=True)
class Metrics:
    """Scores that customers gave; None where nobody gave any. An item counts once."""

    #: −100 … 100
    nps: float | None
    nps_answers: int
    #: 1 … 5
    csat: float | None
    csat_answers: int
    #: 1 … 5
    rating: float | None
    rating_answers: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of the whole, a stage, or a touchpoint."""

    statements: int
    customers: int
    #: of the statements that have a stage
    share: float
    #: None where there are no statements
    sentiment: float | None
    #: None where fewer than 2 customers spoke
    interval: Interval | None
    #: emotion (or "neutral") → share of the statements that show it, largest first
    emotions: Mapping[str, float]
    metrics: Metrics
    #: None where nothing is compared, or one side has no statements
    change: Change | None
    #: mean sentiment of each of the last 12 weeks, oldest first; None where nobody spoke
    weeks: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a stage would come to had people read its statements: the raw figures, corrected for how models err.

    The share is of these very statements; its 95 % interval holds what is not known of the model in this source. The
    interval of the mean holds the customers' own variation as well, as the raw one does.
    """

    #: of the statements that have a stage
    share: float
    share_interval: Interval
    #: None where there are none
    sentiment: float | None
    #: None where fewer than 2 customers spoke
    sentiment_interval: Interval | None


@dataclass(frozen=True, slots=True)
class TouchpointResult:
    """One touchpoint of one stage."""

    key: str
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class StageResult:
    """One stage of the lens: one or several stages of the taxonomy folded together."""

    key: str
    name: str
    #: the taxonomy's stages that it is made of
    stages: tuple[str, ...]
    figures: Figures
    #: most statements first
    touchpoints: tuple[TouchpointResult, ...]
    #: None for the whole map where `JourneyMap.no_estimates` says why
    estimate: Estimate | None

    @property
    def few(self) -> bool:
        """Too few comments to say much: shown hollow."""
        return self.figures.statements < FEW


@dataclass(frozen=True, slots=True)
class JourneyMap:
    """The map of a cut."""

    cut: Cut
    #: the period compared with, or None
    compared: Cut | None
    #: True where no dates were asked for: the 30 days that end at the newest item
    default_period: bool
    lens: str
    overall: Figures
    stages: tuple[StageResult, ...]
    #: keys of the stages with the lowest and highest mean among those with at least 10 statements
    lowest: str | None
    highest: str | None
    coverage: Coverage
    #: NAME/VERSION → statements that count by this model's labels, most first
    models: Mapping[str, int]
    #: statements that count by a person's labels
    labelled_by_people: int
    #: why there are no estimates, in words; None where there are
    no_estimates: str | None


@dataclass(frozen=True, slots=True)
class PainPoint:
    """A touchpoint that hurts. `impact` = statements × how far its mean lies below the whole map's mean."""

    stage: str
    touchpoint: str
    name: str
    figures: Figures
    impact: float
