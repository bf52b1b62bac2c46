"""Dates and times as exports write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache, partial

from dateutil import parser as dateutil_parser
from dateutil import tz

from feedback_miner.domain import DateOrder

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_LONGEST = 64

_ISO_SPACED_ZONE = re.compile(
    r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s+(?:(?:UTC|GMT)?([+-]\d\d:?\d\d)|(?:UTC|GMT|Z))"
)
_EPOCH = re.compile(r"(\d{10})(?:\.\d+)?|(\d{13})|(\d{16})")
_COMPACT = re.compile(r"\d{14}")
#: Abbreviations that mean one zone only; others are left to the workspace's zone.
_HOURS = {"UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6}
_HOURS |= {"PST": -8, "PDT": -7, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3}
_OFFSET = re.compile(r"([+-])(\d\d?):?(\d\d)?$")
_TIME = r"(?P<time>\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?)?\s*"
_TIME += rf"(?P<zone>(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?|{'|'.join(_HOURS)})?"
_NUMERIC = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{4}|\d{1,2})(?:[T,\s]+" + _TIME + r")?")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,6})\d*)?)?\s*(?:([AaPp])\.?[Mm]\.?)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"(?P<month>(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))\.?"
)
_DAY, _YEAR, _AT = (
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?",
    r"(?P<year>\d{4}|\d{2})",
    rf"(?:(?:[T,\s]|at\b)+{_TIME})?",
)
_DAY_MONTH = re.compile(rf"{_DAY}[\s-]*{_NAME}[\s,-]*{_YEAR}{_AT}", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"{_NAME}\s*{_DAY},?\s+(?P<year>\d{{4}}){_AT}", re.IGNORECASE)
_RFC_2822 = re.compile(
    r"[A-Za-z]{3}, \d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d(:\d\d)? ([+-]\d{4}|UT|UTC|GMT|[ECMP][SD]T)"
)
_UTC_NAMED = re.compile(r"(?<![a-z])(?:UTC|GMT)(?![a-z]|\s*[+-]?\d)", re.IGNORECASE)
_MONTH = re.compile(rf"(?<![a-z])(?:{'|'.join(_MONTHS)})", re.IGNORECASE)


def parse_when(text: str, order: DateOrder | None, time_text: str | None = None) -> datetime | None:
    """The moment that a cell names, aware where it names a zone (an epoch is UTC), else naive.

    `order` says how 03/04/2026 is to be read; without it, a date that can be read in two ways is None. `time_text`
    is the time of day where a column of its own has it. None also where nothing can be read, outside the years
    1990 to 2100, and where the zone is a day or more away from UTC. Never raises.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    try:
        when: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        when = _parse_other(text, order)
    if when is None or not _FIRST_YEAR <= when.year <= _LAST_YEAR or not _has_sound_zone(when):
        return None
    if time_text and when.time() == time():
        clock = parse_clock(time_text)
        return datetime.combine(when, clock, when.tzinfo) if clock else when
    return when


def zone_in_name(column: str) -> str | None:
    """ "UTC" where the name of a column says so, such as "Submit Date (UTC)"; an offset beside it is another zone."""
    return "UTC" if _UTC_NAMED.search(column) else None


