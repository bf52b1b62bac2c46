"""Two parts of the feedback against each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field, model_validator

from api.dependencies import Reader, TheHouse
from api.openapi import problems
from api.questions import SEGMENT_PARAMETER, Key, MapQuery
from api.schemas.change import ComparisonOut
from api.schemas.common import Line
from api.tabular import Tabular, as_asked, tables
from feedback_miner.domain import Source
from feedback_miner.mining import Against, Question

router = APIRouter(prefix="/v1/change", tags=["Insights"])

_SEGMENT, _OTHER = "segment.", "against.segment."
_MAX_SEGMENTS = 20
_PARAMETERS: dict[str, Any] = {
    "parameters": [
        *SEGMENT_PARAMETER["parameters"],
        {
            "name": "against.segment.NAME",
            "in": "query",
            "required": False,
            "description": "On the other side, customers with this value of the segment NAME.",
            "schema": {"type": "string"},
        },
    ]
}
TABLE = tables(
    "level,stage,touchpoint,name,a.statements,b.statements,sentiment.value,sentiment.corrected_p\n"
    "stage,use,,Use,140,120,-0.23,0.001\n"
)


class ChangeQuery(Tabular, MapQuery):
    """Side a: a map. Side b: what is different there."""

    against_channel: Line | None = Field(
        None, alias="against.channel", description="Channel of the other side."
    )
    against_source: Source | None = Field(
        None, alias="against.source", description="Source of the other side."
    )
    against_lens: Key | None = Field(None, alias="against.lens", description="Lens of the other side.")

    @model_validator(mode="after")
    def _only_segments_besides(self) -> ChangeQuery:
        given = self.__pydantic_extra__
        for name in given:
            rest = name.removeprefix("against.")
            if not rest.startswith(_SEGMENT) or not 0 < len(rest) - len(_SEGMENT) <= 60:
                known = ", ".join(field.alias or key for key, field in type(self).model_fields.items())
                raise ValueError(
                    f"“{name[:60]}” is no parameter here. Known: {known}, segment.NAME, against.segment.NAME."
                )
        if len(given) > _MAX_SEGMENTS:
            raise ValueError(f"At most {_MAX_SEGMENTS} segments.")
        return self

    def question(self) -> Question:
        """Side a."""
        asked = super().question()
        return replace(asked, segments={n: v for n, v in asked.segments.items() if not n.startswith(_OTHER)})

    def against(self) -> Against:
        """What is different on side b."""
        others = {n: v for n, v in self.__pydantic_extra__.items() if n.startswith(_OTHER)}
        return Against(
            channel=self.against_channel,
            source=self.against_source.value if self.against_source else None,
            segments={name.removeprefix(_OTHER): value for name, value in others.items()},
            lens=self.against_lens,
        )


@router.get(
    "",
    operation_id="getChange",
    summary="What differs between two parts of the feedback",
    responses=problems() | TABLE,
    openapi_extra=_PARAMETERS,
    response_model=ComparisonOut,
)
def get_change(
    asked: Annotated[ChangeQuery, Query()], access: Reader, house: TheHouse
) -> ComparisonOut | Response:
    """The map that is asked for (a) against another period (`compare`), or against the same days with another channel,
    source, segment or lens (`against.…`; with two days as `compare`, those days): differences of means and shares with
    95 % intervals by customers, p-values corrected for all that is compared, and the themes and words that make them.
    """
    found = house.mining.changes.read(access.workspace, asked.question(), asked.against())
    return as_asked(ComparisonOut.from_domain(found), asked.format, "change")
