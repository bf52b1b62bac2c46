"""Themes that live in memory: does with a regrouping what the store does."""

from __future__ import annotations

from datetime import date

import numpy as np

from feedback_miner.domain import Regrouping, StatementVectors, Theme, ThemeCentre, ThemeDraft
from feedback_miner.themes import regroup
from feedback_miner.themes.columns import joined
from tests.themes.builders import WholeTexts, nothing

_DAY = date(2026, 5, 4)


class Living:
    """A workspace's themes and statements."""

    def __init__(self) -> None:
        self.themes: dict[int, ThemeDraft] = {}
        #: statement → theme; 0: none
        self.placed: dict[int, int] = {}
        self._statements = nothing()
        self._born = 0

    def feed(self, fresh: StatementVectors) -> Regrouping:
        """Looks at fresh statements, and again at all that found no theme."""
        again = self._where(0)
        self._statements = joined(self._statements, fresh)
        changes = regroup(
            [self._theme(number) for number in self.themes],
            [self._centre(number) for number in self.themes],
            fresh,
            again,
            model="tiny/1.0.0",
            read_phrases=WholeTexts(),
            statements_of=self._where,
        )
        self._apply(changes)
        return changes

    def groups(self) -> list[frozenset[int]]:
        """Statements of each theme, the largest theme first."""
        found = [frozenset(s for s, at in self.placed.items() if at == theme) for theme in self.themes]
        return sorted(found, key=lambda group: (-len(group), min(group)))

    def _apply(self, changes: Regrouping) -> None:
        born = sorted((number for number in changes.drafts if number < 0), reverse=True)
        ids = {number: self._born + n for n, number in enumerate(born, start=1)}
        self._born += len(born)
        for gone, into in changes.merged.items():
            del self.themes[gone]
            self.placed = {s: into if at == gone else at for s, at in self.placed.items()}
        self.placed |= {s: ids.get(at, at) for s, at in changes.placed.items()}
        self.themes |= {ids.get(number, number): draft for number, draft in changes.drafts.items()}

    def _where(self, theme: int) -> StatementVectors:
        rows = [n for n, s in enumerate(self._statements.statement.tolist()) if self.placed.get(s) == theme]
        return self._statements.take(np.array(rows, dtype=np.int64))

    def _centre(self, number: int) -> ThemeCentre:
        draft = self.themes[number]
        return ThemeCentre(number, draft.tone, draft.centre, len(self._where(number)))

    def _theme(self, number: int) -> Theme:
        draft, size = self.themes[number], len(self._where(number))
        return Theme(
            number,
            draft.tone,
            draft.stage,
            draft.touchpoint,
            draft.name,
            size,
            _DAY,
            _DAY,
            "tiny/1.0.0",
            None,
        )
