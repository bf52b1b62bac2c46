"""What is asked of the map, as query parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from api.schemas.common import Day, Line
from feedback_miner.domain import NONE, Cut, Source, StatementFilter
from feedback_miner.errors import QueryError
from feedback_miner.mining import Question
from feedback_miner.mining.maps import DEFAULT_DAYS, MAX_DAYS
from feedback_miner.taxonomy import Taxonomy

_SEGMENT = "segment."
_MAX_SEGMENTS = 20
#: A column of the database holds no larger number.
MAX_ROW_ID = 2**63 - 1
#: Cuts whose part of an address is kept ready: a map has a hundred addresses of the same.
_CUTS = 256
#: A hundred years.
MAX_SECONDS = 100 * 366 * 86_400

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]

#: the filters whose names are not known beforehand, for the OpenAPI document
SEGMENT_PARAMETER: dict[str, Any] = {
    "parameters": [
        {
            "name": "segment.NAME",
            "in": "query",
            "required": False,
            "description": "Customers with this value of the segment NAME, such as `segment.plan=pro`.",
            "schema": {"type": "string"},
        }
    ]
}


def _period(said: str) -> str:
    number = said.removesuffix("d")
    if len(number) > 4 or not (number.isascii() and number.isdecimal()) or not 1 <= int(number) <= MAX_DAYS:
        raise ValueError(f"A period is a number of days, 1d to {MAX_DAYS}d, such as 30d.")
    return said


class MapQuery(BaseModel):
    """Period and filters. Without dates: the last `period` days that end at the newest item."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Line]

    first_day: Day | None = Field(None, alias="from", description="First day, in the workspace's zone.")
    last_day: Day | None = Field(None, alias="to", description="Last day; without it: the newest item's.")
    period: Annotated[str, AfterValidator(_period)] = Field(
        f"{DEFAULT_DAYS}d",
        description="Length of the period where `from` is not given, in days, such as `30d`.",
        json_schema_extra={"pattern": "^[0-9]{1,4}d?$"},
    )
    channel: Line | None = None
    source: Source | None = None
    lens: Key = Field("full", description="How stages are folded: /v1/taxonomy lists the lenses.")
    compare: Line = Field("previous", description="`previous`, `none`, or two days `2026-01-01..2026-01-31`.")

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, given: Any) -> Any:  # noqa: ANN401 - what pydantic hands over
        """Forms send what was left empty."""
        return {k: v for k, v in given.items() if v != ""} if isinstance(given, Mapping) else given

    @model_validator(mode="after")
    def _only_segments_besides(self) -> MapQuery:
        for name in self.__pydantic_extra__:
            if not name.startswith(_SEGMENT) or not 0 < len(name) - len(_SEGMENT) <= 60:
                known = ", ".join(field.alias or key for key, field in type(self).model_fields.items())
                raise ValueError(f"“{name[:60]}” is no parameter here. Known: {known}, segment.NAME.")
        if len(self.__pydantic_extra__) > _MAX_SEGMENTS:
            raise ValueError(f"At most {_MAX_SEGMENTS} segments.")
        return self

    def question(self) -> Question:
        """As the use cases take it."""
        return Question(
            first_day=self.first_day,
            last_day=self.last_day,
            days=int(self.period.removesuffix("d")),
            channel=self.channel,
            source=self.source.value if self.source else None,
            segments={n.removeprefix(_SEGMENT): value for n, value in self.__pydantic_extra__.items()},
            lens=self.lens,
            compare=self.compare,
        )


