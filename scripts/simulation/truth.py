"""What is true of a world: the means that its intervals are to cover.

The expectation of a normal that is cut at −1 and 1 is known in closed form; over customers it is weighed by how much
they write, for a mean over statements is one over what was written, not over people.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.special import ndtr

from feedback_miner.domain.facts import Reals
from scripts.simulation.world import Subject, World

_NODES, _WEIGHTS = hermegauss(48)


def true_mean(world: World, of: Callable[[Subject], bool] = lambda _: True) -> float:
    """The mean sentiment of all that could be said in this world about some subjects."""
    chosen = np.array([number for number, one in enumerate(world.subjects) if of(one)])
    share = np.array([world.subjects[number].share for number in chosen])
    written = _WEIGHTS * (1 + world.further_items(_NODES))
    felt = 0.0
    for number, weight in zip(chosen, share / share.sum(), strict=True):
        latent = world.means(np.full(world.days, number), world.day_numbers)
        by_day = cut_mean(latent[:, None] + world.temper * _NODES, world.noise)
        felt += weight * float(written @ (world.day_shares @ by_day))
    return felt / float(written.sum())


def cut_mean(mean: Reals, deviation: float) -> Reals:
    """The mean of normals of this deviation that are cut at −1 and 1."""
    low, high = (-1 - mean) / deviation, (1 - mean) / deviation
    density = (np.exp(-(low**2) / 2) - np.exp(-(high**2) / 2)) / np.sqrt(2 * np.pi)
    below, above = ndtr(low), ndtr(-high)
    found: Reals = mean * (1 - below - above) + deviation * density - below + above
    return found
