"""What every command about the map is asked with: period, filters, lens, comparison."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from feedback_miner.cli.options import Options
from feedback_miner.errors import QueryError
from feedback_miner.mining import Question
from feedback_miner.mining.maps import DEFAULT_DAYS, MAX_DAYS

Segments = Annotated[list[str] | None, typer.Option("--segment", metavar="NAME=VALUE", help="Repeatable.")]


def question_of(
    first: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")] = None,
    days: Annotated[
        int, typer.Option(min=1, max=MAX_DAYS, help="Length, where no first day is given.")
    ] = DEFAULT_DAYS,
    channel: str | None = None,
    source: str | None = None,
    segment: Segments = None,
    lens: Annotated[
        str, typer.Option(help="full, advocacy, loyalty, engagement, emotional or funnel.")
    ] = "full",
    compare: Annotated[str, typer.Option(help="previous, none, or 2026-01-01..2026-01-31.")] = "previous",
) -> Question:
    """As the use cases take it. Raises QueryError for a segment that is not NAME=VALUE."""
    return Question(
        first_day=first.date() if first else None,
        last_day=last.date() if last else None,
        days=days,
        channel=channel,
        source=source,
        segments=segments_of(segment),
        lens=lens,
        compare=compare,
    )


#: the question of a command that is decorated with `shared_options`
Asked = Annotated[Question, Options(question_of)]


def segments_of(pairs: list[str] | None) -> dict[str, str]:
    """NAME=VALUE, name by name. Raises QueryError."""
    return dict(_pair(text) for text in pairs or ())


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name or not value:
        raise QueryError(f"“{text}” is not NAME=VALUE, such as Plan=Plus.", where="segment")
    return name, value
