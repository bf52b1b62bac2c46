"""Answers of version 2 of X's API, as far as they are counted on.

https://docs.x.com/x-api/fundamentals/data-dictionary
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

_LONGEST_REASON = 300

PostId = Annotated[str, Field(pattern=r"^[0-9]{1,20}$")]


class _Said(BaseModel):
    """Part of an answer: what is not named here is kept as it is."""

    model_config = ConfigDict(extra="allow", frozen=True)


class XAuthor(_Said):
    """Who wrote a post."""

    id: PostId
    username: str


class _Note(_Said):
    """The whole of a long post, whose `text` is cut off."""

    text: str


class _Reference(_Said):
    """What a post has to do with another: “retweeted”, “quoted”, “replied_to”."""

    type: str


class XPost(_Said):
    """As the API has it."""

    id: PostId
    text: str
    author_id: PostId
    created_at: AwareDatetime
    edit_history_tweet_ids: tuple[PostId, ...] = ()
    note_tweet: _Note | None = None
    lang: str = ""
    referenced_tweets: tuple[_Reference, ...] = ()
    #: joined from what stands beside the posts
    author: XAuthor | None = None

    @property
    def first_id(self) -> str:
        """Every edit is a post of its own; the first one's id is the same for all."""
        return next(iter(self.edit_history_tweet_ids), self.id)

    @property
    def newest_id(self) -> str:
        """The id of the post as it is now."""
        return max((*self.edit_history_tweet_ids, self.id), key=int)


class XProblem(BaseModel):
    """What is wrong with a request, or with one of the posts that were asked for."""

    type: str = ""
    title: str = ""
    detail: str = ""
    message: str = ""
    #: of a post that cannot be shown
    resource_id: str = ""
    errors: tuple[XProblem, ...] = ()

    @property
    def shown(self) -> str:
        """In X's words; "" where it has none."""
        first = next(iter(self.errors), self)
        said = first.message or first.detail or self.detail or self.title
        return "".join(c for c in " ".join(said.split()) if c.isprintable())[:_LONGEST_REASON]


class _Includes(BaseModel):
    #: each an `XAuthor`, if it can be read
    users: tuple[Any, ...] = ()


class _Meta(BaseModel):
    next_token: str = ""


class XAnswer(BaseModel):
    """Posts, who wrote them, and what is wrong with others."""

    #: each an `XPost`, if it can be read
    data: tuple[Any, ...] = ()
    includes: _Includes = _Includes()
    errors: tuple[XProblem, ...] = ()
    meta: _Meta = _Meta()

    def read(self, data: Any) -> XPost:  # noqa: ANN401 - whatever X sent
        """One of `data`, with its author where X gave one. Raises pydantic's ValidationError."""
        post = XPost.model_validate(data)
        author = self._authors.get(post.author_id)
        return post.model_copy(update={"author": author}) if author else post

    @cached_property
    def _authors(self) -> dict[str, XAuthor]:
        authors: dict[str, XAuthor] = {}
        for user in self.includes.users:
            with suppress(ValidationError):
                author = XAuthor.model_validate(user)
                authors[author.id] = author
        return authors
