"""An invented company's map, rich enough to look at: all nine stages, a stage that fell, words of customers."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from api.pages.chrome import Chrome
from api.pages.map.map_page import MapPage
from feedback_miner.domain import (
    PERSON,
    SENTIMENT_SCALE,
    Access,
    CellTotal,
    Coverage,
    CustomerTotals,
    Cut,
    CutTotals,
    JudgedTotal,
    Labels,
    MetricTotal,
    Scope,
    Source,
    StatementView,
    WeekTotal,
    Workspace,
)
from feedback_miner.journey import Transfer, build_map
from feedback_miner.taxonomy import load_default
from tests.journey.sources import MODEL, confusions, source
from tests.pages.invented_themes import ACTIONS, theme_list

NOW = datetime(2026, 9, 30, 15, 4, tzinfo=UTC)
WORKSPACE = Workspace("northwind", "Northwind Cloud", "Europe/Berlin", 1)
#: who looks at the page
CHROME = Chrome(WORKSPACE, Access("northwind", Scope.WRITE, "key_1"), csrf="token")
CUT = Cut(date(2026, 9, 1), date(2026, 9, 30))
BEFORE = Cut(date(2026, 8, 2), date(2026, 8, 31))

#: stage → touchpoint → statements, mean now, mean before (hundredths)
JOURNEY: Mapping[str, Mapping[str, tuple[int, int, int]]] = {
    "awareness": {"advertising": (101, 31, 27), "social_media": (72, 21, 22), "word_of_mouth": (49, 37, 28)},
    "consideration": {"pricing": (157, -10, -4), "website": (110, 30, 28), "sales": (98, 49, 38)},
    "decision": {"trial": (75, 18, 15), "offer": (68, -33, -21), "sales": (58, 6, 6)},
    "purchase": {"ordering": (239, 28, 23), "payment": (106, 6, 9), "offer": (70, 38, 36)},
    "onboarding": {
        "account": (126, -62, -25),
        "setup": (90, -48, -20),
        "delivery": (73, 13, 10),
        "self_service": (12, -20, -15),
    },
    "use": {
        "app": (283, 36, 30),
        "features": (194, 32, 31),
        "reliability": (156, 16, 20),
        "product": (40, 50, 48),
    },
    "support": {"support": (370, -25, -30), "self_service": (138, -18, -20)},
    "retention": {"subscription": (64, -21, -10), "loyalty": (57, 36, 32), "messages": (46, 17, 17)},
    "advocacy": {"word_of_mouth": (77, 59, 50), "community": (25, 62, 55)},
}

_GOOD = ("joy", "gratitude", "trust", "satisfaction", "relief", "neutral")
_BAD = ("confusion", "anxiety", "disappointment", "frustration", "anger", "neutral")

_NEGATIVE = {
    "awareness": "The advert promised a free plan and there is none.",
    "consideration": "I cannot compare the prices without opening four tabs and a spreadsheet of my own.",
    "onboarding": "The identity check rejected my passport four times and never said what was wrong with the photo, "
    "so I gave up and came back three days later.",
    "support": "Forty minutes on hold, then the line dropped.",
}
_POSITIVE = {
    "purchase": "One click and it was done.",
    "use": "I use it on the train with no signal and it just works.",
    "support": "She stayed on the chat until it was fixed, explained every step and called me the day after.",
    "advocacy": "I tell everyone at the chamber of commerce about it.",
}


def _people(count: int, mean: int, draw: random.Random) -> Iterator[tuple[int, int]]:
    """(statements, sum of fixed-point sentiments) of customers with a temper of their own."""
    left = count
    while left > 0:
        statements = min(left, draw.choice([1, 1, 1, 2, 3]))
        temper = mean + draw.randint(-30, 30)
        one = max(-100, min(100, temper)) * SENTIMENT_SCALE // 100
        yield statements, statements * one
        left -= statements


def _totals(which: int, journey: Mapping[str, Mapping[str, tuple[int, int, int]]]) -> CutTotals:
    draw = random.Random(which)
    cells, customers, number = [], [], 0
    for stage, touchpoints in journey.items():
        for touchpoint, figures in touchpoints.items():
            people = list(_people(figures[0], figures[which], draw))
            said, sums = array("q", (one[0] for one in people)), array("q", (one[1] for one in people))
            numbers = array("q", range(number, number + len(people)))
            number += len(people)
            emotions = {
                key: max(
                    1, figures[0] * draw.randint(3, 30) // 100 // (1 if good == (figures[which] > 0) else 4)
                )
                for good, keys in ((True, _GOOD), (False, _BAD))
                for key in keys
            }
            cells.append(CellTotal(stage, touchpoint, figures[0], sum(sums), 0, emotions))
            customers.append(CustomerTotals(stage, touchpoint, numbers, said, sums))
    metrics = (MetricTotal("", "", 1800, 400, 180, 120, 90, 33_000, 210, 80_000),)
    coverage = Coverage(2300, 1900, 0, 120, 210, 70, 2950, 48)
    judged = tuple(
        JudgedTotal(judge, cell.stage, statements, cell.sentiment_sum * statements // cell.statements)
        for cell in cells
        for judge, statements in ((MODEL, cell.statements - 1), (PERSON, 1))
    )
    return CutTotals(tuple(cells), tuple(customers), metrics, coverage, judged)


def _weeks(journey: Mapping[str, Mapping[str, tuple[int, int, int]]]) -> list[WeekTotal]:
    draw = random.Random(7)
    return [
        WeekTotal(
            week,
            stage,
            touchpoint,
            9,
            9 * (before + (now - before) * max(0, week - 6) // 5 + draw.randint(-9, 9)) * 100,
        )
        for stage, touchpoints in journey.items()
        for touchpoint, (_, now, before) in touchpoints.items()
        for week in range(12)
    ]


def statement(text: str, stage: str, sentiment: float, number: int = 1) -> StatementView:
    """A statement as it is shown."""
    touchpoint = next(iter(JOURNEY[stage]))
    labels = Labels(stage, touchpoint, sentiment, ("joy",) if sentiment > 0 else ("disappointment",))
    return StatementView(
        id=number,
        item_id=number,
        text=text,
        start=0,
        end=len(text),
        labels=labels,
        model_labels=labels,
        stage_confidence=0.9,
        touchpoint_confidence=0.8,
        corrected=False,
        occurred_at=NOW - timedelta(hours=7 * number),
        source=Source.TICKET,
        channel="e-mail",
        customer=None,
        segments={},
    )


def map_page(
    journey: Mapping[str, Mapping[str, tuple[int, int, int]]] = JOURNEY,
    *,
    lens: str = "full",
    query: Mapping[str, str] | None = None,
) -> MapPage:
    """The page of the invented company."""
    taxonomy = load_default()
    draw = np.random.default_rng(3)
    known = Transfer.of(confusions([source(draw, 200, bias=1.3) for _ in range(12)]))
    made = build_map(
        _totals(1, journey),
        _totals(2, journey),
        _weeks(journey),
        cut=CUT,
        compared=BEFORE,
        default_period=True,
        lens=lens,
        taxonomy=taxonomy,
        transfers={MODEL: known} if known else {},
    )
    return MapPage(
        map=made,
        taxonomy=taxonomy,
        workspace=WORKSPACE,
        dimensions={
            "channel": {"e-mail": 900, "chat": 700, "phone": 300},
            "source": {"ticket": 1200, "survey": 400, "review": 500, "social": 200},
            "segment.plan": {"business": 900, "personal": 1200},
            "segment.country": {"Germany": 400, "France": 300},
        },
        query=query or {},
        quotes={
            stage: [statement(text, stage, -0.82, number)]
            for number, (stage, text) in enumerate(_NEGATIVE.items())
        },
        delights={
            stage: [statement(text, stage, 0.7, number)]
            for number, (stage, text) in enumerate(_POSITIVE.items())
        },
        latest=[
            statement(text, stage, sentiment, number)
            for number, (text, stage, sentiment) in enumerate(
                [
                    (_POSITIVE["use"], "use", 0.29),
                    ("Nice campaign, but I thought it was free.", "awareness", -0.54),
                    ("My card was declined and nobody said why.", "purchase", -0.17),
                    ("Two weeks waiting for the contract, I nearly gave up.", "decision", -0.33),
                ]
            )
        ],
        waiting=0,
        now=NOW,
        themes=theme_list(CUT, BEFORE),
        actions=ACTIONS,
    )


def empty_page() -> MapPage:
    """A workspace into which nothing came yet."""
    return replace(
        map_page({}),
        dimensions={"channel": {}, "source": {}},
        quotes={},
        delights={},
        latest=[],
        themes=None,
        actions=(),
        map=replace(map_page({}).map, coverage=Coverage()),
    )
