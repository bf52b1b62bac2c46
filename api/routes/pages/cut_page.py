"""What pages whose figures are of a cut ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.dependencies import TheChrome, TheHouse
from api.pages.cut_page import CutPage


def _cut_page(request: Request, chrome: TheChrome, house: TheHouse) -> CutPage:
    mining, workspace = house.mining, chrome.workspace.id
    return CutPage(
        chrome=chrome,
        taxonomy=mining.maps.taxonomy(workspace),
        dimensions=mining.maps.dimensions(workspace),
        query=dict(request.query_params),
        saved=mining.segments.all(workspace),
    )


TheCutPage = Annotated[CutPage, Depends(_cut_page)]
