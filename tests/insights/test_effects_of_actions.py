"""Before and after an action: right on average, honest in its interval, silent where it cannot tell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from feedback_miner.domain.facts import Coded, Facts
from feedback_miner.insights.contrasts import contrast
from feedback_miner.insights.effects_of_actions import Effect, effect, window_days
from tests.insights.builders import FIRST_DAY, Row, facts

ON = FIRST_DAY.toordinal() + 28
NEWEST = ON + 27
TOUCHPOINTS = ("payment", "delivery", "app", "pricing")


@dataclass(frozen=True, slots=True)
class World:
    """Customers who write several statements, at a touchpoint that was changed and at three that were not."""

    truth: float = 0.2
    #: what the same days changed everywhere
    elsewhere: float = -0.15
    #: how much more is said of "delivery" afterwards, which is the worst of all
    surge: float = 3.0
    customers: int = 250

    def facts(self, seed: int) -> Facts:
        draw = np.random.default_rng(seed)
        who = np.repeat(np.arange(1, self.customers + 1), draw.geometric(0.4, self.customers))
        temper = draw.normal(0, 0.3, self.customers + 1)
        day = draw.integers(0, 56, len(who))
        odds = np.where(day[:, None] < 28, [0.3, 0.2, 0.25, 0.25], [0.3, 0.2 * self.surge, 0.25, 0.25])
        odds = odds / odds.sum(axis=1, keepdims=True)
        place = (draw.random(len(who))[:, None] > odds.cumsum(axis=1)).sum(axis=1)
        usual = np.array([-0.2, -0.5, 0.1, 0.0])[place]
        late = day >= 28
        said = usual + temper[who] + draw.normal(0, 0.3, len(who))
        said = said + late * (self.elsewhere + self.truth * (place == 0))
        return _columns(who, day, place, said)


def _columns(
    who: NDArray[np.int64], day: NDArray[np.int64], place: NDArray[np.int64], said: NDArray[np.float64]
) -> Facts:
    blank = facts([Row()] * len(who))
    return Facts(
        **{
            name: getattr(blank, name)
            for name in Facts.__dataclass_fields__
            if name not in ("customer", "day", "sentiment", "touchpoint")
        },
        customer=who,
        day=FIRST_DAY.toordinal() + day,
        sentiment=said,
        touchpoint=Coded(place.astype(np.int32), TOUCHPOINTS),
    )


def found_in(known: Facts, newest: int = NEWEST) -> Effect:
    before, after = window_days(ON, FIRST_DAY.toordinal(), newest)
    treated = known.touchpoint.equal("payment")
    return effect(known, treated, ~treated, before, after)


def test_the_interval_holds_the_truth_in_95_of_100_worlds() -> None:
    """The standard error of 300 draws is 1.3 %."""
    blank_world = World()
    found = [found_in(blank_world.facts(seed)).sentiment for seed in range(300)]
    values = [one.value for one in found if one]
    inside = [one.interval.low <= 0.2 <= one.interval.high for one in found if one and one.interval]
    assert len(inside) == 300
    assert 0.92 <= np.mean(inside) <= 0.98
    assert np.mean(values) == pytest.approx(0.2, abs=0.02)


def test_the_share_of_comments_is_compared_too() -> None:
    found = found_in(World(surge=1.0, customers=2_000).facts(1))
    assert found.share is not None
    assert found.share.interval is not None
    assert found.share.interval.low <= 0 <= found.share.interval.high
    fell = found_in(World(surge=6.0, customers=2_000).facts(1)).share
    assert fell is not None
    assert fell.interval is not None
    assert fell.interval.high < 0


def test_counts_are_those_of_the_days() -> None:
    known = World().facts(2)
    found = found_in(known)
    sides = [
        found.before,
        found.after,
        *(side for part in found.untouched for side in (part.before, part.after)),
    ]
    assert sum(side.statements for side in sides) == len(known)
    assert {part.touchpoint for part in found.untouched} == {"delivery", "app", "pricing"}


@pytest.mark.parametrize(
    ("rows", "newest", "said"),
    [
        (400, ON + 3, "Too early to tell: 4 of the 7 days"),
        (400, ON - 1, "Too early to tell: 0 of the 7 days"),
        (12, ON + 13, "Too early to tell"),
        (12, NEWEST, "Too few comments"),
    ],
)
def test_where_it_cannot_be_told_it_says_what_is_missing(rows: int, newest: int, said: str) -> None:
    written = [
        Row(customer=n + 1, day=n * 7 % 56, touchpoint=TOUCHPOINTS[n % 4], sentiment=0.1 * (n % 5))
        for n in range(rows)
    ]
    known = facts(written)
    found = found_in(known.take(known.day <= newest), newest)
    assert found.sentiment is None
    assert found.missing is not None
    assert said in found.missing


def test_one_customer_who_said_everything_leaves_it_untold() -> None:
    written = [Row(customer=1, day=n % 56, touchpoint=TOUCHPOINTS[n % 4]) for n in range(600)]
    assert "1 of the 10 customers" in str(found_in(facts(written)).missing)


def test_windows_are_whole_weeks() -> None:
    assert window_days(100, 0, 400) == (range(72, 100), range(100, 128))
    assert window_days(100, 90, 110) == (range(93, 100), range(100, 107))
    assert window_days(100, 98, 102) == (range(98, 100), range(100, 103))
    assert len(window_days(100, 0, 50)[1]) == 0


def test_a_contrast_of_one_group_is_its_mean() -> None:
    values = np.array([0.1, 0.3, 0.5, 0.9])
    found = contrast(values, np.zeros(4, np.int64), np.arange(4), np.array([1.0]))
    half = 3.18245 * values.std(ddof=1) / 2
    assert found.value == pytest.approx(0.45)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((0.45 - half, 0.45 + half))
    assert contrast(values, np.array([0, 0, 0, 1]), np.arange(4), np.array([1.0, -1.0])).interval is None


def test_it_is_what_a_plain_count_of_means_comes_to() -> None:
    """Difference in differences and its delete-one-customer jackknife, written out."""
    known = World().facts(3)
    found = found_in(known).sentiment
    assert found is not None
    assert found.interval is not None
    place = [TOUCHPOINTS[code] for code in known.touchpoint.codes]
    rows = list(
        zip(known.customer.tolist(), known.day.tolist(), place, known.sentiment.tolist(), strict=True)
    )

    def said(at: str, *, late: bool, without: int = 0) -> list[float]:
        return [
            mood for who, day, here, mood in rows if here == at and (day >= ON) is late and who != without
        ]

    def change(at: str, without: int = 0) -> float:
        return float(
            np.mean(said(at, late=True, without=without)) - np.mean(said(at, late=False, without=without))
        )

    sizes = {at: (len(said(at, late=False)), len(said(at, late=True))) for at in TOUCHPOINTS[1:]}
    weight = {at: before * after / (before + after) for at, (before, after) in sizes.items()}

    def estimate(without: int = 0) -> float:
        others = sum(weight[at] * change(at, without) for at in weight) / sum(weight.values())
        return change("payment", without) - others

    customers = sorted({who for who, *_ in rows})
    assert found.value == pytest.approx(estimate())
    moved = np.array([estimate(without) for without in customers]) - estimate()
    error = float(np.sqrt((len(customers) - 1) / len(customers) * (moved**2).sum()))
    half = (found.interval.high - found.interval.low) / 2
    assert 1.96 * error < half < 2.2 * error
