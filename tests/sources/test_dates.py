"""Dates as exports write them."""

# ruff: noqa: DTZ001  dates without a zone are meant

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.domain import DateOrder
from feedback_miner.sources import parse_when
from feedback_miner.sources.dates import readings, zone_in_name

DAY, MONTH, YEAR = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST, DateOrder.YEAR_FIRST
_PACIFIC = timezone(timedelta(hours=-8))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-04-03", datetime(2026, 4, 3)),
        ("2026-04-03T11:35:52", datetime(2026, 4, 3, 11, 35, 52)),
        ("2026-04-03 11:35", datetime(2026, 4, 3, 11, 35)),
        ("2026-04-03T11:35:52.123Z", datetime(2026, 4, 3, 11, 35, 52, 123_000, UTC)),
        ("2026-04-03T11:35:52+0200", datetime(2026, 4, 3, 9, 35, 52, tzinfo=UTC)),
        ("2015-02-24 11:35:52 -0800", datetime(2015, 2, 24, 11, 35, 52, tzinfo=_PACIFIC)),
        ("2026-04-03 11:35:52 UTC", datetime(2026, 4, 3, 11, 35, 52, tzinfo=UTC)),
        ("20260403", datetime(2026, 4, 3)),
        ("20260403113552", datetime(2026, 4, 3, 11, 35, 52)),
        ("1775216152", datetime(2026, 4, 3, 11, 35, 52, tzinfo=UTC)),
        ("1775216152000", datetime(2026, 4, 3, 11, 35, 52, tzinfo=UTC)),
        ("Fri, 03 Apr 2026 11:35:52 +0000", datetime(2026, 4, 3, 11, 35, 52, tzinfo=UTC)),
        ("Tue Feb 24 19:35:52 +0000 2015", datetime(2015, 2, 24, 19, 35, 52, tzinfo=UTC)),
        ("22-Apr-15", datetime(2015, 4, 22)),
        ("Fri, 03 Apr 2026 3:53:00 PM", datetime(2026, 4, 3, 15, 53)),
        ("3 April 2026", datetime(2026, 4, 3)),
        ("April 3rd, 2026 at 15:53", datetime(2026, 4, 3, 15, 53)),
        ("Friday, 3 April 2026 15:53", datetime(2026, 4, 3, 15, 53)),
        ("3 Apr 2026 15:53 PST", datetime(2026, 4, 3, 23, 53, tzinfo=UTC)),
        ("April 3, 2026 3:53 PM", datetime(2026, 4, 3, 15, 53)),
        ("Apr 3, 2026, 3:53:50 PM EST", datetime(2026, 4, 3, 20, 53, 50, tzinfo=UTC)),
        ("03.04.2026", datetime(2026, 4, 3)),
        ("25/04/2026", datetime(2026, 4, 25)),
        ("04/25/2026 3:53 PM", datetime(2026, 4, 25, 15, 53)),
        ("04/04/2026", datetime(2026, 4, 4)),
        ("2026/04/03 11:35", datetime(2026, 4, 3, 11, 35)),
        (" 2026-04-03 ", datetime(2026, 4, 3)),
    ],
)
def test_a_date_that_can_be_read_in_one_way(text: str, expected: datetime) -> None:
    when = parse_when(text, None)
    assert when is not None
    assert when == expected
    assert (when.tzinfo is None) == (expected.tzinfo is None)


def test_a_zone_is_kept() -> None:
    when = parse_when("2015-02-24 11:35:52 -0800", None)
    assert when is not None
    assert when.utcoffset() == timedelta(hours=-8)


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("03/04/2026", DAY, datetime(2026, 4, 3)),
        ("03/04/2026", MONTH, datetime(2026, 3, 4)),
        ("03/04/26", DAY, datetime(2026, 4, 3)),
        ("03-04-05", YEAR, datetime(2003, 4, 5)),
        ("3/4/2026 15:53", MONTH, datetime(2026, 3, 4, 15, 53)),
        ("04/25/2026", DAY, datetime(2026, 4, 25)),
        ("98-04-05", None, datetime(1998, 4, 5)),
    ],
)
def test_the_order_settles_it(text: str, order: DateOrder | None, expected: datetime) -> None:
    assert parse_when(text, order) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "x",
            "12",
            "2026",
            "April 2026",
            "10 May",
            "may be later",
            "32/13/2026",
            "2026-13-01",
            "03/04/2026",
        ),
        *("1989-12-31", "2101-01-01", "99999999999999", "5.0", "12:30", "1 Apr 15 people said", "0000-00-00"),
    ],
)
def test_what_is_no_certain_date(text: str) -> None:
    assert parse_when(text, None) is None


