"""Addresses of lists that no filter of /v1/statements can say: each insight lists the statements behind its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode, urlsplit

from api.questions import statements_url
from feedback_miner.domain import Cut


def list_url(path: str, cut: Cut, lens: str, more: Iterable[tuple[str, object]]) -> str:
    """The address of a list of this cut and lens; `more`: what else it is asked with, None left out."""
    of_cut = urlsplit(statements_url(cut)).query
    rest = [("lens", lens), *((name, value) for name, value in more if value is not None)]
    return f"{path}?{of_cut}&{urlencode(rest)}"
