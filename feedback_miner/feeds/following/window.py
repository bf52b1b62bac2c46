"""The window of a place: its newest messages, which are followed for edits and deletions.

A place tells what was written when, but not what came late, was changed or is gone. So each pull walks once more
through the last minutes, and once in a while through a whole overlap. Of what is met again, only what was changed is
brought again. What is followed and not met any more is asked for by its id; what is missing again some minutes later
is deleted. A connector has its way of walking and of asking, and leaves the rest to the window::

    def pages(self, cursor, *, since, now):
        window = Window(cursor, first=since or now - FIRST_PULL, overlap=self._overlap, now=now)
        with Client(...) as client:
            yield from window.pages(self._walk(client, window), client.still_there)

    def _walk(self, client, window):
        for posts in client.posts_since(window.begin):  # oldest first: lists of what is stored together
            window.reach(posts[-1].at)  # all up to here was seen
            yield posts

A place that gives the newest first is walked in slices of time (`slices`), or page by page (`backwards`): then nothing
is reached before the end. What was reached is never walked again, but for the overlap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from feedback_miner.domain import FeedPage
from feedback_miner.errors import FeedError
from feedback_miner.feeds.following.cursors import read_cursor
from feedback_miner.feeds.following.followed import (
    Cursor,
    Found,
    Rest,
    Seen,
    mark_of,
    seconds,
    seen_of,
    whole_seconds,
)

#: Most messages that are followed, and most whose leaving out is remembered: with both, a cursor has under 200 KB.
MAX_FOLLOWED = 1_500
#: Longest id that is remembered. A longer one is brought whenever it is met, and never known as deleted.
MAX_ID = 80
#: Most messages that a pull asks for by their ids.
MAX_ASKED = 100
#: How long a message must be missing to be believed deleted: what is deleted here is erased for good, and a server may
#: be ill for a while.
SURE_AFTER = timedelta(minutes=5)
#: Where more are asked for and all are missing, the place must still know one that it has just shown.
MOST_MISSING = 10
#: Most messages that are remembered as missing.
MAX_DOUBTED = 300
#: How often a walk without news stores how far it came, in stretches.
STRETCHES_BETWEEN_PAGES = 5
#: How often one author may say the same words in the window; what comes after is spam.
MAX_REPEATS = 2
#: How far every pull looks back; the whole window is walked less often.
RECENT, WHOLE_EVERY = timedelta(minutes=15), timedelta(hours=1)
#: How far a place's clock may be before ours. A later date is believed of a message, but nothing is reached by it.
AHEAD = timedelta(minutes=5)

#: Of the messages with these ids those that are still there, as they are now. Raises FeedError.
Ask = Callable[[Sequence[str]], Sequence[Found]]


class Window:
    """One pull's way through the window: messages in, pages out."""

    def __init__(
        self,
        cursor: str | None,
        *,
        first: datetime,
        overlap: timedelta,
        now: datetime,
        whole_every: timedelta = WHOLE_EVERY,
    ) -> None:
        """`first`: where the very first pull begins; `overlap`: how long messages are followed. Raises FeedError."""
        self._came, self._cursor = cursor, read_cursor(Cursor, cursor)
        self._overlap, self._now = overlap, now
        self._first = self._cursor.first or whole_seconds(first)
        self._reached = self._cursor.reached or self._first
        self._walked_at = self._cursor.walked_at
        self._is_whole = self._walked_at is None or now - self._walked_at >= whole_every
        self._owed = self._cursor.owed
        if self._is_whole and self._owed is None:
            self._owed = max(self._first, whole_seconds(now - overlap))
        #: where the last minutes begin
        self.recent = max(self._first, self._reached - RECENT)
        self._asked_from = self._whole_begin() if self._is_whole else self.recent
        self._walked_to = self._cursor.walked_to
        self._rest = self._cursor.rest
        #: where this pull's walk begins: in the last minutes; where that is due, with all that is followed, or where
        #: the last such walk was broken off
        self.begin = max(self._asked_from, min(self._walked_to or self._asked_from, self.recent))
        # What is older and not known was followed before, and has left the window.
        self._new_from = max(self.begin, self._followed_from)
        self._left_before = frozenset(self._cursor.left_out)
        self._left_out: dict[str, int] = {}
        self._met: set[str] = set()
        self._followed: dict[str, Seen] = {}
        self._done: set[str] = set()
        self._doubted = dict(self._cursor.doubted)
        self._spared: set[str] = set()
        self._words = Counter(seen.words for seen in self._cursor.followed.values())

    @property
    def reached(self) -> datetime:
        """Everything up to here was seen, in whole seconds."""
        return self._reached

    @property
    def is_first(self) -> bool:
        """Whether nothing was walked to its end yet."""
        return self._came is None or (self._cursor.rest is not None and self._cursor.reached == self._first)

    @property
    def rest(self) -> Rest | None:
        """What the last pull left of its walk."""
        return self._rest

    def leave(self, rest: Rest | None) -> None:
        """What a pull that ends now leaves of its walk."""
        self._rest = rest

    def reach(self, when: datetime) -> None:
        """Everything up to this time was seen, also where there was nothing. The future is not reached."""
        seen_to = whole_seconds(min(when, self._now + AHEAD))
        self._reached = max(self._reached, seen_to)
        if self._is_whole:
            self._walked_to = max(self._walked_to or seen_to, seen_to)

    def pages(
        self, walk: Iterable[Sequence[Found]], ask: Ask | None, *, most_asked: int = MAX_ASKED
    ) -> Iterator[FeedPage]:
        """A page for each stretch of the walk that has news or is empty, and one for what was deleted.

        An empty stretch stores how far was reached, and so does each of some stretches without news: a walk that is
        broken off goes on there. `ask` is None where a place cannot be asked for ids: what is not met any more is
        followed until it leaves the window. Raises FeedError where a place knows nothing of what it had.
        """
        for number, found in enumerate(walk, start=1):
            page = self.take(found)
            is_news = bool(page.messages or page.left_out or not found)
            if is_news or (self._is_whole and number % STRETCHES_BETWEEN_PAGES == 0):
                yield page
        page = self._ended(ask, most_asked)
        if page.cursor != self._came:
            yield page

    def take(self, found: Iterable[Found]) -> FeedPage:
        """What of the messages is new or was changed. What was written before the walk began is passed over."""
        return self._page(one for one in found if one.at >= self._new_from or self._before(one.id))

    def unmet(self) -> list[str]:
        """Followed ids, written where this pull looks, and not met; those not met for longest first."""
        begin, followed = seconds(self._asked_from), self._cursor.followed.items()
        return [i for i, seen in followed if seen.at >= begin and i not in self._met]

    def spare(self, ids: Iterable[str]) -> None:
        """Of these the place did not say whether they are there: they are neither met nor missing."""
        self._spared.update(ids)

    @property
    def _followed_from(self) -> datetime:
        """One overlap back, and further as long as something is owed."""
        overlap_back = self._reached - self._overlap
        return min(overlap_back, self._owed) if self._owed else overlap_back

    def _whole_begin(self) -> datetime:
        """Before all that is followed, and one overlap back; the latter not where more was met than is followed."""
        times = [datetime.fromtimestamp(seen.at, UTC) for seen in self._cursor.followed.values()]
        if len(times) < MAX_FOLLOWED:
            times.append(self._followed_from)
        return max(self._first, min(times))

    def _page(self, found: Iterable[Found]) -> FeedPage:
        messages, left_out = [], Counter[str]()
        for one in found:
            # What was left out for itself and was changed since is looked at again; who repeats others is not.
            mark = mark_of(one.id) if one.left_out else mark_of(one.id, "repeated")
            is_known = self._before(one.id) is None and (mark in self._left_before or mark in self._left_out)
            if is_known:
                self._left_out[mark] = seconds(one.at)
            elif reason := self._reason(one):
                self._left_out[mark] = seconds(one.at)
                left_out[reason] += 1
            elif self._follow(one):
                messages.append(one.message)
        return FeedPage(tuple(messages), self._json(), left_out=left_out)

    def _ended(self, ask: Ask | None, most_asked: int) -> FeedPage:
        """The last page: of what was asked for, what is not there is deleted."""
        page, gone = self._asked(ask, most_asked) if ask else (self._page(()), [])
        left = () if ask else (i for i in self.unmet() if self._has_left(self._cursor.followed[i].at))
        self._done.update(gone, left)
        if self._is_whole:
            # Else what came late before the place where the walk went on is still to be met.
            if not (self._cursor.walked_to or self._cursor.rest):
                self._walked_at, self._left_before, self._owed = self._now, frozenset(), None
            self._walked_to = None
        return replace(page, cursor=self._json(), deleted=tuple(gone))

    def _asked(self, ask: Ask, most: int) -> tuple[FeedPage, list[str]]:
        """What was changed of what is asked for, and the ids that are believed deleted."""
        asked = self._to_ask()[:most]
        there = ask(asked) if asked else ()
        page = self._page(there)
        missing = [i for i in asked if i not in self._met and i not in self._spared]
        if len(missing) == len(asked) > MOST_MISSING:
            self._check_memory(ask)
        for i in missing:
            self._doubted.setdefault(mark_of(i), seconds(self._now))
        return page, [i for i in missing if self._missing_for(i) >= SURE_AFTER]

    def _to_ask(self) -> list[str]:
        """What was missing before comes first, but not within the minutes in which nothing is believed yet."""
        followed = self._cursor.followed
        doubted = [i for i in followed if mark_of(i) in self._doubted and i not in self._met]
        sure = [i for i in doubted if self._missing_for(i) >= SURE_AFTER]
        known = frozenset(doubted)
        return sure + [i for i in self.unmet() if i not in known]

    def _missing_for(self, message_id: str) -> timedelta:
        return timedelta(seconds=seconds(self._now) - self._doubted[mark_of(message_id)])

    def _check_memory(self, ask: Ask) -> None:
        """Raises FeedError where not even a message is known that was met in this very pull."""
        shown = next(reversed(self._followed), None)
        if shown is None or not any(one.id == shown for one in ask([shown])):
            raise FeedError(
                f"It knows none of the more than {MOST_MISSING} messages that were asked for, though all came from "
                "it. Nothing was deleted here. If they are really gone there, delete them here by hand, remove the "
                "source and add it again under the same name."
            )

    def _reason(self, one: Found) -> str | None:
        if self._before(one.id):
            return None
        return one.left_out or ("spam" if self._words[seen_of(one).words] >= MAX_REPEATS else None)

    def _follow(self, one: Found) -> bool:
        """Whether it is new or was changed."""
        before, seen = self._before(one.id), seen_of(one)
        self._met.add(one.id)
        self._followed[one.id] = seen
        if before and (before.said, before.words) == (seen.said, seen.words):
            return False
        self._words[seen.words] += 1
        if before:
            self._words[before.words] -= 1
        return True

    def _before(self, message_id: str) -> Seen | None:
        return self._followed.get(message_id) or self._cursor.followed.get(message_id)

    def _has_left(self, at: int) -> bool:
        return at < seconds(self._followed_from)

    def _json(self) -> str:
        """The cursor as it is now. What was met and has left the window is followed no more."""
        followed = {
            i: seen for i, seen in self._cursor.followed.items() if i not in self._met and i not in self._done
        }
        followed |= {
            i: seen
            for i, seen in sorted(self._followed.items(), key=lambda item: item[1].at)
            if len(i) <= MAX_ID and not self._has_left(seen.at)
        }
        unmet = self._left_before - self._left_out.keys()
        left_out = [mark for mark in self._cursor.left_out if mark in unmet]
        left_out += [mark for mark, at in self._left_out.items() if not self._has_left(at)]
        doubted = {
            mark: since
            for i in (followed if self._doubted else ())
            if (since := self._doubted.get(mark := mark_of(i))) and i not in self._met
        }
        return Cursor(
            first=self._first,
            reached=self._reached,
            owed=self._owed,
            followed=dict(list(followed.items())[-MAX_FOLLOWED:]),
            left_out=tuple(left_out[-MAX_FOLLOWED:]),
            walked_at=self._walked_at,
            walked_to=self._walked_to,
            doubted=dict(list(doubted.items())[:MAX_DOUBTED]),
            rest=self._rest,
        ).model_dump_json()
