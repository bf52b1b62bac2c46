"""Rows that cannot be used are kept with their cells; those of a customer who was erased before are not."""

from __future__ import annotations

from feedback_miner.domain import RowError
from feedback_miner.storage import SqlStore
from tests.storage.builders import NOON, begin, write


def test_a_row_that_cannot_be_used_leaves_no_trace_of_an_erased_customer(store: SqlStore) -> None:
    store.erase_customer("w", "c_ann", at=NOON)
    begin(store, "a")
    report = write(
        store,
        "a",
        0,
        [],
        rejected=[
            RowError(1, "no date", {"who": "c_ann", "text": "I am Ann."}),
            RowError(2, "no date", {"who": "c_bob", "text": "I am Bob."}),
            RowError(3, "no date", {"id": "id:c_ann", "who": ""}),
        ],
    )
    assert report.rejected == 3
    assert [error.row for error in store.rejected_rows("w", "a", cursor=None, limit=9).items] == [2]
