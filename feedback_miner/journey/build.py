"""The map of a cut from its totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from feedback_miner.domain import PERSON, Cut, CutTotals, JudgedTotal, MetricTotal, WeekTotal
from feedback_miner.journey.estimates import Counts, NoEstimate, corrected_counts, estimate
from feedback_miner.journey.frame import WHOLE, Frame, Place
from feedback_miner.journey.intervals import difference_interval, mean_interval
from feedback_miner.journey.totals import Summary, summarise
from feedback_miner.journey.transfer import Transfer
from feedback_miner.journey.types import (
    FEW,
    WEEKS,
    Change,
    Estimate,
    Figures,
    JourneyMap,
    Metrics,
    StageResult,
    TouchpointResult,
)
from feedback_miner.journey.weeks import weekly_means
from feedback_miner.taxonomy import LensStage, Taxonomy


def build_map(
    now: CutTotals,
    before: CutTotals | None,
    weeks: Sequence[WeekTotal],
    *,
    cut: Cut,
    compared: Cut | None,
    default_period: bool,
    lens: str,
    taxonomy: Taxonomy,
    transfers: Mapping[str, Transfer],
) -> JourneyMap:
    """The journey map of `now`, through a lens, against `before`.

    The whole counts the statements that have a (shown) stage. Hidden stages are left out everywhere;
    statements of hidden touchpoints stay in their stage. Where a lens folds stages, an item that speaks of
    two of them counts with its NPS, CSAT and rating once for each. `transfers`: of each model whose errors are
    known, by NAME/VERSION. Raises QueryError for an unknown lens.
    """
    frame = Frame.of(taxonomy, lens)
    figures = _FigureMaker(
        summarise(now, frame),
        summarise(before, frame) if before is not None else None,
        weekly_means(weeks, frame),
        frozenset(emotion.key for emotion in taxonomy.emotions if emotion.hidden),
    )
    corrected = corrected_counts(now.judged, transfers, among=tuple(frame.folded))
    estimates = {} if isinstance(corrected, NoEstimate) else _estimates(corrected, frame, figures.now)
    stages = tuple(
        _stage_result(stage, figures, taxonomy, estimates.get(stage.key)) for stage in frame.stages
    )
    lowest, highest = _extremes(stages)
    return JourneyMap(
        cut=cut,
        compared=compared,
        default_period=default_period,
        lens=lens,
        overall=figures.at(WHOLE),
        stages=stages,
        lowest=lowest,
        highest=highest,
        coverage=now.coverage,
        models=_models(now.judged),
        labelled_by_people=sum(total.statements for total in now.judged if total.judge == PERSON),
        no_estimates=corrected.reason if isinstance(corrected, NoEstimate) else None,
    )


@dataclass(frozen=True, slots=True)
class _FigureMaker:
    now: Summary
    before: Summary | None
    weeks: Mapping[Place, tuple[float | None, ...]]
    hidden_emotions: frozenset[str]

    def touchpoints(self, stage: str) -> list[str]:
        """Touchpoints of a stage, most statements first."""
        found = [place for place in self.now.tallies if place.stage == stage and place.touchpoint]
        found.sort(key=lambda place: (-self.now.tallies[place].statements, place.touchpoint))
        return [place.touchpoint for place in found]

    def at(self, place: Place) -> Figures:
        tally, spread = self.now.tally(place), self.now.spread(place)
        whole = self.now.tally(WHOLE).statements
        mean = tally.mean
        return Figures(
            statements=tally.statements,
            customers=spread.customers,
            share=tally.statements / whole if whole else 0.0,
            sentiment=mean,
            interval=mean_interval(mean, spread) if mean is not None else None,
            emotions=self._emotion_shares(tally.emotions, tally.statements),
            metrics=_metrics(self.now.metrics.get(place, ())),
            change=self._change(place),
            weeks=self.weeks.get(place, (None,) * WEEKS),
        )

    def _emotion_shares(self, counts: Mapping[str, int], statements: int) -> dict[str, float]:
        shown = [(count, key) for key, count in counts.items() if count and key not in self.hidden_emotions]
        return {key: count / statements for count, key in sorted(shown, key=lambda ck: (-ck[0], ck[1]))}

    def _change(self, place: Place) -> Change | None:
        if self.before is None:
            return None
        mean, tally_before = self.now.tally(place).mean, self.before.tally(place)
        mean_before = tally_before.mean
        if mean is None or mean_before is None:
            return None
        difference = mean - mean_before
        interval = difference_interval(difference, self.now.spread(place), self.before.spread(place))
        certain = interval is not None and not interval.low <= 0 <= interval.high
        return Change(difference, interval, certain, tally_before.statements)


def _estimates(corrected: Counts, frame: Frame, now: Summary) -> Mapping[str, Estimate]:
    shown = tuple(frame.folded)
    return {
        stage.key: estimate(corrected, stage.stages, shown, now.spread(Place(stage.key)))
        for stage in frame.stages
    }


def _models(judged: Iterable[JudgedTotal]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for total in judged:
        if total.judge != PERSON:
            found[total.judge] += total.statements
    return dict(found.most_common())


def _stage_result(
    stage: LensStage, figures: _FigureMaker, taxonomy: Taxonomy, estimated: Estimate | None
) -> StageResult:
    touchpoints = tuple(
        TouchpointResult(key, taxonomy.name_of("touchpoint", key), figures.at(Place(stage.key, key)))
        for key in figures.touchpoints(stage.key)
    )
    return StageResult(
        stage.key, stage.name, stage.stages, figures.at(Place(stage.key)), touchpoints, estimated
    )


def _extremes(stages: Iterable[StageResult]) -> tuple[str | None, str | None]:
    """Lowest and highest stage; None where fewer than two have enough statements to be compared."""
    ranked = sorted(
        (stage.figures.sentiment, number, stage.key)
        for number, stage in enumerate(stages)
        if stage.figures.sentiment is not None and stage.figures.statements >= FEW
    )
    return (ranked[0][2], ranked[-1][2]) if len(ranked) > 1 else (None, None)


def _metrics(rows: Sequence[MetricTotal]) -> Metrics:
    nps = sum(row.nps_answers for row in rows)
    csat = sum(row.csat_answers for row in rows)
    rating = sum(row.rating_answers for row in rows)
    return Metrics(
        nps=100 * sum(row.promoters - row.detractors for row in rows) / nps if nps else None,
        nps_answers=nps,
        csat=sum(row.csat_sum for row in rows) / csat / 100 if csat else None,
        csat_answers=csat,
        rating=sum(row.rating_sum for row in rows) / rating / 100 if rating else None,
        rating_answers=rating,
    )
