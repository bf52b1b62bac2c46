"""Files as other people's systems wrote them go in whole: nothing lost, nothing twice.

They belong to others and are not in this repository: FEEDBACK_MINER_SHARED names a folder that has them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from feedback_miner.bootstrap import House
from feedback_miner.domain import ImportState
from tests.whole.conftest import Bring

pytestmark = pytest.mark.slow

SHARED = Path(os.environ.get("FEEDBACK_MINER_SHARED", Path(__file__).parents[3] / "shared"))
EXPORTS = SHARED / "exports"

#: file → rows read, added, merged, skipped
COUNTS = {
    "telecom_complaints.csv": (2224, 2224, 0, 0),
    "freshdesk_tickets.csv": None,
    "qualtrics_three_headers.csv": (1, 1, 0, 0),
    "qualtrics_legacy_two_headers.csv": (1, 1, 0, 0),
    "zendesk_incremental_recorded.json": None,
}


@pytest.fixture
def chunk_rows() -> int:
    return 512


@pytest.mark.skipif(
    not EXPORTS.is_dir(), reason="REAL EXPORTS NOT CHECKED: FEEDBACK_MINER_SHARED names no folder"
)
@pytest.mark.parametrize("name", COUNTS)
def test_a_real_export_goes_in_whole_and_only_once(name: str, bring: Bring, house: House) -> None:
    done = bring(name, EXPORTS / name)
    assert done.state is ImportState.DONE, done.error
    report = done.report
    assert report.rejected == 0
    assert report.read == report.added + report.merged + report.skipped
    assert report.added > 0
    expected = COUNTS[name]
    if expected:
        assert (report.read, report.added, report.merged, report.skipped) == expected
    again = bring(name, EXPORTS / name).report
    assert (again.added, again.updated, again.unchanged) == (0, 0, report.added)
    assert house.store.recount("default")
