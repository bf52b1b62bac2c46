"""confusions.json: read as it was written, or refused in one clear sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from feedback_miner.domain import Confusions
from feedback_miner.errors import ModelError
from feedback_miner.scoring.confusions import load_confusions
from feedback_miner.scoring.layout import open_model_folder
from tests.journey.sources import as_json, confusions, source
from tests.tiny_model import build_tiny_model

Damage = Callable[[dict[str, Any]], object]


def known() -> Confusions:
    draw = np.random.default_rng(1)
    return replace(confusions([source(draw, 50) for _ in range(5)], model="tiny/1.0.0"), policy="tiny-1")


def test_confusions_are_read_as_they_were_written(tmp_path: Path) -> None:
    folder = build_tiny_model(tmp_path, as_json(known()))
    assert load_confusions(open_model_folder(folder)) == known()


def test_a_model_may_have_none(tiny_folder: Path) -> None:
    assert load_confusions(open_model_folder(tiny_folder)) is None


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda file: file.update(format=2), "format"),
        (lambda file: file.update(model="other/1"), 'model is "other/1"'),
        (lambda file: file.update(policy="other"), 'policy is "other"'),
        (lambda file: file.update(more=1), "more"),
        (lambda file: file["stages"].reverse(), "stages are not those of config.json"),
        (lambda file: file["groups"].append(file["groups"][0]), "different names"),
        (lambda file: file["groups"].clear(), "groups"),
        (lambda file: file["groups"][2]["counts"].pop(), "“source 2” must be 10 × 10"),
        (lambda file: file["groups"][0]["counts"][3].append(0), "“source 0” must be 10 × 10"),
        (lambda file: file["groups"][0]["counts"][0].__setitem__(0, -1), "groups.0.counts.0.0"),
        (
            lambda file: file["groups"][3].update(
                dict.fromkeys(("counts", "true_sentiment", "predicted_sentiment"), [[0] * 10] * 10)
            ),
            "“source 3” counts no statement",
        ),
        (lambda file: file["groups"][1]["true_sentiment"][0].__setitem__(0, 1e6), "larger than its count"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, damage: Damage, why: str) -> None:
    file = as_json(known())
    damage(file)
    folder = open_model_folder(build_tiny_model(tmp_path, file))
    with pytest.raises(ModelError, match=r"confusions\.json") as refused:
        load_confusions(folder)
    assert why in str(refused.value)


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    folder = open_model_folder(build_tiny_model(tmp_path, as_json(known())))
    assert folder.confusions is not None
    with folder.confusions.open("ab") as file:
        file.truncate(11_000_000)
    with pytest.raises(ModelError, match="larger than"):
        load_confusions(folder)
