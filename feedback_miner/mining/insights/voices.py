"""Use cases of voices: statements fit as testimonials, which a person approves or declines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feedback_miner.domain import Access, StatementFilter, StatementView
from feedback_miner.domain.team.voices import VoiceDecision
from feedback_miner.errors import QueryError
from feedback_miner.mining.maps import Maps, Question
from feedback_miner.ports import Store

#: What a statement must come to, to be proposed: sentiment, probability of its stage, words.
LEAST_SENTIMENT, LEAST_CONFIDENCE = 0.6, 0.6
WORDS = range(8, 41)
#: Statements looked at for so many proposals.
_TRIED = 4
_MOST_TRIED = 400
#: What stands where personal data was: `<EMAIL>`, `<PERSON>` …
_PLACEHOLDER = re.compile(r"<[A-Z]+>")


class VoiceState(StrEnum):
    """What became of a voice."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Voice:
    """A statement, and what a person decided."""

    statement: StatementView
    decision: VoiceDecision | None

    @property
    def state(self) -> VoiceState:
        """What became of it."""
        if self.decision is None:
            return VoiceState.WAITING
        return VoiceState.APPROVED if self.decision.approved else VoiceState.DECLINED


class Voices:
    """Testimonials. Built in `bootstrap`."""

    def __init__(self, store: Store, maps: Maps, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._maps = maps
        self._clock = clock

    def waiting(self, workspace: str, question: Question, *, limit: int) -> list[Voice]:
        """Of a question's cut: strongly positive, sure, of readable length, without placeholders; one a customer, and
        none of customers of whom one is approved already."""
        decisions = {one.statement: one for one in self._store.records(workspace, VoiceDecision)}
        heard = {voice.statement.customer for voice in self.decided(workspace, VoiceState.APPROVED)} - {None}
        stages = tuple(stage.key for stage in self._maps.taxonomy(workspace).stages)
        (found,) = self._store.quotes(
            workspace,
            self._maps.cut(workspace, question),
            [StatementFilter(stages=stages, sentiment="positive")],
            most="positive",
            limit=min(_TRIED * limit, _MOST_TRIED),
            without=decisions,
        )
        fit = [statement for statement in found if statement.customer not in heard and is_fit(statement)]
        return [Voice(statement, None) for statement in fit[:limit]]

    def decided(self, workspace: str, state: VoiceState) -> list[Voice]:
        """Approved or declined, the newest decision first. Statements that are gone, or say something else by now, are
        left out."""
        wanted = sorted(
            (
                one
                for one in self._store.records(workspace, VoiceDecision)
                if one.approved is (state is VoiceState.APPROVED)
            ),
            key=lambda one: one.at,
            reverse=True,
        )
        by_id = {one.statement: one for one in wanted}
        return [
            Voice(statement, by_id[statement.id])
            for statement in self._store.statements_by_id(workspace, list(by_id))
        ]

    def decide(self, access: Access, statement_id: int, *, approved: bool) -> Voice:
        """A person's word; the last one counts. Raises NotFound, QueryError where personal data stood in it."""
        statement = self._store.statement(access.workspace, statement_id)
        if approved and _PLACEHOLDER.search(statement.text):
            raise QueryError(
                "Personal data was taken out of this statement: what is left is no testimonial.",
                where="statement_id",
            )
        decision = VoiceDecision(statement_id, approved, access.key_id, self._clock())
        self._store.put_record(access.workspace, decision)
        return Voice(statement, decision)


def is_fit(statement: StatementView) -> bool:
    """Whether it can stand alone as a testimonial."""
    sure = statement.corrected or statement.stage_confidence >= LEAST_CONFIDENCE
    return (
        sure
        and statement.labels.sentiment >= LEAST_SENTIMENT
        and len(statement.text.split()) in WORDS
        and not _PLACEHOLDER.search(statement.text)
    )
