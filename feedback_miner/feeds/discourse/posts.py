"""Posts of a Discourse forum as the window sees them, and who of those that write there is no customer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from feedback_miner.errors import FeedError
from feedback_miner.feeds.discourse.client import Post
from feedback_miner.feeds.following.followed import Found
from feedback_miner.feeds.following.readable import ODD, Readable
from feedback_miner.feeds.options.accounts import account_name

#: What posts of a forum's moderators and administrators are.
Staff = Literal["agents", "customers", "left_out"]

#: Of the kinds of posts what people write. The others are notes of what was done, and whispers of the staff.
_REGULAR = 1
#: Another's words inside a post, the innermost first: [quote="ann, post:1, topic:7"]…[/quote]
_QUOTE = re.compile(
    r"\[quote\b[^\]\n]{0,500}\]((?:(?!\[quote\b|\[/quote\]).)*)\[/quote\]", re.DOTALL | re.IGNORECASE
)
_MOST_NESTED = 10
#: A picture or a file: ![screen|690x388](upload://…)
_PICTURE = re.compile(r"!\[[^\]\n]{0,500}\]\([^)\s]{1,2000}\)")


@dataclass(frozen=True, slots=True)
class Posts:
    """The posts of one forum."""

    #: its address, without a slash at the end
    forum: str
    #: names of accounts, as `account_name` has them
    own: frozenset[str]
    staff: Staff

    def listed(self, posts: Iterable[Post], readable: Readable) -> list[Found]:
        """Those of a page that are there and can be read, those of a topic together. Raises FeedError.

        What its author deleted, and what is hidden after flags, is not there: Discourse shows other words instead.
        """
        with self._no_forum():
            return _in_order(readable.each(_there(posts), self._found))

    def found(self, posts: Iterable[Post]) -> list[Found]:
        """The same. Raises FeedError where one cannot be read."""
        with self._no_forum():
            return _in_order(map(self._found, _there(posts)))

    @contextmanager
    def _no_forum(self) -> Iterator[None]:
        try:
            yield
        except ODD:
            raise FeedError("Its answer is none of a Discourse forum.", where=self.forum) from None

    def _found(self, post: Post) -> Found:
        topic, number = int(post["topic_id"]), int(post["post_number"])
        words = _own_words(post["raw"]) if post.get("raw") else str(post["cooked"])
        title = str(post.get("topic_title") or "") if number == 1 else ""
        is_staff = bool(post.get("staff")) and self.staff != "customers"
        url = f"{self.forum}/t/{post.get('topic_slug') or '-'}/{topic}/{number}"
        return Found(
            id=str(post["id"]),
            at=datetime.fromisoformat(post["created_at"]),
            author=str(post["username"]),
            words=words,
            # Not its version, which does not count changes of the first five minutes.
            said=[title, words, topic, number, is_staff],
            message={
                **post,
                "topic_id": topic,
                "post_number": number,
                "raw": words,
                "title": title,
                "staff": is_staff,
                "url": url,
            },
            left_out=self._reason(post),
        )

    def _reason(self, post: Post) -> str | None:
        """Accounts below 1 are Discourse's own: “system”, and the bot that welcomes people."""
        if post.get("post_type", _REGULAR) != _REGULAR:
            return "notices"
        if account_name(str(post["username"])) in self.own:
            return "own accounts"
        if int(post.get("user_id") or 1) < 1:
            return "bots"
        return "staff" if post.get("staff") and self.staff == "left_out" else None


def _there(posts: Iterable[Post]) -> list[Post]:
    return [post for post in posts if not _is_gone(post)]


def _in_order(found: Iterable[Found]) -> list[Found]:
    """By topics: so the time of the first answer can be told."""
    return sorted(found, key=lambda one: (one.message["topic_id"], one.message["post_number"]))


def _is_gone(post: Post) -> bool:
    return bool(post.get("deleted_at") or post.get("user_deleted") or post.get("hidden"))


def _own_words(raw: str) -> str:
    """What was typed, without what it quotes and shows."""
    words = raw
    for _ in range(_MOST_NESTED):
        words, found = _QUOTE.subn("", words)
        if not found:
            break
    return _PICTURE.sub("", words).strip()
