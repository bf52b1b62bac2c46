"""What several schemas share: how numbers are rounded, what a page is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from feedback_miner.journey import Interval

T = TypeVar("T")

#: a number as it goes out: four digits after the point
Rounded = Annotated[float, AfterValidator(lambda number: round(number, 4))]
#: one line of text without control characters
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$"),
]
#: a day that every calendar and database here can reckon with
Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(2199, 12, 31))]


def _within_reason(moment: datetime) -> datetime:
    if not 1970 <= moment.year < 2200:
        raise ValueError("Dates lie between 1970 and 2199.")
    return moment


#: a moment; a day alone is its midnight
When = Annotated[datetime, AfterValidator(_within_reason)]


class Out(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)


class In(BaseModel):
    """A body. A field that is not known is an error: it would be lost without a word."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class PageOut(Out, Generic[T]):
    """A page of a list."""

    items: list[T]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class IntervalOut(Out):
    """A 95 % interval."""

    low: Rounded
    high: Rounded

    @classmethod
    def from_domain(cls, interval: Interval) -> IntervalOut:
        """Mirrors the domain's."""
        return cls(low=interval.low, high=interval.high)
