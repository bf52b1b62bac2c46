"""Addresses of pages that go on with what the reader asked of the map: period, filters, lens."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

#: what every page with figures of a cut understands; segments besides
_OF_THE_MAP = frozenset({"from", "to", "period", "channel", "source", "lens", "compare"})


def of_the_map(query: Mapping[str, str]) -> dict[str, str]:
    """The part of an address's parameters that other pages understand as well."""
    return {
        name: value
        for name, value in query.items()
        if value and (name in _OF_THE_MAP or name.startswith("segment."))
    }


def address(path: str, query: Mapping[str, str], **more: object) -> str:
    """A page with parameters; one of `more` goes before that of `query`, and takes it out where it is None."""
    asked = {name: value for name, value in {**query, **more}.items() if value is not None}
    return f"{path}?{urlencode(asked)}" if asked else path
