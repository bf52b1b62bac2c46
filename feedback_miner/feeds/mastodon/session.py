"""Lets Mastodon.py ask through our `Client`: its own way has no limits, and goes wherever a server sends it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import requests
from requests.adapters import BaseAdapter

from feedback_miner.feeds.web.http import Client

_OK = 200


def session(client: Client) -> requests.Session:
    """All that is asked in it, `client` asks, under its own headers. What fails raises its FeedError."""
    through = requests.Session()
    for scheme in ("https://", "http://"):
        through.mount(scheme, _Adapter(client))
    return through


class _Adapter(BaseAdapter):
    def __init__(self, client: Client) -> None:
        super().__init__()
        self._client = client

    def send(
        self,
        request: requests.PreparedRequest,
        *_: Any,  # noqa: ANN401 - the library's signature
        **__: Any,  # noqa: ANN401
    ) -> requests.Response:
        """A successful answer: all others raise FeedError."""
        answer = requests.Response()
        answer.request, answer.url, answer.status_code = request, request.url or "", _OK
        answer.raw = BytesIO(self._client.get(answer.url))
        return answer

    def close(self) -> None:
        """The client is closed by whoever made it."""
