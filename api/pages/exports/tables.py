"""What is seen, as files: the map's figures as a table, and the comments that they count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from api.tabular import Cell, Table, csv_line
from feedback_miner.domain import Cut, StatementView, Workspace
from feedback_miner.journey import Estimate, Figures, Interval, JourneyMap
from feedback_miner.taxonomy import Taxonomy

#: digits after the point, as the API has them
_DIGITS = 4
_COMMENT_COLUMNS = ("Said at", "Stage", "Touchpoint", "Sentiment", "Emotions", "Comment")
_ORIGIN_COLUMNS = ("Source", "Channel", "Customer", "Labelled by a person", "Comment id", "Message id")
#: or Excel takes it for another encoding
_BYTE_ORDER_MARK = "\ufeff"


def map_table(journey: JourneyMap, taxonomy: Taxonomy) -> Table:
    """The whole map, then every stage followed by its touchpoints: what “View as table” shows, unrounded."""
    rows = [_row("All stages", "", journey.overall, None, taxonomy)]
    for stage in journey.stages:
        rows.append(_row(stage.name, "", stage.figures, stage.estimate, taxonomy))
        rows += [_row(stage.name, part.name, part.figures, None, taxonomy) for part in stage.touchpoints]
    return Table(tuple(rows[0]), tuple(rows))


def comment_lines(
    said: Iterable[StatementView], taxonomy: Taxonomy, segments: Sequence[str], workspace: Workspace
) -> Iterator[str]:
    """Comments as the lines of a CSV file, by the names that the page shows; times in the workspace's zone.

    `segments`: names of the columns at the end.
    """
    zone = ZoneInfo(workspace.time_zone)
    yield _BYTE_ORDER_MARK + csv_line([*_COMMENT_COLUMNS, *_ORIGIN_COLUMNS, *map(_segment_name, segments)])
    for one in said:
        labels = one.labels
        yield csv_line(
            [
                one.occurred_at.astimezone(zone).isoformat(sep=" ", timespec="minutes"),
                taxonomy.name_of("stage", labels.stage),
                taxonomy.name_of("touchpoint", labels.touchpoint),
                round(labels.sentiment, _DIGITS),
                "; ".join(taxonomy.name_of("emotion", key) for key in labels.emotions),
                one.text,
                one.source,
                one.channel,
                one.customer,
                "yes" if one.corrected else "no",
                one.id,
                one.item_id,
                *(one.segments.get(name) for name in segments),
            ]
        )


def file_name(what: str, cut: Cut, ending: str) -> str:
    """ "journey-map-2026-05-02-to-2026-05-31.csv"."""
    return f"{what}-{cut.first_day}-to-{cut.last_day}.{ending}"


def _row(
    stage: str, touchpoint: str, figures: Figures, estimate: Estimate | None, taxonomy: Taxonomy
) -> Mapping[str, Cell]:
    change, metrics = figures.change, figures.metrics
    cells: dict[str, Cell] = {
        "Stage": stage,
        "Touchpoint": touchpoint,
        "Comments": figures.statements,
        "Customers": figures.customers,
        "Share": figures.share,
        **_estimate("Est. share", (estimate.share, estimate.share_interval) if estimate else None),
        **_estimate("Sentiment", (figures.sentiment, figures.interval)),
        **_estimate("Change", (change.sentiment, change.interval) if change else None),
        "Change is certain": None if change is None else "yes" if change.certain else "no",
        "Comments before": change.statements_before if change else None,
        "NPS": metrics.nps,
        "NPS answers": metrics.nps_answers,
        "CSAT": metrics.csat,
        "CSAT answers": metrics.csat_answers,
        "Rating": metrics.rating,
        "Rating answers": metrics.rating_answers,
        **{emotion.name: figures.emotions.get(emotion.key) for emotion in taxonomy.emotions},
    }
    return {name: round(cell, _DIGITS) if isinstance(cell, float) else cell for name, cell in cells.items()}


def _estimate(name: str, known: tuple[float | None, Interval | None] | None) -> dict[str, Cell]:
    """A figure and its 95 % range."""
    value, interval = known or (None, None)
    low, high = (interval.low, interval.high) if interval else (None, None)
    return {name: value, f"{name}, low": low, f"{name}, high": high}


def _segment_name(name: str) -> str:
    return name.replace("_", " ").capitalize()
