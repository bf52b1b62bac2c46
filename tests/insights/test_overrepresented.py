"""Where a theme is spoken of more than elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from feedback_miner.insights.overrepresented import overrepresented
from tests.insights.builders import Row, facts


def rows(seed: int, *, there: float, elsewhere: float, customers: int = 400) -> list[Row]:
    """Customers of two plans who write three comments each; a share of each plan's is of theme 1."""
    draw = np.random.default_rng(seed)
    found = []
    for customer in range(1, customers + 1):
        plan = "pro" if customer % 4 == 0 else "free"
        share = there if plan == "pro" else elsewhere
        # somebody who speaks of it speaks of it often
        often = draw.beta(2 * share, 2 * (1 - share)) if share else 0.0
        found += [
            Row(customer=customer, theme=int(draw.random() < often), segments={"plan": plan})
            for _ in range(3)
        ]
    return found


def test_a_segment_that_speaks_of_it_more_is_found() -> None:
    (found,) = overrepresented(facts(rows(1, there=0.3, elsewhere=0.05)), theme=1)
    assert (found.dimension, found.value) == ("segment.plan", "pro")
    assert found.interval.low < 6 < found.interval.high
    assert found.ratio == pytest.approx(found.share / found.share_elsewhere)
    assert found.p < 0.001
    mine = [row for row in rows(1, there=0.3, elsewhere=0.05) if row.segments["plan"] == "pro" and row.theme]
    assert found.comments == len(mine)
    assert found.customers == len({row.customer for row in mine})


def test_where_nobody_else_speaks_of_it_there_is_a_ratio_all_the_same() -> None:
    (found,) = overrepresented(facts(rows(2, there=0.3, elsewhere=0.0)), theme=1)
    assert found.share_elsewhere == 0
    assert found.interval.low > 1
    assert np.isfinite(found.interval.high)


def test_what_is_alike_everywhere_is_seldom_found() -> None:
    hits = sum(bool(overrepresented(facts(rows(s, there=0.1, elsewhere=0.1)), 1)) for s in range(100))
    assert hits <= 8  # one side of a two-sided test at 5 %


def test_intervals_cover_the_truth_although_customers_repeat_themselves() -> None:
    def covers(seed: int) -> bool:
        found = overrepresented(facts(rows(seed, there=0.4, elsewhere=0.1)), 1)
        return bool(found) and found[0].interval.low <= 4 <= found[0].interval.high

    assert sum(covers(seed) for seed in range(100)) >= 89


def test_a_few_customers_are_no_ground() -> None:
    few = [Row(customer=n, theme=1, segments={"plan": "pro"}) for n in range(1, 5)]
    many = [Row(customer=n, segments={"plan": "free"}) for n in range(10, 200)]
    assert overrepresented(facts(few + many), 1) == []


def test_one_value_alone_stands_against_nothing() -> None:
    assert overrepresented(facts([Row(customer=n, theme=1) for n in range(1, 50)]), 1) == []
    assert overrepresented(facts([]), 1) == []
