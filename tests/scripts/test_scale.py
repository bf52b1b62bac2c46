"""`scripts.benchmark scale` through its front door, in miniature."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.benchmark import main
from scripts.benchmarking.scale_results import (
    KEPT_MAP,
    MAP,
    Scale,
    Timing,
    markdown,
    read_scale,
    tables,
    write_scale,
)
from scripts.readme import read_part


def _scale(large: float, times: float) -> Scale:
    timings = {
        MAP: Timing(small=40.0, large=large, times=times),
        KEPT_MAP: Timing(small=4.0, large=400.0, times=100.0),
    }
    return Scale(
        machine="a machine",
        load=0.25,
        small=50_000,
        large=5_000_000,
        per_day=500,
        rounds=15,
        databases={"SQLite": timings},
    )


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_whole_run_is_kept_and_written(models: Path, tmp_path: Path, page: Path) -> None:
    kept = tmp_path / "kept.json"
    places = ["--models-dir", models, "--model", "tiny", "--kept", kept, "--readme", page]
    sizes = ["--databases", "sqlite", "--statements", "1000", "--times", "3", "--rounds", "1"]
    main(["scale", *sizes, *map(str, places), "--write"])
    measured = read_scale(kept)
    assert (measured.small, measured.large, measured.per_day) == (1000, 3000, 10)
    timings = measured.databases["SQLite"]
    assert MAP in timings
    assert all(min(timing.small, timing.large, timing.times) > 0 for timing in timings.values())
    assert read_part(page, "scale") == markdown(measured)


@pytest.mark.parametrize(
    ("large", "times", "shown"),
    [(50.0, 1.2, ("50.0 ✓", "1.20 ✓")), (50.1, 1.21, ("50.1 ✗", "1.21 ✗"))],
)
def test_only_the_map_after_a_change_has_an_aim(large: float, times: float, shown: tuple[str, str]) -> None:
    ((_, grid),) = tables(_scale(large, times))
    cells = {row[0]: row[2:] for row in grid.rows}
    assert cells[MAP] == shown
    assert cells[KEPT_MAP] == ("400.0", "100.00")


def test_the_page_is_written_anew_from_what_is_kept(tmp_path: Path, page: Path) -> None:
    kept, found = tmp_path / "kept.json", _scale(45.0, 1.1)
    write_scale(found, kept)
    main(["scale", "--again", "--write", "--kept", str(kept), "--readme", str(page)])
    assert read_part(page, "scale") == markdown(found)
    assert read_part(page, "benchmark") == "old"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--times", "1"], 2, "at least 2"),
        (["--again", "--kept", "nowhere.json"], 1, "nothing was measured yet"),
    ],
)
def test_wrong_calls(
    arguments: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["scale", *arguments])
    assert exit_.value.code == status
    assert said in capsys.readouterr().err
