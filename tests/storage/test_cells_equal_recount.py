"""Whatever happens, in whatever order: the cells equal a recount, a naive count, and what the imports say."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from feedback_miner.domain import (
    AuthorRole,
    Cut,
    FeedbackItem,
    FeedbackView,
    ImportState,
    Labels,
    ScoredItem,
    Source,
    StatementFilter,
)
from feedback_miner.storage import ledger, open_store, segments, undo
from tests.databases import ready_sqlite
from tests.postgres import Postgres
from tests.storage.builders import EVER, NOON, POLICY, begin, scored, write
from tests.storage.grouping import Grouping
from tests.storage.oracle import all_views, comparable, count, in_cut

#: so few that words and identities meet again all the time
LINES = ("It broke again.", "I love it.", "Paid twice for it.")
ZONES = ("UTC", "Pacific/Auckland", "America/Los_Angeles")
PLANS = ("free", "pro", "team", "other", "max")

texts = st.lists(st.sampled_from(LINES), max_size=3).map("\n".join)
segment_maps = st.fixed_dictionaries(
    {},
    optional={
        "plan": st.sampled_from(PLANS),
        "region": st.sampled_from(("north", "south")),
        "beta": st.sampled_from(("yes", "no")),
    },
)
items = st.builds(
    scored,
    st.sampled_from([f"id-{n}" for n in range(4)]),
    texts,
    customer=st.sampled_from((None, "ann", "bob", "cid")),
    at=st.integers(-3, 3).map(lambda n: NOON + timedelta(hours=17 * n)),
    language=st.sampled_from(("en", "en", "en", "de")),
    role=st.sampled_from((AuthorRole.CUSTOMER, AuthorRole.CUSTOMER, AuthorRole.AGENT)),
    segments=segment_maps,
    source=st.sampled_from((Source.TICKET, Source.REVIEW)),
    channel=st.sampled_from(("email", "chat")),
    rating=st.sampled_from((None, 1.0, 3.33, 5.0)),
    nps=st.sampled_from((None, 0, 6, 7, 9)),
    csat=st.sampled_from((None, 2.0, 4.5)),
    model=st.sampled_from(("tiny/1", "tiny/2", "")),
)
labels = st.builds(
    Labels,
    st.sampled_from(("use", "support", "advocacy", "none")),
    st.sampled_from(("app", "none")),
    st.integers(-10_000, 10_000).map(lambda n: n / 10_000),
    st.lists(st.sampled_from(("anger", "joy", "relief")), unique=True).map(tuple),
)
DAY = NOON.date()
CUTS = (
    EVER,
    Cut(DAY, DAY),
    Cut(DAY - timedelta(days=1), date(2100, 1, 1), channel="chat", source="ticket"),
    Cut(EVER.first_day, EVER.last_day, segments={"plan": "free"}),
    Cut(EVER.first_day, EVER.last_day, segments={"plan": "max"}),
    Cut(EVER.first_day, DAY, source="review", segments={"region": "north"}),
    Cut(EVER.first_day, EVER.last_day, segments={"beta": "yes"}),
    Cut(EVER.first_day, EVER.last_day, segments={"plan": "pro", "region": "south"}),
    Cut(EVER.first_day, EVER.last_day, channel="email", segments={"region": "north", "beta": "no"}),
)


def said(item: FeedbackItem) -> FeedbackItem:
    """An item less where it was read."""
    return replace(item, file="", row=0)


class StoreMachine(Grouping):
    """A store beside a list of what went in: what stands is what the imports that stand say, the last one first."""

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a new one."""
        with tempfile.TemporaryDirectory() as folder:
            yield ready_sqlite(Path(folder) / "feedback.db")

    @initialize()
    def open(self) -> None:
        self.held = ExitStack()
        self.store = open_store(self.held.enter_context(self.database()), POLICY)
        self.store.create_workspace("w", name="Team", time_zone="UTC")
        self.zone = "UTC"
        #: import → id → item, in the order in which they came; those undone are taken out
        self.imports: dict[str, dict[str, ScoredItem]] = {}
        self.erased: set[str] = set()
        #: (id, words, occurrence) → labels, and whose words they were
        self.corrections: dict[tuple[str, str, int], tuple[Labels, str | None]] = {}
        self.count = 0

    @rule(rows=st.lists(items, min_size=1, max_size=6), cut_at=st.integers(0, 6))
    def bring(self, rows: list[ScoredItem], cut_at: int) -> None:
        """A file, in two chunks; the last row of an id stands."""
        self.count += 1
        name = f"import-{self.count}"
        last: dict[str, ScoredItem] = {}
        for part in (rows[:cut_at], rows[cut_at:]):
            newest = {row.item.external_id: row for row in part}
            last |= {k: row for k, row in newest.items() if row.item.customer not in self.erased}
        begin(self.store, name, at=NOON + timedelta(minutes=self.count))
        preview = self.store.preview_chunk("w", rows)
        for chunk, part in enumerate((rows[:cut_at], rows[cut_at:])):
            report = write(self.store, name, chunk, part)
            assert write(self.store, name, chunk, part) == report
        self.store.finish_import("w", name, at=NOON)
        assert report.read == len(rows)
        assert report.read == (
            report.added
            + report.updated
            + report.unchanged
            + report.merged
            + report.skipped
            + report.rejected
        )
        assert cut_at or preview == report
        # An item that waits for a model is changed by its scores, but its scores are not lost to a row without any.
        before = self.expected()
        for external_id, row in last.items():
            there = before.get(external_id)
            if there and said(there.item) == said(row.item) and there.model and not row.model:
                last[external_id] = replace(row, statements=there.statements, model=there.model)
        self.imports[name] = last

    @precondition(lambda self: self.imports)
    @rule(data=st.data())
    def bring_again(self, data: st.DataObject) -> None:
        """A file that is in already."""
        name = data.draw(st.sampled_from(sorted(self.imports)))
        rows = list(self.imports[name].values())
        if rows:
            self.bring(rows, 0)

    @precondition(lambda self: self.imports)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.imports)))
        while self.store.undo_import("w", name, at=NOON).state is ImportState.UNDOING:
            continue
        del self.imports[name]

    @rule(customer=st.sampled_from(("ann", "bob")))
    def erase(self, customer: str) -> None:
        theirs = {
            external_id
            for rows in self.imports.values()
            for external_id, row in rows.items()
            if row.item.customer == customer
        }
        assert self.store.erase_customer("w", customer, at=NOON) == len(theirs)
        self.erased.add(customer)
        for name, rows in self.imports.items():
            self.imports[name] = {k: row for k, row in rows.items() if row.item.customer != customer}
        self.corrections = {k: v for k, v in self.corrections.items() if v[1] != customer}

    @rule(data=st.data(), given=labels)
    def correct(self, data: st.DataObject, given: Labels) -> None:
        self.label(data, given)

    @rule(data=st.data())
    def uncorrect(self, data: st.DataObject) -> None:
        self.label(data, None)

    @rule(zone=st.sampled_from(ZONES))
    def set_time_zone(self, zone: str) -> None:
        self.store.set_time_zone("w", zone)
        self.zone = zone

    def label(self, data: st.DataObject, given: Labels | None) -> None:
        """Corrects a statement, or takes its correction back."""
        statements = [(view, n) for view in self.views() for n in range(len(view.statements))]
        if not statements:
            return
        view, n = data.draw(st.sampled_from(statements))
        words = view.statements[n].text
        key = (view.item.external_id, words, [s.text for s in view.statements[:n]].count(words))
        if given is None:
            self.store.uncorrect("w", view.statements[n].id)
            self.corrections.pop(key, None)
        else:
            shown = self.store.correct("w", view.statements[n].id, given, by="me", at=NOON)
            assert shown.labels == given
            self.corrections[key] = (given, view.item.customer)

    def views(self) -> list[FeedbackView]:
        return all_views(self.store, range(1, 8 * (self.count + 1)))

    def expected(self) -> Mapping[str, ScoredItem]:
        return {external_id: row for rows in self.imports.values() for external_id, row in rows.items()}

    @invariant()
    def what_stands_is_what_the_imports_say(self) -> None:
        expected, views = self.expected(), self.views()
        assert {v.item.external_id: said(v.item) for v in views} == {
            k: said(r.item) for k, r in expected.items()
        }
        for view in views:
            self.check_statements(view, expected[view.item.external_id])

    def check_statements(self, view: FeedbackView, row: ScoredItem) -> None:
        assert [s.text for s in view.statements] == [
            row.item.text[s.statement.start : s.statement.end] for s in row.statements
        ]
        seen: list[str] = []
        for shown, brought in zip(view.statements, row.statements, strict=True):
            model = POLICY.label(brought.scores)
            correction = self.corrections.get((view.item.external_id, shown.text, seen.count(shown.text)))
            assert shown.model_labels == model
            assert shown.labels == (correction[0] if correction else model)
            assert shown.corrected == bool(correction)
            seen.append(shown.text)

    @invariant()
    def cells_equal_a_naive_count(self) -> None:
        views = self.views()
        for cut in CUTS:
            assert comparable(self.store.totals("w", cut)) == count(views, cut, self.zone)
            statements = sum(len(v.statements) for v in views if in_cut(v.item, cut, self.zone))
            assert self.store.count_statements("w", cut, StatementFilter()) == statements

    @invariant()
    def other_is_what_has_no_cells_of_its_own(self) -> None:
        views = self.views()
        for name, values in self.store.dimensions("w").items():
            segment = name.removeprefix("segment.")
            if segment == name:
                continue
            rest = [
                v for v in views if v.item.segments.get(segment) not in {None, *values} - {segments.OTHER}
            ]
            cut = replace(EVER, segments={segment: segments.OTHER})
            assert comparable(self.store.totals("w", cut)) == count(rest, EVER, self.zone)

    @invariant()
    def cells_equal_a_recount(self) -> None:
        assert self.store.recount("w")

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.held.close()


