"""Regularised regression whose intervals hold together, by customers drawn anew.

The fit is ridge regression, or logistic regression with a ridge penalty; the penalty is chosen by cross-validation. A
penalty pulls effects towards 0, and what it takes from one it gives to its neighbours: of an effect that is not there,
an interval around the penalised one would leave out 0 too often. So most of that is given back by one step (the "almost
unbiased" ridge estimator: Singh, Chaubey, Dwivedi, "An almost unbiased ridge estimator", Sankhyā B 48, 1986), in every
draw alike. Draws are of whole customers (the pairs cluster bootstrap), each one Newton step from the fit, which is
exact for ridge (Andrews, "Higher-order improvements of a computationally attractive k-step bootstrap", Econometrica 70,
2002). All intervals together hold with 95 %: their half width is the 95 % quantile of the largest of all deviations in
a draw, in standard errors (Romano, Wolf, "Exact and approximate stepdown methods for multiple hypothesis testing", JASA
100, 2005; the single step).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain.facts import Integers, Reals

_DRAWS = 1_000
#: Clusters that are drawn from. Where there are more customers, several of them are drawn together.
_CLUSTERS = 1_000
_LEVEL = 0.95
_RIDGE_PENALTIES = tuple(10.0**power for power in np.arange(-1, 4.5, 0.5))
_LOGISTIC_PENALTIES = (1.0, 10.0, 100.0)
_FOLDS = 3
#: Where an outcome follows from the columns to the last digit, nothing deviates.
_LEAST_ERROR = 1e-9


@dataclass(frozen=True, slots=True)
class Effects:
    """The effect of each column of interest, with intervals that hold together."""

    effect: Reals
    low: Reals
    high: Reals


def effects(
    columns: Reals, controls: Reals, outcome: Reals, customer: Integers, *, yes_no: bool, seed: int
) -> Effects:
    """Effects of `columns` [units, columns] on the outcome, with `controls` [units, controls] held fast.

    Of a number: units of the outcome per unit of a column. Of yes and no: the change of the share of yes.
    """
    scale = columns.std(axis=0)
    table = np.column_stack([np.ones(len(outcome)), columns / scale, _standard(controls)])
    random = np.random.default_rng(seed)
    cluster = _clusters(customer, random)
    fit = _logistic(table, outcome, cluster) if yes_no else _ridge(table, outcome)
    estimate, draws = _drawn(table, fit, cluster, random)
    wanted = slice(1, 1 + columns.shape[1])
    unit = fit.slope / scale
    effect, deviation = estimate[wanted] * unit, (draws - estimate)[:, wanted] * unit
    error = np.maximum(deviation.std(axis=0), _LEAST_ERROR)
    largest = np.abs(deviation / error).max(axis=1)
    half = _widened(float(np.quantile(largest, _LEVEL)), columns, cluster, table.shape[1]) * error
    return Effects(effect, effect - half, effect + half)


@dataclass(frozen=True, slots=True)
class _Fit:
    """Where the penalised likelihood is greatest."""

    coefficients: Reals
    #: of each coefficient; the constant has none
    penalty: Reals
    #: outcome less what is fitted, of each unit
    residual: Reals
    #: of each unit in the Hessian
    weight: Reals
    #: change of the outcome with that of the linear predictor, on average
    slope: float


def _ridge(table: Reals, outcome: Reals) -> _Fit:
    from sklearn.linear_model import RidgeCV

    fit = RidgeCV(alphas=_RIDGE_PENALTIES).fit(table[:, 1:], outcome)
    residual = outcome - fit.predict(table[:, 1:])
    coefficients = np.array([fit.intercept_, *fit.coef_])
    return _Fit(coefficients, _penalties(table, fit.alpha_), residual, np.ones(len(outcome)), 1.0)


def _logistic(table: Reals, outcome: Reals, cluster: Integers) -> _Fit:
    from sklearn.linear_model import LogisticRegression

    def fitted(penalty: float, rows: NDArray[np.bool_]) -> LogisticRegression:
        model = LogisticRegression(C=1 / penalty, solver="newton-cholesky")
        return model.fit(table[rows, 1:], outcome[rows])

    def loss(penalty: float) -> float:
        """Of customers who were left out."""
        total = 0.0
        for fold in range(_FOLDS):
            out = cluster % _FOLDS == fold
            share = np.clip(fitted(penalty, ~out).predict_proba(table[out, 1:])[:, 1], 1e-6, 1 - 1e-6)
            total -= float(np.log(np.where(outcome[out] > 0, share, 1 - share)).sum())
        return total

    best = min(_LOGISTIC_PENALTIES, key=loss)
    fit = fitted(best, np.ones(len(outcome), np.bool_))
    share = fit.predict_proba(table[:, 1:])[:, 1]
    coefficients = np.array([fit.intercept_[0], *fit.coef_[0]])
    weight = share * (1 - share)
    return _Fit(coefficients, _penalties(table, best), outcome - share, weight, float(weight.mean()))


def _drawn(table: Reals, fit: _Fit, cluster: Integers, random: np.random.Generator) -> tuple[Reals, Reals]:
    """The estimate, and the same of _DRAWS draws of clusters [draws, coefficients]."""
    count = int(cluster.max()) + 1
    size = table.shape[1]
    upper = np.triu_indices(size)
    hessians = np.empty((count, len(upper[0])))
    gradients = np.empty((count, size))
    order = np.argsort(cluster, kind="stable")
    for number, rows in enumerate(np.split(order, np.cumsum(np.bincount(cluster))[:-1])):
        part = table[rows]
        hessians[number] = (part.T @ (part * fit.weight[rows, None]))[upper]
        gradients[number] = part.T @ fit.residual[rows]
    times = random.multinomial(count, np.full(count, 1 / count), size=_DRAWS).astype(np.float64)
    times = np.vstack([np.ones(count), times])
    found = _stepped(times @ hessians, times @ gradients, fit, upper)
    return found[0], found[1:]


def _stepped(hessians: Reals, gradients: Reals, fit: _Fit, upper: tuple[NDArray[np.intp], ...]) -> Reals:
    """One Newton step from the fit for each draw, and most of the penalty's pull given back."""
    draws, size = gradients.shape
    full = np.empty((draws, size, size))
    full[:, upper[0], upper[1]] = hessians
    full[:, upper[1], upper[0]] = hessians
    full += np.diag(fit.penalty)
    step = np.linalg.solve(full, (gradients - fit.penalty * fit.coefficients)[..., None])[..., 0]
    pulled = fit.coefficients + step
    found: Reals = pulled + np.linalg.solve(full, (fit.penalty * pulled)[..., None])[..., 0]
    return found


