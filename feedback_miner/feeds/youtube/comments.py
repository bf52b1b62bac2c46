"""Comments and threads of YouTube as version 3 of its Data API gives them, and whose are no customer's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from feedback_miner.feeds.following.followed import Found
from feedback_miner.feeds.options.accounts import account_name
from feedback_miner.feeds.options.accounts import own_accounts as names

_Id = Annotated[str, Field(pattern=r"^[\w.-]{1,200}$")]


class Author(BaseModel):
    """The channel of whoever wrote; comments of accounts that are no more have none."""

    value: str = ""


class Said(BaseModel):
    """What of a comment is read. The words are plain text, as they were asked for."""

    model_config = ConfigDict(frozen=True)

    published: AwareDatetime = Field(alias="publishedAt")
    original: str | None = Field(None, alias="textOriginal")
    shown: str = Field("", alias="textDisplay")
    author_name: str = Field("", alias="authorDisplayName")
    author_channel: Annotated[Author, BeforeValidator(lambda given: given or {})] = Field(
        Author(), alias="authorChannelId"
    )
    #: of the video under which it stands; those that are asked for by their ids do not say so
    video: str = Field("", alias="videoId")
    #: whose video it is
    channel: str = Field("", alias="channelId")
    #: of a reply: the comment that it answers
    parent: str = Field("", alias="parentId")


class Comment(BaseModel):
    """A comment or a reply."""

    model_config = ConfigDict(frozen=True)

    id: _Id
    snippet: Said

    @property
    def thread(self) -> str:
        """The id of its thread, which is that of the first comment."""
        return self.snippet.parent or self.id


class _Top(BaseModel):
    comment: Comment = Field(alias="topLevelComment")
    video: str = Field("", alias="videoId")
    channel: str = Field("", alias="channelId")
    replies: Annotated[int, Field(ge=0)] = Field(0, alias="totalReplyCount")


class _Replies(BaseModel):
    comments: Sequence[Comment] = ()


class Thread(BaseModel):
    """A comment with some of its replies."""

    model_config = ConfigDict(frozen=True)

    id: _Id
    snippet: _Top
    replies: _Replies = _Replies()

    @property
    def at(self) -> datetime:
        """When its first comment was written: a reply moves no thread."""
        return self.snippet.comment.snippet.published

    @property
    def is_whole(self) -> bool:
        """Whether all of its replies came with it."""
        return len(self.replies.comments) >= self.snippet.replies


class Comments:
    """How comments become messages."""

    def __init__(self, own_accounts: str) -> None:
        """`own_accounts`: handles or ids of channels, “@acme, UC…”."""
        self._own = names(own_accounts)

    def found(self, comment: Comment, *, video: str, channel: str) -> Found:
        """The comment as it was met under a video ("" where nobody knows which) of a channel."""
        said = comment.snippet
        words = said.original or said.shown
        author = said.author_channel.value or said.author_name
        return Found(
            id=comment.id,
            at=said.published,
            author=author,
            words=words,
            said=[words],
            message={
                "kind": "youtube#comment",
                "id": comment.id,
                "snippet": {
                    "videoId": video,
                    "textOriginal": words,
                    "publishedAt": said.published.isoformat(),
                },
                "author": author,
                "thread": comment.thread,
                "url": f"https://www.youtube.com/watch?v={video}&lc={comment.id}" if video else "",
                "channel": "youtube",
            },
            left_out="own accounts" if self._is_own(said, channel) else None,
        )

    def _is_own(self, said: Said, channel: str) -> bool:
        """Whoever has the video speaks there for themselves."""
        author = said.author_channel.value
        return bool(author and author == channel) or not self._own.isdisjoint(
            {author.casefold(), account_name(said.author_name)}
        )
