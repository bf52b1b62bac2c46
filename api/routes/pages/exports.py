"""What the map shows, as files: a picture, its figures, and its comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse

from api.dependencies import Reader, TheHouse
from api.pages.exports.poster import render_poster
from api.pages.exports.tables import comment_lines, file_name, map_table
from api.questions import MapQuery, TheMapQuery, TheStatementQuery
from api.routes.pages.journey_map import TheViews
from api.tabular import CSV_TYPE, to_csv
from feedback_miner.bootstrap import House
from feedback_miner.domain import StatementFilter, StatementView
from feedback_miner.mining import Question

router = APIRouter(include_in_schema=False)

_SVG_TYPE = "image/svg+xml"
#: statements that are read at a time
_PORTION = 200


class PosterQuery(MapQuery):
    """The map's, and in which colours."""

    theme: Literal["light", "dark"] = "light"


@router.get("/map.svg")
def draw_map(
    request: Request, asked: Annotated[PosterQuery, Query()], access: Reader, house: TheHouse, views: TheViews
) -> Response:
    """The map as one drawing that needs nothing else: for a wall, a slide, or to make a PNG of."""
    question = asked.question()
    query = tuple((name, value) for name, value in request.query_params.multi_items() if name != "theme")
    poster = render_poster(views.view(access.workspace, question, query), asked.theme)
    name = file_name("journey-map", house.mining.maps.cut(access.workspace, question), "svg")
    return Response(poster, media_type=_SVG_TYPE, headers=_as_file(name))


@router.get("/map.csv")
def download_map(asked: TheMapQuery, access: Reader, house: TheHouse) -> Response:
    """Every figure of the map, a row for each stage and touchpoint."""
    maps = house.mining.maps
    journey = maps.read(access.workspace, asked.question())
    content = to_csv(map_table(journey, maps.taxonomy(access.workspace)))
    return Response(
        content, media_type=CSV_TYPE, headers=_as_file(file_name("journey-map", journey.cut, "csv"))
    )


@router.get("/map-comments.csv")
def download_comments_of_map(asked: TheMapQuery, access: Reader, house: TheHouse) -> Response:
    """Exactly the comments that the map counts."""
    stages = house.mining.maps.taxonomy(access.workspace).lens(asked.lens)
    where = StatementFilter(stages=tuple(key for stage in stages for key in stage.stages))
    return _comments(house, access.workspace, asked, where)


@router.get("/comments.csv")
def download_comments(asked: TheStatementQuery, access: Reader, house: TheHouse) -> Response:
    """Exactly the comments that a number counts."""
    where = asked.where(house.mining.maps.taxonomy(access.workspace))
    return _comments(house, access.workspace, asked, where)


def _comments(house: House, workspace: str, asked: MapQuery, where: StatementFilter) -> Response:
    maps = house.mining.maps
    cut = maps.cut(workspace, asked.question())
    # The days of now: what comes in meanwhile must not move them.
    question = replace(asked.question(), first_day=cut.first_day, last_day=cut.last_day)
    lines = comment_lines(
        _all(house, workspace, question, where),
        maps.taxonomy(workspace),
        sorted(maps.segment_values(workspace)),
        maps.workspace(workspace),
    )
    name = file_name("comments", cut, "csv")
    return StreamingResponse(lines, media_type=f"{CSV_TYPE}; charset=utf-8", headers=_as_file(name))


def _all(house: House, workspace: str, question: Question, where: StatementFilter) -> Iterator[StatementView]:
    cursor = None
    while True:
        page = house.mining.maps.statements(workspace, question, where, cursor=cursor, limit=_PORTION)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
