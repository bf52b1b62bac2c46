"""BERTopic with its defaults (Grootendorst, 2022), on vectors that it is given."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

import numpy as np
from numpy.typing import NDArray

#: UMAP draws random numbers; with a seed it runs in one thread, so it gets one only where seconds are not counted.
_SEED = 0
#: Vectors on which it is tried before time is taken: it compiles itself as it goes.
_WARM = 5_000


def topics(texts: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.int64]:
    """The topic of each text, from 1 on; 0 where BERTopic calls it an outlier."""
    from bertopic import BERTopic
    from umap import UMAP

    # The reduction of BERTopic's own constructor, with a seed.
    reduction = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=_SEED)
    found, _ = BERTopic(umap_model=reduction).fit_transform(list(texts), vectors)
    return np.asarray(found, dtype=np.int64) + 1


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a grouping took, or how long it had been at it when it was stopped."""

    seconds: float
    stopped: bool


def time_grouping(vectors: NDArray[np.float32], *, most: float) -> Timing:
    """Its reduction and its clustering, without the words of the topics, for so many seconds at most.

    In a process of its own, for nothing else ends it: where vectors lie in many islands it may take hours.
    """
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_group, args=(there,), daemon=True)
    process.start()
    there.close()
    try:
        here.send(vectors)
        here.recv()  # warm
        if not here.poll(most):
            return Timing(most, stopped=True)
        return Timing(here.recv(), stopped=False)
    finally:
        process.kill()
        process.join()


def _group(parent: Connection) -> None:
    """Compiles itself on a few vectors, says so, groups all of them, and says how long that took."""
    from bertopic import BERTopic

    vectors = parent.recv()
    for some in (vectors[:_WARM], vectors):
        peer, started = BERTopic(), time.perf_counter()
        peer.hdbscan_model.fit(peer.umap_model.fit_transform(some))
        parent.send(time.perf_counter() - started)
