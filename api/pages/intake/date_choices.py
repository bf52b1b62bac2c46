"""How the dates of a file are to be read: what a person chooses between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.pages.filters import Choice
from api.pages.intake.answers import Draft
from api.pages.intake.fields import ORDERS
from feedback_miner.domain import DateOrder
from feedback_miner.mining import Preview


@dataclass(frozen=True, slots=True)
class DateChoices:
    """How the dates are to be read."""

    #: the column that is taken for the date
    column: str | None
    #: a date of the file that can be read in several ways
    example: str | None
    choices: tuple[Choice, ...]
    #: whether only a person can say it, and has not yet
    asked: bool
    #: whether the workspace's zone is theirs, since they name none
    names_no_zone: bool
    problem: str | None


def date_choices(preview: Preview, draft: Draft, problem: str | None) -> DateChoices:
    """What is to be said of the dates in the column that the draft takes for them."""
    column = next(iter(draft.columns_of("date")), None)
    doubtful = preview.doubtful_date(column) if column else None
    days = doubtful.days if doubtful else {}
    question = next((q for q in preview.guess.questions if q.field == "date_order"), None)
    asked = question is not None and column == preview.guess.mapping.date
    orders = [DateOrder(order) for order in question.choices] if question and asked else list(days)
    choices = [Choice(order, _reading(order, days.get(order)), order == draft.date_order) for order in orders]
    if choices and not asked and not preview.guess.mapping.date_order:
        choices.append(Choice("", "Let the rest of the file tell", draft.date_order == ""))
    return DateChoices(
        column=column,
        example=doubtful.cell if doubtful else None,
        choices=tuple(choices),
        asked=asked and not draft.date_order,
        names_no_zone=column is not None and preview.names_no_zone(column),
        problem=problem,
    )


def _reading(order: DateOrder, day: date | None) -> str:
    """ "3 April 2026 (day first)"."""
    words = ORDERS[order]
    return f"{day.day} {day:%B %Y} ({words})" if day else words.capitalize()
