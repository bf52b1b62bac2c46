"""Text that an API gives as a tree of nodes: Atlassian's document format, and others of that kind (ProseMirror)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from feedback_miner.sources.limits import JSON_DEPTH

_BLOCKS = {
    *("paragraph", "heading", "listItem", "codeBlock", "blockquote", "panel", "tableRow", "rule"),
    *("hardBreak", "mediaSingle", "taskItem"),
}


def is_document(value: Mapping[str, Any]) -> bool:
    """Whether an object is such a tree."""
    return value.get("type") == "doc" and isinstance(value.get("content"), list)


def document_text(document: Mapping[str, Any]) -> str:
    """The words of the tree, a line for each block."""
    lines = "".join(_words(document, JSON_DEPTH)).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def _words(node: Mapping[str, Any], depth: int) -> Iterator[str]:
    kind, content = node.get("type"), node.get("content")
    if kind in _BLOCKS:
        yield "\n"
    if kind == "text":
        yield str(node.get("text") or "")
    elif kind in ("mention", "emoji", "inlineCard", "date", "status"):
        attributes = node.get("attrs")
        yield str(attributes.get("text") or "") if isinstance(attributes, dict) else ""
    for child in content if isinstance(content, list) and depth > 0 else ():
        if isinstance(child, dict):
            yield from _words(child, depth - 1)
