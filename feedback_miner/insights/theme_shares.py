"""Whether customers speak more of a theme than before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain.facts import Integers, Spoken
from feedback_miner.journey import Interval
from feedback_miner.journey.intervals import Spread, difference_interval

#: A share of fewer customers than this, both periods together, is too little for an interval.
_LEAST_CUSTOMERS = 8


@dataclass(frozen=True, slots=True)
class ShareChange:
    """How a theme's share of all comments differs between two periods."""

    comments: int
    comments_before: int
    #: of all comments of its period, 0 … 1
    share: float
    share_before: float
    #: 95 %, of the difference; None where fewer than 8 customers spoke of it
    interval: Interval | None

    @property
    def difference(self) -> float:
        """−1 … 1."""
        return self.share - self.share_before

    @property
    def certain(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.interval is not None and (self.interval.low > 0 or self.interval.high < 0)


@dataclass(frozen=True, slots=True)
class _Shares:
    """The shares of themes in one period."""

    comments: Integers
    customers: Integers
    shares: NDArray[np.float64]
    spreads: list[Spread]


def share_changes(ids: Integers, now: Spoken, before: Spoken) -> list[ShareChange | None]:
    """Of each theme; None where nobody spoke of anything in one of the periods.

    A share is a mean of ones and zeros over all comments; its variance and that of the difference know whose comments
    they are, as in `journey.intervals`.
    """
    if not len(now) or not len(before):
        return [None] * len(ids)
    after, former = _shares(ids, now), _shares(ids, before)
    found: list[ShareChange | None] = []
    for n in range(len(ids)):
        share, share_before = float(after.shares[n]), float(former.shares[n])
        known = int(after.customers[n] + former.customers[n]) >= _LEAST_CUSTOMERS
        interval = (
            difference_interval(share - share_before, after.spreads[n], former.spreads[n]) if known else None
        )
        found.append(
            ShareChange(
                comments=int(after.comments[n]),
                comments_before=int(former.comments[n]),
                share=share,
                share_before=share_before,
                interval=Interval(max(-1.0, interval.low), min(1.0, interval.high)) if interval else None,
            )
        )
    return found


def theme_places(ids: Integers, facts: Spoken) -> Integers:
    """The place in `ids` of each statement's theme, −1 where it is none of them."""
    if not len(ids):
        return np.full(len(facts), -1, dtype=np.int64)
    order = np.argsort(ids)
    at = np.minimum(np.searchsorted(ids[order], facts.theme), len(ids) - 1)
    place = order[at]
    return np.where(ids[place] == facts.theme, place, -1).astype(np.int64)


def _shares(ids: Integers, facts: Spoken) -> _Shares:
    """Most customers never speak of a theme: what they add to its variance is summed once for all themes.

    With n_g comments of customer g, x_g of them of the theme, N in all and share p, leaving g out moves the share by
    (x_g − n_g·p) / (N − n_g); where x_g = 0 the square of that is p² · (n_g / (N − n_g))².
    """
    themes = len(ids)
    names, customer = np.unique(facts.customer, return_inverse=True)
    wrote = np.bincount(customer, minlength=len(names)).astype(np.float64)
    place = theme_places(ids, facts)
    inside = place >= 0
    keys, spoke = np.unique(place[inside] * np.int64(len(names)) + customer[inside], return_counts=True)
    theme, speaker = keys // len(names), keys % len(names)
    comments = np.bincount(theme, spoke, themes)
    total = float(len(facts))
    shares = comments / total
    others = np.maximum(total - wrote, 1.0)
    quiet = (wrote / others) ** 2
    squares = shares**2 * (quiet.sum() - np.bincount(theme, quiet[speaker], themes))
    moved = (spoke - wrote[speaker] * shares[theme]) / others[speaker]
    squares += np.bincount(theme, moved**2, themes)
    effective = total**2 / float((wrote**2).sum())
    count = len(names)
    return _Shares(
        comments=comments.astype(np.int64),
        customers=np.bincount(theme, minlength=themes).astype(np.int64),
        shares=shares,
        spreads=[
            Spread(count, effective - 1, square * (count - 1) / count if count > 1 else None)
            for square in squares.tolist()
        ],
    )
