"""Which model a name means."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedback_miner.errors import ModelError
from feedback_miner.scoring.catalogue import find_model, find_models


@pytest.fixture
def models(tmp_path: Path) -> Path:
    for name in (
        "default/2.0.9",
        "default/2.0.10",
        "default/2.1-rc",
        "fast/1.0.0",
        "own/draft",
        ".hidden/1.0",
    ):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "config.json").write_text("{}")
    (tmp_path / "default" / "3.0.0").mkdir()  # cut off before its config was written
    return tmp_path


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("default", "default/2.0.10"),
        ("default/2.0.9", "default/2.0.9"),
        ("default/2.1-rc", "default/2.1-rc"),
        ("fast", "fast/1.0.0"),
        ("own/draft", "own/draft"),
    ],
)
def test_a_name_is_its_newest_version(models: Path, wanted: str, found: str) -> None:
    assert find_model(models, wanted) == models / found


def test_where_none_is_named_the_newest_of_each_is_meant(models: Path, tmp_path: Path) -> None:
    assert find_models(models, None) == (models / "default/2.0.10", models / "fast/1.0.0")
    assert find_models(models, ["own/draft"]) == (models / "own/draft",)
    with pytest.raises(ModelError, match="no model here"):
        find_models(tmp_path / "nowhere", None)


@pytest.mark.parametrize(
    "wanted",
    [
        "slow",
        "default/3.0.0",
        "default/9",
        "own",
        "",
        "/",
        "../default",
        "fast/../default",
        ".hidden",
        "*",
    ],
)
def test_an_unknown_name_lists_what_there_is(models: Path, wanted: str) -> None:
    with pytest.raises(ModelError) as caught:
        find_model(models, wanted)
    assert "there is default/2.0.10, default/2.0.9, default/2.1-rc, fast/1.0.0, own/draft" in str(
        caught.value
    )
    assert f"“{wanted}”" in str(caught.value)


def test_no_models_at_all(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="there is none"):
        find_model(tmp_path / "nowhere", "default")
