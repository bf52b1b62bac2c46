"""The worlds that the claims are tried in: from thirty customers to a thousand, even-tempered and angry."""

from __future__ import annotations

from dataclasses import replace

from scripts.simulation.world import Subject, World

#: of nine stages six are spoken of; one touchpoint is nearly always praised, which cuts its sentiments at 1
SUBJECTS = (
    Subject("consideration", "pricing", 0.10, 0.05),
    Subject("purchase", "payment", 0.16, -0.45),
    Subject("onboarding", "account", 0.14, -0.20),
    Subject("use", "app", 0.20, 0.10),
    Subject("use", "reliability", 0.10, -0.60),
    Subject("support", "support", 0.20, 0.40),
    Subject("advocacy", "word_of_mouth", 0.10, 0.90),
)

SMALL = World(SUBJECTS, customers=30)
USUAL = World(SUBJECTS, customers=300)
LARGE = World(SUBJECTS, customers=1_000)
#: who is discontent writes half as much again
ANGRY = replace(USUAL, anger=0.4)
#: a few write nearly everything
UNEVEN = replace(USUAL, evenness=0.25, more_items=2.0)

WORLDS = {
    "30 customers": SMALL,
    "100 customers": replace(USUAL, customers=100),
    "300 customers": USUAL,
    "1,000 customers": LARGE,
    "300, the angry write more": ANGRY,
    "300, a few write most": UNEVEN,
}
