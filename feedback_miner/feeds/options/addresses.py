"""Options that are addresses of servers."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, HttpUrl

from feedback_miner.feeds.web.http import keeps_secrets


def _bare(url: HttpUrl) -> HttpUrl:
    if url.username or url.password or url.query or url.fragment or not keeps_secrets(url):
        raise ValueError("give the bare https:// address, without user, password or query")
    return url


#: An address that secrets may be sent to: https, or this machine.
BareUrl = Annotated[HttpUrl, AfterValidator(_bare)]
