"""Whether to go where a place sends us on to: it may have been taken over, or never have meant well."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from socket import SOCK_STREAM, getaddrinfo

import httpx2

from feedback_miner.errors import FeedError

_WEB = ("http", "https")


def redirected(answer: httpx2.Response) -> httpx2.URL:
    """Where the answer sends us. Raises FeedError where it is no address, or nobody should go there.

    A place outside must not make us ask what only this machine and its own network can reach. Its name is looked up
    beforehand; where the place itself is, says the connection.
    """
    at = answer.request.url
    try:
        to = at.join(answer.headers["location"])
    except httpx2.InvalidURL:
        raise FeedError("It sends us on to what is no address.", where=at.host) from None
    if to.scheme not in _WEB or not to.host:
        raise FeedError("It sends us on to what is no page of the web.", where=at.host)
    if at.scheme == "https" and to.scheme == "http":
        raise FeedError(
            "It sends us on from https:// to http://, where anybody on the way can read and change what is said.",
            where=at.host,
        )
    if to.host != at.host and not is_from_inside(answer) and any(map(is_inside, _addresses(to.host))):
        raise FeedError(
            f"It sends us on into a private network, to {to.host}. If that is meant, give that address.",
            where=at.host,
        )
    return to


def check_side(answer: httpx2.Response, *, began_inside: bool) -> None:
    """Raises FeedError where a place outside has led us inside: names may be looked up anew, with another answer.

    `began_inside`: whether the first of the places was inside.
    """
    if not began_inside and is_from_inside(answer):
        raise FeedError("It sends us on into a private network.", where=answer.request.url.host)


def is_from_inside(answer: httpx2.Response) -> bool:
    """Whether this machine, or its own network, has answered."""
    return is_inside(peer(answer))


def peer(answer: httpx2.Response) -> str:
    """The address that it came from, "" where the connection is gone."""
    try:
        return str(answer.extensions["network_stream"].get_extra_info("server_addr")[0])
    except OSError:
        return ""


def is_inside(address: str) -> bool:
    """Whether only this machine, or only its own network, reaches the address."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = known.ipv4_mapped if isinstance(known, IPv6Address) else None
    return not (mapped or known).is_global


def _addresses(host: str) -> list[str]:
    """None where it cannot be looked up here: then it cannot be connected to either, or a proxy does it."""
    try:
        return [str(found[4][0]) for found in getaddrinfo(host, None, type=SOCK_STREAM)]
    except (OSError, UnicodeError):
        return []
