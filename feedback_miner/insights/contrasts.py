"""Sums and differences of means over statements that come in clusters: ten of one customer are not ten customers.

A contrast is Σ_g a_g · m_g over groups g of statements with means m_g. Its variance is the delete-one-customer
jackknife of `journey.intervals`, where what a customer said in several groups counts together:

    V = (G − 1) / G · Σ_c (Σ_g a_g · d_gc)²,   d_gc = −(s_gc − n_gc · m_g) / (N_g − n_gc)

It is used with Student's t, whose degrees of freedom are put together from those of the groups as Welch and
Satterthwaite do (Satterthwaite, "An approximate distribution of estimates of variance components", Biometrics 2, 1946).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain.facts import Integers, Reals
from feedback_miner.journey.intervals import student_t
from feedback_miner.journey.types import Interval


@dataclass(frozen=True, slots=True)
class Contrast:
    """A sum of means with weights; no interval where a group has fewer than two customers."""

    value: float
    interval: Interval | None


def contrast(values: Reals, group: Integers, customer: Integers, weights: Reals) -> Contrast:
    """Each row is a statement: its value, its group (an index into `weights`) and its customer.

    Every group has statements.
    """
    groups = len(weights)
    ids, who = np.unique(customer, return_inverse=True)
    cell, row = np.unique(who.astype(np.int64) * groups + group, return_inverse=True)
    at, by = cell % groups, cell // groups
    said = np.bincount(row, minlength=len(cell)).astype(np.float64)
    sums = np.bincount(row, values, len(cell))
    total = np.bincount(at, said, groups).astype(np.float64)
    mean = np.bincount(at, sums, groups) / total
    value = float(weights @ mean)
    if (np.bincount(at, minlength=groups) < 2).any():
        return Contrast(value, None)
    moved = weights[at] * (sums - said * mean[at]) / (total[at] - said)
    variance = float((np.bincount(by, moved) ** 2).sum() * (len(ids) - 1) / len(ids))
    half = student_t(_degrees(variance, moved, at, said, total)) * sqrt(variance)
    return Contrast(value, Interval(value - half, value + half))


def _degrees(variance: float, moved: Reals, at: NDArray[np.int64], said: Reals, total: Reals) -> float:
    """Of the groups' own: the effective number of customers, less one."""
    own = np.bincount(at, moved**2, len(total)).astype(np.float64)
    effective = total**2 / np.bincount(at, said**2, len(total))
    spent = float((own**2 / np.maximum(effective - 1, 1.0)).sum())
    # the groups share customers: what they have in common is not in their own variances
    return max(variance, float(own.sum())) ** 2 / spent if spent else float(effective.min() - 1)