def _clusters(customer: Integers, random: np.random.Generator) -> Integers:
    """Numbers from 0 of what is drawn together: a customer, or several of them where there are many."""
    numbers, cluster = np.unique(customer, return_inverse=True)
    mixed = random.permutation(len(numbers)) % min(_CLUSTERS, len(numbers))
    found: Integers = mixed[cluster].astype(np.int64)
    return found


def _widened(errors: float, columns: Reals, cluster: Integers, fitted: int) -> Reals:
    """As many standard errors for each column as `errors` would be, were there very many clusters.

    Student's t in the place of the normal distribution, with the effective number of clusters that say something in the
    column (as in `journey.intervals`) less the two that its level and slope take; and what draws lack where `fitted`
    coefficients take up much of all clusters.
    """
    from scipy.stats import norm, t

    said = np.stack([np.bincount(cluster, column != 0) for column in columns.T])
    effective = said.sum(axis=1) ** 2 / np.maximum((said**2).sum(axis=1), 1.0)
    count = said.shape[1]
    spent = count / max(count - fitted, 1)
    found: Reals = t.isf(norm.sf(errors), np.maximum(effective - 2, 1.0)) * np.sqrt(spent)
    return found


def _standard(table: Reals) -> Reals:
    """Columns of mean 0 and deviation 1, those that do not vary left out."""
    spread = table.std(axis=0)
    varies = spread > 0
    found: Reals = (table[:, varies] - table[:, varies].mean(axis=0)) / spread[varies]
    return found


def _penalties(table: Reals, penalty: float) -> Reals:
    return np.array([0.0, *np.full(table.shape[1] - 1, penalty)])
