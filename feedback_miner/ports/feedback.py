"""What statements, corrections and customers need of the store."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from feedback_miner.domain import Cut, FeedbackView, Labels, Page, StatementFilter, StatementView


class FeedbackStore(Protocol):
    """Statements and messages, corrections, customers."""

    def statements(
        self, workspace: str, cut: Cut, where: StatementFilter, *, cursor: str | None, limit: int
    ) -> Page[StatementView]:
        """Everything behind a number, newest first."""

    def statement(self, workspace: str, statement_id: int) -> StatementView:
        """Raises NotFound."""

    def count_statements(self, workspace: str, cut: Cut, where: StatementFilter) -> int:
        """How many there are."""

    def quotes(
        self,
        workspace: str,
        cut: Cut,
        wheres: Sequence[StatementFilter],
        *,
        most: str,
        limit: int,
        without: Collection[int] = (),
    ) -> list[list[StatementView]]:
        """For each filter the `most` "negative" or "positive" statements, one a customer, 4 to 40 words, and none of
        `without`. Raises QueryError.
        """

    def feedback(self, workspace: str, item_id: int) -> FeedbackView:
        """Raises NotFound."""

    def messages(self, workspace: str, ids: Collection[int]) -> list[FeedbackView]:
        """Those of them that are there, oldest first."""

    def correct(
        self, workspace: str, statement_id: int, labels: Labels, *, by: str, at: datetime
    ) -> StatementView:
        """A person's labels count from now on; the model's are kept. Raises NotFound."""

    def uncorrect(self, workspace: str, statement_id: int) -> StatementView:
        """The model's labels count again. Raises NotFound."""

    def customer_items(self, workspace: str, customer: str) -> list[FeedbackView]:
        """A customer's messages, oldest first; empty where the pseudonym is not known."""

    def compact_if_due(self) -> None:
        """Rewrites the file where erased text may still lie in unused parts of it."""

    def erase_customer(self, workspace: str, customer: str, *, at: datetime) -> int:
        """Removes every trace and leaves a tombstone; returns the number of items removed."""
