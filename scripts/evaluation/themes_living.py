"""Themes of a workspace that is held in memory: what a store does with a regrouping, without one."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import Regrouping, StatementVectors, Theme, ThemeCentre, ThemeDraft
from feedback_miner.ports import PhraseReader
from feedback_miner.themes import regroup

_MODEL = "measured/0"


class LivingThemes:
    """Themes that statements are fed to."""

    def __init__(self, statements: StatementVectors, phrases: PhraseReader, *, pool: int = 20_000) -> None:
        """`statements`: all that there will be. `pool`: so many without a theme are looked at again."""
        self._statements = statements
        self._phrases = phrases
        self._pool = pool
        #: the themes that live
        self.drafts: dict[int, ThemeDraft] = {}
        self._numbers = 0
        #: theme of each statement; 0: none
        self.groups: NDArray[np.int64] = np.zeros(len(statements), dtype=np.int64)

    def feed(self, rows: NDArray[np.int64], ungrouped: NDArray[np.int64]) -> Regrouping:
        """Looks at fresh rows, and again at those of the rows `ungrouped` that found no theme so far."""
        again = ungrouped[self.groups[ungrouped] == 0][-self._pool :]
        changes = regroup(
            [self._theme(number) for number in self.drafts],
            [self._centre(number) for number in self.drafts],
            self._statements.take(rows),
            self._statements.take(again),
            model=_MODEL,
            read_phrases=self._phrases,
            statements_of=self._statements_of,
        )
        self._apply(changes)
        return changes

    def _apply(self, changes: Regrouping) -> None:
        born = sorted((number for number in changes.drafts if number < 0), reverse=True)
        numbers = {number: self._numbers + n for n, number in enumerate(born, start=1)}
        self._numbers += len(born)
        for gone, into in changes.merged.items():
            self.groups[self.groups == gone] = into
            del self.drafts[gone]
        for statement, theme in changes.placed.items():
            self.groups[statement - 1] = numbers.get(theme, theme)
        self.drafts |= {numbers.get(number, number): draft for number, draft in changes.drafts.items()}

    def _statements_of(self, number: int) -> StatementVectors:
        return self._statements.take(np.flatnonzero(self.groups == number)[-300:])

    def _centre(self, number: int) -> ThemeCentre:
        draft = self.drafts[number]
        return ThemeCentre(number, draft.tone, draft.centre, int((self.groups == number).sum()))

    def _theme(self, number: int) -> Theme:
        draft, days = self.drafts[number], self._statements.day[self.groups == number]
        return Theme(
            id=number,
            tone=draft.tone,
            stage=draft.stage,
            touchpoint=draft.touchpoint,
            name=draft.name,
            statements=len(days),
            born_on=date.fromordinal(int(days.min())),
            last_on=date.fromordinal(int(days.max())),
            model=_MODEL,
            merged_into=None,
        )
