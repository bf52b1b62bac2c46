"""Names of columns that are no longer than they may be."""

from __future__ import annotations

import hashlib

_DIGEST_BYTES = 4


def cut_name(name: str, longest: int) -> str:
    """The name, of at most `longest` characters; what ends one that is cut tells it from others that begin alike."""
    if len(name) <= longest:
        return name
    digest = hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=_DIGEST_BYTES).hexdigest()
    return f"{name[: longest - len(digest) - 1]}~{digest}"
