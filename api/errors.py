"""Errors on their way out: problem details (RFC 9457) for programs, a page for people.

| kind of error | status |
| --- | --- |
| InputError (FileError, MappingError, QueryError), NotSupported | 422 |
| NotFound | 404 |
| Conflict | 409 |
| Busy | 503, with Retry-After |
| Overloaded | 429, with Retry-After |
| AccessDenied | 401; where the access is known but does not suffice (ScopeMissing, CrossSite) 403 |
| LimitExceeded | 413 |
| ModelError, SetupError | 503 |
| everything else | 500, without a word of what is inside |
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.responses import Response

from feedback_miner.errors import (
    AccessDenied,
    Busy,
    Conflict,
    FeedbackMinerError,
    FileError,
    InputError,
    LimitExceeded,
    MappingError,
    ModelError,
    NotFound,
    NotSupported,
    Overloaded,
    QueryError,
    SetupError,
)

PROBLEM_TYPE = "application/problem+json"

_log = logging.getLogger(__name__)


class ScopeMissing(AccessDenied):
    """The access is known, and may not do this."""


class CrossSite(AccessDenied):
    """A change was sent by another site in the name of who is signed in."""


class FieldProblem(BaseModel):
    """One thing that is wrong, and where."""

    field: str = Field(description="The field, parameter, column or file.")
    message: str = Field(description="What is wrong with it, in words.")


class Problem(BaseModel):
    """An error as RFC 9457 has it."""

    type: str = Field(
        description="The kind of error, for programs.", examples=["urn:feedback-miner:not-found"]
    )
    title: str = Field(description="The kind of error, in words.", examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str = Field(
        description="What was wrong and what to do.",
        examples=["There is no import “imp_1” in this workspace."],
    )
    errors: list[FieldProblem] = Field(
        default_factory=list, description="Where it was wrong, if that is known."
    )


@dataclass(frozen=True, slots=True)
class _Kind:
    status: int
    slug: str
    title: str


_KINDS: Mapping[type[FeedbackMinerError], _Kind] = {
    FileError: _Kind(422, "file", "The file cannot be used"),
    MappingError: _Kind(422, "mapping", "The mapping cannot be used"),
    QueryError: _Kind(422, "query", "The question cannot be answered"),
    InputError: _Kind(422, "input", "The input cannot be used"),
    NotSupported: _Kind(422, "not-supported", "Not supported yet"),
    NotFound: _Kind(404, "not-found", "Not found"),
    Busy: _Kind(503, "busy", "Try again in a moment"),
    Overloaded: _Kind(429, "overloaded", "Too much waits already"),
    Conflict: _Kind(409, "conflict", "Not possible in this state"),
    ScopeMissing: _Kind(403, "scope", "The access does not suffice"),
    CrossSite: _Kind(403, "cross-site", "Sent by another site"),
    AccessDenied: _Kind(401, "access", "Sign in first"),
    LimitExceeded: _Kind(413, "limit", "Too large"),
    ModelError: _Kind(503, "not-ready", "Not ready"),
    SetupError: _Kind(503, "not-ready", "Not ready"),
}

_HTTP_DETAILS: Mapping[int, str] = {
    400: "The request cannot be read.",
    404: "There is nothing at this address. /openapi.json lists what there is.",
    405: "This address does not take this method. /openapi.json lists what it takes.",
    413: "The request is larger than this address takes.",
}


def of_domain(error: FeedbackMinerError) -> Problem:
    """The problem that an error of the package comes to."""
    kind = next((_KINDS[base] for base in type(error).__mro__ if base in _KINDS), None)
    if kind is None:
        return of_crash(error)
    if isinstance(error, ModelError | SetupError):
        _log.error("%s", error)
        return _problem(kind, "The service is not set up completely. Its log says what is missing.")
    return _problem(
        kind, error.message, [FieldProblem(field=error.where, message=error.message)] if error.where else []
    )


def of_validation(error: RequestValidationError) -> Problem:
    """The problem of a request that has not the form that the route asks for. What was sent is not repeated."""
    fields = [FieldProblem(field=_place(e["loc"]), message=_words(e)) for e in error.errors()]
    detail = "; ".join(f"{f.field}: {f.message}" for f in fields[:3]) + (" …" if len(fields) > 3 else "")
    return _problem(_Kind(422, "validation", "The request is not as it should be"), detail, fields[:50])


def of_status(status: int, detail: str | None = None) -> Problem:
    """The problem of a plain HTTP status."""
    phrase = HTTPStatus(status).phrase
    said = detail if detail and detail != phrase else _HTTP_DETAILS.get(status, phrase + ".")
    return _problem(_Kind(status, f"http-{status}", phrase), said)


def of_crash(error: Exception) -> Problem:
    """The problem of an error that nobody foresaw: the log has it, the answer does not."""
    _log.error("A request failed", exc_info=error)
    return _problem(
        _Kind(500, "internal", "Internal error"),
        "Something went wrong here. The service's log has the details.",
    )


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as an answer."""
    extra = {"WWW-Authenticate": "Bearer"} if problem.status == HTTPStatus.UNAUTHORIZED else {}
    return Response(
        problem.model_dump_json(),
        problem.status,
        media_type=PROBLEM_TYPE,
        headers={**extra, "Cache-Control": "no-store", **(headers or {})},
    )


def _problem(kind: _Kind, detail: str, errors: Sequence[FieldProblem] = ()) -> Problem:
    return Problem(
        type=f"urn:feedback-miner:{kind.slug}",
        title=kind.title,
        status=kind.status,
        detail=detail,
        errors=list(errors),
    )


def _place(steps: Sequence[int | str]) -> str:
    """Where it is, as a path: ("body", "items", 3, "date") is items[3].date."""
    path = ""
    for step in steps[1:] or steps:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def _words(error: Mapping[str, Any]) -> str:
    if error["type"] == "json_invalid":
        return f"This is no JSON: {error['ctx']['error']}."
    if error["type"] == "missing":
        return "This is missing."
    return str(error["msg"]).removeprefix("Value error, ")
