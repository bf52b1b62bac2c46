"""Posts to addresses that an administrator gave.

An address may lie in one's own network: chats and help desks do. So it is posted to as it is; but no redirect is
followed, nothing of the answer is shown to anybody, and http:// is for one's own machine and network alone, since what
is posted can be read on the way.
"""

from __future__ import annotations

import logging
from contextlib import closing
from functools import cache
from ipaddress import ip_address
from ssl import SSLContext
from typing import Annotated

import httpx2
from pydantic import AfterValidator, HttpUrl, TypeAdapter, ValidationError

from feedback_miner import __version__
from feedback_miner.errors import NoticeError, QueryError

# They log addresses, and that of a chat is a secret.
for _name in ("httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.WARNING)

_TIMEOUT = httpx2.Timeout(15.0, connect=5.0)
_TOO_MANY = 429


def _without_login(url: HttpUrl) -> HttpUrl:
    if url.username or url.password:
        raise ValueError("An address here has neither user nor password.")
    if url.scheme != "https" and not _is_near(url.host or ""):
        raise ValueError("Give an address that begins with https://: others can be read on the way.")
    return url


def _is_near(host: str) -> bool:
    """This machine, an address of a private network, or a name without a dot, such as a container's."""
    try:
        return not ip_address(host.strip("[]")).is_global
    except ValueError:
        return "." not in host


Address = Annotated[HttpUrl, AfterValidator(_without_login)]
_ADDRESS: TypeAdapter[HttpUrl] = TypeAdapter(Address)


def address_of(secret: str) -> str:
    """An address that is a secret. Raises QueryError, which does not repeat it."""
    try:
        return str(_ADDRESS.validate_python(secret))
    except ValidationError:
        raise QueryError("The secret is no address that begins with https://.", where="secret") from None


def post(url: str, body: bytes, headers: dict[str, str]) -> None:
    """Returns when it was taken (status 2xx). Raises NoticeError, which names the host and nothing of the address."""
    host = httpx2.URL(url).host
    known = {"Content-Type": "application/json", "User-Agent": f"feedback-miner/{__version__}"}
    try:
        with (
            httpx2.Client(timeout=_TIMEOUT, verify=_authorities(), follow_redirects=False) as client,
            closing(
                client.send(
                    client.build_request("POST", url, content=body, headers=known | headers), stream=True
                )
            ) as answer,
        ):
            status, went_well, goes_on = answer.status_code, answer.is_success, answer.has_redirect_location
    except httpx2.TimeoutException:
        raise NoticeError("No answer came in time. It is tried again.", where=host) from None
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise NoticeError(
            f"The connection failed ({type(error).__name__}). Is the address right, and the network up?",
            where=host,
        ) from None
    if goes_on:
        raise NoticeError("It sends us on to another address: give that one.", where=host)
    if status == _TOO_MANY:
        raise NoticeError("It asks us to come back later: too many requests.", where=host)
    if not went_well:
        raise NoticeError(f"It answered with status {status}: is the address right?", where=host)


@cache
def _authorities() -> SSLContext:
    return httpx2.create_ssl_context()
