"""Groups of statements as tables for the terminal, with what was asked of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from feedback_miner.domain import Tone
from scripts.evaluation.themes_living import LivingThemes
from scripts.evaluation.themes_measures import UNTOLD, Agreement, Staying
from scripts.evaluation.themes_peer import Timing
from scripts.evaluation.themes_tweets import Tweets
from scripts.tables import Grid

#: So many of the eight reasons that a text can tell must be the majority of some group.
TOLD_LEAST = 6
TIMES_FASTER = 10
KEPT_LEAST = 0.95
#: How far the information of groups that grew day by day may lie from that of groups found at once.
APART_MOST = 0.03


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run came to."""

    tweets: Tweets
    #: found in all tweets at once
    themes: LivingThemes
    ours: Agreement
    #: of the themes that grew day by day
    daily: Agreement
    staying: Staying
    #: None where BERTopic is not installed
    peer: Agreement | None
    #: statements whose grouping was timed
    timed: int
    our_seconds: float
    peer_timing: Timing | None


def tables(measured: Measured) -> Iterator[tuple[str, Grid]]:
    """(title, table), in the order of reading."""
    yield f"Themes of {len(measured.tweets.statements):,} statements", _themes(measured)
    yield "Groups of tweets for which their authors' reason is known", _agreements(measured)
    yield "What is asked", _bars(measured)


def _themes(measured: Measured) -> Grid:
    """Pain first, and of each tone the largest first."""
    drafts, statements = measured.themes.drafts, measured.tweets.statements
    its = {number: np.flatnonzero(measured.themes.groups == number) for number in drafts}
    rows = (
        (
            drafts[number].name,
            f"{len(its[number]):,}",
            f"{len(np.unique(statements.customer[its[number]])):,}",
            drafts[number].stage,
            drafts[number].touchpoint,
            drafts[number].tone.value,
        )
        for number in sorted(
            drafts, key=lambda number: (drafts[number].tone is Tone.DELIGHT, -len(its[number]))
        )
    )
    return Grid(("name", "comments", "customers", "stage", "touchpoint", "tone"), tuple(rows))


def _agreements(measured: Measured) -> Grid:
    columns = {"at once": measured.ours, "day by day": measured.daily, "BERTopic": measured.peer}
    found = {name: one for name, one in columns.items() if one is not None}
    rows = [
        ("groups", *(f"{one.groups}" for one in found.values())),
        ("tweets in none", *(f"{one.ungrouped:.0%}" for one in found.values())),
        ("adjusted mutual information", *(f"{one.information:.3f}" for one in found.values())),
    ]
    for reason in sorted({reason for one in found.values() for reason in one.majorities}):
        untold = " (the text does not tell)" if reason in UNTOLD else ""
        counts = (f"{one.majorities.get(reason, 0)}" for one in found.values())
        rows.append((f"groups of “{reason}”{untold}", *counts))
    return Grid(("", *found), tuple(rows))


def _bars(measured: Measured) -> Grid:
    ours, kept = measured.ours, measured.staying.kept
    apart = abs(ours.information - measured.daily.information)
    rows = [
        _bar(
            "reasons, of eight, that lead a group", f"{ours.told}", f"≥ {TOLD_LEAST}", ours.told >= TOLD_LEAST
        ),
        _bar("kept their theme, on the worst day", f"{kept:.1%}", f"≥ {KEPT_LEAST:.0%}", kept >= KEPT_LEAST),
        _bar("day by day and at once, apart", f"{apart:.3f}", f"≤ {APART_MOST}", apart <= APART_MOST),
        _bar(f"seconds for {measured.timed:,} statements", f"{measured.our_seconds:.1f}", "", None),
    ]
    if measured.peer is not None and measured.peer_timing is not None:
        more = ours.information - measured.peer.information
        times = measured.peer_timing.seconds / measured.our_seconds
        over = "over " if measured.peer_timing.stopped else ""
        rows += [
            _bar("BERTopic's", f"{over}{measured.peer_timing.seconds:.1f}", "", None),
            _bar("times as fast", f"{over}{times:.1f}", f"≥ {TIMES_FASTER}", times >= TIMES_FASTER),
            _bar("information, more than BERTopic's", f"{more:+.3f}", "> 0", more > 0),
        ]
    return Grid(("", "", "asked", ""), tuple(rows))


def _bar(what: str, value: str, asked: str, met: bool | None) -> tuple[str, str, str, str]:  # noqa: FBT001
    return what, value, asked, "" if met is None else "✓" if met else "✗"
