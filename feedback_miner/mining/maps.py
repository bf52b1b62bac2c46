"""Use cases of reading: the map, the statements behind its numbers, the taxonomy."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256

from feedback_miner.domain import (
    Confusions,
    Cut,
    FeedbackView,
    Page,
    StatementFilter,
    StatementView,
    Workspace,
)
from feedback_miner.errors import QueryError
from feedback_miner.journey import Transfer, build_map
from feedback_miner.journey.types import WEEKS, JourneyMap
from feedback_miner.mining.kept import Kept
from feedback_miner.ports import Store
from feedback_miner.taxonomy import Taxonomy, TaxonomyChanges, load_default

#: The period where none is asked for, in days.
DEFAULT_DAYS = 30
#: Longest period of one question, in days.
MAX_DAYS = 3660
#: Years that feedback may be of.
FIRST_YEAR, LAST_YEAR = 1970, 2199
#: Maps kept ready; each is read again when the workspace's revision has moved on.
KEPT_MAPS = 256


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the map. Without dates: the last `days` days that end at the newest item."""

    first_day: date | None = None
    last_day: date | None = None
    days: int = DEFAULT_DAYS
    channel: str | None = None
    source: str | None = None
    segments: Mapping[str, str] = field(default_factory=dict)
    lens: str = "full"
    #: "previous", "none", or two days "2026-01-01..2026-01-31"
    compare: str = "previous"

    def __hash__(self) -> int:
        segments = tuple(sorted(self.segments.items()))
        return hash(
            (
                self.first_day,
                self.last_day,
                self.days,
                self.channel,
                self.source,
                segments,
                self.lens,
                self.compare,
            )
        )