class StatementQuery(MapQuery):
    """Which statements: those of a map, and of them those of a stage, a touchpoint, and so on."""

    stage: Annotated[list[Key], BeforeValidator(lambda v: [v] if isinstance(v, str) else v)] = Field(
        default_factory=list,
        max_length=20,
        description="Keys of the lens's stages, or `none`; several: any of them.",
    )
    touchpoint: Key | None = Field(None, description="Key of a touchpoint, or `none`.")
    emotion: Key | None = Field(None, description="Key of an emotion, or `neutral`.")
    sentiment: Literal["negative", "neutral", "positive"] | None = None
    q: Line | None = Field(None, description="Words that the statement contains.")
    customer: Annotated[Line, Field(max_length=64)] | None = Field(None, description="A pseudonym.")
    corrected: bool | None = Field(None, description="Only those that a person has labelled, or has not.")
    theme: int | None = Field(
        None, ge=0, le=MAX_ROW_ID, description="Id of a theme; 0: those that found no group."
    )
    outcome: Literal["nps", "csat", "rating"] | None = Field(
        None, description="Only those of messages that carry this score."
    )
    reply_from: int | None = Field(
        None, ge=0, le=MAX_SECONDS, description="Messages that waited at least so many seconds for a reply."
    )
    reply_before: int | None = Field(
        None, ge=0, le=MAX_SECONDS, description="Messages that waited fewer seconds than that for a reply."
    )
    cursor: Line | None = Field(None, description="`next_cursor` of the page before.")
    limit: int = Field(50, ge=1, le=200, description="Entries of a page.")

    def where(self, taxonomy: Taxonomy) -> StatementFilter:
        """As the use cases take it. Raises QueryError for a stage that the lens does not have."""
        return StatementFilter(
            stages=tuple(dict.fromkeys(self._unfolded(taxonomy))) if self.stage else None,
            touchpoint=self.touchpoint,
            emotion=self.emotion,
            sentiment=self.sentiment,
            text=self.q,
            customer=self.customer,
            corrected=self.corrected,
            theme=self.theme,
            outcome=self.outcome,
            reply_from=self.reply_from,
            reply_before=self.reply_before,
        )

    def _unfolded(self, taxonomy: Taxonomy) -> Iterable[str]:
        folded = {stage.key: stage.stages for stage in taxonomy.lens(self.lens)} | {NONE: (NONE,)}
        for key in self.stage:
            if key not in folded:
                raise QueryError(
                    f"The lens has no stage “{key}”. It has: {', '.join(folded)}.", where="stage"
                )
            yield from folded[key]


TheMapQuery = Annotated[MapQuery, Query()]
TheStatementQuery = Annotated[StatementQuery, Query()]


def statements_url(cut: Cut, where: StatementFilter = StatementFilter()) -> str:  # noqa: B008 - it is frozen
    """The address of the statements behind a number: of this cut and, of them, those that pass a filter.

    The filter's stages are those of the full lens. Raises ValueError for single `ids`: no address is that long.
    """
    return "/v1/statements?" + _asked(cut, where)


def comments_url(cut: Cut, where: StatementFilter = StatementFilter()) -> str:  # noqa: B008 - it is frozen
    """The page of the same statements, as people read them. Raises as `statements_url` does."""
    return "/comments?" + _asked(cut, where)


def _asked(cut: Cut, where: StatementFilter) -> str:
    if where.ids is not None:
        raise ValueError("single statements have no address")
    asked: list[tuple[str, object]] = [
        *(("stage", stage) for stage in where.stages or ()),
        ("touchpoint", where.touchpoint),
        ("emotion", where.emotion),
        ("sentiment", where.sentiment),
        ("q", where.text),
        ("customer", where.customer),
        ("corrected", None if where.corrected is None else str(where.corrected).lower()),
        ("theme", where.theme),
        ("outcome", where.outcome),
        ("reply_from", where.reply_from),
        ("reply_before", where.reply_before),
    ]
    of_cut = _of_cut(cut.first_day, cut.last_day, cut.channel, cut.source, tuple(cut.segments.items()))
    return "&".join(filter(None, (of_cut, _encoded(asked))))


@lru_cache(_CUTS)
def _of_cut(
    first_day: date,
    last_day: date,
    channel: str | None,
    source: str | None,
    segments: tuple[tuple[str, str], ...],
) -> str:
    asked = (("from", first_day), ("to", last_day), ("channel", channel), ("source", source))
    return _encoded([*asked, *((_SEGMENT + name, value) for name, value in segments)])


def _encoded(asked: Iterable[tuple[str, object]]) -> str:
    return urlencode([(name, value) for name, value in asked if value is not None])
