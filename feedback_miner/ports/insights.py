"""What insights need of the store: columns of statements, themes with vectors, and what the team writes down."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar

from feedback_miner.domain import Cut, Regrouping, StatementFilter, StatementView, Theme, ThemeCentre
from feedback_miner.domain.facts import Facts, Sentiments, Spoken
from feedback_miner.domain.team import Record
from feedback_miner.domain.themes import StatementVectors

R = TypeVar("R", bound=Record)


class FactStore(Protocol):
    """Statements as columns."""

    def facts(self, workspace: str, cut: Cut, *, segments: Collection[str] = (), most: int) -> Facts:
        """Current statements of a cut, "none" stages included. Raises QueryError where there are more than `most`."""

    def spoken(self, workspace: str, cut: Cut, *, most: int) -> Spoken:
        """The same as far as themes need it, in the order of their numbers. Raises QueryError as `facts` does."""

    def sentiments(self, workspace: str, cut: Cut, where: StatementFilter) -> Sentiments:
        """Those of everything behind a number, in any order. Raises QueryError."""

    def statements_by_id(self, workspace: str, ids: Sequence[int]) -> list[StatementView]:
        """Current statements, in the order of `ids`; what is gone is left out."""


class ThemeStore(Protocol):
    """Themes. How many statements a theme has, and since when, its current statements say, and nothing else.

    A statement waits from its writing on, if it has a vector; a re-scoring makes it wait again. Undo and erasure
    take statements out of themes, and a theme that has none left is not listed, but may get some again. One of which
    erasure leaves nothing is gone: its name is customers' words.
    """

    def themes(self, workspace: str) -> list[Theme]:
        """Those that live and have current statements, by id."""

    def theme(self, workspace: str, theme_id: int) -> Theme:
        """Also one that went into another, or has no statements now. Raises NotFound."""

    def awaits_a_name(self, workspace: str, model: str) -> bool:
        """Whether a living theme of this model's vectors, with current statements, lost its name with erased words."""

    def theme_centres(self, workspace: str, model: str) -> list[ThemeCentre]:
        """Those that live and are of this model's vectors, by id: also those that have no statements now."""

    def unplaced(self, workspace: str, model: str, *, limit: int) -> StatementVectors:
        """Current statements with a vector of this model that nobody has looked at yet: the oldest, in order of ids."""

    def ungrouped(self, workspace: str, model: str, *, since: date, limit: int) -> StatementVectors:
        """Current statements that found no group, the newest of them, in the order of their ids."""

    def theme_vectors(self, workspace: str, theme_id: int, *, limit: int) -> StatementVectors:
        """Current statements of a theme, the newest of them, in the order of their ids."""

    def regroup(self, workspace: str, regrouping: Regrouping) -> Mapping[int, int]:
        """Writes it in one transaction, moving the revision on; the ids of the themes that were born, by their numbers.

        Others may have been here meanwhile, so what does not fit any more is passed over: statements that are gone,
        were re-scored, or have found a theme; themes that are unknown or of another model. One that went into
        another stands for that, and a theme of whose statements none is left is not born: the answer lacks it. So of
        two who look at the same statements, the second changes nothing of what the first placed. Raises NotFound.
        """

    def forget_themes(self, workspace: str) -> None:
        """All statements are unplaced again, and all themes gone. Raises NotFound."""


class TeamStore(Protocol):
    """Records of the team, by kind. What changes one moves the workspace's revision on: pages and kept answers follow.

    They are kept as JSON and validated when they are read (pydantic reads the types of their fields, so these are
    imported where the module runs, not under TYPE_CHECKING); a field that comes later needs a default. A record has
    64,000 characters at most, and a kind 10,000 records in a workspace: LimitExceeded beyond.
    """

    def put_record(self, workspace: str, record: Record) -> None:
        """Adds it, or takes the place of the one with its id. Raises NotFound, LimitExceeded."""

    def add_record(self, workspace: str, record: Record) -> bool:
        """Adds it; False (and nothing changes) where there is one with its id. Raises NotFound, LimitExceeded."""

    def records(self, workspace: str, kind: type[R]) -> list[R]:
        """All of a kind, by id. Raises SetupError where one was written by another version of the program."""

    def record(self, workspace: str, kind: type[R], record_id: str) -> R:
        """Raises NotFound, or SetupError as `records` does."""

    def remove_record(self, workspace: str, kind: type[Record], record_id: str) -> None:
        """Raises NotFound."""
