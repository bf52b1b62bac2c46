"""Use cases of segments: those that have a name, two of them side by side, and which stand out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from feedback_miner.domain.team.personas import Persona
from feedback_miner.errors import QueryError
from feedback_miner.insights.folding import under_known_values
from feedback_miner.insights.segments import StandingOut, standing_out
from feedback_miner.mining.insights.answered import Answered, asked
from feedback_miner.mining.insights.change import Changes, Compared
from feedback_miner.mining.insights.facts import FactReader
from feedback_miner.mining.kept import Kept
from feedback_miner.mining.maps import Maps, Question
from feedback_miner.ports import Store

#: What the id of a saved segment looks like; these are addresses of their own.
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_TAKEN = frozenset({"compare", "standing-out"})
#: Answers kept ready.
_KEPT = 8


@dataclass(frozen=True, slots=True)
class ComparedSegments:
    """Two segments side by side, by what they are called."""

    a: str
    b: str
    compared: Compared


class Segments:
    """Segments. Built in `bootstrap`."""

    def __init__(self, store: Store, maps: Maps, facts: FactReader, changes: Changes) -> None:
        self._store = store
        self._maps = maps
        self._facts = facts
        self._changes = changes
        self._kept = Kept[Answered[list[StandingOut]]](_KEPT)

    def all(self, workspace: str) -> list[Persona]:
        """Those that were saved, by id."""
        return self._store.records(workspace, Persona)

    def get(self, workspace: str, segment_id: str) -> Persona:
        """Raises NotFound."""
        return self._store.record(workspace, Persona, segment_id)

    def save(self, workspace: str, persona: Persona) -> Persona:
        """Adds it, or takes the place of the one with its id. Raises QueryError where it filters nothing."""
        if not _ID.fullmatch(persona.id) or persona.id in _TAKEN:
            raise QueryError(
                f"“{persona.id[:60]}” is no id of a segment: small letters, digits and dashes, at most 40; and not"
                f" {' or '.join(sorted(_TAKEN))}.",
                where="id",
            )
        if not (persona.channel or persona.source or persona.segments):
            raise QueryError(
                "Everybody is no segment: give a channel, a source, or values of segments.", where="segments"
            )
        channel = persona.channel.casefold() if persona.channel else None  # as cuts have it
        saved = replace(persona, channel=channel)
        self._store.put_record(workspace, saved)
        return saved

    def remove(self, workspace: str, segment_id: str) -> None:
        """Raises NotFound."""
        self._store.remove_record(workspace, Persona, segment_id)

    def compare(self, workspace: str, question: Question, a: str, b: str) -> ComparedSegments:
        """Two segments in the question's days and under its filters: ids of saved ones, or NAME=VALUE.

        Raises NotFound, QueryError.
        """
        one, other = self._named(workspace, a, where="a"), self._named(workspace, b, where="b")
        compared = self._changes.between(workspace, _within(question, one), _within(question, other))
        return ComparedSegments(one.name, other.name, compared)

    def standing_out(self, workspace: str, question: Question) -> Answered[list[StandingOut]]:
        """Each value of each segment that messages carry, against the others. Raises QueryError."""
        revision = self._store.workspace(workspace).revision
        return self._kept.get(workspace, revision, question, lambda: self._standing_out(workspace, question))

    def _standing_out(self, workspace: str, question: Question) -> Answered[list[StandingOut]]:
        of = asked(self._maps, workspace, question)
        known = self._maps.segment_values(workspace)
        facts = under_known_values(self._facts.of(workspace, of.cut, segments=known), known)
        return of.answered(standing_out(facts, of.frame))

    def _named(self, workspace: str, said: str, *, where: str) -> Persona:
        name, equals, value = said.partition("=")
        if not equals:
            return self.get(workspace, said)
        if not name or not value:
            raise QueryError(
                f"“{said}” is neither the id of a saved segment nor NAME=VALUE, such as plan=pro.",
                where=where,
            )
        return Persona(said, said, segments={name: value})


def _within(question: Question, persona: Persona) -> Question:
    """The question, of these customers alone. Raises QueryError where it asks for others."""
    channel = question.channel.casefold() if question.channel else None  # as cuts have it
    both = [
        ("channel", channel, persona.channel),
        ("source", question.source, persona.source),
        *((name, question.segments.get(name), value) for name, value in persona.segments.items()),
    ]
    for name, asked_for, value in both:
        if value and asked_for not in (None, value):
            raise QueryError(
                f"The segment “{persona.name}” has {name}={value}: leave the filter {name} out.", where=name
            )
    return replace(
        question,
        channel=persona.channel or question.channel,
        source=persona.source or question.source,
        segments={**question.segments, **persona.segments},
    )
