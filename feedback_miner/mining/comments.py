"""Use cases of reading comments: those behind a number with what they come to, and one of them, in their messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from feedback_miner.domain import Cut, FeedbackView, StatementFilter, StatementView, Theme
from feedback_miner.domain.team.voices import VoiceDecision
from feedback_miner.errors import NotFound
from feedback_miner.insights.means import Mean, mean
from feedback_miner.mining.insights.voices import VoiceState, is_fit
from feedback_miner.mining.maps import Maps, Question
from feedback_miner.ports import Store


@dataclass(frozen=True, slots=True)
class Comment:
    """A statement in its message."""

    statement: StatementView
    message: FeedbackView
    #: as a testimonial; None where nobody decided and it is not fit to be one
    voice: VoiceState | None


@dataclass(frozen=True, slots=True)
class CommentPage:
    """Comments behind a number, newest first, and what all of them come to."""

    cut: Cut
    #: of all that the number counts, not of this page alone
    mean: Mean
    items: tuple[Comment, ...]
    next_cursor: str | None
    #: that was asked for, where there is such a one
    theme: Theme | None


class Comments:
    """Reads comments. Built in `bootstrap`."""

    def __init__(self, store: Store, maps: Maps) -> None:
        self._store = store
        self._maps = maps

    def page(
        self, workspace: str, question: Question, where: StatementFilter, *, cursor: str | None, limit: int
    ) -> CommentPage:
        """A page of exactly those that a number counts. Raises QueryError."""
        cut = self._maps.cut(workspace, question)
        found = self._store.statements(workspace, cut, where, cursor=cursor, limit=limit)
        said = self._store.sentiments(workspace, cut, where)
        return CommentPage(
            cut=cut,
            mean=mean(said.customer, said.sentiment),
            items=tuple(self._in_messages(workspace, found.items)),
            next_cursor=found.next_cursor,
            theme=self._theme(workspace, where.theme) if where.theme else None,
        )

    def one(self, workspace: str, statement_id: int) -> Comment:
        """A single comment. Raises NotFound."""
        statement = self._store.statement(workspace, statement_id)
        found = list(self._in_messages(workspace, [statement]))
        if not found:
            raise NotFound("The message was changed just now; look at the comments again.")
        return found[0]

    def of(self, workspace: str, statements: Iterable[StatementView]) -> tuple[Comment, ...]:
        """The statements of another list, in their messages."""
        return tuple(self._in_messages(workspace, statements))

    def _in_messages(self, workspace: str, statements: Iterable[StatementView]) -> Iterable[Comment]:
        """Where a message was taken out, or became another, since its statements were read, they are left out."""
        statements = list(statements)
        messages = {
            one.id: one
            for one in self._store.messages(workspace, {statement.item_id for statement in statements})
        }
        decided = {one.statement: one.approved for one in self._store.records(workspace, VoiceDecision)}
        for statement in statements:
            message = messages.get(statement.item_id)
            if message and message.item.text[statement.start : statement.end] == statement.text:
                yield Comment(statement, message, _voice(statement, decided))

    def _theme(self, workspace: str, theme_id: int) -> Theme | None:
        try:
            return self._store.theme(workspace, theme_id)
        except NotFound:
            return None


def _voice(statement: StatementView, decided: Mapping[int, bool]) -> VoiceState | None:
    if statement.id in decided:
        return VoiceState.APPROVED if decided[statement.id] else VoiceState.DECLINED
    return VoiceState.WAITING if is_fit(statement) else None
