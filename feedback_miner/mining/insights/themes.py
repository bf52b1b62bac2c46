"""Use cases of keeping themes: statements that nobody has looked at find their groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from feedback_miner.ports import PhraseReader, Store

#: Statements that are looked at in one go, and written in one transaction.
PORTION = 20_000
#: Statements that found no group before, among which new themes are looked for: the newest, of so many days. A few
#: fresh ones are looked at with fewer of them, for that is done every minute.
_LEAST_POOL, _MOST_POOL, _POOL_DAYS = 2_000, 20_000, 365
_POOL_FOR_EACH = 50
#: Statements of a theme that its name is chosen from.
_NAMED_BY = 300


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What looking at statements came to."""

    #: that were looked at
    statements: int = 0
    #: of them, those that are in a theme now
    placed: int = 0
    #: themes
    born: int = 0
    merged: int = 0

    def __add__(self, other: Refreshed) -> Refreshed:
        return Refreshed(
            self.statements + other.statements,
            self.placed + other.placed,
            self.born + other.born,
            self.merged + other.merged,
        )


class Themes:
    """Keeps the themes. Built in `bootstrap`.

    What is under way is in the store alone: a statement is looked at when a regrouping that names it is written. So a
    refresh can be killed at any point, and one that runs beside another does no harm.
    """

    def __init__(self, store: Store, phrases: Callable[[], PhraseReader], *, model: str) -> None:
        """`model`: NAME/VERSION whose vectors are grouped; `phrases`: loaded when a theme is named."""
        self._store = store
        self._phrases = phrases
        self._model = model

    def due(self) -> list[str]:
        """Workspaces in which something has not been looked at, or a theme awaits a name."""
        return [one.id for one in self._store.workspaces() if self._is_due(one.id)]

    def has_more(self, workspace: str) -> bool:
        """Whether something has not been looked at."""
        return len(self._store.unplaced(workspace, self._model, limit=1)) > 0

    def is_disturbed(self, workspace: str) -> bool:
        """Whether imports are under way, which go before."""
        return any(job.workspace == workspace for job in self._store.unfinished_imports())

    def refresh(self, workspace: str, tell: Callable[[Refreshed], None] = lambda _: None) -> Refreshed:
        """Looks at all that nobody has looked at, and names what awaits a name; `tell` hears how far it is.

        Raises NotFound, Busy.
        """
        done = Refreshed()
        if self._store.awaits_a_name(workspace, self._model):
            done += self.refresh_portion(workspace)
        while self.has_more(workspace):
            done += self.refresh_portion(workspace)
            tell(done)
        return done

    def refresh_portion(self, workspace: str) -> Refreshed:
        """Looks at some of them, and names what awaits a name; nothing happens where there is neither.

        Raises NotFound, Busy.
        """
        from feedback_miner.themes import (
            regroup,
        )  # scikit-learn takes seconds to import: only who groups pays

        fresh = self._store.unplaced(workspace, self._model, limit=PORTION)
        if not len(fresh) and not self._store.awaits_a_name(workspace, self._model):
            return Refreshed()
        since = date.fromordinal(max(int(fresh.day.max(initial=0)) - _POOL_DAYS, 1))
        pool = min(max(_POOL_FOR_EACH * len(fresh), _LEAST_POOL), _MOST_POOL)
        changes = regroup(
            self._store.themes(workspace),
            self._store.theme_centres(workspace, self._model),
            fresh,
            self._store.ungrouped(workspace, self._model, since=since, limit=pool),
            model=self._model,
            read_phrases=self._phrases(),
            statements_of=lambda theme: self._store.theme_vectors(workspace, theme, limit=_NAMED_BY),
        )
        born = self._store.regroup(workspace, changes)
        placed = sum(bool(changes.placed.get(one)) for one in fresh.statement.tolist())
        return Refreshed(len(fresh), placed, len(born), len(changes.merged))

    def group_anew(self, workspace: str, tell: Callable[[Refreshed], None] = lambda _: None) -> Refreshed:
        """Forgets all themes, ids and names, and looks at everything again. Raises NotFound, Busy."""
        self._store.forget_themes(workspace)
        return self.refresh(workspace, tell)

    def _is_due(self, workspace: str) -> bool:
        return self.has_more(workspace) or self._store.awaits_a_name(workspace, self._model)
