"""How the themes of one tone grow: statements are placed, themes are born, and themes become one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain import ThemeCentre
from feedback_miner.themes.birth import NOWHERE, Rows, place, with_born
from feedback_miner.themes.linkage import families
from feedback_miner.themes.space import Common, Vectors, unit

#: Themes are one from this cosine of their centres on.
GROWN_TOGETHER = 0.8
#: The statements that a theme has hold its centre like so many at most: words change, and themes with them.
_MEMORY = 5_000


@dataclass(frozen=True, slots=True)
class Growth:
    """What a look at statements of one tone came to. Themes that are born have numbers below 0."""

    #: theme of each row; 0: none
    placed: NDArray[np.int64]
    #: theme → its centre from now on, of those that live and got statements
    centres: Mapping[int, Vectors]
    #: theme → the one that it went into
    merged: Mapping[int, int]


def grow(themes: Sequence[ThemeCentre], vectors: Vectors, customers: Rows, *, first_born: int = -1) -> Growth:
    """Places statements of one tone: vectors [n, dimensions] of length 1 in the order of their ids.

    Themes that are born are numbered from `first_born` downwards.
    """
    old = _Themes.of(themes, vectors.shape[1])
    common = Common.of(old.sums.sum(axis=0) + vectors.sum(axis=0), int(old.counts.sum()) + len(vectors))
    apart = common.taken_out_of(vectors)
    centres = with_born(old.centres(common), apart, customers)
    nearest = place(apart, centres)
    grown = old.with_born(len(centres) - len(old.ids), first_born).joined_by(nearest, vectors)
    into = _grown_together(grown.centres(common), grown.counts, grown.ids)
    return _changes(grown.united(into), into, nearest)


@dataclass(frozen=True, slots=True)
class _Themes:
    """Themes as sums over their statements, so that to join and to unite is to add."""

    ids: NDArray[np.int64]
    #: of the vectors of their statements [themes, dimensions]
    sums: Vectors
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, themes: Sequence[ThemeCentre], dimensions: int) -> _Themes:
        counts = np.array([min(max(theme.statements, 1), _MEMORY) for theme in themes], dtype=np.int64)
        centres = np.array([theme.centre for theme in themes], dtype=np.float32).reshape(-1, dimensions)
        ids = np.array([theme.id for theme in themes], dtype=np.int64)
        return cls(ids, centres * counts[:, np.newaxis].astype(np.float32), counts)

    def centres(self, common: Common) -> Vectors:
        """Where they lie, without what all have in common."""
        return common.taken_out_of(unit(self.sums))

    def with_born(self, number: int, first_born: int) -> _Themes:
        """And so many more without statements."""
        ids = np.concatenate([self.ids, first_born - np.arange(number)])
        sums = np.concatenate([self.sums, np.zeros((number, self.sums.shape[1]), dtype=np.float32)])
        return _Themes(ids, sums, np.concatenate([self.counts, np.zeros(number, dtype=np.int64)]))

    def joined_by(self, nearest: Rows, vectors: Vectors) -> _Themes:
        """With the statements that are placed in them."""
        from scipy.sparse import csr_array  # likewise in `linkage`: only who groups pays

        placed = nearest != NOWHERE
        rows, themes = np.flatnonzero(placed), nearest[placed]
        who_is_where = csr_array(
            (np.ones(len(rows), dtype=np.float32), (themes, rows)), shape=(len(self.ids), len(vectors))
        )
        sums: Vectors = self.sums + who_is_where @ vectors
        return _Themes(self.ids, sums, self.counts + np.bincount(nearest[placed], minlength=len(self.ids)))

    def united(self, into: Rows) -> _Themes:
        """With all that those have which go into them."""
        sums, counts = np.zeros_like(self.sums), np.zeros_like(self.counts)
        np.add.at(sums, into, self.sums)
        np.add.at(counts, into, self.counts)
        return _Themes(self.ids, sums, counts)


def _grown_together(centres: Vectors, counts: NDArray[np.int64], ids: NDArray[np.int64]) -> Rows:
    """For each theme the row of the one that it goes into; its own where it stays.

    New themes go into old ones, small ones into large ones.
    """
    rows = np.arange(len(centres))
    somewhere = np.flatnonzero(centres.any(axis=1))
    if len(somewhere) < 2:
        return rows
    family = len(rows) + rows
    family[somewhere] = families(centres[somewhere], alike=GROWN_TOGETHER)
    heads = np.zeros(2 * len(rows), dtype=np.int64)
    eldest_last = np.lexsort((rows, -counts, ids < 0))[::-1]
    heads[family[eldest_last]] = eldest_last
    into: Rows = heads[family]
    return into


def _changes(themes: _Themes, into: Rows, nearest: Rows) -> Growth:
    placed = np.zeros(len(nearest), dtype=np.int64)
    somewhere = nearest != NOWHERE
    placed[somewhere] = themes.ids[into[nearest[somewhere]]]
    goes = into != np.arange(len(into))
    changed = np.union1d(into[nearest[somewhere]], into[goes])
    return Growth(
        placed=placed,
        centres=dict(zip(themes.ids[changed].tolist(), unit(themes.sums[changed]), strict=True)),
        merged={
            int(gone): int(to)
            for gone, to in zip(themes.ids[goes], themes.ids[into[goes]], strict=True)
            if gone > 0
        },
    )
