"""Estimates beside the raw counts: certain where people labelled, honest where models may err."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedback_miner.domain import PERSON, Confusions, Coverage, CutTotals, JudgedTotal
from feedback_miner.journey import Estimate, JourneyMap, Transfer, corrected_shares
from feedback_miner.journey.effects import Effects
from feedback_miner.journey.transfer import SOURCES_MIN
from tests.journey.builders import crowd, mapped, totals
from tests.journey.sources import MODEL, STAGES, Table, confusions, judged, perfect, source

SHOWN = STAGES[:-1]
counts_of_stages = st.lists(st.integers(0, 400), min_size=len(STAGES), max_size=len(STAGES)).filter(
    lambda counts: sum(counts) >= 30 and sum(counts[:-1]) > 0
)
seeds = st.integers(0, 2**32 - 1)


def tables(seed: int, *, bias: float = 1.0, sources: int = 20) -> list[Table]:
    draw = np.random.default_rng(seed)
    return [source(draw, 200, bias=bias) for _ in range(sources)]


def transfer(known: Confusions) -> Transfer:
    found = Transfer.of(known)
    assert found is not None
    return found


def map_of(total: Sequence[JudgedTotal], *known: Confusions, lens: str = "full") -> JourneyMap:
    """A map as far as estimates go."""
    return mapped(
        CutTotals((), (), (), Coverage(), tuple(total)),
        lens=lens,
        transfers={one.model: transfer(one) for one in known},
    )


def estimates(journey: JourneyMap) -> dict[str, Estimate]:
    found = {stage.key: stage.estimate for stage in journey.stages}
    assert journey.no_estimates is None
    return {key: estimate for key, estimate in found.items() if estimate is not None}


def shares(journey: JourneyMap) -> list[float]:
    found = estimates(journey)
    return [found[key].share for key in SHOWN]


def raw(counts: Sequence[int]) -> list[float]:
    shown = counts[:-1]
    return [count / sum(shown) for count in shown]


@given(counts_of_stages, seeds, st.floats(1.0, 2.0))
def test_shares_add_up_to_1_and_lie_in_their_intervals(counts: list[int], seed: int, bias: float) -> None:
    journey = map_of(judged(counts), confusions(tables(seed, bias=bias, sources=6)))
    assert sum(shares(journey)) == pytest.approx(1)
    for estimate in estimates(journey).values():
        interval = estimate.share_interval
        assert 0 <= interval.low <= estimate.share + 1e-12
        assert estimate.share - 1e-12 <= interval.high <= 1


@given(counts_of_stages)
def test_a_model_that_is_always_right_is_not_corrected(counts: list[int]) -> None:
    sources = [perfect([20 + 3 * n] * len(STAGES)) for n in range(8)]
    assert shares(map_of(judged(counts), confusions(sources))) == pytest.approx(raw(counts))


@given(counts_of_stages, seeds)
def test_shares_of_a_file_are_those_of_the_map(counts: list[int], seed: int) -> None:
    known = confusions(tables(seed, bias=1.5, sources=6))
    found = corrected_shares(dict(zip(STAGES, counts, strict=True)), transfer(known))
    assert tuple(found) == STAGES
    assert sum(found.values()) == pytest.approx(1)
    shown = 1 - found[STAGES[-1]]
    assert [found[key] / shown for key in SHOWN] == pytest.approx(shares(map_of(judged(counts), known)))


@given(counts_of_stages, seeds)
def test_what_people_labelled_stands_as_it_is(counts: list[int], seed: int) -> None:
    journey = map_of(judged(counts, judge=PERSON), confusions(tables(seed)))
    assert shares(journey) == pytest.approx(raw(counts))
    for estimate in estimates(journey).values():
        assert estimate.share_interval.low == pytest.approx(estimate.share)
        assert estimate.share_interval.high == pytest.approx(estimate.share)
    assert (journey.models, journey.labelled_by_people) == ({}, sum(counts))


@given(counts_of_stages, seeds, st.permutations(range(len(STAGES))))
def test_the_order_of_stages_does_not_matter(counts: list[int], seed: int, order: list[int]) -> None:
    known = tables(seed, bias=1.5, sources=6)
    turned = [table[np.ix_(order, order)] for table in known]
    straight = map_of(judged(counts), confusions(known))
    other = map_of(judged(counts), confusions(turned, [STAGES[n] for n in order]))
    assert shares(other) == pytest.approx(shares(straight))
    for key, estimate in estimates(straight).items():
        turned_interval = estimates(other)[key].share_interval
        assert turned_interval.low == pytest.approx(estimate.share_interval.low, abs=1e-9)
        assert turned_interval.high == pytest.approx(estimate.share_interval.high, abs=1e-9)


def test_intervals_hold_the_truth_of_new_sources_as_often_as_they_say() -> None:
    draw = np.random.default_rng(11)
    held = []
    for _ in range(60):
        known = confusions([source(draw, 200, bias=1.3) for _ in range(20)])
        new = source(draw, 400, bias=1.3)
        meant = new.sum(axis=1)[:-1]
        found = estimates(map_of(judged(new.sum(axis=0).tolist()), known))
        for key, truth in zip(SHOWN, meant / meant.sum(), strict=True):
            held.append(found[key].share_interval.low <= truth <= found[key].share_interval.high)
    assert 0.91 <= np.mean(held) <= 0.985


def test_a_bias_that_all_sources_show_is_corrected() -> None:
    draw = np.random.default_rng(5)
    known = confusions([source(draw, 300, bias=2.0) for _ in range(20)])
    off_raw, off_corrected = [], []
    for _ in range(30):
        new = source(draw, 1_000, bias=2.0)
        meant, named = new.sum(axis=1)[:-1], new.sum(axis=0)
        truth = meant / meant.sum()
        off_raw.append(np.abs(raw(named.tolist()) - truth).sum() / 2)
        off_corrected.append(np.abs(shares(map_of(judged(named.tolist()), known)) - truth).sum() / 2)
    assert np.mean(off_corrected) < 0.8 * np.mean(off_raw)


def test_more_of_it_labelled_by_people_is_surer() -> None:
    known = confusions(tables(3))
    counts = [100] * len(STAGES)

    def width(by_people: int) -> float:
        by_model = [count - by_people for count in counts]
        total = judged(by_model) + judged([by_people] * len(STAGES), judge=PERSON)
        interval = estimates(map_of(total, known))["use"].share_interval
        return interval.high - interval.low

    assert width(0) > width(50) > width(90) > width(100) == pytest.approx(0, abs=1e-12)


def test_a_stage_never_named_may_still_have_been_meant() -> None:
    counts = [0, *[50] * (len(STAGES) - 1)]
    found = estimates(map_of(judged(counts), confusions(tables(3))))[STAGES[0]]
    assert (found.share, found.share_interval.low, found.sentiment) == (0, 0, None)
    assert 0 < found.share_interval.high < 0.1


def test_a_stage_that_is_all_there_is_may_be_less_than_all() -> None:
    found = estimates(map_of(judged([60, *[0] * (len(STAGES) - 1)]), confusions(tables(3))))[STAGES[0]]
    assert (found.share, found.share_interval.high) == (1, 1)
    assert 0.2 < found.share_interval.low < 1


def test_a_lens_folds_counts_before_it_divides() -> None:
    counts = list(range(20, 20 + 10 * len(STAGES), 10))
    known = confusions(tables(4, bias=1.5))
    full = estimates(map_of(judged(counts), known))
    folded = map_of(judged(counts), known, lens="loyalty")
    whole = sum(full[key].share for stage in folded.stages for key in stage.stages)
    for stage in folded.stages:
        assert stage.estimate is not None
        assert stage.estimate.share == pytest.approx(sum(full[key].share for key in stage.stages) / whole)


def test_each_model_is_corrected_by_its_own_confusions() -> None:
    right = confusions([perfect([40] * len(STAGES))] * 6, model="right/1")
    biased = confusions(tables(5, bias=2.0))
    counts = [60] * len(STAGES)
    both = map_of(judged(counts) + judged(counts, judge="right/1"), biased, right)
    assert both.models == {MODEL: 600, "right/1": 600}
    alone, sure = shares(map_of(judged(counts), biased)), raw(counts)
    assert alone[0] < shares(both)[0] < sure[0]


def test_the_mean_is_shifted_by_what_sentiments_were_off_in_all_sources() -> None:
    said = crowd("use", "app", [50] * 100)
    known = {MODEL: transfer(confusions([perfect([200] * len(STAGES))] * 10))}
    (use,) = [stage for stage in mapped(totals(said), transfers=known).stages if stage.key == "use"]
    assert use.figures.sentiment == pytest.approx(0.5)
    assert use.estimate is not None
    assert use.estimate.sentiment == pytest.approx(0.25, abs=0.01)
    assert use.estimate.sentiment_interval is not None
    assert use.estimate.sentiment_interval.low < 0.25 < use.estimate.sentiment_interval.high


def test_the_mean_that_people_gave_has_the_raw_interval() -> None:
    said = [replace(one, judge=PERSON) for one in crowd("use", "app", range(-40, 60))]
    (use,) = [stage for stage in mapped(totals(said)).stages if stage.key == "use"]
    assert use.estimate is not None
    assert use.estimate.sentiment == pytest.approx(use.figures.sentiment)
    interval, raw_interval = use.estimate.sentiment_interval, use.figures.interval
    assert interval is not None
    assert raw_interval is not None
    assert (interval.low, interval.high) == pytest.approx((raw_interval.low, raw_interval.high))


@pytest.mark.parametrize(
    ("total", "why"),
    [
        ([], "Nothing was said"),
        (judged([100] * len(STAGES), judge="other/2"), "How other/2 errs"),
        (judged([2] * len(STAGES)), "judged 20 statements here; 30 are the least"),
        ([*judged([100] * len(STAGES)), JudgedTotal(MODEL, "invented", 60, 0)], "the stage “invented”"),
        (judged([0] * len(SHOWN) + [400]), "nothing that was said here belongs to a stage"),
        (judged([0] * len(SHOWN) + [400], judge=PERSON), "nothing that was said here belongs to a stage"),
        ([JudgedTotal(PERSON, "use", 95, 0), JudgedTotal("other/2", "use", 6, 0)], "How other/2 errs"),
        (
            [JudgedTotal(PERSON, "use", 400, 0), JudgedTotal(MODEL, "use", 22, 0)],
            "judged 22 statements here; 30 are the least",
        ),
    ],
)
def test_where_there_is_no_estimate_the_map_says_why(total: list[JudgedTotal], why: str) -> None:
    journey = map_of(total, confusions(tables(1)))
    assert journey.no_estimates is not None
    assert why in journey.no_estimates
    assert all(stage.estimate is None for stage in journey.stages)


@pytest.mark.parametrize("judge", [MODEL, "other/2"])
def test_a_few_statements_of_any_model_do_not_stand_in_the_way(judge: str) -> None:
    journey = map_of(
        [JudgedTotal(PERSON, "use", 380, 0), JudgedTotal(judge, "support", 20, 0)], confusions(tables(1))
    )
    assert sum(shares(journey)) == pytest.approx(1)


def test_a_few_of_a_judge_that_is_not_known_widen_every_share_by_their_part() -> None:
    people = [JudgedTotal(PERSON, "use", 300, 0), JudgedTotal(PERSON, "support", 600, 0)]
    found = estimates(map_of([*people, JudgedTotal("other/2", "purchase", 10, 0)]))
    for stage, statements in (("use", 300), ("support", 600), ("purchase", 10), ("advocacy", 0)):
        interval = found[stage].share_interval
        assert found[stage].share == pytest.approx(statements / 910)
        assert interval.low == pytest.approx(max(0, statements - 10) / 910)
        assert interval.high == pytest.approx((statements + 10) / 910)


few_anywhere = st.lists(
    st.tuples(st.sampled_from(STAGES), st.integers(-10_000, 10_000)), min_size=10, max_size=10
)


@given(counts_of_stages.filter(lambda counts: sum(counts) >= 190), few_anywhere, few_anywhere)
def test_wherever_a_few_unknown_ones_belong_the_shares_hold_it(
    counts: list[int], read: list[tuple[str, int]], meant: list[tuple[str, int]]
) -> None:
    by_people = judged(counts, judge=PERSON)

    def said(few: list[tuple[str, int]], judge: str) -> JourneyMap:
        return map_of(by_people + [JudgedTotal(judge, stage, 1, fixed) for stage, fixed in few])

    truth = estimates(said(meant, PERSON))
    for stage, estimate in estimates(said(read, "other/2")).items():
        interval = estimate.share_interval
        assert interval.low - 1e-9 <= truth[stage].share <= interval.high + 1e-9


@given(few_anywhere, few_anywhere)
@example([("use", 10_000)] * 10, [("use", -10_000)] * 10)
def test_wherever_a_few_unknown_ones_belong_the_means_hold_it(
    read: list[tuple[str, int]], meant: list[tuple[str, int]]
) -> None:
    by_people = [replace(one, judge=PERSON) for one in crowd("use", "app", range(-95, 100))]
    known = totals(by_people)

    def said(few: list[tuple[str, int]], judge: str) -> Estimate:
        more = tuple(JudgedTotal(judge, stage, 1, fixed) for stage, fixed in few)
        return estimates(mapped(replace(known, judged=(*known.judged, *more))))["use"]

    unknown, truth = said(read, "other/2").sentiment_interval, said(meant, PERSON).sentiment_interval
    assert unknown is not None
    assert truth is not None
    assert unknown.low - 1e-9 <= truth.low <= truth.high <= unknown.high + 1e-9


biases = st.lists(st.floats(-4.7, 4.7), min_size=len(STAGES), max_size=len(STAGES))


@given(counts_of_stages, biases, st.floats(0, 25))
def test_no_bias_makes_a_share_that_is_no_number(
    counts: list[int], bias: list[float], variance: float
) -> None:
    size = len(STAGES)
    spread = np.full(size, variance)
    model = Transfer(
        STAGES, Effects(np.array(bias), spread), Effects(np.zeros(size), spread), np.full(size, 0.4), 4
    )
    found = model.corrected(np.array(counts, np.float64))
    assert found.share.sum() == pytest.approx(1)
    assert np.isfinite(found.moves).all()
    journey = mapped(CutTotals((), (), (), Coverage(), tuple(judged(counts))), transfers={MODEL: model})
    for stage in journey.stages:
        if stage.estimate is None:
            assert journey.no_estimates
        else:
            interval = stage.estimate.share_interval
            assert 0 <= interval.low <= stage.estimate.share + 1e-12 <= interval.high + 2e-12 <= 1 + 2e-12


def test_a_bias_that_leaves_no_stage_is_not_believed() -> None:
    size = len(STAGES)
    none, strong = Effects(np.zeros(size), np.ones(size)), Effects(np.full(size, -5.0), np.ones(size))
    found = Transfer(STAGES, strong, none, np.ones(size), 4).corrected(np.arange(size, dtype=np.float64))
    assert found.share.tolist() == pytest.approx([n / 45 for n in range(size)])
    assert np.isfinite(found.moves).all()


table_of_any_counts = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).choice([0, 0, 0, 0, 1, 5_000], (len(STAGES), len(STAGES)))
)


@given(
    counts_of_stages,
    st.lists(table_of_any_counts.filter(np.any), min_size=SOURCES_MIN, max_size=8),
)
def test_any_confusions_give_numbers(counts: list[int], sources: list[Table]) -> None:
    for estimate in (stage.estimate for stage in map_of(judged(counts), confusions(sources)).stages):
        assert (
            estimate is None
            or np.isfinite(
                [estimate.share, estimate.share_interval.low, estimate.share_interval.high]
                + ([] if estimate.sentiment is None else [estimate.sentiment])
            ).all()
        )


def test_few_sources_say_too_little() -> None:
    assert Transfer.of(confusions(tables(1, sources=SOURCES_MIN))) is not None
    assert Transfer.of(confusions(tables(1, sources=SOURCES_MIN - 1))) is None
