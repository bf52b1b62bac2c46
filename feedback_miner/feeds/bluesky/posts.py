"""Posts of Bluesky as the window sees them, and who of those that write there is no customer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from feedback_miner.feeds.bluesky.client import Label, Post
from feedback_miner.feeds.following.followed import Found
from feedback_miner.feeds.options.accounts import account_name, is_foreign

#: What Bluesky's moderators call posts and accounts that want something else than to say it.
_SPAM = frozenset({"spam", "scam", "engagement-farming", "inauthentic", "!hide"})
#: What accounts say of themselves.
_BOT = "bot"


class Posts:
    """What is left out: accounts of one's own (by handle or DID), and other languages than one."""

    def __init__(self, own_accounts: frozenset[str], language: str | None) -> None:
        self._own = own_accounts
        self._language = language

    def found(self, post: Post) -> Found:
        """The post as it was met. Its date is its author's, but not after Bluesky first saw it."""
        return Found(
            id=post.uri,
            at=min(_date(post.record.created_at) or post.indexed_at, post.indexed_at),
            author=post.author.did,
            words=post.record.text,
            said=[post.cid, post.record.text],
            message={
                **post.model_dump(mode="json", by_alias=True, exclude_unset=True),
                "channel": "bluesky",
                "url": f"https://bsky.app/profile/{post.author.did}/post/{post.uri.rpartition('/')[2]}",
            },
            left_out=self._reason(post),
        )

    def _reason(self, post: Post) -> str | None:
        said_of_author = _values(post.author.labels)
        if self._own & {account_name(post.author.handle), account_name(post.author.did)}:
            return "own accounts"
        if _BOT in said_of_author:
            return "bots"
        if _SPAM & (said_of_author | _values(post.labels)):
            return "spam"
        languages = post.record.langs
        if languages and all(is_foreign(language, self._language) for language in languages):
            return "other languages"
        return None


def _values(labels: Iterable[Label]) -> set[str]:
    taken_back = {label.val for label in labels if label.neg}
    return {label.val for label in labels} - taken_back


def _date(said: str) -> datetime | None:
    try:
        date = datetime.fromisoformat(said)
        return date.astimezone(UTC) if date.tzinfo else None
    except (ValueError, OverflowError):
        return None
