"""The pages of one customer. References travel in bodies, so that they stand in no log and no history."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import Admin, Pseudonym, Reader, TheChrome, TheHouse
from api.pages.form import REFUSALS, Form, refused
from api.pages.paths.customer import FIELDS, PATH, CustomerPage, LookupPage, render_customer, render_lookup
from api.routes.pages.posted import Posted
from api.schemas.customers import LookupIn

router = APIRouter(prefix=PATH, include_in_schema=False)

_FORM = "customer"


@router.get("")
def show_lookup(chrome: TheChrome, erased: Annotated[int | None, Query(ge=0)] = None) -> HTMLResponse:
    """Who is to be looked up."""
    return HTMLResponse(render_lookup(LookupPage(chrome, Form(_FORM), erased)))


@router.post("")
def look_up(access: Reader, chrome: TheChrome, house: TheHouse, said: Posted) -> Response:
    """On to the customer's page, where anything is known of them."""
    try:
        reference = LookupIn.model_validate({"reference": said.get("reference", "")}).reference
        pseudonym = house.mining.customers.lookup(access.workspace, reference)
        house.mining.customers.journey(access.workspace, pseudonym)
    except REFUSALS as error:
        page = LookupPage(chrome, refused(_FORM, said, error, FIELDS))
        return HTMLResponse(render_lookup(page), HTTPStatus.UNPROCESSABLE_ENTITY)
    return RedirectResponse(f"{PATH}/{pseudonym}", status_code=303)


@router.get("/{pseudonym}")
def show_customer(pseudonym: Pseudonym, access: Reader, chrome: TheChrome, house: TheHouse) -> HTMLResponse:
    """Every message, and the journey that they are."""
    view = CustomerPage(
        chrome=chrome,
        taxonomy=house.mining.maps.taxonomy(access.workspace),
        pseudonym=pseudonym,
        messages=house.mining.customers.journey(access.workspace, pseudonym),
    )
    return HTMLResponse(render_customer(view))


@router.post("/{pseudonym}/erase")
def erase(pseudonym: Pseudonym, access: Admin, house: TheHouse, said: Posted) -> Response:
    """Every trace goes, for good, where the form says that this is meant."""
    if not said.get("sure"):
        return RedirectResponse(f"{PATH}/{pseudonym}", status_code=303)
    removed = house.mining.customers.erase(access.workspace, pseudonym)
    return RedirectResponse(f"{PATH}?erased={removed}", status_code=303)
