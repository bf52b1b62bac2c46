"""The OpenAPI document: what the framework writes, with this service's errors in the place of the framework's."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.errors import PROBLEM_TYPE, Problem, of_status

_SCHEMAS = "#/components/schemas/"

DESCRIPTION = """Turns what customers write into a live emotional journey map.

Every call needs `Authorization: Bearer fm_…` with a key (`feedback-miner keys add`) or the session of a browser that
signed in. Scopes: `read`, `write` (includes read), `admin` (includes both). Every error is a problem document
(RFC 9457). Lists come in pages: send `next_cursor` as `cursor` until it is null."""

TAGS: list[dict[str, Any]] = [
    {"name": "Feedback in", "description": "Messages and files on their way in."},
    {"name": "Map", "description": "The map, and everything behind its numbers."},
    {"name": "Customers", "description": "Pseudonyms, journeys, erasure."},
    {"name": "Workspace", "description": "Names, zone, keys."},
    {"name": "Service", "description": "Health and measurements; open to all, without customer data."},
]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors that a route can answer with, for its `responses`; 422 and “every other” come by themselves."""
    return {status: _answer(status) for status in (*statuses, 422)} | {"default": _every_other()}


def write_document(app: FastAPI) -> dict[str, Any]:
    """The document; made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes, tags=TAGS
        )
        schemas: dict[str, Any] = document.setdefault("components", {}).setdefault("schemas", {})
        schemas |= _problem_schemas()
        app.openapi_schema = document
    return app.openapi_schema


def _answer(status: int) -> dict[str, Any]:
    example = of_status(status).model_dump()
    return {
        "description": HTTPStatus(status).phrase,
        "content": {PROBLEM_TYPE: {"schema": {"$ref": _SCHEMAS + "Problem"}, "example": example}},
    }


def _every_other() -> dict[str, Any]:
    return {
        "description": "Every other error: 401 without a key, 403 without the scope, 413, 429, 503 …",
        "content": {PROBLEM_TYPE: {"schema": {"$ref": _SCHEMAS + "Problem"}}},
    }


def _problem_schemas() -> Mapping[str, Any]:
    schema = Problem.model_json_schema(mode="serialization", ref_template=_SCHEMAS + "{model}")
    inner: Mapping[str, Any] = schema.pop("$defs", {})
    return {**inner, "Problem": schema}
