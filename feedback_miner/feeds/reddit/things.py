"""Things of Reddit, as its API calls posts (t3) and comments (t1): what of them is read, and who is no customer."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from feedback_miner.feeds.following.followed import Found
from feedback_miner.feeds.options.accounts import account_name
from feedback_miner.feeds.options.accounts import own_accounts as names

COMMENT, POST = "t1", "t3"

_SITE = "https://www.reddit.com"
#: the end of the year 9999, in seconds since 1970: there are no later dates
_LATEST = 253_402_300_799
_GONE = ("[deleted]", "[removed]")
_BOT = re.compile(r"^AutoModerator$|Bot$|[-_]bot$")
_MODERATORS = re.compile(r"-ModTeam$", re.IGNORECASE)


#: Reddit has null in some things where others have "".
_Words = Annotated[str, BeforeValidator(lambda given: "" if given is None else given)]


class Thing(BaseModel):
    """A post or a comment, less what nobody here reads."""

    model_config = ConfigDict(frozen=True)

    #: its kind and id, such as t1_c9
    name: Annotated[str, Field(pattern=r"^t[13]_[0-9a-z]{1,20}$")]
    author: str | None
    created_utc: Annotated[float, Field(ge=0, le=_LATEST)]
    subreddit: _Words = ""
    #: of a post
    title: _Words = ""
    selftext: _Words = ""
    crosspost_parent: str | None = None
    #: why it is not shown: "moderator", "deleted", "reddit", "automod_filtered" …
    removed_by_category: str | None = None
    #: of a comment
    body: _Words = ""
    link_id: str | None = None
    permalink: _Words = ""
    #: "moderator" or "admin" where somebody speaks as such
    distinguished: str | None = None

    @classmethod
    def of(cls, child: Child) -> Self:
        """The thing of a listing. Raises pydantic's ValidationError."""
        return cls.model_validate(child.data)

    @property
    def at(self) -> datetime:
        """When it was written."""
        return datetime.fromtimestamp(self.created_utc, UTC)

    @property
    def is_gone(self) -> bool:
        """Whether it, or whoever wrote it, was deleted or removed: Reddit keeps an empty thing in its place."""
        words = (self.selftext or self.body).strip()
        return self.author in (None, "[deleted]") or bool(self.removed_by_category) or words in _GONE


class Child(BaseModel):
    """One of a listing: a thing, or "more", which says what was left out."""

    kind: str
    data: dict[str, Any]


class Things:
    """How things become messages."""

    def __init__(self, own_accounts: str) -> None:
        """`own_accounts`: as people write them, “acme, u/acme_help”."""
        self._own = frozenset(_user(name) for name in names(own_accounts))

    def found(self, thing: Thing) -> Found:
        """The thing as it was met."""
        kind = thing.name[:2]
        keys = ("title", "selftext") if kind == POST else ("body", "link_id")
        said = thing.model_dump(include={"name", "author", "created_utc", "subreddit", *keys})
        return Found(
            id=thing.name,
            at=thing.at,
            author=thing.author or "",
            words=f"{thing.title} {thing.selftext} {thing.body}",
            said=[thing.title, thing.selftext, thing.body],
            message={
                "kind": kind,
                "data": said,
                "thread": thing.link_id or thing.name,
                "url": f"{_SITE}{thing.permalink}" if thing.permalink else "",
                "channel": "reddit",
            },
            left_out=self._reason(thing),
        )

    def _reason(self, thing: Thing) -> str | None:
        author = thing.author or ""
        if thing.is_gone:
            return "removed"
        if thing.crosspost_parent:
            return "reposts"
        if _user(author) in self._own:
            return "own accounts"
        if _BOT.search(author):
            return "bots"
        return "moderators" if thing.distinguished or _MODERATORS.search(author) else None


def _user(name: str) -> str:
    return account_name(name).removeprefix("/").removeprefix("u/")
