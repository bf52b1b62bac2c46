"""The files of a page, as they travel: several in one answer, without comments and indentation, compressed once.

A bundle is named by its files, in their order: "page+drawer.css" is page.css, then drawer.css.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

#: where the API serves them
STATIC = "/static"

_FOLDER = Path(__file__).parent / "static"
#: Bundles that are kept ready: the pages name two dozen, and strangers may ask for other combinations.
_KEPT = 64
_MEDIA = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_SMALLER: Mapping[str, Callable[[str], str]] = {"css": cssmin, "js": jsmin}


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is answered, plain and compressed, and a name of this very content."""

    media_type: str
    content: bytes
    gzipped: bytes
    version: str


def address_of(name: str) -> str:
    """The address of a bundle, which changes with its content. Raises KeyError where there is no such file."""
    return f"{STATIC}/{name}?v={bundle(name).version}"


@lru_cache(maxsize=_KEPT)
def bundle(name: str) -> Bundle:
    """The files of that name, one after the other. Raises KeyError where one is unknown, or named twice."""
    stems, _, kind = name.rpartition(".")
    parts = stems.split("+")
    if len(set(parts)) < len(parts):
        raise KeyError(name)
    text = "\n".join(_files()[f"{part}.{kind}"] for part in parts)
    content = _SMALLER.get(kind, str)(text).encode()
    version = sha256(content).hexdigest()[:12]
    return Bundle(_MEDIA[kind], content, gzip.compress(content, mtime=0), version)


@cache
def _files() -> Mapping[str, str]:
    """All that may be asked for, by name: no path is ever made of what somebody asks."""
    return {file.name: file.read_text(encoding="utf-8") for file in _FOLDER.iterdir()}
