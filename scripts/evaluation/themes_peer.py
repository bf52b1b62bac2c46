"""BERTopic with its defaults (Grootendorst, 2022), on vectors that it is given."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: UMAP draws random numbers; with a seed it runs in one thread, so it gets one only where seconds are not counted.
_SEED = 0


def topics(texts: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.int64]:
    """The topic of each text, from 1 on; 0 where BERTopic calls it an outlier."""
    from bertopic import BERTopic
    from umap import UMAP

    # The reduction of BERTopic's own constructor, with a seed.
    reduction = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=_SEED)
    found, _ = BERTopic(umap_model=reduction).fit_transform(list(texts), vectors)
    return np.asarray(found, dtype=np.int64) + 1


def seconds_of_grouping(vectors: NDArray[np.float32]) -> float:
    """How long its reduction and its clustering take, without the words of the topics."""
    from bertopic import BERTopic

    peer = BERTopic()
    started = time.perf_counter()
    peer.hdbscan_model.fit(peer.umap_model.fit_transform(vectors))
    return time.perf_counter() - started
