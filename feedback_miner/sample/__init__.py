"""The sample: twelve weeks of what the customers of an invented company, Oakpurse, wrote. Four files as real systems
export them; every message was written by hand for this purpose.

In week 9 a new checker of identity documents breaks the sign-up; in week 11 it is mended, which the company's team has
written down as an action. The files carry nominal dates (January to March 2024); they are moved by whole weeks so that
the last week ends just before the anchor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

from feedback_miner.domain.team.actions import Action

#: Monday of week 1 and Sunday of week 12, as the files have them.
FIRST_DAY = date(2024, 1, 1)
LAST_DAY = date(2024, 3, 24)

#: Monday of week 11: the old checker is back.
MENDED_ON = date(2024, 3, 11)

FILES = ("tickets.csv", "survey.csv", "app_reviews.json", "social_mentions.json")

#: Columns of the sample that are segments of its customers.
SEGMENTS: dict[str, tuple[str, ...]] = {
    "tickets.csv": ("segment.Plan=Plan", "segment.Country=Country"),
    "survey.csv": ("segment.Plan=Plan", "segment.Country=Country", "segment.Age=AgeBand"),
    "app_reviews.json": (),
    "social_mentions.json": (),
}

_DAY = re.compile(r"\b2024-(?:01|02|03)-\d\d")


@dataclass(frozen=True, slots=True)
class SampleFile:
    """One file, its dates moved."""

    name: str
    content: bytes
    overrides: tuple[str, ...]


def anchor_for(today: date) -> date:
    """The last Sunday that is over: where week 12 ends for who starts today."""
    return today - timedelta(days=today.isoweekday())


def sample_actions(anchor: date) -> list[Action]:
    """What the team has done, week 12 ending on the anchor. Ids are given when they are kept."""
    return [
        Action(
            id="",
            title="Identity check: new checker rolled back, and the page says what it waits for",
            on=MENDED_ON + (anchor - LAST_DAY),
            stage="onboarding",
            touchpoint="account",
            owner="Onboarding team",
            goal="New customers are verified within minutes again",
        )
    ]


def sample_files(anchor: date) -> list[SampleFile]:
    """The four files, week 12 ending on the anchor (a Sunday)."""
    moved = anchor - LAST_DAY

    def move(match: re.Match[str]) -> str:
        return (date.fromisoformat(match[0]) + moved).isoformat()

    return [
        SampleFile(
            name,
            _DAY.sub(move, files(__package__).joinpath(name).read_text("utf-8")).encode(),
            SEGMENTS[name],
        )
        for name in FILES
    ]
