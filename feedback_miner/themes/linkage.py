"""Vectors that are alike on average."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from feedback_miner.themes.space import Vectors


def families(vectors: Vectors, *, alike: float) -> NDArray[np.int64]:
    """A label from 0 on for each of two or more vectors of length 1: one family has this cosine on average.

    Average linkage: a chain of vectors that are alike two by two is no family. Takes 8 bytes for every pair.
    """
    from sklearn.cluster import AgglomerativeClustering  # takes a second: only who groups pays

    # The products of all pairs at once are twenty times as fast as scikit-learn's own cosines.
    distances = np.clip(1 - (vectors @ vectors.T).astype(np.float64), 0, None)
    np.fill_diagonal(distances, 0)
    linkage = AgglomerativeClustering(
        n_clusters=None, distance_threshold=1 - alike, metric="precomputed", linkage="average"
    )
    labels: NDArray[np.int64] = linkage.fit_predict(distances)
    return labels
