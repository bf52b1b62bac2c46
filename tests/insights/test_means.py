"""Means and shares: the plain numbers, and intervals that cover the truth when customers are the clusters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.domain import NONE
from feedback_miner.insights.folding import on_map
from feedback_miner.insights.means import means, shares
from feedback_miner.journey.frame import Frame
from feedback_miner.taxonomy import PartChange, TaxonomyChanges, load_default
from tests.insights.builders import Row, facts

CASES = st.lists(
    st.tuples(st.integers(-1, 3), st.integers(-5, 5), st.floats(-1, 1), st.booleans()), max_size=50
)


@given(CASES)
def test_means_are_those_of_each_group(cases: list[tuple[int, int, float, bool]]) -> None:
    group, customer, sentiment, _ = (
        np.array(part) for part in zip(*[*cases, (-1, 0, 0.0, False)], strict=True)
    )
    for number, found in enumerate(means(group, customer, sentiment, 4)):
        here = [(who, felt) for of, who, felt, _ in cases if of == number]
        assert (found.statements, found.customers) == (len(here), len({who for who, _ in here}))
        if here:
            assert found.sentiment == pytest.approx(sum(felt for _, felt in here) / len(here), abs=1e-9)
        assert (found.interval is None) == (found.customers < 2)


@given(CASES)
def test_shares_lie_in_their_intervals(cases: list[tuple[int, int, float, bool]]) -> None:
    group, customer, _, hit = (np.array(part) for part in zip(*[*cases, (-1, 0, 0.0, False)], strict=True))
    for number, found in enumerate(shares(group, customer, hit, 4)):
        here = [struck for of, _, _, struck in cases if of == number]
        assert (found.count, found.of) == (sum(here), len(here))
        if found.interval is not None:
            assert 0 <= found.interval.low <= found.share <= found.interval.high <= 1
            assert found.interval.low < found.interval.high


@pytest.mark.parametrize(("customers", "share"), [(20, 0.1), (100, 0.5), (200, 0.03)])
def test_intervals_of_shares_cover_the_truth_where_customers_differ(customers: int, share: float) -> None:
    covered = 0
    for seed in range(200):
        random = np.random.default_rng(seed)
        customer = np.repeat(np.arange(customers), 1 + random.poisson(2, customers))
        own = random.beta(3 * share, 3 * (1 - share), customers)
        hit = random.random(len(customer)) < own[customer]
        (found,) = shares(np.zeros(len(customer), np.int64), customer, hit, 1)
        assert found.interval is not None
        covered += found.interval.low <= share <= found.interval.high
    assert covered >= 181  # fewer than that in 1 of 200 runs, were it 95 of 100


def test_the_map_leaves_out_what_is_hidden_and_folds_what_a_lens_folds() -> None:
    taxonomy = load_default().changed(
        TaxonomyChanges(
            stages={"advocacy": PartChange(hidden=True)}, touchpoints={"app": PartChange(hidden=True)}
        )
    )
    rows = [
        Row(1, stage=stage, touchpoint=touchpoint)
        for stage, touchpoint in (("use", "app"), ("support", "returns"), ("advocacy", NONE), (NONE, NONE))
    ]
    shown = on_map(facts(rows), Frame.of(taxonomy, "loyalty"))
    assert shown.statement.tolist() == [1, 2]
    assert [shown.stage.values[code] for code in shown.stage.codes] == ["service", "service"]
    assert [shown.touchpoint.values[code] for code in shown.touchpoint.codes] == [NONE, "returns"]
