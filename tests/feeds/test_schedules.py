"""When a schedule is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.errors import QueryError
from feedback_miner.mining.schedules import check_schedule, next_time

_MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(
    _MOMENTS,
    st.integers(1, 59),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"]),
)
def test_each_few_minutes_is_never_further_away(now: datetime, minutes: int, zone: str) -> None:
    following = next_time(f"*/{minutes} * * * *", zone, now)
    assert now < following <= now + timedelta(minutes=60)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # 08:00 in Berlin: 07:00 UTC in winter, 06:00 in summer
        (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 6, tzinfo=UTC)),
        (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC)),
    ],
)
def test_a_time_of_day_is_that_of_the_zone(now: datetime, expected: datetime) -> None:
    assert next_time("0 8 * * *", "Europe/Berlin", now) == expected


@pytest.mark.parametrize(
    "schedule", ["often", "* * * *", "* * * * * *", "61 * * * *", "@daily", "0 0 30 2 *"]
)
def test_what_is_no_schedule_is_told(schedule: str) -> None:
    with pytest.raises(QueryError, match="cron"):
        check_schedule(schedule, "UTC")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "Europe"])
def test_what_is_no_zone_is_told(zone: str) -> None:
    with pytest.raises(QueryError, match="zone"):
        check_schedule("", zone)
