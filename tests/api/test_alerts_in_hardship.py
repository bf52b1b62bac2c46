"""Alerts where something is amiss: customers are forgotten, nobody can be reached, dates are wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from feedback_miner.bootstrap import House
from feedback_miner.domain import Cut, Facts, Regrouping, StatementFilter, ThemeDraft, Tone
from feedback_miner.domain.team.alert_targets import AlertDelivery
from feedback_miner.domain.team.alerts import Alert, AlertRule, Measure
from feedback_miner.errors import QueryError
from feedback_miner.mining import Alerts, Question
from feedback_miner.mining.insights import FactReader
from feedback_miner.mining.insights.alert_words import with_names
from feedback_miner.notices import KnownNotifier
from tests.api.house import LAST_DAY, bring, open_test_house
from tests.api.moods import MoodScorer, Said, messages
from tests.api.test_alerts import DAYS, Clock, hook, said, told
from tests.api.told import HookPlace, hook_place

NAME = "Parcel was awful for me"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_test_house(tmp_path / "data", scorer=MoodScorer()) as house:
        yield house


@pytest.fixture
def place() -> Iterator[HookPlace]:
    with hook_place() as place:
        yield place


def watching(house: House, clock: Clock, facts: FactReader | None = None) -> Alerts:
    maps = house.mining.maps
    facts = facts or FactReader(house.store, maps)
    notifier = KnownNotifier(lambda _workspace, name: f"secret-{name}")
    return Alerts(house.store, maps, facts, notifier, clock)


class TooMany(FactReader):
    """Of a workspace in which there are more statements than can be looked at."""

    def of(self, workspace: str, cut: Cut, *, segments: Collection[str] = ()) -> Facts:
        """Raises QueryError."""
        raise QueryError("The period has more statements than that.", where="period")


def with_a_new_theme(house: House) -> int:
    """The awful parcels are a theme, which has a customer's words for its name."""
    bring(house, messages(said(DAYS)))
    maps = house.mining.maps
    where = StatementFilter(text="awful")
    page = maps.statements("default", Question(days=90), where, cursor=None, limit=200)
    draft = ThemeDraft(Tone.PAIN, "onboarding", "delivery", NAME, np.ones(8, np.float32))
    placed = {one.id: -1 for one in page.items}
    (model,) = {house.store.feedback("default", one.item_id).model for one in page.items}
    return house.store.regroup("default", Regrouping(model, placed, {-1: draft}, {}))[-1]


def test_words_of_customers_are_told_and_not_kept(
    house: House, place: HookPlace, caplog: pytest.LogCaptureFixture
) -> None:
    theme = with_a_new_theme(house)
    clock = Clock()
    alerts = watching(house, clock)
    alerts.put_target("default", hook(place, clock, rules=("themes",)))
    shown = {alert.rule.id: alert for alert in alerts.look("default")}
    assert shown["themes"].title.startswith(f"“{NAME}” is")
    assert NAME in alerts.report("default", shown["themes"].id).text
    assert told(place) == [("alert.began", shown["themes"].title)]
    events = house.store.events("default", cursor=None, limit=50).items
    for kept in (house.store.records("default", Alert), events, caplog.text):
        assert f"theme {theme}" in str(kept)
        assert NAME not in str(kept)
    assert NAME in str(house.mining.feeds.events("default", cursor=None, limit=50).items)


def test_a_number_that_no_theme_has_stays_as_it_is(house: House) -> None:
    said = ["“theme 7” is new", f"“theme {10**30}” failed"]
    assert with_names(house.store, "default", said) == said


def test_who_cannot_be_reached_is_waited_for_once_a_look(house: House, place: HookPlace) -> None:
    bring(house, messages(said(DAYS)))
    clock = Clock()
    alerts = watching(house, clock)
    alerts.put_target("default", hook(place, clock))
    place.answers = [503]
    assert len(alerts.look("default")) > 1
    assert len(place.taken) == 1
    clock.now += timedelta(minutes=5)
    alerts.look("default")
    assert len(place.taken) == 1 + len(alerts.all("default"))


def test_the_end_of_what_lasted_for_weeks_is_told_again_where_that_failed(
    house: House, place: HookPlace
) -> None:
    bring(house, messages(said(DAYS)))
    clock = Clock()
    alerts = watching(house, clock)
    alerts.put_target("default", hook(place, clock, rules=("stage-sentiment",)))
    alerts.look("default")
    clock.now += timedelta(days=29)
    late = [
        Said(one.day + timedelta(days=29), one.place, one.mood, one.customer) for one in said(29, since=99)
    ]
    bring(house, messages(late, name="late"), file="late.csv")
    place.answers = [503]
    for _ in range(3):
        alerts.look("default")
        clock.now += timedelta(minutes=5)
    assert [phase for phase, _ in told(place)] == ["alert.began", "alert.ended", "alert.ended"]
    clock.now += timedelta(days=60)
    alerts.look("default")
    assert house.store.records("default", AlertDelivery) == []


def test_what_was_noticed_is_told_also_where_nothing_can_be_looked_at(house: House, place: HookPlace) -> None:
    bring(house, messages(said(DAYS)))
    clock = Clock()
    alerts = watching(house, clock)
    alerts.put_target("default", hook(place, clock, rules=("stage-sentiment",)))
    place.answers = [503]
    alerts.look("default")
    clock.now += timedelta(minutes=5)
    with pytest.raises(QueryError):
        watching(house, clock, TooMany(house.store, house.mining.maps)).look("default")
    assert len(place.taken) == 2


def test_a_date_of_years_to_come_hides_nothing(house: House) -> None:
    bring(house, messages([*said(DAYS), Said(LAST_DAY + timedelta(days=9_000), "app", "plain", 1)]))
    found = {alert.rule.id for alert in watching(house, Clock()).look("default")}
    assert "stage-sentiment" in found


def test_a_rule_on_a_source_that_there_is_not_is_refused(house: House) -> None:
    with pytest.raises(QueryError, match=r"“nope” is no source\. Known: .*ticket"):
        house.mining.alerts.put_rule("default", AlertRule("mine", "Mine", Measure.VOLUME, source="nope"))
