"""Which answer an error becomes: a problem for programs, a page for people."""

from __future__ import annotations

from http import HTTPStatus
from math import ceil

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.errors import Problem, of_crash, of_domain, of_status, of_validation, problem_response
from api.pages.doors import render_error, render_sign_in
from api.security import COOKIE, HEADERS
from feedback_miner.errors import Busy, FeedbackMinerError, Overloaded

#: Whoever writes for longer than others wait for is mostly done a moment later.
_BUSY_SECONDS = "2"
_PAGES = frozenset({"/", "/sign-in", "/sign-out"})


def add_handlers(app: FastAPI) -> None:
    """Every error has one of these ways out."""
    app.add_exception_handler(FeedbackMinerError, _domain)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _status)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _crash)


def _domain(request: Request, error: Exception) -> Response:
    assert isinstance(error, FeedbackMinerError)  # noqa: S101 - registered for it
    response = answer_to(request, of_domain(error))
    if isinstance(error, Overloaded):
        response.headers["Retry-After"] = str(ceil(error.retry_after.total_seconds()))
    elif isinstance(error, Busy):
        response.headers["Retry-After"] = _BUSY_SECONDS
    return response


def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    return answer_to(request, of_validation(error))


def _status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    response = answer_to(request, of_status(error.status_code, error.detail))
    response.headers.update(error.headers or {})
    return response


def _gone(request: Request, _error: Exception) -> Response:
    """Whoever sent it went away in the middle: nobody reads this, and nothing is wrong here."""
    return answer_to(request, of_status(400, "The request was cut off."))


def _crash(request: Request, error: Exception) -> Response:
    response = answer_to(request, of_crash(error))
    # this answer is made outside the middleware that adds them elsewhere
    response.headers.update(HEADERS)
    return response


def answer_to(request: Request, problem: Problem) -> Response:
    """The problem for programs, a page for people, the way in for who is not signed in."""
    path = request.url.path
    if path not in _PAGES and (
        path.startswith("/v1/") or "text/html" not in request.headers.get("accept", "")
    ):
        return problem_response(problem)
    if problem.status == 401 and request.method not in ("GET", "HEAD") and path not in _PAGES:
        return RedirectResponse(
            "/", HTTPStatus.SEE_OTHER
        )  # nothing is there to come back to after signing in
    if problem.status == 401:
        page = render_sign_in(problem.detail if COOKIE in request.cookies or path != "/" else None)
    else:
        page = render_error(problem.status, problem.title, problem.detail)
    return HTMLResponse(page, problem.status, headers={"Cache-Control": "no-store"})
