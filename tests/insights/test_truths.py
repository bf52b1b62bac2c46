"""Planted truths: claims against simulated customers of whom all is known. `python -m scripts.evaluate truths` is the
long form, with the same code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from feedback_miner.domain import LabelPolicy
from feedback_miner.insights.alert_findings import find
from feedback_miner.insights.drivers import drivers
from feedback_miner.storage import SqlStore, open_store
from scripts.evaluate import main
from scripts.simulation.alarms import RULES, STATIONARY, days_to_find, false_alarms
from scripts.simulation.comparisons import comparison_sets
from scripts.simulation.coverage import COVERS, Bar, averaged, counted, middle, wilson
from scripts.simulation.drivers import WEIGHTS, driver_sets
from scripts.simulation.effects import HELPED, effect_sets
from scripts.simulation.items import items_of
from scripts.simulation.maps import change_sets, map_sets, mapped
from scripts.simulation.run import grid
from scripts.simulation.totals import totals_of
from scripts.simulation.truth import true_mean
from scripts.simulation.world import Outcome, World, simulate
from scripts.simulation.worlds import ANGRY, LARGE, SMALL, USUAL, WORLDS
from tests.databases import ready_sqlite
from tests.storage.builders import begin, write

#: Fewer sets than the long form has: what is counted may be off by more.
SETS = 80
SLACK = Bar(COVERS.low - 0.03, COVERS.high + 0.01)


@pytest.mark.parametrize("world", [SMALL, USUAL, ANGRY], ids=["small", "usual", "angry"])
def test_intervals_of_the_map_hold_the_truth_as_often_as_they_say(world: World) -> None:
    held = counted("map", "", map_sets(world, SETS), SLACK)
    assert held.claims > 5 * SETS
    assert held.holds, held


@pytest.mark.parametrize("returning", [0.0, 1.0], ids=["others", "the same"])
def test_intervals_of_a_change_hold_the_truth_whoever_wrote_before(returning: float) -> None:
    on_map = counted("change", "", change_sets(SMALL, SETS, returning=returning), SLACK)
    assert on_map.holds, on_map
    compared = counted("difference", "", comparison_sets(SMALL, SETS, returning=returning), SLACK)
    assert compared.holds, compared


def test_intervals_of_an_effect_hold_the_truth_though_all_else_fell() -> None:
    held = counted("effect", "", effect_sets(USUAL, SETS, helped=HELPED), SLACK)
    assert held.claims == SETS
    assert held.holds, held


def test_drivers_that_are_there_are_found_and_others_seldom_named() -> None:
    sets_without, sets_with = driver_sets(LARGE, 6)
    false = counted("false", "", sets_without, Bar(0, 0.34))
    assert false.holds, false
    true = counted("true", "", sets_with, Bar(0.9, 1))
    assert true.holds, true


def test_an_effect_on_nps_has_the_sign_and_about_the_size_that_was_planted() -> None:
    world = replace(LARGE, customers=4_000, outcome=Outcome(WEIGHTS, base=4.0))
    found = drivers(simulate(world, 1), "nps")
    effects = {driver.places[0].touchpoint: driver.effect for driver in found.drivers}
    assert effects.keys() == WEIGHTS.keys()
    # Answers end at 0 and 10, which takes something from every effect.
    assert all(0.7 < effects[name] / weight < 1.1 for name, weight in WEIGHTS.items())


def test_default_rules_are_quiet_in_quiet_times_and_quick_when_something_breaks() -> None:
    fired = false_alarms(2)
    quiet = averaged("all rules", "", fired[""], Bar(0, 2), "alarms")
    assert quiet.holds, quiet
    everywhere = frozenset(one.touchpoint for one in STATIONARY.subjects)
    found = middle("days", "", days_to_find(RULES["sentiment"], STATIONARY, everywhere, 3), Bar(1, 4), "days")
    assert found.holds, found


def test_a_rule_says_nothing_of_days_that_it_has_not_seen() -> None:
    facts = simulate(replace(STATIONARY, customers=300), 1)
    days = range(STATIONARY.first_day, STATIONARY.first_day + 20)
    assert find([RULES["sentiment"]], facts.take(facts.day < days.stop), days, today=days.stop) == [[]]


@pytest.mark.parametrize("world", [USUAL, ANGRY], ids=["usual", "angry"])
def test_what_is_called_true_is_what_endless_customers_say(world: World) -> None:
    many = simulate(replace(world, customers=60_000), 7)
    payment = many.touchpoint.equal("payment")
    assert float(many.sentiment.mean()) == pytest.approx(true_mean(world), abs=0.006)
    assert float(many.sentiment[payment].mean()) == pytest.approx(
        true_mean(world, lambda one: one.touchpoint == "payment"), abs=0.012
    )


def test_the_same_seed_writes_the_same() -> None:
    one, other, third = simulate(USUAL, 3), simulate(USUAL, 3), simulate(USUAL, 4)
    assert np.array_equal(one.sentiment, other.sentiment)
    assert len(one) != len(third) or not np.array_equal(one.sentiment, third.sentiment)


def test_a_table_names_what_does_not_hold() -> None:
    held = counted("map", "a world", map_sets(SMALL, 5), Bar(0.0, 0.1))
    assert grid([held]).rows[0][-1] == "✗"
    assert grid([held]).rows[0][-2] == "at most 10.0 %"


def test_the_command_prints_all_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with suppress(SystemExit):  # of two sets, one may miss
        main(["truths", "map", "--sets", "2"])
    assert capsys.readouterr().out.count("map: means of stages") == len(WORLDS)


def test_the_command_knows_its_subjects(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["truths", "luck"])
    assert "no subject luck" in capsys.readouterr().err


def test_wilson_is_the_tabled_one() -> None:
    assert wilson(0.5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert wilson(0.0, 50) == pytest.approx((0.0, 0.0713), abs=1e-4)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(ready_sqlite(tmp_path / "feedback.db"), LabelPolicy("planted-1", 0.5, 0.5, {}))
    opened.create_workspace("w", name="Team", time_zone="UTC")
    yield opened
    opened.close()


def test_a_real_store_gives_back_what_was_planted(store: SqlStore) -> None:
    world = replace(USUAL, outcome=Outcome(WEIGHTS))
    planted = simulate(world, 11)
    begin(store, "imp_1", rows=10_000)
    items = list(items_of(planted))
    for chunk, start in enumerate(range(0, len(items), 200)):
        write(store, "imp_1", chunk, items[start : start + 200])

    drawn = mapped(totals_of(planted), None, world.cut)
    stored = mapped(store.totals("w", world.cut), None, world.cut)
    assert stored.overall.statements == drawn.overall.statements == len(planted)
    for here, there in zip(drawn.stages, stored.stages, strict=True):
        assert here.figures.sentiment == there.figures.sentiment
        assert here.figures.customers == there.figures.customers
        assert (here.figures.interval is None) == (there.figures.interval is None)
        if here.figures.interval and there.figures.interval:
            # summed in another order
            assert here.figures.interval.low == pytest.approx(there.figures.interval.low, abs=1e-12)
            assert here.figures.interval.high == pytest.approx(there.figures.interval.high, abs=1e-12)

    facts = store.facts("w", world.cut, most=100_000)
    facts = facts.take(np.argsort(facts.statement))  # customers have other numbers there
    assert facts.sentiment.tolist() == planted.sentiment.tolist()
    assert facts.nps.tolist() == planted.nps.tolist()
    assert facts.day.tolist() == planted.day.tolist()
