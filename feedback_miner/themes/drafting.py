"""What themes that have changed are to be called, and where on the journey they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import StatementVectors, Theme, ThemeDraft, Tone
from feedback_miner.domain.themes import UNNAMED
from feedback_miner.ports import PhraseReader
from feedback_miner.themes.columns import joined
from feedback_miner.themes.naming import Wording, name_theme
from feedback_miner.themes.space import Vectors

#: A theme's id → some hundred of its statements: `store.theme_vectors(workspace, id, limit=…)`.
StatementsOf = Callable[[int], StatementVectors]

#: A theme is named when it is born, and anew each time that it has come to so many statements.
_NAMED_AT = tuple(2 * 4**n for n in range(2, 16))
#: Which words are common is told from so many of the statements at hand.
_BACKGROUND = 20_000


@dataclass(frozen=True, slots=True)
class Grown:
    """A theme that statements joined, or that took in another."""

    #: below 0 where it is born
    id: int
    tone: Tone
    centre: Vectors
    #: statements that it had, with those of the themes that it took in
    had: int
    #: rows of the pool
    joined: NDArray[np.int64]

    @property
    def wants_a_name(self) -> bool:
        """Whether it is new, or much larger than when it was named."""
        steps = bisect_right(_NAMED_AT, self.had), bisect_right(_NAMED_AT, self.had + len(self.joined))
        return self.id < 0 or steps[0] < steps[1]


class Drafter:
    """Writes drafts of the themes of one workspace."""

    def __init__(
        self,
        known: Mapping[int, Theme],
        pool: StatementVectors,
        read_phrases: PhraseReader,
        statements_of: StatementsOf,
    ) -> None:
        """`known`: the themes that lived so far. `pool`: the statements at hand."""
        self._known = known
        self._pool = pool
        self._read_phrases = read_phrases
        self._statements_of = statements_of

    def draft(self, grown: Sequence[Grown], *, gone: Collection[int]) -> dict[int, ThemeDraft]:
        """A draft of each, under its number. No two themes that live have one name; `gone` are those that went."""
        named_anew = {theme.id for theme in grown if self._wants_a_name(theme)}
        taken = {
            theme.name
            for theme in self._known.values()
            if theme.id not in named_anew and theme.id not in gone
        }
        drafts: dict[int, ThemeDraft] = {}
        # The largest has the first choice of a name.
        for theme in sorted(
            grown, key=lambda theme: (-theme.had - len(theme.joined), theme.id < 0, abs(theme.id))
        ):
            drafts[theme.id] = self._anew(theme, taken) if theme.id in named_anew else self._as_it_was(theme)
            taken.add(drafts[theme.id].name)
        return drafts

    def _wants_a_name(self, theme: Grown) -> bool:
        return theme.wants_a_name or self._known[theme.id].name == UNNAMED

    def _as_it_was(self, theme: Grown) -> ThemeDraft:
        before = self._known[theme.id]
        return ThemeDraft(theme.tone, before.stage, before.touchpoint, before.name, theme.centre)

    def _anew(self, theme: Grown, taken: Collection[str]) -> ThemeDraft:
        statements, everywhere = self._pool.take(theme.joined), self._everywhere
        if theme.id > 0:
            earlier = self._statements_of(theme.id)
            statements, everywhere = joined(statements, earlier), everywhere.with_more(earlier.text)
        statements = statements.take(np.argsort(-(statements.vectors @ theme.centre), kind="stable"))
        return ThemeDraft(
            tone=theme.tone,
            stage=_most_common(statements.stage),
            touchpoint=_most_common(statements.touchpoint),
            name=name_theme(statements.text, everywhere, read_phrases=self._read_phrases, taken=taken),
            centre=theme.centre,
        )

    @cached_property
    def _everywhere(self) -> Wording:
        texts = self._pool.text
        return Wording.of(texts[:: max(1, -(-len(texts) // _BACKGROUND))])


def _most_common(keys: Sequence[str]) -> str:
    """Of several as common the first by name, so that the order in which they come changes nothing."""
    return min(Counter(keys).items(), key=lambda counted: (-counted[1], counted[0]))[0]
