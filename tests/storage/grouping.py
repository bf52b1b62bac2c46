"""Themes beside everything else that happens to a store: what stands in a theme is what was placed there."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator

import numpy as np
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import text

from feedback_miner.domain import FeedbackView, Regrouping, StatementView, ThemeDraft, Tone
from feedback_miner.domain.themes import unpack
from feedback_miner.storage import SqlStore
from tests.storage.builders import EVER
from tests.storage.rescorers import vector_by

#: the first letter of what belongs to no theme
ALONE = "P"


class Grouping(RuleBasedStateMachine):
    """Groups statements by model and first letter."""

    store: SqlStore

    @abstractmethod
    def views(self) -> list[FeedbackView]:
        """Every message that is there."""

    @property
    def known(self) -> dict[tuple[str, str], int]:
        """Model and letter → theme."""
        kept: dict[tuple[str, str], int] = self.__dict__.setdefault("_known", {})
        return kept

    @precondition(lambda self: hasattr(self, "store"))
    @rule()
    def place_some(self) -> None:
        for model in sorted({view.model for view in self.views()} - {""}):
            waiting = self.store.unplaced("w", model, limit=3)
            letters = dict(zip(waiting.statement.tolist(), (words[0] for words in waiting.text), strict=True))
            new = sorted({letter for letter in letters.values() if (model, letter) not in self.known})
            numbers = {letter: -1 - n for n, letter in enumerate(new) if letter != ALONE}
            placed = {
                statement: 0 if letter == ALONE else numbers.get(letter, self.known.get((model, letter), 0))
                for statement, letter in letters.items()
            }
            drafts = {
                number: ThemeDraft(Tone.PAIN, "use", "app", letter, np.ones(8, np.float32))
                for letter, number in numbers.items()
            }
            born = self.store.regroup("w", Regrouping(model, placed, drafts, {}))
            self.known.update({(model, letter): born[number] for letter, number in numbers.items()})

    @precondition(lambda self: self.known)
    @rule()
    def forget(self) -> None:
        self.store.forget_themes("w")
        self.known.clear()

    @invariant()
    def columns_say_what_messages_say(self) -> None:
        facts = self.store.facts("w", EVER, segments=["plan"], most=10_000)
        shown = {statement.id: (view, statement) for view, statement in self.statements()}
        assert sorted(facts.statement.tolist()) == sorted(shown)
        letter_of = {theme: key for key, theme in self.known.items()}
        for row, number in enumerate(facts.statement.tolist()):
            view, statement = shown[number]
            assert facts.item[row] == view.id
            assert facts.stage.values[facts.stage.codes[row]] == statement.labels.stage
            plans = facts.segments["plan"]
            assert plans.values[plans.codes[row]] == view.item.segments.get("plan", "")
            if facts.theme[row]:
                assert letter_of[int(facts.theme[row])] == (view.model, statement.text[0])
        counts = Counter(theme for theme in facts.theme.tolist() if theme)
        assert {theme.id: theme.statements for theme in self.store.themes("w")} == counts

    @invariant()
    def what_is_in_no_theme_waits_or_is_alone(self) -> None:
        grouped = sum(theme.statements for theme in self.store.themes("w"))
        shown = list(self.statements())
        waiting = 0
        for model in {view.model for view, _ in shown}:
            found = self.store.unplaced("w", model, limit=1_000)
            kept = [vector_by(model, words) for words in found.text]
            assert np.array_equal(found.vectors, unpack([one for one in kept if one]))
            waiting += len(found)
        alone = [statement for _, statement in shown if statement.text[0] == ALONE]
        assert grouped + waiting <= len(shown) <= grouped + waiting + len(alone)

    @invariant()
    def every_statement_has_its_vector_and_no_other_is_left(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store._db.read() as connection:
            statements = connection.execute(text("SELECT id FROM statement ORDER BY id")).all()
            of = connection.execute(text("SELECT statement_id FROM statement_vector ORDER BY 1")).all()
        assert statements == of

    def statements(self) -> Iterator[tuple[FeedbackView, StatementView]]:
        """Every statement, with its message."""
        for view in self.views():
            for statement in view.statements:
                yield view, statement
