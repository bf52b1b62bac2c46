"""Moments in words, in the workspace’s zone, and how long something still takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from feedback_miner.domain import Workspace

_MINUTE = 60


def moments(workspace: Workspace) -> Callable[[datetime], str]:
    """A moment → "7 Nov 2026, 14:02"."""
    zone = ZoneInfo(workspace.time_zone)

    def in_words(moment: datetime) -> str:
        there = moment.astimezone(zone)
        return f"{there.day} {there:%b %Y, %H:%M}"

    return in_words


def time_left(seconds: float | None) -> str | None:
    """ "About 3 minutes"; None where it cannot be told."""
    if seconds is None:
        return None
    if seconds < _MINUTE:
        return "Less than a minute"
    amount, unit = (seconds / 3600, "hour") if seconds >= 90 * _MINUTE else (seconds / _MINUTE, "minute")
    return f"About {round(amount)} {unit}{'' if round(amount) == 1 else 's'}"