class Maps:
    """Reads what the store counted. Built in `bootstrap`."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], confusions: Sequence[Confusions] = ()
    ) -> None:
        """`confusions`: of models, counted by the label policy in use."""
        self._store = store
        self._clock = clock
        found = {known.model: Transfer.of(known) for known in confusions}
        self._transfers = {model: transfer for model, transfer in found.items() if transfer}
        self._confusions_digest = sha256(
            json.dumps([asdict(known) for known in confusions]).encode()
        ).hexdigest()
        self._kept = Kept[JourneyMap](KEPT_MAPS)

    @property
    def confusions_digest(self) -> str:
        """Of all that estimates rest on beside a workspace's own rows: models, label policy, and confusions."""
        return self._confusions_digest

    def read(self, workspace: str, question: Question) -> JourneyMap:
        """The map. One that was read before is the same one until something changes in the workspace."""
        revision = self._store.workspace(workspace).revision
        return self._kept.get(workspace, revision, question, lambda: self._read(workspace, question))

    def cut(self, workspace: str, question: Question) -> Cut:
        """The days and filters that a question comes to. Raises QueryError."""
        last = question.last_day
        if last is None:
            last = self._store.newest_day(workspace) or self._clock().date()
            if question.first_day and question.first_day > last:
                last = question.first_day
        first = question.first_day or max(last - timedelta(days=question.days - 1), date(FIRST_YEAR, 1, 1))
        if first > last:
            raise QueryError(f"The period ends ({last}) before it begins ({first}).", where="from")
        if (last - first).days >= MAX_DAYS:
            raise QueryError(f"A period has at most {MAX_DAYS} days.", where="from")
        channel = question.channel.casefold() if question.channel else None
        return Cut(first, last, channel, question.source, question.segments)

    def statements(
        self, workspace: str, question: Question, where: StatementFilter, *, cursor: str | None, limit: int
    ) -> Page[StatementView]:
        """Everything behind a number, newest first."""
        return self._store.statements(
            workspace, self.cut(workspace, question), where, cursor=cursor, limit=limit
        )

    def count_statements(self, workspace: str, question: Question, where: StatementFilter) -> int:
        """How many statements are behind a number."""
        return self._store.count_statements(workspace, self.cut(workspace, question), where)

    def feedback(self, workspace: str, item_id: int) -> FeedbackView:
        """A message with its statements. Raises NotFound."""
        return self._store.feedback(workspace, item_id)

    def stage_quotes(
        self, workspace: str, journey: JourneyMap, *, most: str, limit: int
    ) -> dict[str, list[StatementView]]:
        """For each stage of a map the most "negative" or "positive" statements, one a customer."""
        spoken_of = [stage for stage in journey.stages if stage.figures.statements]
        wheres = [StatementFilter(stages=stage.stages) for stage in spoken_of]
        quotes = self._store.quotes(workspace, journey.cut, wheres, most=most, limit=limit)
        return {stage.key: said for stage, said in zip(spoken_of, quotes, strict=True)}

    def latest(self, workspace: str, journey: JourneyMap, *, limit: int) -> list[StatementView]:
        """The newest statements that have a stage."""
        stages = tuple(key for stage in journey.stages for key in stage.stages)
        page = self._store.statements(
            workspace, journey.cut, StatementFilter(stages=stages), cursor=None, limit=limit
        )
        return list(page.items)

    def dimensions(self, workspace: str) -> Mapping[str, Mapping[str, int]]:
        """What can be filtered by, with the number of items of each value."""
        return self._store.dimensions(workspace)

    def segment_values(self, workspace: str) -> Mapping[str, Mapping[str, int]]:
        """Of `dimensions` the segments, by their own names: value → items."""
        return {
            name.removeprefix("segment."): values
            for name, values in self.dimensions(workspace).items()
            if name.startswith("segment.")
        }

    def workspace(self, workspace: str) -> Workspace:
        """Name, zone, and the revision that counts up with every change."""
        return self._store.workspace(workspace)

    def set_time_zone(self, workspace: str, time_zone: str) -> Workspace:
        """Days become days of another zone; everything is counted anew."""
        return self._store.set_time_zone(workspace, time_zone)

    def taxonomy(self, workspace: str) -> Taxonomy:
        """Stages, touchpoints, emotions and lenses, with the workspace's own names."""
        changes = self._store.note(workspace, "taxonomy")
        return load_default().changed(TaxonomyChanges.from_json(changes)) if changes else load_default()

    def change_taxonomy(self, workspace: str, changes: TaxonomyChanges) -> Taxonomy:
        """Renames and hides; nothing is scored again. Raises NotSupported for additions, QueryError."""
        changed = load_default().changed(changes)
        self._store.set_note(workspace, "taxonomy", changes.to_json())
        return changed

    def anchor(self, workspace: str, proposed: date) -> date:
        """The day that the sample's last week ends on: the first that was proposed stands."""
        return date.fromisoformat(self._store.set_note_once(workspace, "sample_anchor", proposed.isoformat()))

    def _read(self, workspace: str, question: Question) -> JourneyMap:
        taxonomy = self.taxonomy(workspace)
        taxonomy.lens(question.lens)
        cut = self.cut(workspace, question)
        before = compared_with(cut, question)
        return build_map(
            self._store.totals(workspace, cut),
            self._store.totals(workspace, before) if before else None,
            self._store.weeks(workspace, cut, WEEKS),
            cut=cut,
            compared=before,
            default_period=question.first_day is None
            and question.last_day is None
            and question.days == DEFAULT_DAYS,
            lens=question.lens,
            taxonomy=taxonomy,
            transfers=self._transfers,
        )


def compared_with(cut: Cut, question: Question) -> Cut | None:
    """The period that the question of a cut compares it with, under the same filters; None for "none".

    Raises QueryError.
    """
    if question.compare == "none":
        return None
    if question.compare == "previous":
        last = cut.first_day - timedelta(days=1)
        first = last - timedelta(days=cut.days - 1)
    else:
        first, last = _two_days(question.compare)
    return Cut(first, last, cut.channel, cut.source, cut.segments)


def _two_days(text: str) -> tuple[date, date]:
    first, _, last = text.partition("..")
    try:
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise QueryError(
            f"“{text[:40]}” is no period. Say previous, none, or two days such as 2026-01-01..2026-01-31.",
            where="compare",
        ) from None
    if days[0] > days[1]:
        raise QueryError("The period compared with ends before it begins.", where="compare")
    if (days[1] - days[0]).days >= MAX_DAYS or not (days[0].year >= FIRST_YEAR and days[1].year <= LAST_YEAR):
        raise QueryError(
            f"A period has at most {MAX_DAYS} days, between {FIRST_YEAR} and {LAST_YEAR}.", where="compare"
        )
    return days


__all__ = ["DEFAULT_DAYS", "Maps", "Question", "compared_with"]
