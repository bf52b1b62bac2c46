"""New statements join themes, themes are born, and themes that have grown together become one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import Regrouping, StatementVectors, Theme, ThemeCentre, Tone
from feedback_miner.domain.themes import UNNAMED
from feedback_miner.ports import PhraseReader
from feedback_miner.themes.columns import joined
from feedback_miner.themes.drafting import Drafter, Grown, StatementsOf
from feedback_miner.themes.growth import Growth, grow

#: From which sentiment on a statement tells of pain or delight.
TONE_FROM = 0.25


def tone_of(sentiment: float) -> Tone | None:
    """Pain below −0.25, delight above +0.25; what lies between has no theme."""
    if sentiment < -TONE_FROM:
        return Tone.PAIN
    return Tone.DELIGHT if sentiment > TONE_FROM else None


def regroup(
    themes: Sequence[Theme],
    centres: Sequence[ThemeCentre],
    fresh: StatementVectors,
    ungrouped: StatementVectors,
    *,
    model: str,
    read_phrases: PhraseReader,
    statements_of: StatementsOf,
) -> Regrouping:
    """What a look at fresh statements changes; the same statements in any order give the same answer.

    `themes`: those that live: their names and places stay until they have grown much. `centres`: of those of them that
    are of `model`'s vectors. `fresh`: statements that nobody has looked at; each gets its place, 0 where it finds
    none. `ungrouped`: statements that found none before, in which new themes are looked for together with
    the fresh ones; a bounded pool of the newest (some 20,000) is enough. `statements_of` is asked for the few
    themes that get a new name, or have none. A statement that has a theme keeps it, unless the whole theme goes into
    another.
    """
    known = {theme.id: theme for theme in themes}
    pool = joined(fresh, ungrouped)
    placed = np.zeros(len(pool), dtype=np.int64)
    merged: dict[int, int] = {}
    grown: list[Grown] = []
    for tone, rows in _by_tone(pool).items():
        # Centres may have been read a moment after the themes: what was born in between is not known yet.
        of_tone = [theme for theme in centres if theme.tone is tone and theme.id in known]
        growth = grow(of_tone, pool.vectors[rows], pool.customer[rows], first_born=_next_number(grown))
        placed[rows] = growth.placed
        merged |= growth.merged
        grown += _grown(tone, growth, of_tone, rows)
    grown += _unnamed(known, centres, but={*merged, *(theme.id for theme in grown)})
    drafter = Drafter(known, pool, read_phrases, statements_of)
    fresh_ids = set(fresh.statement.tolist())
    found = zip(pool.statement.tolist(), placed.tolist(), strict=True)
    return Regrouping(
        model=model,
        placed={statement: theme for statement, theme in found if theme or statement in fresh_ids},
        drafts=drafter.draft(grown, gone=merged),
        merged=merged,
    )


def _by_tone(pool: StatementVectors) -> dict[Tone, NDArray[np.int64]]:
    """The rows of each tone; what says nothing (a vector of 0) has none."""
    if not len(pool):
        return {}
    speaks = pool.vectors.any(axis=1)
    return {
        Tone.PAIN: np.flatnonzero(speaks & (pool.sentiment < -TONE_FROM)),
        Tone.DELIGHT: np.flatnonzero(speaks & (pool.sentiment > TONE_FROM)),
    }


def _unnamed(
    known: Mapping[int, Theme], centres: Sequence[ThemeCentre], *, but: Collection[int]
) -> list[Grown]:
    """Themes that are to be named although nothing joined them."""
    nobody = np.empty(0, dtype=np.int64)
    return [
        Grown(theme.id, theme.tone, theme.centre, had=theme.statements, joined=nobody)
        for theme in centres
        if theme.id in known and known[theme.id].name == UNNAMED and theme.id not in but
    ]


def _next_number(grown: Sequence[Grown]) -> int:
    return min([0, *(theme.id for theme in grown)]) - 1


def _grown(tone: Tone, growth: Growth, themes: Sequence[ThemeCentre], rows: NDArray[np.int64]) -> list[Grown]:
    """The themes that changed, with the rows of the pool that joined them and what they had before."""
    had = {theme.id: theme.statements for theme in themes}
    for theme, into in growth.merged.items():
        had[into] += had[theme]
    return [
        Grown(id=theme, tone=tone, centre=centre, had=had.get(theme, 0), joined=rows[growth.placed == theme])
        for theme, centre in growth.centres.items()
    ]
