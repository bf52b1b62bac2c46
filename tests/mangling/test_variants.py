"""A thousand mangled files, each through the front door: a clear report or a clear error, and a database to rely on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.mangling.child import LIMIT_MEGABYTES, LIMIT_SECONDS
from tests.mangling.originals import EXPORTS, originals
from tests.mangling.variants import chosen, variants

pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'feedback-miner[parquet]'")
pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux says how large a process is and was"
)

_SLICE = 200
_SLICES = [
    pytest.param(range(start, start + _SLICE), id=str(start), marks=[pytest.mark.slow] if start else [])
    for start in range(0, 1_000, _SLICE)
]


def _tried(which: str, numbers: range, folder: Path) -> Counter[str]:
    """How many ended how, in a process of their own. Fails with the story of the first that ended badly."""
    command = [
        sys.executable,
        "-m",
        "tests.mangling.child",
        which,
        str(numbers.start),
        str(numbers.stop),
        str(folder),
    ]
    root = Path(__file__).parents[2]
    child = subprocess.run(command, capture_output=True, text=True, cwd=root, check=False)
    lines = [json.loads(line) for line in child.stdout.splitlines()]
    for story, outcome, seconds, megabytes in lines:
        assert not outcome.startswith("WRONG"), f"{story}: {outcome}"
        assert seconds < LIMIT_SECONDS, f"{story}: {seconds} s"
        assert megabytes < LIMIT_MEGABYTES, f"{story}: {megabytes} MB"
    assert len(lines) == len(numbers), f"ended after {lines[-1:]}: {child.stderr[-2_000:]}"
    return Counter(outcome.partition(":")[0] for _, outcome, _, _ in lines)


@pytest.mark.parametrize("numbers", _SLICES)
def test_each_mangled_file_ends_in_a_report_or_an_error(numbers: range, tmp_path: Path) -> None:
    ended = _tried("samples", numbers, tmp_path)
    # Neither may be the easy way out.
    assert ended["done"] > len(numbers) // 3
    assert ended["refused"] > len(numbers) // 10


@pytest.mark.slow
@pytest.mark.skipif(
    not EXPORTS.is_dir(), reason="MANGLED EXPORTS NOT CHECKED: FEEDBACK_MINER_SHARED names no folder"
)
def test_so_does_each_mangled_export_of_others(tmp_path: Path) -> None:
    assert _tried("exports", range(150), tmp_path)["done"] > 30


def test_every_way_to_break_a_file_is_among_them_and_every_preset() -> None:
    picked = chosen(originals(), range(1_000))
    assert len({way for _, _, way in picked}) > 70
    assert {original.owner for original in originals()} == {owner for owner, _, _ in picked}
    assert len(set(picked)) == 1_000


def test_the_same_file_comes_of_the_same_number() -> None:
    first, again = (list(variants(originals(), range(40, 44))) for _ in range(2))
    assert first == again
    assert list(variants(originals(), range(42, 44))) == first[2:]
