"""Use case of one question: why does this statement have its labels?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from feedback_miner.domain import ScorableMessage, StatementView, Why
from feedback_miner.errors import Busy, NotFound
from feedback_miner.ports import Scorer, Store

#: Seconds that a question waits for the one before it: it holds a thread of the web all the while.
_PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class ExplainedStatement:
    """A statement's labels by the model, and the words that carried them."""

    statement: StatementView
    #: of the whole message, which the offsets of statement and words count in
    text: str
    #: name/version of the model that gave the labels; the reasons may be those of a later one, `why.model`
    scored_by: str
    why: Why


class Reasons:
    """Why a statement has its labels. Built in `bootstrap`."""

    def __init__(self, store: Store, scorer: Callable[[], Scorer]) -> None:
        self._store = store
        self._scorer = scorer
        self._one_at_a_time = Lock()  # an answer takes seconds of a core, and memory

    def explain(self, workspace: str, statement_id: int) -> ExplainedStatement:
        """Asks the model anew, about the stored text, for the reasons of the labels that it had given.

        Raises NotFound; NotSupported where the statement is too long; Busy where another question is being answered.
        """
        view = self._store.statement(workspace, statement_id)
        feedback = self._store.feedback(workspace, view.item_id)
        spans = tuple((statement.start, statement.end) for statement in feedback.statements)
        if (view.start, view.end) not in spans:
            raise NotFound("The message was changed just now; ask for its statements again.")
        item = feedback.item
        message = ScorableMessage(item.text, item.source.value, item.channel, spans)
        if not self._one_at_a_time.acquire(timeout=_PATIENCE):
            raise Busy("The reasons of another statement are being worked out; ask again in some seconds.")
        try:
            why = self._scorer().why(message, spans.index((view.start, view.end)), view.model_labels)
        finally:
            self._one_at_a_time.release()
        return ExplainedStatement(view, item.text, feedback.model, why)
