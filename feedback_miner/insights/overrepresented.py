"""Where a theme is spoken of more than elsewhere: in which segments, channels and sources."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain.facts import Coded, Facts
from feedback_miner.journey import Interval

#: A value is looked at from so many customers on who spoke of the theme there, and as many there who did not.
LEAST_CUSTOMERS = 5
#: Of those that are reported this share may be there by chance.
FALSE_SHARE = 0.05
_HALF = 0.5
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Overrepresented:
    """A value of a segment, of the channel or of the source, where a theme has more of the comments than elsewhere."""

    #: "channel", "source", or "segment.NAME"
    dimension: str
    value: str
    #: of the theme, there
    comments: int
    customers: int
    #: of all comments there that are of the theme
    share: float
    #: likewise of all others
    share_elsewhere: float
    #: how many times as large the share is; where nobody spoke of it elsewhere, as if half a comment had
    ratio: float
    #: 95 %, of the ratio
    interval: Interval
    #: of the ratio being 1, corrected for all values that were looked at
    p: float


@dataclass(frozen=True, slots=True)
class _Look:
    dimension: str
    value: str
    comments: int
    customers: int
    share: float
    elsewhere: float
    log_ratio: float
    #: of it
    error: float


def overrepresented(facts: Facts, theme: int) -> list[Overrepresented]:
    """The largest ratio first; at a false discovery rate of 5 % over all values of all dimensions.

    The ratio of two shares, on the logarithmic scale, with the linearised variance over customers: a customer g who
    wrote x of the theme's a comments and n of all A there moves log(a/A) by x/a − n/A (Woodruff, "A simple method for
    approximating the variance of a complicated estimate", JASA 66, 1971). Where nobody spoke of it elsewhere, that
    counts as half a comment, with the variance of one (Haldane, Annals of Human Genetics 20, 1956). P-values are
    corrected by Benjamini and Hochberg, JRSS B 57, 1995.
    """
    from scipy.stats import false_discovery_control, norm  # a second of importing, for who asks

    of_theme = facts.theme == theme
    dimensions: dict[str, Coded] = {"channel": facts.channel, "source": facts.source}
    dimensions |= {f"segment.{name}": column for name, column in facts.segments.items()}
    looks = [look for name, column in dimensions.items() for look in _looks(name, column, facts, of_theme)]
    if not looks:
        return []
    z = np.array([look.log_ratio / look.error for look in looks])
    corrected = false_discovery_control(2 * norm.sf(np.abs(z)))
    found = [
        _told(look, float(p))
        for look, p in zip(looks, corrected, strict=True)
        if look.log_ratio > 0 and p < FALSE_SHARE
    ]
    return sorted(found, key=lambda one: (-one.ratio, one.dimension, one.value))


def _looks(dimension: str, column: Coded, facts: Facts, of_theme: NDArray[np.bool_]) -> list[_Look]:
    """Each value against all the others, by sums over the customers who wrote there."""
    values = len(column.values)
    if values < 2 or not of_theme.any():
        return []
    customers, customer = np.unique(facts.customer, return_inverse=True)
    keys, row = np.unique(customer * np.int64(values) + column.codes, return_inverse=True)
    who, value = keys // values, keys % values
    wrote = np.bincount(row).astype(np.float64)
    spoke = np.bincount(row, of_theme, len(keys))
    all_wrote = np.bincount(who, wrote, len(customers))
    all_spoke = np.bincount(who, spoke, len(customers))

    found = []
    for code, name in enumerate(column.values):
        here = value == code
        people, n, x = who[here], wrote[here], spoke[here]
        there, theirs, speakers = float(n.sum()), float(x.sum()), int((x > 0).sum())
        rest, of_rest = float(all_wrote.sum() - there), float(all_spoke.sum() - theirs)
        if not name or not rest or speakers < LEAST_CUSTOMERS or len(people) < 2 * LEAST_CUSTOMERS:
            continue
        counted = of_rest or _HALF
        moved = all_wrote / rest - all_spoke / counted
        moved[people] += x / theirs - n / there + x / counted - n / rest
        variance = float((moved**2).sum()) * len(customers) / (len(customers) - 1)
        found.append(
            _Look(
                dimension=dimension,
                value=name,
                comments=int(theirs),
                customers=speakers,
                share=theirs / there,
                elsewhere=of_rest / rest,
                log_ratio=float(np.log(theirs / there * rest / counted)),
                error=float(np.sqrt(variance + (0 if of_rest else 1 / _HALF))),
            )
        )
    return found


def _told(look: _Look, p: float) -> Overrepresented:
    low, high = (float(np.exp(look.log_ratio + sign * _Z * look.error)) for sign in (-1, 1))
    return Overrepresented(
        dimension=look.dimension,
        value=look.value,
        comments=look.comments,
        customers=look.customers,
        share=look.share,
        share_elsewhere=look.elsewhere,
        ratio=float(np.exp(look.log_ratio)),
        interval=Interval(low, high),
        p=p,
    )
