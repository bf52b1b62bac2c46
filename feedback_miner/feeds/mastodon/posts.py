"""Posts of Mastodon as the window sees them, and who of those that write there is no customer."""

from __future__ import annotations

from collections.abc import Iterable

from feedback_miner.feeds.following.followed import Found
from feedback_miner.feeds.mastodon.client import Post, time_of
from feedback_miner.feeds.options.accounts import account_name, is_foreign

#: What of a post can be edited, or names it.
_SAID = ("content", "spoiler_text", "language", "url", "in_reply_to_id")


class Posts:
    """The posts of one server: `host` is left out of the names of its own accounts."""

    def __init__(self, host: str, own_accounts: Iterable[str], language: str | None) -> None:
        self._host = host.casefold()
        self._own = frozenset(self._full(account) for account in own_accounts)
        self._language = language

    def found(self, post: Post) -> Found:
        """The post as it was met."""
        return Found(
            id=post["id"],
            at=time_of(int(post["id"])),
            author=post["account"]["acct"],
            words=post["content"],
            said=[post.get(key) for key in _SAID],
            message={**post, "channel": "mastodon"},
            left_out=self._reason(post),
        )

    def _reason(self, post: Post) -> str | None:
        """A bot says of itself that nobody writes there; "limited" and "suspended" say the server's moderators."""
        account = post["account"]
        if post.get("reblog"):
            return "reposts"
        if self._full(account["acct"]) in self._own:
            return "own accounts"
        if account.get("bot"):
            return "bots"
        if account.get("limited") or account.get("suspended"):
            return "spam"
        return "other languages" if is_foreign(post.get("language"), self._language) else None

    def _full(self, account: str) -> str:
        name = account_name(account)
        return name if "@" in name else f"{name}@{self._host}"
