"""The map of plain statements: means, shares, folds, comparison, trends, metrics."""

from __future__ import annotations

from array import array
from dataclasses import replace
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.domain import CellTotal, CustomerTotals, MetricTotal, WeekTotal
from feedback_miner.errors import QueryError
from feedback_miner.journey import WEEKS, Figures, JourneyMap
from feedback_miner.taxonomy import PartChange, TaxonomyChanges, load_default
from tests.journey.builders import Said, crowd, mapped, totals

DEFAULT = load_default()
STAGES = [stage.key for stage in DEFAULT.stages]
LENSES = [lens.key for lens in DEFAULT.lenses]

statements = st.builds(
    Said,
    stage=st.sampled_from([*STAGES, "none"]),
    touchpoint=st.sampled_from(["app", "payment", "none"]),
    customer=st.integers(1, 8),
    hundredths=st.integers(-100, 100),
    emotions=st.sampled_from([("neutral",), ("joy",), ("anger", "anxiety")]),
)
conversations = st.lists(statements, max_size=60)


def stage(journey: JourneyMap, key: str) -> Figures:
    return next(stage.figures for stage in journey.stages if stage.key == key)


def every_figure(journey: JourneyMap) -> list[Figures]:
    stages = [journey.overall, *(stage.figures for stage in journey.stages)]
    return stages + [part.figures for stage in journey.stages for part in stage.touchpoints]


def test_a_stage_is_the_mean_of_its_statements() -> None:
    said = [
        *crowd("use", "app", [-50, -30, 20]),
        *crowd("use", "none", [40], 10),
        *crowd("none", "none", [-100]),
    ]
    journey = mapped(totals(said))
    use = stage(journey, "use")
    assert (use.statements, use.customers, use.share) == (4, 4, 1.0)
    assert use.sentiment == pytest.approx(-0.05)
    assert journey.overall.statements == 4
    assert [part.key for part in journey.stages[5].touchpoints] == ["app"]
    assert stage(journey, "support").sentiment is None
    assert stage(journey, "support").interval is None


@given(conversations)
def test_every_interval_holds_its_mean_and_stays_possible(said: list[Said]) -> None:
    for figures in every_figure(mapped(totals(said))):
        assert (figures.sentiment is None) == (figures.statements == 0)
        assert (figures.interval is None) == (figures.customers < 2)
        if figures.sentiment is not None and figures.interval is not None:
            assert -1 <= figures.interval.low <= figures.sentiment <= figures.interval.high <= 1


@given(conversations, st.sampled_from(LENSES))
def test_folding_loses_nothing_and_doubles_nothing(said: list[Said], lens: str) -> None:
    with_stage = [one for one in said if one.stage != "none"]
    journey = mapped(totals(said), lens=lens)
    assert journey.overall.statements == len(with_stage)
    assert sum(stage.figures.statements for stage in journey.stages) == len(with_stage)
    assert sum(stage.figures.share for stage in journey.stages) == pytest.approx(1.0 if with_stage else 0.0)
    for result in journey.stages:
        held = [one for one in with_stage if one.stage in result.stages]
        assert result.figures.statements == len(held)
        assert result.figures.customers == len({one.customer for one in held})
        if held:
            assert result.figures.sentiment == pytest.approx(fmean(one.hundredths / 100 for one in held))


@given(conversations)
def test_cells_merge_in_any_order_and_grouping(said: list[Said]) -> None:
    whole = totals(said)
    half = len(said) // 2
    first, second = totals(said[:half]), totals(said[half:])
    split = replace(
        whole,
        cells=(*reversed(second.cells), *first.cells),
        customers=(*second.customers, *reversed(first.customers)),
    )
    for lens in ("full", "funnel"):
        one, other = mapped(whole, lens=lens), mapped(split, lens=lens)
        for left, right in zip(every_figure(one), every_figure(other), strict=True):
            assert (left.statements, left.customers) == (right.statements, right.customers)
            assert left.sentiment == right.sentiment
            assert left.emotions == right.emotions
            assert _bounds(left) == pytest.approx(_bounds(right))


def _bounds(figures: Figures) -> tuple[float, ...]:
    return (figures.interval.low, figures.interval.high) if figures.interval else ()


def test_emotion_shares_are_of_the_statements_and_the_largest_comes_first() -> None:
    said = [
        Said("use", "app", 1, -50, ("anger", "regret")),
        Said("use", "app", 2, -50, ("anger",)),
        Said("use", "app", 3, 0),
        Said("use", "app", 4, 50, ("joy",)),
    ]
    emotions = mapped(totals(said)).overall.emotions
    assert list(emotions.items()) == [("anger", 0.5), ("joy", 0.25), ("neutral", 0.25), ("regret", 0.25)]


def test_hidden_parts_are_folded_away() -> None:
    said = [
        *crowd("use", "app", [50, 50]),
        *crowd("use", "payment", [-50, -50], 10),
        *crowd("support", "support", [-90], 20),
        Said("use", "app", 30, 50, ("anger", "joy")),
    ]
    taxonomy = DEFAULT.changed(
        TaxonomyChanges(
            stages={"support": PartChange(hidden=True)},
            touchpoints={"payment": PartChange(hidden=True)},
            emotions={"anger": PartChange(hidden=True)},
        )
    )
    journey = mapped(totals(said), taxonomy=taxonomy)
    assert "support" not in [stage.key for stage in journey.stages]
    assert journey.overall.statements == 5
    use = journey.stages[5]
    assert (use.key, use.figures.statements) == ("use", 5)
    assert [part.key for part in use.touchpoints] == ["app"]
    assert list(use.figures.emotions) == ["neutral", "joy"]


