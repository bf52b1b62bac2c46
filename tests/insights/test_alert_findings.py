"""What rules find in statements: themes that are new or grow, cuts, evidence."""

from __future__ import annotations

from collections.abc import Iterator

from feedback_miner.domain.team.alerts import AlertRule, Direction, Each, Measure
from feedback_miner.insights.alert_findings import Finding, find
from tests.insights.builders import FIRST_DAY, Row, facts

DAYS = 64
SPAN = range(FIRST_DAY.toordinal(), FIRST_DAY.toordinal() + DAYS)
NOON = 0.5


def usual() -> Iterator[Row]:
    """12 statements a day at two stages, of themes 1 and 2, of many customers."""
    for day in range(DAYS):
        for n in range(12):
            yield Row(
                customer=1 + (n * 31 + day * 17) % 211,
                day=day + NOON,
                stage=("use", "support")[n % 2],
                touchpoint=("app", "support")[n % 2],
                theme=1 + n % 3,
                sentiment=(-0.4, 0.0, 0.2, 0.1)[(n + day) % 4],
                channel=("email", "chat")[n % 4 == 3],
            )


def found(rule: AlertRule, *more: Row, today: int = 0) -> list[Finding]:
    return find([rule], facts([*usual(), *more]), SPAN, today=today)[0]


def last_days(count: int, a_day: int, **said: object) -> list[Row]:
    return [
        Row(customer=500 + day * a_day + n, day=day + NOON, **said)  # type: ignore[arg-type]
        for day in range(DAYS - count, DAYS)
        for n in range(a_day)
    ]


THEMES = AlertRule("themes", "Themes", Measure.THEME)


def test_a_new_theme_is_found_with_its_statements() -> None:
    (finding,) = found(THEMES, *last_days(3, 5, theme=9, sentiment=-0.8))
    assert (finding.place, finding.theme, finding.episode.last) == ("9", 9, None)
    assert finding.episode.first == SPAN.stop - 3
    days = finding.episode.noticed - finding.episode.first + 1
    assert (finding.statements, finding.customers) == (5 * days, 5 * days)
    assert finding.value == 5 / 17
    assert finding.episode.expected.high < finding.value
    assert len(finding.examples) == finding.statements


def test_a_theme_that_grows_with_all_others_is_not_told() -> None:
    more = [row for theme in (1, 2, 3) for row in last_days(3, 8, theme=theme)]
    assert found(THEMES, *more) == []
    assert found(AlertRule("volume", "Volume", Measure.VOLUME), *more)


def test_one_customer_makes_no_theme() -> None:
    flood = [Row(customer=999, day=day + NOON, theme=9) for day in range(DAYS - 3, DAYS) for _ in range(9)]
    assert found(THEMES, *flood) == []


def test_a_theme_of_which_nobody_speaks_any_more_is_found_by_a_rule_on_that() -> None:
    rule = AlertRule("gone", "Gone", Measure.THEME, Direction.DOWN)
    fewer = [row for row in usual() if row.theme != 1 or row.day < DAYS - 4]
    (finding,) = find([rule], facts(fewer), SPAN, today=0)[0]
    assert (finding.place, finding.statements, finding.value, finding.examples) == ("1", 0, 0.0, ())
    assert found(rule) == []


def test_a_fall_names_the_theme_and_the_statements_that_made_it() -> None:
    rule = AlertRule("s", "Sentiment", Measure.SENTIMENT, Direction.DOWN, Each.STAGE)
    (finding,) = found(rule, *last_days(3, 6, theme=9, sentiment=-0.9, stage="use"))
    assert (finding.place, finding.theme) == ("use", 9)
    assert finding.value < finding.episode.expected.low
    assert set(finding.examples[:3]) <= set(range(12 * DAYS + 1, 12 * DAYS + 19))


def test_filters_are_kept_to() -> None:
    bad = last_days(3, 6, sentiment=-0.9, stage="use", channel="chat")
    for channel, expected in (("chat", 1), ("email", 0)):
        rule = AlertRule("s", "Sentiment", Measure.SENTIMENT, Direction.DOWN, channel=channel)
        assert len(found(rule, *bad)) == expected


def test_an_emotion_s_share() -> None:
    rule = AlertRule("e", "Anger", Measure.EMOTION, emotion="anger")
    (finding,) = found(rule, *last_days(3, 6, emotions="anger,sadness"))
    assert finding.value == 6 / 18
    assert (
        found(AlertRule("e", "Joy", Measure.EMOTION, emotion="joy"), *last_days(3, 6, emotions="anger")) == []
    )


def test_a_day_that_is_not_over_is_no_silence() -> None:
    rule = AlertRule("v", "Silence", Measure.VOLUME, Direction.DOWN)
    rows = facts([row for row in usual() if row.day < DAYS - 1 or row.customer == 60])
    rows = rows.take((rows.day < SPAN.stop - 1) | (rows.statement % 12 == 1))
    assert find([rule], rows, SPAN, today=SPAN.stop - 1) == [[]]


def test_without_statements_nothing_is_found() -> None:
    none = facts([Row()]).take(facts([Row()]).day < 0)
    rules = [THEMES, AlertRule("v", "Volume", Measure.VOLUME)]
    assert find(rules, none, SPAN, today=0) == [[], []]
