"""The space in which statements are compared: vectors of a trained model, without what all of them have in common."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

#: Vectors of a trained encoder lean to one side by about so much, whatever is said. What they have in common
#: beyond that is that people speak of one thing, and it stays.
_LEANING = 0.7
#: What is shorter is what rounding left.
_NO_LENGTH = 1e-6


@dataclass(frozen=True, slots=True)
class Common:
    """What all vectors have in common, to be taken out of each, so that the products of any two are about 0.

    “All but the top” (Mu and Viswanath, ICLR 2018) with one component, the mean.
    """

    #: of length 1, or 0 [dimensions]
    direction: Vectors
    #: which part of it is taken out, 0 … 1
    share: float

    @classmethod
    def of(cls, total: Vectors, number: int) -> Common:
        """Of so many vectors of length 1 with this sum [dimensions]."""
        length = float(np.linalg.norm(total)) / max(number, 1)
        return cls(unit(total[np.newaxis])[0], min(1.0, _LEANING / length) if length else 0.0)

    def taken_out_of(self, vectors: Vectors) -> Vectors:
        """The vectors [n, dimensions] without it, of length 1 again."""
        along = (self.share * (vectors @ self.direction)).astype(np.float32)
        return unit(vectors - np.outer(along, self.direction))


def unit(vectors: Vectors) -> Vectors:
    """Rows of length 1; those without length stay 0."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > _NO_LENGTH)
    return scaled
