"""The pages of what alerts watch, and who is told: rules are added, changed, paused, removed; targets are tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import Admin, TheChrome, TheHouse, Writer
from api.pages.chrome import Chrome
from api.pages.form import REFUSALS, Form, refused
from api.pages.team.alert_rules import (
    RULE_FIELDS,
    RulePage,
    RulesPage,
    form_of,
    new_rule_id,
    render_rule,
    render_rules,
    rule_body,
)
from api.routes.pages.posted import Posted
from api.schemas.alerts import RuleIn
from feedback_miner.bootstrap import House
from feedback_miner.domain.team.alerts import AlertRule
from feedback_miner.errors import NotFound
from feedback_miner.mining import Tested

router = APIRouter(prefix="/alerts", include_in_schema=False)

Name = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]


@router.get("/rules")
def show_rules(chrome: TheChrome, house: TheHouse) -> HTMLResponse:
    """What is watched; who is told is for admins."""
    return _list(house, chrome)


@router.post("/rules")
def add_rule(access: Writer, chrome: TheChrome, house: TheHouse, said: Posted) -> Response:
    """Under an id that reads like its title."""
    taken = {rule.id for rule in house.mining.alerts.rules(access.workspace)}
    try:
        rule = _rule(said, new_rule_id(said.get("title", ""), taken))
        house.mining.alerts.put_rule(access.workspace, rule)
    except REFUSALS as error:
        return _list(house, chrome, form=refused("new", said, error, RULE_FIELDS), status=422)
    return RedirectResponse(f"/alerts/rules#rule-{rule.id}", status_code=303)


@router.get("/rules/{rule_id}")
def show_rule(rule_id: Name, chrome: TheChrome, house: TheHouse) -> HTMLResponse:
    """The form to change it."""
    return _one(house, chrome, rule_id)


@router.post("/rules/{rule_id}")
def change_rule(rule_id: Name, access: Writer, chrome: TheChrome, house: TheHouse, said: Posted) -> Response:
    """All of it anew, paused as it was."""
    stands = _known(house, access.workspace, rule_id)
    try:
        changed = replace(_rule(said, rule_id), paused=stands.paused)
        house.mining.alerts.put_rule(access.workspace, changed)
    except REFUSALS as error:
        return _one(house, chrome, rule_id, refused("change", said, error, RULE_FIELDS), status=422)
    return _to_rules()


@router.post("/rules/{rule_id}/pause")
def pause_rule(rule_id: Name, access: Writer, house: TheHouse) -> Response:
    """It notices nothing until it goes on."""
    rule = _known(house, access.workspace, rule_id)
    house.mining.alerts.put_rule(access.workspace, replace(rule, paused=True))
    return _to_rules()


@router.post("/rules/{rule_id}/resume")
def resume_rule(rule_id: Name, access: Writer, house: TheHouse) -> Response:
    """It is watched again."""
    rule = _known(house, access.workspace, rule_id)
    house.mining.alerts.put_rule(access.workspace, replace(rule, paused=False))
    return _to_rules()


@router.post("/rules/{rule_id}/remove")
def remove_rule(rule_id: Name, access: Writer, house: TheHouse) -> Response:
    """A changed one that is there without set-up is as it was again."""
    house.mining.alerts.remove_rule(access.workspace, rule_id)
    return _to_rules()


@router.post("/targets/{name}/test")
def test_target(name: Name, access: Admin, chrome: TheChrome, house: TheHouse) -> HTMLResponse:
    """Sends a sample, and says on the page what became of it."""
    (tested,) = house.mining.alerts.test(access.workspace, name)
    return _list(house, chrome, tested=tested)


def _rule(said: Mapping[str, str], rule_id: str) -> AlertRule:
    return RuleIn.model_validate(rule_body(said)).to_domain(rule_id)


def _known(house: House, workspace: str, rule_id: str) -> AlertRule:
    for rule in house.mining.alerts.rules(workspace):
        if rule.id == rule_id:
            return rule
    raise NotFound(f"There is no rule “{rule_id}”.")


def _to_rules() -> RedirectResponse:
    return RedirectResponse("/alerts/rules", status_code=303)


def _list(
    house: House, chrome: Chrome, *, form: Form | None = None, tested: Tested | None = None, status: int = 200
) -> HTMLResponse:
    workspace, alerts = chrome.workspace.id, house.mining.alerts
    view = RulesPage(
        rules=tuple(alerts.rules(workspace)),
        targets=tuple(alerts.targets(workspace)) if chrome.is_admin else (),
        taxonomy=house.mining.maps.taxonomy(workspace),
        dimensions=house.mining.maps.dimensions(workspace),
        form=form or Form("new"),
        chrome=chrome,
        tested=tested,
    )
    return HTMLResponse(render_rules(view), status)


def _one(
    house: House, chrome: Chrome, rule_id: str, form: Form | None = None, status: int = 200
) -> HTMLResponse:
    workspace = chrome.workspace.id
    rule = _known(house, workspace, rule_id)
    view = RulePage(
        rule=rule,
        taxonomy=house.mining.maps.taxonomy(workspace),
        dimensions=house.mining.maps.dimensions(workspace),
        form=form or form_of(rule),
        chrome=chrome,
    )
    return HTMLResponse(render_rule(view), status)
