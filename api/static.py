"""The page's files, as `api/pages/bundles.py` has them ready."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.pages.bundles import bundle


async def page_file(request: Request) -> Response:
    """A bundle. With its version in the address (`?v=`) it may be kept for good, else it is asked for again."""
    try:
        found = bundle(request.path_params["name"])
    except KeyError:
        raise HTTPException(404) from None
    is_this = request.query_params.get("v") == found.version
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable" if is_this else "no-cache",
        "Vary": "Accept-Encoding",
    }
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(found.gzipped, media_type=found.media_type, headers=headers)
    return Response(found.content, media_type=found.media_type, headers=headers)
