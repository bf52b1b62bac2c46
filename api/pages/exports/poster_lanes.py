"""The poster's lanes of cards: what stands in them, where, and how their words are broken into lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from api.pages.exports.lettering import wrapped
from api.pages.map.lanes import LEAST, ThemeCard, stage_lanes
from api.pages.map.map_page import MapPage
from api.pages.quotes import best_quotes, in_brackets
from feedback_miner.domain import StatementView
from feedback_miner.journey import TouchpointResult

#: of what the lanes are called
LABELS = 104
#: of a column around its cards, of a card around its words
PADDING, INSET = 5, 8

_TITLE, _NOTE = 12.5, 11.5
_NAME, _NAME_STEP = 12, 15
#: of a lane around its cards, and between them
_ABOVE, _BELOW, _BETWEEN = 9, 12, 6
#: below the words of a card: figures and a trend, or figures alone
_WITH_TREND, _WITHOUT = 44, 26
_TOUCHPOINTS = 3
_NAME_LINES, _THEME_LINES, _QUOTE_LINES = 2, 3, 4

#: what a card is of
Part = TouchpointResult | ThemeCard | StatementView
P = TypeVar("P", TouchpointResult, ThemeCard, StatementView)


@dataclass(frozen=True, slots=True)
class Card:
    """A card of a lane: from where, how high, its words in lines."""

    y: float
    height: float
    lines: tuple[str, ...]
    of: Part


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane across the stages."""

    y: float
    height: float
    title: tuple[str, ...]
    notes: tuple[str, ...]
    #: of each stage
    cards: tuple[tuple[Card, ...], ...] = ()
    #: said where a stage has none
    otherwise: tuple[str, ...] = ()

    @property
    def end(self) -> float:
        """Where the next one begins."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class _Setting:
    """Where a lane begins, and how wide its columns are."""

    y: float
    column: float

    def lane(
        self,
        title: str,
        notes: str,
        parts: Sequence[Sequence[P]],
        words: Callable[[P, float], tuple[str, ...]],
        *,
        below: float,
        otherwise: str,
    ) -> Lane:
        """`below`: room under the words of each card."""
        inner = self.column - 2 * (PADDING + INSET)
        cards: tuple[tuple[Card, ...], ...] = tuple(
            _stacked(self.y + _ABOVE, stage, lambda part: words(part, inner), below) for stage in parts
        )
        empty = wrapped(otherwise, inner, _NAME, most=4)
        titles = wrapped(title, LABELS - 8, _TITLE, most=2, bold=True)
        noted = wrapped(notes, LABELS - 8, _NOTE, most=5)
        ends = [
            self.y + _ABOVE + _NAME_STEP * (len(titles) + len(noted) + 1),
            self.y + _ABOVE + _NAME_STEP * (len(empty) + 1),
            *(stage[-1].y + stage[-1].height for stage in cards if stage),
        ]
        return Lane(self.y, max(ends) + _BELOW - self.y, titles, noted, cards, empty)


def touchpoints_lane(view: MapPage, y: float, column: float) -> Lane:
    """Of each stage the touchpoints that most is said of."""
    return _Setting(y, column).lane(
        "Touchpoints",
        "Sentiment, change, comments, 12-week trend",
        [stage.touchpoints[:_TOUCHPOINTS] for stage in view.map.stages],
        lambda part, width: wrapped(part.name, width, _NAME, most=_NAME_LINES, bold=True),
        below=_WITH_TREND,
        otherwise="No touchpoint named",
    )


def customers_lanes(view: MapPage, y: float, column: float) -> tuple[Lane, Lane]:
    """Pain points and moments of delight: themes, or quotes where there are none yet."""
    lanes = stage_lanes(view.map, view.themes, view.query)
    keys = [stage.key for stage in view.map.stages]
    if lanes is None:
        quotes = (
            best_quotes(view.quotes, "pain", view.taxonomy),
            best_quotes(view.delights, "delight", view.taxonomy),
        )
        pains = _quotes(_Setting(y, column), "Pain points", _of(quotes[0], keys), "No clear complaint")
        below = _Setting(pains.end, column)
        return pains, _quotes(below, "Moments of delight", _of(quotes[1], keys), "No clear praise")
    pains = _themes(_Setting(y, column), "Pain points", "severity", [lanes[key].pains for key in keys])
    below = _Setting(pains.end, column)
    return pains, _themes(below, "Moments of delight", "strength", [lanes[key].delights for key in keys])


def _themes(setting: _Setting, title: str, bars: str, parts: Sequence[Sequence[ThemeCard]]) -> Lane:
    return setting.lane(
        title,
        f"Comments, change of their share, {bars}",
        parts,
        lambda card, width: wrapped(in_brackets(card.name), width, _NAME, most=_THEME_LINES, bold=True),
        below=_WITHOUT,
        otherwise=f"None with {LEAST} comments or more",
    )


def _quotes(setting: _Setting, title: str, parts: Sequence[Sequence[StatementView]], otherwise: str) -> Lane:
    return setting.lane(
        title,
        "In their words, how strong",
        parts,
        lambda said, width: wrapped(f"“{in_brackets(said.text)}”", width, _NAME, most=_QUOTE_LINES),
        below=_WITHOUT,
        otherwise=otherwise,
    )


def _of(quotes: Mapping[str, Sequence[StatementView]], keys: Sequence[str]) -> list[Sequence[StatementView]]:
    return [quotes.get(key, ()) for key in keys]


def _stacked(
    y: float, parts: Sequence[P], words: Callable[[P], tuple[str, ...]], below: float
) -> tuple[Card, ...]:
    cards: list[Card] = []
    for part in parts:
        lines = words(part)
        cards.append(Card(y, INSET + _NAME_STEP * len(lines) + below, lines, part))
        y += cards[-1].height + _BETWEEN
    return tuple(cards)
