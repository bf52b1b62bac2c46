"""Health and measurements. Open to all: nothing of customers is in them."""

from __future__ import annotations

import logging
from typing import cast

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import ConfigDict

from api.dependencies import TheHouse
from api.errors import of_status, problem_response
from api.metrics import Metrics
from api.openapi import problems
from api.schemas.common import Out

router = APIRouter(tags=["Service"])

_log = logging.getLogger(__name__)


class Health(Out):
    """How the service is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "ok"}]})

    status: str


@router.get("/healthz", operation_id="isAlive", summary="Whether the process lives", responses=problems())
def is_alive() -> Health:
    """Says nothing of the database."""
    return Health(status="ok")


@router.get(
    "/readyz",
    operation_id="isReady",
    summary="Whether it can answer",
    responses=problems(503),
    response_model=Health,
)
def is_ready(house: TheHouse) -> Health | Response:
    """503 with the reason where it cannot."""
    try:
        house.store.ping()
    except Exception:  # every way in which a database can be away
        _log.exception("Not ready")
        return problem_response(
            of_status(503, "The database cannot be reached. The service's log has the details.")
        )
    return Health(status="ok")


@router.get(
    "/metrics",
    operation_id="getMetrics",
    summary="Measurements for Prometheus",
    response_class=Response,
    responses=problems() | {200: {"content": {"text/plain": {}}, "description": "Prometheus' text format."}},
)
def get_metrics(request: Request) -> Response:
    """Requests by route, and imports under way."""
    metrics = cast(Metrics, request.app.state.metrics)
    return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)
