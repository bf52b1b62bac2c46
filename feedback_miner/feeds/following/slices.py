"""Searches that give the newest first, and not without end: asked slice by slice of time, the oldest slice first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from feedback_miner.errors import FeedError
from feedback_miner.feeds.following.followed import Found
from feedback_miner.feeds.following.window import Window

#: How long a slice is, and how short it may become where more is found than can be had at once.
LONGEST, SHORTEST = timedelta(days=1), timedelta(minutes=1)
#: Most messages that are stored in one transaction.
PAGE = 200


class Slice(NamedTuple):
    """What is found from one time to before another, oldest first."""

    found: Sequence[Found]
    #: more was written than the place gives, or than should be held at once: these are the newest
    is_cut: bool


#: From a time to before another (None: to the newest). Raises FeedError.
Search = Callable[[datetime, datetime | None], Slice]


def sliced(window: Window, search: Search, begin: datetime, now: datetime) -> Iterator[Sequence[Found]]:
    """The walk for `Window.pages`. An empty stretch says how far nothing was found: a long back-fill goes on there.
    Raises FeedError, at the end where a shortest slice had too much: of that the newest came.
    """
    length, cut = LONGEST, None
    while now - begin >= SHORTEST:
        # Places take no slice that ends this very moment, nor one that begins then.
        end = begin + length if now - begin >= length + SHORTEST else None
        found, is_cut = search(begin, end)
        half = min(length, now - begin) / 2
        if is_cut and half >= SHORTEST:
            length = half
            continue
        if is_cut:
            cut = begin
        for n in range(0, len(found), PAGE):
            window.reach(found[n : n + PAGE][-1].at)
            yield found[n : n + PAGE]
        if end is None:
            break
        if window.reached < end:
            window.reach(end)
            yield ()
        begin, length = end, min(length * 2, LONGEST)
    if cut:
        raise FeedError(
            f"More was written in the minutes from {cut:%Y-%m-%d %H:%M} (UTC) on than the search gives at once: the "
            "newest of them were taken, the others were passed over. Make the search narrower."
        )
