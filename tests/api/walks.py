"""What named customers wrote one after the other, with scores, waiting and competitors: known to the last message."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from feedback_miner.bootstrap import House
from feedback_miner.mining import Wish
from tests.api.house import open_test_house
from tests.api.moods import MoodScorer

CUSTOMERS = 150
_BEGIN = datetime(2026, 5, 2, 9, tzinfo=UTC)
_MOODS = {"awful": -0.8, "bad": -0.5, "plain": -0.1, "fair": 0.2, "good": 0.5, "lovely": 0.9}
_COLUMNS = (
    "text=comment", "date=date", "id=id", "customer=customer", "channel=channel", "nps=nps",
    "first_reply_at=replied", "solved_at=solved", "segment.plan=plan", "segment.churned=churned",
)  # fmt: skip


@contextmanager
def walked_house(folder: Path) -> Iterator[House]:
    """A house with the messages in it."""
    with open_test_house(folder, scorer=MoodScorer()) as house:
        wish = Wish(connection="survey", overrides=("source=survey", *_COLUMNS))
        house.mining.imports.submit("default", file="walks.csv", blocks=[walks()], wish=wish)
        yield house


def walks() -> bytes:
    """Each customer writes of a parcel, and four days later of the app or an agent; the mood of the parcel goes with
    the NPS and with leaving, that of the app with nothing. Every tenth message names nobody."""
    random = np.random.default_rng(1)
    lines = ["id,date,customer,channel,nps,replied,solved,plan,churned,comment"]
    for customer in range(CUSTOMERS):
        first, second = (str(random.choice(list(_MOODS))) for _ in range(2))
        score = int(np.clip(round(5 + 5 * _MOODS[first] + random.normal()), 0, 10))
        churned = "yes" if random.random() < 0.5 - 0.5 * _MOODS[first] else "no"
        plan = "pro" if customer % 2 else "free"
        for step, (place, mood) in enumerate(
            (("parcel", first), ("app" if customer % 3 else "agent", second))
        ):
            number = 2 * customer + step
            when = _BEGIN + timedelta(days=customer % 20 + 4 * step, minutes=customer)
            replied = when + timedelta(hours=[0.5, 2, 8, 30, 90][customer % 5])
            name = "" if number % 10 == 9 else f"customer-{customer}"
            rival = " and better than Northbank" if customer % 10 == 0 else ""
            rival = " and slower than at Northbank" if customer % 25 == 1 else rival
            lines.append(
                f"m{number},{when.isoformat()},{name},{'chat' if customer % 4 else 'phone'},{score},"
                f"{replied.isoformat()},{(replied + timedelta(hours=5)).isoformat()},{plan},{churned},"
                f"The {place} was {mood}{rival} for me and all of my friends today."
            )
    return "\n".join(lines).encode() + b"\n"
