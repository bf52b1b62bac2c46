"""What holds for a source that nobody has looked at, from sources that somebody has.

Random effects: source g shows y_g with a known variance v_g, around a mean of its own, which varies between sources
with variance τ². τ² by the method of moments (DerSimonian, Laird, "Meta-analysis in clinical trials", Controlled
Clinical Trials 7, 1986); a new source then lies around the common mean with variance τ² + se² (Higgins, Thompson,
Spiegelhalter, "A re-evaluation of random-effects meta-analysis", J. R. Stat. Soc. A 172, 2009).

A common mean is only believed as far as it stands out: it is shrunk by max(0, 1 − (2·se / mean)²), the positive part of
James and Stein, so that what is less than two standard errors from 0 is taken as 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: sources that must show an effect before its mean is believed at all
LEAST_SOURCES = 3
#: standard errors
_STANDS_OUT = 2.0


@dataclass(frozen=True, slots=True)
class Effects:
    """Several effects side by side, as a new source is expected to show them."""

    mean: Floats
    #: of a new source around the mean
    variance: Floats


def random_effects(shown: Floats, variance: Floats, known: NDArray[np.bool_]) -> Effects:
    """Effects from tables [source, effect]; where `known` is False a source says nothing of an effect.

    An effect that too few sources show has mean 0 and the average variance of the others, or 1 where there are none.
    """
    sources = known.sum(axis=0)
    enough = sources >= LEAST_SOURCES
    weight = np.where(known, 1 / variance, 0.0)
    between = _between(shown, weight, sources)
    weight = np.where(known, 1 / (variance + between), 0.0)
    total = np.where(enough, weight.sum(axis=0), 1.0)
    mean, squared_error = (weight * shown).sum(axis=0) / total, 1 / total
    believed = np.maximum(0.0, 1 - _STANDS_OUT**2 * squared_error / np.maximum(mean**2, 1e-12))
    spread = between + squared_error
    unknown = float(spread[enough].mean()) if enough.any() else 1.0
    return Effects(np.where(enough, mean * believed, 0.0), np.where(enough, spread, unknown))


def _between(shown: Floats, weight: Floats, sources: NDArray[np.intp]) -> Floats:
    """τ² of each effect, by the method of moments."""
    total = np.maximum(weight.sum(axis=0), 1e-12)
    mean = (weight * shown).sum(axis=0) / total
    heterogeneity = (weight * (shown - mean) ** 2).sum(axis=0)
    scale = np.maximum(total - (weight**2).sum(axis=0) / total, 1e-12)
    found: Floats = np.maximum(0.0, (heterogeneity - (sources - 1)) / scale)
    return found
