"""What an insight goes out with: the cut that it is of, the names of its stages; and lists behind its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from feedback_miner.domain import Cut, Page, StatementView
from feedback_miner.domain.facts import Facts
from feedback_miner.errors import QueryError
from feedback_miner.journey.frame import Frame
from feedback_miner.mining.maps import Maps, Question
from feedback_miner.ports import Store
from feedback_miner.taxonomy import Taxonomy

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answered(Generic[T]):
    """What was found, of which cut, in the words of which taxonomy."""

    cut: Cut
    lens: str
    taxonomy: Taxonomy
    found: T

    def stage_name(self, key: str) -> str:
        """What people call a stage of the lens."""
        of_lens = {stage.key: stage.name for stage in self.taxonomy.lens(self.lens)}
        return of_lens.get(key) or self.taxonomy.name_of("stage", key)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, with the cut that it comes to and how its lens folds the stages."""

    cut: Cut
    lens: str
    taxonomy: Taxonomy
    frame: Frame

    def answered(self, found: T) -> Answered[T]:
        """The answer to it."""
        return Answered(self.cut, self.lens, self.taxonomy, found)


def asked(maps: Maps, workspace: str, question: Question) -> Asked:
    """Raises QueryError for an unknown lens or odd days."""
    taxonomy = maps.taxonomy(workspace)
    return Asked(maps.cut(workspace, question), question.lens, taxonomy, Frame.of(taxonomy, question.lens))


def newest_first(facts: Facts) -> list[int]:
    """The ids of statements as lists show them."""
    found: list[int] = facts.statement[np.lexsort((facts.statement, facts.at))[::-1]].tolist()
    return found


def page_of(
    store: Store, workspace: str, ids: Sequence[int], *, cursor: str | None, limit: int
) -> Page[StatementView]:
    """A page of statements that no filter can say; the cursor is the last id of the page before. Raises QueryError."""
    start = 0 if cursor is None else _after(ids, cursor)
    here = ids[start : start + limit]
    more = start + limit < len(ids)
    return Page(tuple(store.statements_by_id(workspace, here)), str(here[-1]) if more else None)


def _after(ids: Sequence[int], cursor: str) -> int:
    number = int(cursor) if cursor.isascii() and cursor.isdecimal() and len(cursor) < 20 else -1
    if number not in ids:
        raise QueryError("The list has changed, or this is no cursor of it: begin anew.", where="cursor")
    return ids.index(number) + 1
