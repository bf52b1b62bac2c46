"""The app: routes, middleware and errors around a house that somebody else built and takes down."""

from __future__ import annotations

from functools import partial

from anyio import CapacityLimiter
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from api.handlers import add_handlers
from api.limits import USUAL, BodyLimits
from api.map_pace import PacedMaps
from api.map_views import MapViews
from api.metrics import Measured, Metrics
from api.openapi import DESCRIPTION, write_document
from api.routes import (
    actions,
    alerts,
    change,
    channels,
    competitors,
    customers,
    drivers,
    feedback,
    feeds,
    imports,
    jobs,
    journeys,
    maps,
    notes,
    pages,
    pain_points,
    priorities,
    reports,
    segments,
    service,
    stream,
    suggestions,
    themes,
    voices,
    why,
    workspace,
)
from api.schemas.feedback import MAX_BODY
from api.schemas.jobs import jobs_json
from api.security import SecurityHeaders
from api.static import page_file
from api.stream import Look, Pulse
from feedback_miner import __version__
from feedback_miner.bootstrap import House

#: Uploads that are read at one time; each holds a thread while it lasts.
UPLOADS = 8


def create_app(house: House) -> FastAPI:
    """The web of a house. The house stays its builder's: it is open before the app serves and closed after."""
    app = FastAPI(
        title="feedback-miner",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,  # the usual viewers load their scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.house = house
    app.state.metrics = Metrics(house.store.open_imports)
    app.state.pulse = Pulse(partial(_look_at, house))
    app.state.map_views = MapViews(house)
    app.state.paced_maps = PacedMaps(app.state.map_views)
    app.state.uploads = CapacityLimiter(UPLOADS)

    # first: nothing is asked for as often as the map by those who keep it open
    for router in pages.ROUTERS:
        app.include_router(router)
    for subject in (
        feedback,
        imports,
        jobs,
        feeds,
        maps,
        themes,
        pain_points,
        suggestions,
        notes,
        priorities,
        change,
        segments,
        drivers,
        journeys,
        channels,
        competitors,
        reports,
        actions,
        alerts,
        voices,
        why,
        stream,
        customers,
        workspace,
        service,
    ):
        app.include_router(subject.router)
    app.add_route("/static/{name}", page_file, methods=["GET", "HEAD"], include_in_schema=False)
    app.openapi = lambda: write_document(app)  # type: ignore[method-assign]
    add_handlers(app)

    # the last one added is the outermost
    upload = house.settings.max_upload + USUAL
    app.add_middleware(
        BodyLimits, by_path={"/v1/feedback": MAX_BODY, "/v1/imports": upload, "/imports": upload}
    )
    app.add_middleware(GZipMiddleware, compresslevel=6)  # event streams pass through as they are
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Measured, metrics=app.state.metrics)
    return app


def _look_at(house: House, workspace: str) -> Look:
    revision = house.mining.maps.workspace(workspace).revision
    return Look(revision, jobs_json(house.mining.background.jobs(workspace)))
