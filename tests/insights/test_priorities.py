"""What to mend first, from the cells of a map."""

from __future__ import annotations

import pytest

from feedback_miner.insights.priorities import Impact, Priority, priorities, weights_of
from feedback_miner.journey.frame import Place
from tests.journey.builders import Said, crowd, mapped, totals


def ranked(
    said: list[Said],
    *,
    lens: str = "full",
    feasibility: dict[tuple[str, str], int] | None = None,
    weights: dict[Place, float] | None = None,
) -> list[Priority]:
    return priorities(mapped(totals(said), lens=lens), feasibility=feasibility or {}, weights=weights)


def keys(found: list[Priority]) -> list[str]:
    return [one.touchpoint.key for one in found]


def impact(found: Priority) -> Impact:
    assert isinstance(found.impact, Impact), found.impact
    return found.impact


#: 40 customers: 20 speak of delivery, 12 of payment, more badly, and all of the app
SAID = [
    *crowd("onboarding", "delivery", [-30, -50] * 10),
    *crowd("purchase", "payment", [-70, -90] * 6),
    *crowd("use", "app", [40, 60] * 20),
    *crowd("support", "staff", [-100] * 9),
]


def test_impact_is_the_product_of_its_factors() -> None:
    found = {one.touchpoint.key: one for one in ranked(SAID)}
    mean = (20 * -0.4 + 12 * -0.8 + 40 * 0.5 + 9 * -1.0) / 81
    delivery = impact(found["delivery"])
    assert (delivery.volume, delivery.reach, delivery.weight) == (20, 0.5, 1.0)
    assert delivery.below == pytest.approx(mean + 0.4)
    assert delivery.value == pytest.approx(20 * (mean + 0.4) * 0.5)
    assert delivery.interval.low < delivery.value < delivery.interval.high
    assert delivery.certain
    assert impact(found["app"]).value == 0


def test_what_weighs_more_and_is_easier_comes_first() -> None:
    assert keys(ranked(SAID)) == ["delivery", "payment", "app", "staff"]
    weighty = ranked(SAID, weights={Place("purchase", "payment"): 2.0})
    assert keys(weighty)[:2] == ["payment", "delivery"]
    easy = ranked(SAID, feasibility={("purchase", "payment"): 5, ("onboarding", "delivery"): 1})
    assert keys(easy)[:2] == ["payment", "delivery"]
    assert [(one.rank, one.rank_by_impact) for one in easy[:2]] == [(1, 2), (2, 1)]
    assert easy[0].priority == pytest.approx(impact(easy[0]).value * 5 / 3)
    assert ranked(SAID)[0].priority == impact(ranked(SAID)[0]).value


def test_of_which_too_few_spoke_is_last_and_says_so() -> None:
    last = ranked(SAID)[-1]
    assert last.impact == "too few comments: 9 of the 10 that this takes"
    assert (last.rank, last.rank_by_impact, last.priority) == (None, None, None)
    one_voice = [Said("advocacy", "community", 1, -90)] * 30
    told = {one.touchpoint.key: one.impact for one in ranked([*SAID, *one_voice])}
    assert told["community"] == "too few customers: 1 of the 5 that this takes"


def test_a_lens_that_folds_stages_takes_the_hardest_of_theirs() -> None:
    journey = mapped(totals(SAID), lens="loyalty")
    folded = next(stage for stage in journey.stages if len(stage.stages) > 1)
    said = crowd(folded.stages[0], "website", [-50] * 20)
    rated = {(folded.stages[0], "website"): 4, (folded.stages[1], "website"): 2}
    [found] = [one for one in ranked([*SAID, *said], lens="loyalty", feasibility=rated) if one.feasibility]
    assert (found.stage.key, found.feasibility) == (folded.key, 2)


def test_weights_follow_what_goes_with_the_outcome() -> None:
    strong, weak, against = Place("use", "app"), Place("use", "setup"), Place("support", "staff")
    assert weights_of({strong: 2.0, weak: 0.5, against: -1.0}) == {strong: 2.0, weak: 1.25}
    assert weights_of({}) == {}
    churned = {strong: -0.4, weak: -0.1, against: 0.05}
    assert weights_of(churned) == {strong: 2.0, weak: 1.25}
