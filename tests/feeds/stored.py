"""What a store has of a feed."""

from __future__ import annotations

from feedback_miner.domain import FeedbackItem, StatementFilter
from tests.feeds.desk import Desk
from tests.storage.builders import EVER


def stored_items(desk: Desk) -> dict[str, FeedbackItem]:
    """By their ids at the place."""
    statements = desk.store.statements("w", EVER, StatementFilter(), cursor=None, limit=1_000).items
    items = [desk.store.feedback("w", statement.item_id).item for statement in statements]
    return {item.external_id: item for item in items}
