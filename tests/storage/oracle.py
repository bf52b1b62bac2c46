"""The totals of a cut, counted naively from messages as the store shows them: nothing here knows of cells."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from feedback_miner.domain import (
    AuthorRole,
    Coverage,
    CustomerTotals,
    Cut,
    CutTotals,
    FeedbackItem,
    FeedbackView,
    MetricTotal,
    StatementView,
)
from feedback_miner.errors import NotFound
from feedback_miner.storage import SqlStore

Comparable = tuple[object, object, object, Coverage, object]


def all_views(store: SqlStore, ids: Iterable[int], *, workspace: str = "w") -> list[FeedbackView]:
    """Every message that is there."""
    found = []
    for item_id in ids:
        try:
            found.append(store.feedback(workspace, item_id))
        except NotFound:
            continue
    return found


def in_cut(item: FeedbackItem, cut: Cut, zone: str) -> bool:
    """Whether an item belongs to a cut, by what it says of itself."""
    day = item.occurred_at.astimezone(ZoneInfo(zone)).date()
    return (
        cut.first_day <= day <= cut.last_day
        and cut.channel in (None, item.channel)
        and cut.source in (None, item.source)
        and all(item.segments.get(name) == value for name, value in cut.segments.items())
    )


def comparable(totals: CutTotals) -> Comparable:
    """Totals without their order, and without the numbers of customers: how often each sum occurs is compared."""
    return (
        {
            (c.stage, c.touchpoint): (c.statements, c.sentiment_sum, c.sentiment_squares, dict(c.emotions))
            for c in totals.cells
        },
        _sums_of_customers(totals.customers),
        {(m.stage, m.touchpoint): m for m in totals.metrics},
        totals.coverage,
        {(j.judge, j.stage): (j.statements, j.sentiment_sum) for j in totals.judged},
    )


def _sums_of_customers(totals: Iterable[CustomerTotals]) -> Counter[tuple[str, str, int, int]]:
    found: dict[tuple[str, str, int], list[int]] = defaultdict(lambda: [0, 0])
    for part in totals:
        for customer, statements, total in zip(
            part.customers, part.statements, part.sentiment_sums, strict=True
        ):
            sums = found[part.stage, part.touchpoint, customer]
            sums[0] += statements
            sums[1] += total
    return Counter(
        (stage, touchpoint, said, total) for (stage, touchpoint, _), (said, total) in found.items()
    )


def count(views: Iterable[FeedbackView], cut: Cut, zone: str) -> Comparable:
    """The same, counted one by one."""
    cells: dict[tuple[str, str], list[StatementView]] = defaultdict(list)
    customers: dict[tuple[str, str, object], list[int]] = defaultdict(list)
    levels: dict[tuple[str, str], list[FeedbackItem]] = defaultdict(list)
    judged: dict[tuple[str, str], list[int]] = defaultdict(list)
    kinds: Counter[str] = Counter()
    for view in views:
        if not in_cut(view.item, cut, zone):
            continue
        kinds["items"] += 1
        kinds[_kind(view)] += 1
        kinds["statements"] += len(view.statements)
        kinds["statements_no_stage"] += sum(s.labels.stage == "none" for s in view.statements)
        places = set()
        for statement in view.statements:
            place = (statement.labels.stage, statement.labels.touchpoint)
            cells[place].append(statement)
            sentiment = round(statement.labels.sentiment * 10_000)
            customers[*place, view.item.customer or view.id].append(sentiment)
            judged["person" if statement.corrected else view.model, place[0]].append(sentiment)
            places |= {place, (place[0], "")}
        if view.item.author_role is AuthorRole.CUSTOMER:
            for place in places | {("", "")}:
                levels[place].append(view.item)
    return (
        {place: _cell(statements) for place, statements in cells.items()},
        Counter((stage, point, len(said), sum(said)) for (stage, point, _), said in customers.items()),
        {place: _metric(place, items) for place, items in levels.items()},
        Coverage(**kinds),
        {by: (len(said), sum(said)) for by, said in judged.items()},
    )


def _kind(view: FeedbackView) -> str:
    item = view.item
    if item.author_role is not AuthorRole.CUSTOMER:
        return "not_customer"
    if not item.text:
        return "rating_only"
    if item.language != "en":
        return "other_language"
    return "scored" if view.model else "unscored"


def _cell(statements: list[StatementView]) -> tuple[int, int, int, dict[str, int]]:
    fixed = [round(s.labels.sentiment * 10_000) for s in statements]
    emotions = Counter(e for s in statements for e in (s.labels.emotions or ("neutral",)))
    return len(fixed), sum(fixed), sum(x * x for x in fixed), dict(emotions)


def _metric(place: tuple[str, str], items: list[FeedbackItem]) -> MetricTotal:
    nps = [item.nps for item in items if item.nps is not None]
    csat = [item.csat for item in items if item.csat is not None]
    rating = [item.rating for item in items if item.rating is not None]
    return MetricTotal(
        stage=place[0],
        touchpoint=place[1],
        items=len(items),
        nps_answers=len(nps),
        promoters=len([n for n in nps if n in (9, 10)]),
        detractors=len([n for n in nps if n in range(7)]),
        csat_answers=len(csat),
        csat_sum=sum(round(score * 100) for score in csat),
        rating_answers=len(rating),
        rating_sum=sum(round(score * 100) for score in rating),
    )
