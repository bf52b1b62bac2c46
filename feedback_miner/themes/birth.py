"""Placing statements in groups, and finding new groups among those that have none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from feedback_miner.themes.linkage import families
from feedback_miner.themes.space import Vectors, unit

#: A statement joins the nearest theme from this cosine with its centre on.
NEAR = 0.5
#: Two groups are one while their statements are so alike on average (cosine).
ALIKE = 0.35
#: A theme is born of so many statements, of so many customers; where there are many, of so large a part of them.
FEWEST_STATEMENTS = 8
FEWEST_CUSTOMERS = 4
SMALLEST_PART = 1 / 200
#: Every statement is compared with every other: of more than these an even sample is looked at.
LOOKED_AT = 3_000
#: Groups are looked for again among what is left, so often at most.
_ROUNDS_OF_BIRTH = 5
#: In so many rounds the centres of what is born settle.
_ROUNDS_OF_SETTLING = 3
#: In the place of a row: no theme is near.
NOWHERE = -1

Rows = NDArray[np.int64]


def place(vectors: Vectors, centres: Vectors) -> Rows:
    """For each vector the row of the nearest centre, `NOWHERE` where none is near. All are of length 1, or 0."""
    if not len(centres):
        return np.full(len(vectors), NOWHERE, dtype=np.int64)
    cosines = vectors @ centres.T
    nearest = cosines.argmax(axis=1)
    return np.where(cosines[np.arange(len(vectors)), nearest] >= NEAR, nearest, NOWHERE)


def with_born(old: Vectors, vectors: Vectors, customers: Rows) -> Vectors:
    """The old centres, and behind them those of new groups among vectors that are near to none."""
    centres = old
    says_something = vectors.any(axis=1)
    for _ in range(_ROUNDS_OF_BIRTH):
        left = _even_sample(np.flatnonzero(says_something & (place(vectors, centres) == NOWHERE)))
        groups = find_groups(vectors[left], customers[left])
        if not groups:
            break
        born = np.array([vectors[left[rows]].sum(axis=0) for rows in groups])
        centres = np.concatenate([centres, unit(born)])
    return _settled(centres, len(old), vectors, customers)


def find_groups(vectors: Vectors, customers: Rows) -> list[Rows]:
    """Rows of each group among vectors of length 1, the largest first; what is in none is like too few others."""
    if len(vectors) < FEWEST_STATEMENTS:
        return []
    labels = families(vectors, alike=ALIKE)
    order = np.argsort(labels, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    large = [
        rows for rows in groups if _are_many(rows, customers) and len(rows) >= SMALLEST_PART * len(vectors)
    ]
    return sorted(large, key=lambda rows: (-len(rows), int(rows[0])))


def _settled(centres: Vectors, old: int, vectors: Vectors, customers: Rows) -> Vectors:
    """The new ones in the middle of what they get; one that gets too little is not born after all."""
    for _ in range(_ROUNDS_OF_SETTLING):
        nearest = place(vectors, centres)
        groups = (np.flatnonzero(nearest == n) for n in range(old, len(centres)))
        born = [vectors[rows].sum(axis=0) for rows in groups if _are_many(rows, customers)]
        centres = np.concatenate([centres[:old], unit(np.array(born))]) if born else centres[:old]
    return centres


def _even_sample(rows: Rows) -> Rows:
    if len(rows) <= LOOKED_AT:
        return rows
    return rows[np.linspace(0, len(rows) - 1, LOOKED_AT).astype(np.int64)]


def _are_many(rows: Rows, customers: Rows) -> bool:
    return len(rows) >= FEWEST_STATEMENTS and len(np.unique(customers[rows])) >= FEWEST_CUSTOMERS
