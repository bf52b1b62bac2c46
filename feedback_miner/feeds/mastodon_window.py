"""How far a pull has come: which posts are followed for edits and deletions, and which were left out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from pydantic import AwareDatetime, BaseModel, ConfigDict

from feedback_miner.domain import FeedPage
from feedback_miner.feeds.mastodon_client import Post, id_at, time_of

#: Most posts of the window that are followed, and most whose leaving out is remembered.
MAX_FOLLOWED = 2_000
#: How often one account may say the same words in the window; what comes after is spam.
MAX_REPEATS = 2

#: How far every pull looks back; the whole window is walked less often.
RECENT = timedelta(minutes=15)

_MARK = 12
#: What of a post can be edited, or names it: the counts of its likes change all the time.
_SAID = ("content", "spoiler_text", "language", "url", "in_reply_to_id")


class Cursor(BaseModel):
    """What a pull leaves to the next one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: nothing up to this id is pulled
    first: int
    #: the newest id that was seen
    reached: int
    #: id → marks of what the post said; first those that have not been seen for longest
    followed: dict[str, str] = {}
    #: ids of posts that were left out: they stay so, and are counted once
    left_out: tuple[str, ...] = ()
    #: when the whole window was walked last
    walked_at: AwareDatetime | None = None

    def window(self, overlap: timedelta) -> int:
        """The id after which the window begins: it holds all that is followed, or one overlap where that is more."""
        followed = [int(i) - 1 for i in self.followed]
        begin = [] if len(followed) >= MAX_FOLLOWED else [id_at(time_of(self.reached) - overlap)]
        return max(self.first, min(begin + followed))

    def recent(self) -> int:
        """The id after which the part of the window begins that every pull walks."""
        return max(self.first, id_at(time_of(self.reached) - RECENT))


class Rules:
    """Who is no customer that writes about something. Judged where a post is seen first."""

    def __init__(self, host: str, own_accounts: Iterable[str], language: str | None) -> None:
        self._host = host.casefold()
        self._own = frozenset(self._full(account) for account in own_accounts)
        self._language = language

    def reason(self, post: Post) -> str | None:
        """Why the post is left out, or None.

        A bot is an account that says of itself that nobody writes there; "limited" and "suspended" are said by the
        moderators of the server.
        """
        account, language = post["account"], post.get("language")
        if post.get("reblog"):
            return "reposts"
        if self._full(account["acct"]) in self._own:
            return "own accounts"
        if account.get("bot"):
            return "bots"
        if account.get("limited") or account.get("suspended"):
            return "spam"
        if self._language and language and language.split("-")[0].casefold() != self._language:
            return "other languages"
        return None

    def _full(self, account: str) -> str:
        """With its host, which servers leave out of their own accounts."""
        name = account.strip().removeprefix("@").casefold()
        return name if "@" in name else f"{name}@{self._host}"


class Window:
    """One pull's way through the window: posts in, oldest first; pages out."""

    def __init__(self, cursor: Cursor, rules: Rules, overlap: timedelta) -> None:
        self._cursor, self._rules, self._overlap = cursor, rules, overlap
        self._reached, self._walked_at = cursor.reached, cursor.walked_at
        self._left_before = frozenset(cursor.left_out)
        self._met: set[str] = set()
        self._gone: set[str] = set()
        self._followed: dict[str, str] = {}
        self._left_out: set[str] = set()
        self._words = Counter(_words(marks) for marks in cursor.followed.values())

    @property
    def reached(self) -> int:
        """The newest id that was seen."""
        return self._reached

    def reach(self, post_id: int) -> None:
        """Everything up to this id was seen, also where there was nothing."""
        self._reached = max(self._reached, post_id)

    def unmet(self, begin: int) -> list[str]:
        """Ids after `begin` that are followed and were not met, first those that have not been seen for longest."""
        return [i for i in self._cursor.followed if i not in self._met and int(i) > begin]

    def take(self, posts: Sequence[Post]) -> FeedPage:
        """What of the posts is new or was changed."""
        messages, left_out = [], Counter[str]()
        for post in posts:
            if post["id"] in self._met:
                continue
            self._met.add(post["id"])
            self._reached = max(self._reached, int(post["id"]))
            if post["id"] in self._left_before:
                self._left_out.add(post["id"])
            elif reason := self._reason(post):
                self._left_out.add(post["id"])
                left_out[reason] += 1
            elif self._follow(post):
                messages.append({**post, "channel": "mastodon"})
        return FeedPage(tuple(messages), self._json(), left_out=left_out)

    def end(self, asked: Sequence[str], there: Sequence[Post], walked_at: datetime | None) -> FeedPage:
        """The last page: of `asked`, what is not `there` is deleted. `walked_at`: now, if it was the whole window."""
        gone = sorted({*asked} - {post["id"] for post in there}, key=int)
        page = self.take(there)
        self._gone.update(gone)
        self._walked_at = walked_at or self._walked_at
        if walked_at:
            self._left_before = frozenset()
        return replace(page, cursor=self._json(), deleted=tuple(gone))

    def _reason(self, post: Post) -> str | None:
        if post["id"] in self._cursor.followed:
            return None
        repeated = self._words[_words(_marks(post))] >= MAX_REPEATS
        return self._rules.reason(post) or ("spam" if repeated else None)

    def _follow(self, post: Post) -> bool:
        """Whether it is new or was changed."""
        before, marks = self._cursor.followed.get(post["id"]), _marks(post)
        self._followed[post["id"]] = marks
        if before != marks:
            self._words[_words(marks)] += 1
            self._words[_words(before or "")] -= 1
        return before != marks

    def _json(self) -> str:
        """The cursor as it is now. What was met and has left the window is followed no more."""
        begin, done = id_at(time_of(self._reached) - self._overlap), self._met | self._gone
        followed = {i: marks for i, marks in self._cursor.followed.items() if i not in done}
        followed |= {i: marks for i, marks in self._followed.items() if int(i) > begin}
        left_out = (self._left_before - self._met) | {i for i in self._left_out if int(i) > begin}
        return Cursor(
            first=self._cursor.first,
            reached=self._reached,
            followed=dict(list(followed.items())[-MAX_FOLLOWED:]),
            left_out=tuple(sorted(left_out, key=int)[-MAX_FOLLOWED:]),
            walked_at=self._walked_at,
        ).model_dump_json()


def _marks(post: Post) -> str:
    """Two hashes: of all that can be edited, and of who wrote which words."""
    words = " ".join(post["content"].casefold().split())
    return _hash([post.get(key) for key in _SAID]) + _hash([post["account"]["acct"], words or post["id"]])


def _words(marks: str) -> str:
    return marks[_MARK:]


def _hash(said: Sequence[object]) -> str:
    return sha256(json.dumps(said).encode()).hexdigest()[:_MARK]
