"""The time of most tests, and how far things are from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def hours(number: float) -> timedelta:
    """So many, also parts of one."""
    return timedelta(hours=number)


def minutes(number: float) -> timedelta:
    """So many, also parts of one."""
    return timedelta(minutes=number)
