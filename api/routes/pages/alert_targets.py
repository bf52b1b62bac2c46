"""The form of who is told of alerts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import Admin, TheChrome, TheHouse
from api.pages.chrome import Chrome
from api.pages.form import REFUSALS, Form, refused
from api.pages.team.alert_targets import TargetPage, render_target, target_body, target_fields
from api.routes.pages.posted import Posted
from api.schemas.alert_targets import TargetIn
from feedback_miner.bootstrap import House
from feedback_miner.domain import Access
from feedback_miner.domain.team.alert_targets import TargetKind

router = APIRouter(prefix="/alerts/targets", include_in_schema=False)

Name = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]


@router.get("")
def show_target_form(
    access: Admin, chrome: TheChrome, house: TheHouse, by: TargetKind = TargetKind.WEBHOOK
) -> HTMLResponse:
    """The form of somebody new who is told."""
    return _target(house, access, chrome, by, Form("target", {"ends": "on"}))


@router.post("")
def add_target(access: Admin, chrome: TheChrome, house: TheHouse, by: TargetKind, said: Posted) -> Response:
    """Of alerts that are found from now on."""
    name = said.get("name", "").strip()
    try:
        target = TargetIn.model_validate(target_body(by, said)).to_domain(name, datetime.now(UTC))
        house.mining.alerts.put_target(access.workspace, target)
    except REFUSALS as error:
        form = refused("target", said, error, target_fields(by))
        return _target(house, access, chrome, by, form, status=422)
    return RedirectResponse("/alerts/rules#told", status_code=303)


@router.post("/{name}/remove")
def remove_target(name: Name, access: Admin, house: TheHouse) -> Response:
    """It is told of nothing more."""
    house.mining.alerts.remove_target(access.workspace, name)
    return RedirectResponse("/alerts/rules#told", status_code=303)


def _target(
    house: House, access: Access, chrome: Chrome, by: TargetKind, form: Form, status: int = 200
) -> HTMLResponse:
    rules = tuple(house.mining.alerts.rules(access.workspace))
    return HTMLResponse(render_target(TargetPage(by, rules, form, chrome)), status)
