"""The pages of alerts: what was noticed, and one with customers' words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import TheChrome, TheHouse, Writer
from api.pages.team.alerts import AlertPage, AlertsPage, render_alert, render_alerts

router = APIRouter(prefix="/alerts", include_in_schema=False)

AlertId = Annotated[str, Path(pattern=r"^alert_[0-9a-f]{1,32}$")]

_LISTED = 100


@router.get("")
def show_alerts(chrome: TheChrome, house: TheHouse) -> HTMLResponse:
    """Those that last first, then the newest."""
    workspace, alerts = chrome.workspace.id, house.mining.alerts
    view = AlertsPage(
        reports=tuple(alerts.reports(workspace, limit=_LISTED)),
        watched=sum(not rule.paused for rule in alerts.rules(workspace)),
        has_feedback=any(house.mining.maps.dimensions(workspace).values()),
        chrome=chrome,
    )
    return HTMLResponse(render_alerts(view))


@router.post("/look")
def look(access: Writer, house: TheHouse) -> Response:
    """What is done by itself now and then, at once."""
    house.mining.alerts.look(access.workspace)
    return RedirectResponse("/alerts", status_code=303)


@router.get("/{alert_id}")
def show_alert(alert_id: AlertId, chrome: TheChrome, house: TheHouse) -> HTMLResponse:
    """With customers' words, and who was told of it."""
    workspace = chrome.workspace.id
    report = house.mining.alerts.report(workspace, alert_id)
    return HTMLResponse(render_alert(AlertPage(report, house.mining.maps.taxonomy(workspace), chrome)))