def parse_clock(text: str) -> time | None:
    """A time of day such as "3:53:50 PM" or "15:53"; None where it is none."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return None
    hour, half = int(found[1]), (found[5] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + 12 * (half == "p") if half else hour
    try:
        return time(hour, int(found[2]), int(found[3] or 0), int((found[4] or "").ljust(6, "0")))
    except ValueError:
        return None


def readings(text: str) -> frozenset[DateOrder]:
    """The orders in which the numbers of a date can be read; empty where they leave no doubt, or are no date.

    03/04/2026 has two; 25/04/2026 has one; 2026-04-25, 22-Apr-15 and 03.04.2026 (points are day first everywhere)
    have none. The year is first only where it must be.
    """
    found = _NUMERIC.fullmatch(text.strip())
    if not found or len(found[1]) > 2 or found[2] == ".":
        return frozenset()
    return frozenset(order for order in DateOrder if _in_order(found, order)) - _unlikely(found)


def _unlikely(found: re.Match[str]) -> frozenset[DateOrder]:
    """A year of two digits comes first only where the number there is no day."""
    return frozenset({DateOrder.YEAR_FIRST}) if int(found[1]) <= 31 else frozenset()


def _has_sound_zone(when: datetime) -> bool:
    """Some zones take any offset when they are made, and raise when they are used."""
    try:
        when.utcoffset()
    except ValueError:
        return False
    return True


@lru_cache(maxsize=8_192)
def _parse_other(text: str, order: DateOrder | None) -> datetime | None:
    return _try(partial(_by_shape, text, order))


def _by_shape(text: str, order: DateOrder | None) -> datetime | None:
    for read in (_iso_with_spaced_zone, _epoch, _compact):
        when = read(text)
        if when:
            return when
    numeric = _NUMERIC.fullmatch(text)
    if numeric:
        return _numeric(numeric, order)
    return _with_month_name(text, order) if _MONTH.search(text) else None


def _iso_with_spaced_zone(text: str) -> datetime | None:
    found = _ISO_SPACED_ZONE.fullmatch(text)
    return _try(lambda: datetime.fromisoformat(found[1] + (found[2] or "+00:00"))) if found else None


def _epoch(text: str) -> datetime | None:
    found = _EPOCH.fullmatch(text)
    if not found:
        return None
    scale = 1 if found[1] else 1_000 if found[2] else 1_000_000
    return _try(lambda: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=float(text) / scale))


def _compact(text: str) -> datetime | None:
    found = _COMPACT.fullmatch(text)
    return _try(lambda: datetime.fromisoformat(f"{text[:8]}T{text[8:]}")) if found else None


def _numeric(found: re.Match[str], order: DateOrder | None) -> datetime | None:
    if len(found[1]) == 4:
        order = DateOrder.YEAR_FIRST
    elif found[2] == ".":
        order = DateOrder.DAY_FIRST
    days = {o: when for o in DateOrder if (when := _in_order(found, o))}
    for unlikely in _unlikely(found):
        if unlikely is not order:
            days.pop(unlikely, None)
    if order not in days and len(set(days.values())) != 1:
        return None
    day = days[order] if order in days else next(iter(days.values()))
    clock = parse_clock(found["time"]) if found["time"] else time()
    if clock is None:
        return None
    return datetime.combine(day, clock, _zone(found["zone"]))


def _in_order(found: re.Match[str], order: DateOrder) -> datetime | None:
    first, middle, last = found[1], found[3], found[4]
    year, month, day = {
        DateOrder.DAY_FIRST: (last, middle, first),
        DateOrder.MONTH_FIRST: (last, first, middle),
        DateOrder.YEAR_FIRST: (first, middle, last),
    }[order]
    if len(year) not in (2, 4) or len(day) > 2 or len(month) > 2:
        return None
    return _try(lambda: datetime(_full_year(year), int(month), int(day)))  # noqa: DTZ001  the zone is the workspace's


def _full_year(year: str) -> int:
    """Two digits are a year from 1970 to 2069."""
    if len(year) == 4:
        return int(year)
    return 2000 + int(year) if int(year) < 70 else 1900 + int(year)


def _zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name]))
    offset = _OFFSET.search(name)
    if offset is None:
        return None
    span = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
    return timezone(span if offset[1] == "+" else -span)


def _with_month_name(text: str, order: DateOrder | None) -> datetime | None:
    """ "22-Apr-15", "April 22, 2015 3:53 PM"; RFC 2822 and Twitter's own format; whatever else dateutil is sure of."""
    found = _DAY_MONTH.fullmatch(text) or _MONTH_DAY.fullmatch(text)
    if found:
        return _named(found)
    # Its own parser takes no offence at what is none of its format, and would lose a "PM".
    if _RFC_2822.fullmatch(text):
        return _try(partial(parsedate_to_datetime, text))
    if when := _try(partial(_twitters, text)):
        return when
    # dateutil fills what a text leaves out from a default: where two defaults differ, the text is no whole date.
    low = _try(lambda: _by_dateutil(text, order, datetime(1996, 1, 1)))  # noqa: DTZ001
    high = _try(lambda: _by_dateutil(text, order, datetime(2004, 3, 28)))  # noqa: DTZ001
    return low if low == high else None


def _twitters(text: str) -> datetime:
    return datetime.strptime(text, "%a %b %d %H:%M:%S %z %Y")


def _named(found: re.Match[str]) -> datetime | None:
    month = _MONTHS.index(found["month"][:3].lower()) + 1
    clock = parse_clock(found["time"]) if found["time"] else time()
    day = _try(lambda: datetime(_full_year(found["year"]), month, int(found["day"])))  # noqa: DTZ001
    return datetime.combine(day, clock, _zone(found["zone"])) if day and clock is not None else None


def _by_dateutil(text: str, order: DateOrder | None, default: datetime) -> datetime:
    return dateutil_parser.parse(
        text,
        default=default,
        dayfirst=order is not DateOrder.MONTH_FIRST,
        yearfirst=order is DateOrder.YEAR_FIRST,
        tzinfos=_named_zone,
    )


def _named_zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return tz.tzoffset(None, offset)
    return tz.tzoffset(name, _HOURS[name] * 3_600) if name in _HOURS else None


def _try(read: Callable[[], datetime | None]) -> datetime | None:
    try:
        return read()
    except (ValueError, ArithmeticError, TypeError, IndexError):
        return None