class PostgresMachine(StoreMachine):
    """The same on PostgreSQL."""

    server: ClassVar[Postgres]

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a new one."""
        with self.server.ready() as url:
            yield url


@pytest.fixture(autouse=True, scope="module")
def server(postgres: Postgres) -> None:
    """Hypothesis makes the machines, and knows no fixtures."""
    PostgresMachine.server = postgres


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few items at a time that what is done in portions takes several."""
    monkeypatch.setattr(ledger, "PORTION", 2)
    monkeypatch.setattr(undo, "PORTION", 2)


@pytest.fixture(autouse=True)
def few_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few segments and values that some are always left over."""
    monkeypatch.setattr(segments, "SEGMENTS_MAX", 2)
    monkeypatch.setattr(segments, "VALUES_MAX", 2)


SETTINGS = settings(
    max_examples=20,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    # Shrinking a history of imports takes many minutes; what failed is printed step by step as it is.
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)

TestStore = StoreMachine.TestCase
TestStore.pytestmark = [pytest.mark.slow]  # type: ignore[attr-defined]
TestStore.settings = SETTINGS

TestPostgres = PostgresMachine.TestCase
TestPostgres.pytestmark = [pytest.mark.slow]  # type: ignore[attr-defined]
TestPostgres.settings = settings(SETTINGS, max_examples=8)