def test_touchpoints_come_by_volume_under_their_given_names() -> None:
    said = [*crowd("use", "app", [0]), *crowd("use", "payment", [0, 0])]
    taxonomy = DEFAULT.changed(TaxonomyChanges(touchpoints={"app": PartChange(name="Cockpit")}))
    found = mapped(totals(said), taxonomy=taxonomy).stages[5].touchpoints
    assert [part.name for part in found] == ["Payment", "Cockpit"]


def test_a_change_is_the_difference_and_certain_only_where_it_is() -> None:
    before = totals(
        [*crowd("use", "app", [30, 20, 40, 30, 25, 35] * 5), *crowd("support", "support", [0, 90])]
    )
    now = totals(
        [*crowd("use", "app", [-30, -20, -40, -30, -25, -35] * 5), *crowd("support", "support", [-80, 90])]
    )
    journey = mapped(now, before)
    fallen, unclear = stage(journey, "use").change, stage(journey, "support").change
    assert fallen is not None
    assert fallen.sentiment == pytest.approx(-0.6)
    assert fallen.interval is not None
    assert fallen.interval.low < -0.6 < fallen.interval.high < 0
    assert (fallen.certain, fallen.statements_before) == (True, 30)
    assert unclear is not None
    assert unclear.sentiment == pytest.approx(-0.4)
    assert not unclear.certain
    assert stage(journey, "purchase").change is None
    assert stage(mapped(now), "use").change is None


def test_a_change_without_enough_customers_has_no_interval_and_is_not_certain() -> None:
    journey = mapped(totals(crowd("use", "app", [-90, -80])), totals(crowd("use", "app", [90])))
    change = stage(journey, "use").change
    assert change is not None
    assert change.interval is None
    assert not change.certain


def test_low_and_high_need_ten_comments() -> None:
    said = [
        *crowd("use", "app", [-10] * 10),
        *crowd("support", "support", [-20] * 10),
        *crowd("advocacy", "word_of_mouth", [90] * 9),
    ]
    journey = mapped(totals(said))
    assert (journey.lowest, journey.highest) == ("support", "use")
    alone = mapped(totals(said[:10]))
    assert (alone.lowest, alone.highest) == (None, None)


def test_trends_are_weekly_means_with_gaps() -> None:
    weeks = [
        WeekTotal(0, "use", "app", 2, -10_000),
        WeekTotal(11, "use", "app", 1, 10_000),
        WeekTotal(11, "support", "support", 3, -10_000),
        WeekTotal(5, "none", "none", 9, 90_000),
    ]
    journey = mapped(totals(crowd("use", "app", [0])), weeks=weeks)
    assert stage(journey, "use").weeks == (-0.5, *[None] * 10, 1.0)
    assert journey.overall.weeks == (-0.5, *[None] * 10, 0.0)
    assert stage(journey, "advocacy").weeks == (None,) * WEEKS
    folded = mapped(totals(crowd("use", "app", [0])), weeks=weeks, lens="loyalty")
    assert stage(folded, "service").weeks[11] == 0.0


def test_scores_of_customers_are_read_from_their_answers() -> None:
    def answers(stage: str, touchpoint: str, promoters: int, detractors: int, csat: int) -> MetricTotal:
        return MetricTotal(stage, touchpoint, 10, 10, promoters, detractors, 2, 2 * csat, 0, 0)

    metrics = [answers("", "", 6, 2, 350), answers("use", "", 1, 5, 200), answers("use", "app", 0, 10, 100)]
    journey = mapped(totals(crowd("use", "app", [0]), metrics))
    assert (journey.overall.metrics.nps, journey.overall.metrics.csat) == (40, 3.5)
    assert stage(journey, "use").metrics.nps == -40
    assert journey.stages[5].touchpoints[0].figures.metrics.nps == -100
    assert journey.overall.metrics.rating is None
    assert stage(journey, "support").metrics.nps_answers == 0


def test_an_unknown_lens_is_refused() -> None:
    with pytest.raises(QueryError):
        mapped(totals([]), lens="pirate")


def test_numbers_of_customers_may_be_any_integers() -> None:
    huge = 2**62
    said = [Said("use", "app", huge, 50), Said("use", "app", huge - 1, 30), Said("use", "app", -5, 10)]
    assert mapped(totals(said)).overall.customers == 3


def test_customers_of_unknown_stages_are_left_out_like_their_cells() -> None:
    journey = mapped(
        replace(
            totals(crowd("use", "app", [10, 20])),
            cells=(CellTotal("use", "app", 2, 3000, 0, {}), CellTotal("mars", "app", 1, 0, 0, {})),
            customers=(
                CustomerTotals("mars", "app", array("q", [1]), array("q", [1]), array("q", [0])),
                CustomerTotals("use", "app", array("q", [1]), array("q", [2]), array("q", [3000])),
            ),
        )
    )
    assert (journey.overall.statements, journey.overall.customers) == (2, 1)


def test_several_rows_of_a_customer_are_added_up() -> None:
    said = [
        Said("use", "app", customer, tone)
        for customer, tone in ((1, 40), (2, -30), (1, -10), (3, 20), (2, 0))
    ]
    at_once = totals(said)
    (part,) = at_once.customers
    piecemeal = CustomerTotals(
        part.stage,
        part.touchpoint,
        array("q", [one.customer for one in said]),
        array("q", [1] * len(said)),
        array("q", [one.fixed for one in said]),
    )
    assert len(piecemeal.customers) > len(part.customers)
    assert mapped(replace(at_once, customers=(piecemeal,))) == mapped(at_once)
