"""Several cells as one text: a subject and a description, several answers."""

from __future__ import annotations

import re
from collections.abc import Iterable

_HTML = re.compile(r"</[a-z]+[1-6]?\s*>|<(?:br|p|div|li|hr)\b[^<>]*>", re.IGNORECASE)


def join_texts(parts: Iterable[str]) -> str:
    """The parts that are not blank, a blank line between them. In HTML white space is none, so there it is a tag."""
    kept = [text for part in parts if (text := part.strip())]
    is_html = len(kept) > 1 and any(_HTML.search(text) for text in kept)
    return ("<br><br>" if is_html else "\n\n").join(kept)
