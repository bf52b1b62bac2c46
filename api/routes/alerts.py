"""Alerts: what was noticed, the rules, and who is told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import Admin, Reader, TheHouse, Writer
from api.openapi import problems
from api.schemas.alert_targets import TargetIn, TargetOut, TargetsOut, TestedOut, TestsOut
from api.schemas.alerts import AlertOut, AlertReportOut, AlertsOut, RuleIn, RuleOut, RulesOut
from api.tabular import Tabular, as_asked, tables

router = APIRouter(prefix="/v1", tags=["Map"])

_CSV = "id,title,first_day,value,expected\nalert_0f3a,Sentiment at Onboarding fell,2026-05-04,-0.52,-0.12\n"
Name = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
AlertId = Annotated[str, Path(pattern=r"^alert_[0-9a-f]{1,32}$")]


class AlertsQuery(Tabular, BaseModel):
    """Which alerts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lasting: bool | None = Field(None, description="Only those that last, or those that have ended.")
    limit: int = Field(50, ge=1, le=200, description="At most this many.")


@router.get(
    "/alerts",
    operation_id="listAlerts",
    summary="What was noticed unasked",
    responses=problems() | tables(_CSV),
    response_model=AlertsOut,
)
def list_alerts(
    asked: Annotated[AlertsQuery, Query()], access: Reader, house: TheHouse
) -> AlertsOut | Response:
    """Those that last first, then the newest; each with its evidence: what was expected, and what came."""
    found = house.mining.alerts.reports(access.workspace, lasting=asked.lasting, limit=asked.limit)
    return as_asked(AlertsOut(items=[AlertOut.of(report) for report in found]), asked.format, "alerts")


@router.post("/alerts/look", operation_id="lookForAlerts", summary="Look now", responses=problems(503))
def look_for_alerts(access: Writer, house: TheHouse) -> AlertsOut:
    """What is done by itself now and then. Tells who is to be told, and answers with the alerts that last."""
    house.mining.alerts.look(access.workspace)
    found = house.mining.alerts.reports(access.workspace, lasting=True, limit=200)
    return AlertsOut(items=[AlertOut.of(report) for report in found])


@router.get("/alerts/rules", operation_id="listAlertRules", summary="What is watched", responses=problems())
def list_rules(access: Reader, house: TheHouse) -> RulesOut:
    """Sentiment and volume of the whole and of each stage, and themes, are watched without set-up."""
    return RulesOut(items=[RuleOut.from_domain(rule) for rule in house.mining.alerts.rules(access.workspace)])


@router.put(
    "/alerts/rules/{rule_id}",
    operation_id="putAlertRule",
    summary="Add a rule, or change one",
    responses=problems(),
)
def put_rule(rule_id: Name, body: RuleIn, access: Writer, house: TheHouse) -> RuleOut:
    """One with the id of a rule that is there without set-up takes its place."""
    return RuleOut.from_domain(house.mining.alerts.put_rule(access.workspace, body.to_domain(rule_id)))


@router.delete(
    "/alerts/rules/{rule_id}",
    status_code=204,
    operation_id="removeAlertRule",
    summary="Remove a rule",
    responses=problems(404, 409),
)
def remove_rule(rule_id: Name, access: Writer, house: TheHouse) -> None:
    """A changed one that is there without set-up is as it was again."""
    house.mining.alerts.remove_rule(access.workspace, rule_id)


@router.get("/alerts/targets", operation_id="listAlertTargets", summary="Who is told", responses=problems())
def list_targets(access: Admin, house: TheHouse) -> TargetsOut:
    """By name, without secrets."""
    targets = house.mining.alerts.targets(access.workspace)
    return TargetsOut(items=[TargetOut.from_domain(target) for target in targets])


@router.put(
    "/alerts/targets/{name}",
    operation_id="putAlertTarget",
    summary="Add who is told, or change it",
    responses=problems(),
)
def put_target(name: Name, body: TargetIn, access: Admin, house: TheHouse) -> TargetOut:
    """By webhook, e-mail or chat; of alerts that are found from now on. Addresses may lie in your own network, so this
    needs the scope `admin`; no redirect is followed, and nothing of an answer is shown."""
    target = body.to_domain(name, datetime.now(UTC))
    return TargetOut.from_domain(house.mining.alerts.put_target(access.workspace, target))


@router.delete(
    "/alerts/targets/{name}",
    status_code=204,
    operation_id="removeAlertTarget",
    summary="Tell no more",
    responses=problems(404),
)
def remove_target(name: Name, access: Admin, house: TheHouse) -> None:
    """It is told of nothing more."""
    house.mining.alerts.remove_target(access.workspace, name)


@router.post(
    "/alerts/targets/{name}/test",
    operation_id="testAlertTarget",
    summary="Send a sample",
    responses=problems(404),
)
def test_target(name: Name, access: Admin, house: TheHouse) -> TestsOut:
    """Answers when it was taken, or says why it was not."""
    done = house.mining.alerts.test(access.workspace, name)
    return TestsOut(items=[TestedOut.from_domain(one) for one in done])


@router.get(
    "/alerts/{alert_id}",
    operation_id="getAlert",
    summary="One alert, with customers' words",
    responses=problems(404),
)
def get_alert(alert_id: AlertId, access: Reader, house: TheHouse) -> AlertReportOut:
    """And who was told of it."""
    return AlertReportOut.of(house.mining.alerts.report(access.workspace, alert_id))
