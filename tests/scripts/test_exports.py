"""The page of known exports says what the presets say."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedback_miner.sources.preset import load_presets, shipped_presets
from scripts import exports

_PRESET = """
name = "{name}"
title = "{title}"
source = "review"
origin = "real file"
export = '''Press | and
wait.'''
recognised_by = [["Case"]]
"""


def test_the_page_is_that_of_the_presets() -> None:
    assert exports.PAGE.read_text(encoding="utf-8") == exports.page(shipped_presets()), (
        "mend with: python -m scripts.exports"
    )


def test_each_preset_has_one_row_by_its_title(tmp_path: Path) -> None:
    for name, title in [("a-desk", "Zebra"), ("b-desk", "acme"), ("c-desk", "Beta")]:
        (tmp_path / f"{name}.toml").write_text(_PRESET.format(name=name, title=title))
    rows = exports.page(load_presets(tmp_path)).splitlines()[-3:]
    assert rows == [
        f"| {title} | review | real file | Press \\| and wait. |" for title in ("acme", "Beta", "Zebra")
    ]


def test_it_is_written_over_the_page_that_is_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = tmp_path / "exports.md"
    old.write_text("old")
    monkeypatch.setattr(exports, "PAGE", old)
    exports.main()
    assert old.read_text(encoding="utf-8") == exports.page(shipped_presets())
