"""When a schedule is due: five cron fields, read in a time zone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from croniter import CroniterError, croniter

from feedback_miner.errors import QueryError

_FIELDS = 5


def check_schedule(schedule: str, time_zone: str) -> None:
    """Raises QueryError where the schedule or the zone is none. "" is a schedule too: by hand alone."""
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise QueryError(
            f"“{time_zone}” is no time zone; use one such as Europe/Berlin", where="time_zone"
        ) from error
    if schedule and not _ever_comes(schedule, time_zone):
        raise QueryError(
            f"“{schedule}” is no schedule; use five cron fields, such as “*/15 * * * *” (every quarter of an hour)",
            where="schedule",
        )


def _ever_comes(schedule: str, time_zone: str) -> bool:
    """The 30th of February is a schedule, too, as far as its fields go."""
    if len(schedule.split()) != _FIELDS:
        return False
    try:
        next_time(schedule, time_zone, datetime(2026, 1, 1, tzinfo=UTC))
    except (CroniterError, ValueError):
        return False
    return True


def next_time(schedule: str, time_zone: str, now: datetime) -> datetime:
    """The first time after `now` that the schedule names, in UTC."""
    following: datetime = croniter(schedule, now.astimezone(ZoneInfo(time_zone))).get_next(datetime)
    return following.astimezone(UTC)
