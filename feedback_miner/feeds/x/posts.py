"""Posts of X as the window sees them, and who of those that write there is no customer."""

from __future__ import annotations

from collections.abc import Iterable

from feedback_miner.feeds.following.followed import Found
from feedback_miner.feeds.options.accounts import account_name, is_foreign
from feedback_miner.feeds.x.answers import XPost

#: What X calls the language of a post that has none: a picture, a link.
_NO_LANGUAGES = ("und", "zxx", "qme", "qht", "qam", "qct", "qst", "art")


class XPosts:
    """What is left out: accounts of one's own, and other languages than one."""

    def __init__(self, own_accounts: frozenset[str], language: str | None) -> None:
        self._own = own_accounts
        self._language = language

    def all_found(self, posts: Iterable[XPost]) -> list[Found]:
        """Each message once, as it was edited last; oldest first."""
        newest: dict[str, XPost] = {}
        for post in sorted(posts, key=lambda post: int(post.id)):
            newest[post.first_id] = post
        return sorted(map(self._found, newest.values()), key=lambda one: one.at)

    def _found(self, post: XPost) -> Found:
        words = post.note_tweet.text if post.note_tweet else post.text
        return Found(
            id=post.first_id,
            at=post.created_at,
            author=post.author_id,
            words=words,
            said=[post.id, words],
            message={
                **post.model_dump(mode="json", exclude_unset=True),
                "id": post.first_id,
                "channel": "x",
                "url": f"https://x.com/i/status/{post.id}",
            },
            left_out=self._reason(post),
        )

    def _reason(self, post: XPost) -> str | None:
        if any(reference.type == "retweeted" for reference in post.referenced_tweets):
            return "reposts"
        if post.author and account_name(post.author.username) in self._own:
            return "own accounts"
        if post.lang not in _NO_LANGUAGES and is_foreign(post.lang, self._language):
            return "other languages"
        return None
