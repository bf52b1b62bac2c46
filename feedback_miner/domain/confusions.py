"""What a model takes for what, as it was counted on statements of sources that it had not seen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceConfusions:
    """Confusions within one source. Tables are [true stage][predicted stage], in the order of `Confusions.stages`."""

    name: str
    #: statements
    counts: tuple[tuple[int, ...], ...]
    #: sums of the true sentiments, −1 … 1 each
    true_sentiment: tuple[tuple[float, ...], ...]
    #: sums of the predicted sentiments, −1 … 1 each
    predicted_sentiment: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Confusions:
    """Confusions of a model's labels by one label policy, source by source: where they differ, trust is limited."""

    #: NAME/VERSION
    model: str
    #: version of the label policy
    policy: str
    #: what was counted and how, in words
    how: str
    #: "none" among them
    stages: tuple[str, ...]
    sources: tuple[SourceConfusions, ...]
