"""Cursors: where the next pull begins, as JSON text of a small model that each kind has of its own."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from feedback_miner.errors import FeedError

Cursor = TypeVar("Cursor", bound=BaseModel)


def read_cursor(model: type[Cursor], text: str | None) -> Cursor:
    """The cursor that was stored; the one to begin with where there is none. Raises FeedError."""
    if text is None:
        return model()
    try:
        return model.model_validate_json(text)
    except ValidationError:
        raise FeedError(
            "What is stored of where the last pull ended cannot be read. Remove the source and add it again under the "
            "same name: what came before is found again, and nothing is stored twice."
        ) from None
