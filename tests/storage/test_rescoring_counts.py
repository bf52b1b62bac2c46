"""Whatever happens while history is scored anew: both labellings' cells equal a recount, and a naive count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from feedback_miner.domain import (
    Cut,
    FeedbackView,
    Labels,
    Rescore,
    RescoredPortion,
    RescoreState,
    ScorablePortion,
    ScoredItem,
)
from feedback_miner.storage import cells, ledger, segments, sweeping, undo
from tests.storage.builders import EVER, NOON, POLICY, scored
from tests.storage.oracle import comparable, count
from tests.storage.rescorers import answers, said_by
from tests.storage.test_cells_equal_recount import StoreMachine

CHUNK = 2
CUTS = (
    EVER,
    Cut(EVER.first_day, NOON.date(), channel="chat"),
    Cut(EVER.first_day, EVER.last_day, source="review"),
)


#: so many identities that new ones come after a re-scoring began
messages = st.builds(
    scored,
    st.sampled_from([f"id-{n}" for n in range(12)]),
    st.sampled_from(("It broke again.", "I love it.\nPaid twice for it.", "I love it.\nI love it.", "")),
    customer=st.sampled_from((None, "ann", "bob", "cid")),
    segments=st.sampled_from(({}, {"plan": "free"}, {"plan": "pro"})),
    channel=st.sampled_from(("email", "chat")),
    nps=st.sampled_from((None, 0, 9)),
    model=st.sampled_from(("tiny/1", "tiny/2", "")),
)


class RescoreMachine(StoreMachine):
    """The store of the other test, scored anew piece by piece between whatever else happens to it."""

    @initialize()
    def open(self) -> None:
        super().open()
        self.begun = 0
        self.rescore: Rescore | None = None
        self.first_item = self.last_item = 0
        #: portions on their way: read, and not written yet
        self.read: list[ScorablePortion] = []
        self.written: set[int] = set()
        self.staged: set[int] = set()
        self.bring([scored(f"id-{n}", f"I love it.\nWords {n}.", customer="ann") for n in range(5)], 3)
        self.begin_rescoring()
        portion = self.store.rescore_portion("w", self.going.id, 0)
        assert portion
        self.write_portion(portion)
        self.correct_the_first()

    def correct_the_first(self) -> None:
        """A person's labels of what is staged already."""
        view, given = self.views()[0], Labels("advocacy", "none", 0.25, ("joy",))
        shown = view.statements[0]
        self.store.correct("w", shown.id, given, by="me", at=NOON)
        self.corrections[view.item.external_id, shown.text, 0] = (given, view.item.customer)

    @rule(rows=st.lists(messages, min_size=1, max_size=4), cut_at=st.integers(0, 4))
    def bring(self, rows: list[ScoredItem], cut_at: int) -> None:
        super().bring(rows, cut_at)

    @precondition(lambda self: self.rescore is None)
    @rule()
    def begin_rescoring(self) -> None:
        self.begun += 1
        model = f"tiny/{self.begun + 10}"
        name = f"rescore-{self.begun}"
        self.rescore = self.store.begin_rescore("w", name, model=model, chunk_items=CHUNK, at=NOON)
        assert (self.rescore is None) == (not self.scored_versions())
        ids = [item_id for item_id, _ in self.current_versions()]
        self.first_item, self.last_item = self.item_ids()
        self.read, self.written, self.staged = [], set(), set()
        if self.rescore:
            assert self.rescore.items_total == len(ids)

    @precondition(lambda self: self.rescore)
    @rule(data=st.data())
    def read_a_chunk(self, data: st.DataObject) -> None:
        """Scoring takes a while, in which anything may happen."""
        number = data.draw(st.integers(0, self.going.chunks - 1))
        portion = self.store.rescore_portion("w", self.going.id, number)
        assert (portion is None) == (number in self.written)
        if portion:
            self.read.append(portion)

    @precondition(lambda self: self.rescore and self.read)
    @rule(data=st.data())
    def write_a_chunk(self, data: st.DataObject) -> None:
        """One that is read is written, and written again; another may have been quicker."""
        self.write_portion(data.draw(st.sampled_from(self.read)))

    @precondition(lambda self: self.rescore)
    @rule()
    def stop_and_go_on(self) -> None:
        assert self.store.fail_rescore("w", self.going.id, error="killed").state is RescoreState.FAILED
        again = self.store.begin_rescore("w", "other", model=self.going.model, chunk_items=9, at=NOON)
        assert again is not None
        assert again.id == self.going.id
        assert self.store.rescore_chunks_left("w", again.id) == [
            n for n in range(again.chunks) if n not in self.written
        ]

    @precondition(lambda self: self.rescore and len(self.written) == self.rescore.chunks)
    @rule()
    def stage_what_came_late(self) -> None:
        late = self.store.late_versions("w", self.going.id)
        self.store.write_late_versions("w", self.going.id, answers(self.going.model, late))
        self.staged |= {version.version_id for version in late}

    @precondition(lambda self: self.rescore)
    @rule()
    def finish(self) -> None:
        while left := self.store.rescore_chunks_left("w", self.going.id):
            portion = self.store.rescore_portion("w", self.going.id, left[0])
            assert portion
            self.write_portion(portion)
        while not self.store.switch_rescore("w", self.going.id, at=NOON):
            self.stage_what_came_late()
        assert {model for _, model in self.scored_versions()} <= {self.going.model}
        self.rescore = None

    @precondition(lambda self: self.rescore)
    @rule()
    def cancel(self) -> None:
        self.store.cancel_rescore("w", self.going.id, at=NOON)
        self.rescore = None

    @rule()
    def sweep(self) -> None:
        self.store.sweep_rescores()

    @invariant()
    def the_labelling_that_is_built_equals_a_naive_count(self) -> None:
        if self.rescore is None:
            return
        views = list(self.held_views())
        with patch.object(cells, "labelling_of", lambda *_: self.built_labelling()):
            for cut in CUTS:
                assert comparable(self.store.totals("w", cut)) == count(views, cut, self.zone)

    def check_statements(self, view: FeedbackView, row: ScoredItem) -> None:
        """As the other test does, but each model says what is its own."""
        assert len(view.statements) == len(row.statements)
        seen: list[str] = []
        for shown in view.statements:
            model = POLICY.label(said_by(view.model, shown.text))
            correction = self.corrections.get((view.item.external_id, shown.text, seen.count(shown.text)))
            assert shown.model_labels == model
            assert shown.labels == (correction[0] if correction else model)
            seen.append(shown.text)

    def held_views(self) -> Iterator[FeedbackView]:
        """What the labelling that is built holds, as it would be shown."""
        versions = dict(self.current_versions())
        for view in self.views():
            chunk = (view.id - self.first_item) // CHUNK
            if view.id > self.last_item or chunk in self.written:
                yield self.as_rescored(view) if versions[view.id] in self.staged else view

    def as_rescored(self, view: FeedbackView) -> FeedbackView:
        model = self.going.model
        statements = tuple(
            s if s.corrected else replace(s, labels=POLICY.label(said_by(model, s.text)))
            for s in view.statements
        )
        return replace(view, statements=statements, model=model if statements else view.model)

    def write_portion(self, portion: ScorablePortion) -> None:
        done = RescoredPortion(portion.number, answers(self.going.model, portion.versions))
        report = self.store.write_rescore_chunk("w", self.going.id, done, at=NOON)
        if portion.number not in self.written:
            self.staged |= {version.version_id for version in portion.versions}
        self.written.add(portion.number)
        assert report.chunks_done == len(self.written)
        assert self.store.write_rescore_chunk("w", self.going.id, done, at=NOON) == report

    def teardown(self) -> None:
        """Every history ends with all of it of the new model."""
        if getattr(self, "rescore", None):
            self.finish()
            self.cells_equal_a_naive_count()
            self.cells_equal_a_recount()
        super().teardown()

    @property
    def going(self) -> Rescore:
        assert self.rescore is not None
        return self.rescore

    def current_versions(self) -> list[tuple[int, int]]:
        return self.rows("SELECT id, version_id FROM item WHERE version_id IS NOT NULL")

    def item_ids(self) -> tuple[int, int]:
        """The first and the last, also of those that only corrections are left of."""
        ((first, last),) = self.rows("SELECT coalesce(min(id), 0), coalesce(max(id), 0) FROM item")
        return first, last

    def scored_versions(self) -> list[tuple[int, int]]:
        return self.rows("SELECT id, model FROM item_version WHERE kind = 'scored'")

    def built_labelling(self) -> int:
        labelling: int = self.rows(f"SELECT labelling FROM rescore WHERE id = '{self.going.id}'")[0][0]
        return labelling

    def rows(self, query: str) -> list[Any]:
        with self.store._db.read() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few at a time that what is done in portions takes several."""
    monkeypatch.setattr(ledger, "PORTION", 2)
    monkeypatch.setattr(undo, "PORTION", 2)
    monkeypatch.setattr(sweeping, "ROWS", 4)
    monkeypatch.setattr(segments, "SEGMENTS_MAX", 2)
    monkeypatch.setattr(segments, "VALUES_MAX", 2)


TestRescoring = RescoreMachine.TestCase
TestRescoring.pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]  # type: ignore[attr-defined]
TestRescoring.settings = settings(
    max_examples=8,
    stateful_step_count=16,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
