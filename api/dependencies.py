"""What routes ask for: the house, and who is asking.

What does not wait for the database is `async`: it then needs no thread of its own.
"""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Path, Query, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from api.errors import ScopeMissing
from api.pages.addresses import address, of_the_map
from api.pages.chrome import Chrome
from api.security import COOKIE, check_same_site, check_token, token_of
from feedback_miner.bootstrap import House
from feedback_miner.domain import Access, Scope
from feedback_miner.errors import AccessDenied

_bearer = HTTPBearer(auto_error=False, description="An API key: `Authorization: Bearer fm_…`")
_cookie = APIKeyCookie(name=COOKIE, auto_error=False, description="The session of a browser that signed in")


async def get_house(request: Request) -> House:
    """The house that the app was created with."""
    return cast(House, request.app.state.house)


TheHouse = Annotated[House, Depends(get_house)]


async def _checked_cookie(request: Request, cookie: Annotated[str | None, Depends(_cookie)]) -> str | None:
    """The session of a browser. Raises CrossSite where a change by it was not sent by a page of ours."""
    if cookie and "authorization" not in request.headers:
        check_same_site(request)
        await check_token(request, cookie)
    return cookie


def get_access(
    request: Request,
    house: TheHouse,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    cookie: Annotated[str | None, Depends(_checked_cookie)],
) -> Access:
    """Who is asking, by key or by session. Raises AccessDenied; CrossSite where another site sent a change."""
    if "authorization" in request.headers:
        return house.mining.doors.enter(bearer.credentials if bearer else "")
    if not cookie:
        raise AccessDenied("Send an API key (`Authorization: Bearer fm_…`) or sign in at /.")
    return house.mining.doors.session(cookie)


TheAccess = Annotated[Access, Depends(get_access)]


async def _reader(access: TheAccess) -> Access:
    return _with_scope(access, Scope.READ)


async def _writer(access: TheAccess) -> Access:
    return _with_scope(access, Scope.WRITE)


async def _admin(access: TheAccess) -> Access:
    return _with_scope(access, Scope.ADMIN)


def _with_scope(access: Access, needed: Scope) -> Access:
    if not access.allows(needed):
        raise ScopeMissing(f"This needs the scope “{needed}”; this access has “{access.scope}”.")
    return access


Reader = Annotated[Access, Depends(_reader)]
Writer = Annotated[Access, Depends(_writer)]
Admin = Annotated[Access, Depends(_admin)]


def _chrome(request: Request, access: Reader, house: TheHouse) -> Chrome:
    workspace = house.mining.maps.workspace(access.workspace)
    filters = address("", of_the_map(request.query_params))
    return Chrome(workspace, access, token_of(request.cookies.get(COOKIE, "")), filters)


TheChrome = Annotated[Chrome, Depends(_chrome)]

#: ids of rows: whole numbers that databases can hold
RowId = Annotated[int, Path(ge=1, le=2**63 - 1)]
Cursor = Annotated[str | None, Query(max_length=200, description="`next_cursor` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=200, description="Entries of a page.")]
ImportId = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,64}$")]
Pseudonym = Annotated[str, Path(pattern=r"^c_[0-9a-f]{1,62}$")]
