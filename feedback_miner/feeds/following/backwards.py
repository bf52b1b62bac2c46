"""Lists that give the newest first, page by page: each page is stored as it comes, and a walk that was broken off goes
on there. A place that allows few requests is walked to the end all the same, in several pulls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from feedback_miner.errors import FeedError
from feedback_miner.feeds.following.followed import Found, Rest
from feedback_miner.feeds.following.window import Window

#: Most messages that are stored in one transaction.
PAGE = 200


class ListPage(NamedTuple):
    """One page of a list."""

    #: what of it is to be stored, oldest first
    found: Sequence[Found]
    #: when all of it was written, by the clock by which the list is in order, newest first
    times: Sequence[datetime]
    #: which page comes next; None at the end of the list
    following: str | None


class Forgotten(FeedError):
    """The place no longer knows the page that it called the next one: a walk that goes on there begins anew."""


_NO_MORE = ListPage((), (), None)

#: A page of a list; "" is its first. Raises FeedError; of it Forgotten.
Ask = Callable[[str], ListPage]


def backwards(window: Window, lists: Mapping[str, Ask], *, now: datetime) -> Iterator[Sequence[Found]]:
    """The walk for `Window.pages`, through one list after the other. Raises FeedError.

    Nothing is reached before all lists were walked; then it is all that was written before the first page was asked
    for.
    """
    walk = window.rest or Rest(began=now, newest=window.reached, pages=dict.fromkeys(lists, ""))
    newest, pages = walk.newest, dict(walk.pages)
    resumed = {name for name, page in pages.items() if page}
    for name in walk.pages:
        while name in pages:
            try:
                page = lists[name](pages[name])
            except Forgotten:
                if name in resumed:
                    resumed.remove(name)
                    pages[name] = ""
                    continue
                page = _NO_MORE
            newest = max([newest, *page.times[:1]])
            is_past = bool(page.times) and page.times[-1] < window.begin
            following = None if is_past or page.following == pages[name] else page.following
            *stretches, last = [page.found[n : n + PAGE] for n in range(0, len(page.found), PAGE)] or [()]
            yield from stretches
            if following is None:
                del pages[name]
            else:
                pages[name] = following
            window.leave(Rest(began=walk.began, newest=newest, pages=dict(pages)) if pages else None)
            if not pages:
                window.reach(min(newest, walk.began))
            if last or following:
                yield last
