"""A form as it is shown: what stands in it, and what was wrong with what was sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from api.errors import FieldProblem, of_domain, of_validation
from feedback_miner.errors import Conflict, FeedbackMinerError, InputError, NotFound

#: what is told at the form, since whoever sent it can mend it there
REFUSALS = (ValidationError, InputError, NotFound, Conflict)


@dataclass(frozen=True, slots=True)
class Form:
    """The values and problems of one form."""

    #: begins the ids of its fields: a page may have several forms
    id: str
    #: field → what stands in it
    said: Mapping[str, str] = field(default_factory=dict)
    #: field → what is wrong with it, in words; "" is the form as a whole
    problems: Mapping[str, str] = field(default_factory=dict)


def refused(
    form_id: str, said: Mapping[str, str], error: Exception, fields: Collection[str], *, others: str = ""
) -> Form:
    """The same form again with what was said, and at its fields what was wrong.

    `error` is one of REFUSALS. What it says of something that is no field of the form is
    said at the field `others`: "" is the form as a whole.
    """
    problems: dict[str, str] = {}
    for one in _problems(error):
        name = one.field.rpartition(".")[2]
        problems.setdefault(name if name in fields else others, one.message)
    return Form(form_id, said, problems)


def given(said: Mapping[str, str], fields: Collection[str]) -> dict[str, str]:
    """What was filled in of these fields."""
    return {name: said[name] for name in fields if said.get(name, "").strip()}


def with_said(dimensions: Mapping[str, Mapping[str, int]], form: Form) -> Mapping[str, Mapping[str, int]]:
    """What can be filtered by, and the segments that the form has already, though no message bears them now."""
    return {name: {} for name in form.said if name.startswith("segment.")} | dict(dimensions)


def _problems(error: Exception) -> list[FieldProblem]:
    if isinstance(error, ValidationError):
        placed = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
        return of_validation(RequestValidationError(placed)).errors
    assert isinstance(error, FeedbackMinerError)  # noqa: S101 - one of REFUSALS
    found = of_domain(error)
    return found.errors or [FieldProblem(field="", message=found.detail)]