@pytest.mark.parametrize(
    ("date", "clock", "expected"),
    [
        ("22-Apr-15", "3:53:50 PM", datetime(2015, 4, 22, 15, 53, 50)),
        ("2015-04-22", "12:05 am", datetime(2015, 4, 22, 0, 5)),
        ("2015-04-22", "08:05", datetime(2015, 4, 22, 8, 5)),
        ("2015-04-22 07:00", "08:05", datetime(2015, 4, 22, 7, 0)),
        ("2015-04-22", "soon", datetime(2015, 4, 22)),
        ("2015-04-22", "13:00 PM", datetime(2015, 4, 22)),
    ],
)
def test_a_time_of_its_own(date: str, clock: str, expected: datetime) -> None:
    assert parse_when(date, None, clock) == expected


_SECONDS = st.integers(0, int((datetime(2099, 12, 31) - datetime(1990, 1, 1)).total_seconds()))


@given(_SECONDS.map(lambda seconds: datetime(1990, 1, 1) + timedelta(seconds=seconds)))
def test_every_way_of_writing_a_moment_means_the_same(moment: datetime) -> None:
    assert parse_when(moment.isoformat(), None) == moment
    assert parse_when(moment.strftime("%d/%m/%Y %H:%M:%S"), DAY) == moment
    assert parse_when(moment.strftime("%m/%d/%Y %I:%M:%S %p"), MONTH) == moment
    assert parse_when(moment.strftime("%d-%b-%Y %H:%M:%S"), None) == moment
    aware = moment.replace(tzinfo=UTC)
    assert parse_when(f"{aware.timestamp():010.0f}", None) == aware


_ODD_ZONES = ("+9999", "-9999", "+9900", "+25:00", "+24:00", "-2400", "+99:99", "+23:59", "Z")
_MOMENTS = (
    *("2026-04-25T10:00:00", "2026-04-25 10:00", "25/04/2026 10:00", "2026/04/25 10:00", "25.04.2026 10:00"),
    *(
        "22-Apr-15",
        "22-Apr-15 10:00",
        "Apr 3, 2026 10:00",
        "Wed 3 Apr 2026 10:00:00",
        "Wed, 03 Apr 2026 10:00:00",
    ),
    *(
        "Wed Apr 03 10:00:00",
        "01/01/1990 00:00",
        "31/12/2100 23:59",
        "01/01/0001 00:00",
        "31/12/9999 23:59",
        "",
    ),
)


@pytest.mark.parametrize("zone", ["+9999", "-9999", "+9900", "+25:00", "+24:00"])
@pytest.mark.parametrize("moment", _MOMENTS)
def test_a_zone_a_day_or_more_away_is_none(moment: str, zone: str) -> None:
    assert parse_when(f"{moment} {zone}", None) is None


_TEXTS = st.one_of(
    st.text(max_size=70),
    st.from_regex(r"\d{1,4}[-/. ]\w{1,4}[-/. ]\d{1,4} ?[\d:]{0,8} ?[-+]?\d{0,4}", fullmatch=True),
    st.text(alphabet="0123456789/-.:+ TZAPMaprilgut,", max_size=40),
    st.tuples(st.sampled_from(_MOMENTS), st.sampled_from((" ", "")), st.sampled_from(_ODD_ZONES)).map(
        "".join
    ),
)


@given(_TEXTS, st.sampled_from([None, *DateOrder]), _TEXTS)
def test_whatever_is_read_can_be_told_in_utc(text: str, order: DateOrder | None, clock: str) -> None:
    readings(text)
    when = parse_when(text, order, clock)
    if when is not None:
        assert abs(when.utcoffset() or timedelta()) < timedelta(days=1)
        assert when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC).tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("03/04/2026", {DAY, MONTH}),
        ("25/04/2026", {DAY}),
        ("04/25/2026", {MONTH}),
        ("98-04-05", {YEAR}),
        ("03.04.2026", set()),
        ("2026-03-04", set()),
        ("30/30/2026", set()),
    ],
)
def test_readings(text: str, expected: set[DateOrder]) -> None:
    assert readings(text) == expected


@pytest.mark.parametrize(
    ("column", "zone"),
    [
        ("Review Created (UTC)", "UTC"),
        ("created_utc", "UTC"),
        ("Submitted at GMT", "UTC"),
        ("Date (UTC+1)", None),
        ("Date (GMT -03:00)", None),
        ("Outcome", None),
        ("Cutcheon date", None),
    ],
)
def test_a_zone_in_the_name_of_a_column(column: str, zone: str | None) -> None:
    assert zone_in_name(column) == zone
