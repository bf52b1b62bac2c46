"""What differs between two parts of the feedback: periods, segments, channels, or lenses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from feedback_miner.domain import NEUTRAL, NONE, StatementFilter
from feedback_miner.domain.facts import Facts
from feedback_miner.insights.differences import Difference, corrected
from feedback_miner.insights.sides import Pair, Part, Rows, Side, side_by_side
from feedback_miner.journey.frame import Frame

Level = Literal["whole", "stage", "touchpoint", "theme", "emotion"]

#: Statements that show a difference.
QUOTES = 3


@dataclass(frozen=True, slots=True)
class Contrast:
    """One thing on both sides: side a less side b. A difference that cannot be told says why, in words.

    Which touchpoint, theme or emotion it is, both sides' filters say.
    """

    level: Level
    #: key of the lens's stage; "" where it is not of one stage
    stage: str
    a: Side
    b: Side
    sentiment: Difference | str
    #: of all statements of the side that are on the map
    share: Difference | str
    #: ids of statements that show the difference, of different customers
    quotes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """P-values of sentiment and of shares are each corrected over all places, over all themes, over all emotions."""

    whole: Contrast
    #: stages in the order of the journey, each followed by its touchpoints, most statements first
    places: tuple[Contrast, ...]
    #: by their share: those that stand out first, and of them those that differ most
    themes: tuple[Contrast, ...]
    #: likewise
    emotions: tuple[Contrast, ...]

    @property
    def parting(self) -> Contrast | None:
        """The first stage of the journey where the sides stand apart in sentiment; None where none does for certain."""
        stages = (one for one in self.places if one.level == "stage")
        return next((one for one in stages if certain(one.sentiment)), None)


def certain(difference: Difference | str) -> bool:
    """Whether there is a difference that stands out."""
    return isinstance(difference, Difference) and difference.certain


def compare(
    a: Facts,
    b: Facts,
    *,
    frame_a: Frame,
    frame_b: Frame,
    themes: Iterable[int] = (),
    emotions: Iterable[str] = (),
) -> Comparison:
    """Compares the whole, the places that both lenses have, and these themes and emotions.

    Themes and emotions of which too few customers spoke are left out.
    """
    contrasts = _Contrasts(side_by_side(a, b, frame_a, frame_b))
    return Comparison(
        whole=contrasts.of("whole", lambda part: part.all),
        places=tuple(map(contrasts.with_quotes, _corrected(contrasts.of_places()))),
        themes=tuple(map(contrasts.with_quotes, _by_share(_corrected(contrasts.of_themes(themes))))),
        emotions=tuple(_by_share(_corrected(contrasts.of_emotions(emotions)))),
    )


@dataclass(frozen=True, slots=True)
class _Contrasts:
    pair: Pair

    def of_places(self) -> Iterator[Contrast]:
        there = {stage.key for stage in self.pair.b.frame.stages}
        for stage in self.pair.a.frame.stages:
            if stage.key in there:
                yield self.of("stage", _at(stage.key), stage.key)
                yield from self._touchpoints(stage.key)

    def of_themes(self, themes: Iterable[int]) -> Iterator[Contrast]:
        spoken = {*np.unique(self.pair.a.facts.theme).tolist(), *np.unique(self.pair.b.facts.theme).tolist()}
        for theme in sorted(spoken.intersection(themes)):
            yield self.of("theme", _of(theme), where=StatementFilter(theme=theme))

    def of_emotions(self, emotions: Iterable[str]) -> Iterator[Contrast]:
        for emotion in emotions:
            yield self.of("emotion", _feeling(emotion), where=StatementFilter(emotion=emotion))

    def of(
        self,
        level: Level,
        rows: Callable[[Part], Rows],
        stage: str = "",
        where: StatementFilter = StatementFilter(),  # noqa: B008 - it is frozen
    ) -> Contrast:
        """`rows`: the statements of a side that it is about; `where`: the same as a filter, but for the stage."""
        here, there = rows(self.pair.a), rows(self.pair.b)
        return Contrast(
            level,
            stage,
            self.pair.a.side(here, replace(where, stages=self.pair.a.stages(stage))),
            self.pair.b.side(there, replace(where, stages=self.pair.b.stages(stage))),
            self.pair.sentiment(here, there),
            self.pair.share(here, there),
        )

    def with_quotes(self, one: Contrast) -> Contrast:
        """With statements of the side that has more of a theme, or of side a where sentiment stands apart."""
        if one.level == "theme":
            part = self.pair.a if (one.a.share or 0.0) >= (one.b.share or 0.0) else self.pair.b
            rows = _of(one.a.where.theme or 0)(part)
            return replace(one, quotes=_telling(part.facts, rows, part.facts.sentiment[rows].mean()))
        if isinstance(one.sentiment, Difference) and one.sentiment.certain:
            rows = _at(one.stage, one.a.where.touchpoint)(self.pair.a)
            return replace(one, quotes=_telling(self.pair.a.facts, rows, one.sentiment.value))
        return one

    def _touchpoints(self, stage: str) -> Iterator[Contrast]:
        said: dict[str, int] = {}
        for part in (self.pair.a, self.pair.b):
            column = part.facts.touchpoint
            counts = np.bincount(column.codes[_at(stage)(part)], minlength=len(column.values))
            for key, count in zip(column.values, counts.tolist(), strict=True):
                said[key] = said.get(key, 0) + count
        for key in sorted(said, key=lambda key: (-said[key], key)):
            if said[key] and key != NONE:
                yield self.of("touchpoint", _at(stage, key), stage, StatementFilter(touchpoint=key))


def _at(stage: str, touchpoint: str | None = None) -> Callable[[Part], Rows]:
    def rows(part: Part) -> Rows:
        here = part.facts.stage.equal(stage)
        return here if touchpoint is None else here & part.facts.touchpoint.equal(touchpoint)

    return rows


def _of(theme: int) -> Callable[[Part], Rows]:
    def rows(part: Part) -> Rows:
        found: Rows = part.facts.theme == theme
        return found

    return rows


def _feeling(emotion: str) -> Callable[[Part], Rows]:
    def rows(part: Part) -> Rows:
        column = part.facts.emotions
        shown = [emotion in (value.split(",") if value else [NEUTRAL]) for value in column.values]
        return np.array([*shown, False])[column.codes]

    return rows


def _corrected(contrasts: Iterable[Contrast]) -> list[Contrast]:
    found = list(contrasts)
    sentiments = corrected([one.sentiment for one in found])
    shares = corrected([one.share for one in found])
    return [
        replace(one, sentiment=sentiment, share=share)
        for one, sentiment, share in zip(found, sentiments, shares, strict=True)
    ]


def _by_share(contrasts: Iterable[Contrast]) -> list[Contrast]:
    told = [(one.share, one) for one in contrasts if isinstance(one.share, Difference)]
    told.sort(key=lambda pair: (not pair[0].certain, -abs(pair[0].value)))
    return [one for _, one in told]


def _telling(facts: Facts, rows: Rows, direction: float) -> tuple[int, ...]:
    """Of each customer the statement that goes furthest this way; of them the furthest."""
    statement, customer, sentiment = facts.statement[rows], facts.customer[rows], facts.sentiment[rows]
    furthest = np.lexsort((statement, -np.sign(direction) * sentiment))
    first = np.sort(np.unique(customer[furthest], return_index=True)[1])
    return tuple(statement[furthest[first[:QUOTES]]].tolist())
