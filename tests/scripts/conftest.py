from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from feedback_miner.scoring.layout import open_model_folder
from tests.journey.sources import as_json, confusions, source
from tests.scripts.measured_folder import build_measured_folder, build_own_folder
from tests.tiny_model import build_tiny_model

_PAGE = "# A page\n\n<!-- {part}: begin, written by a command -->\nold\n<!-- {part}: end -->\n\nThe end.\n"


@pytest.fixture(scope="session")
def erring_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with the tiny model, of which it is known how it errs."""
    draw = np.random.default_rng(3)
    known = replace(confusions([source(draw, 300) for _ in range(12)]), model="tiny/1.0.0", policy="tiny-1")
    models = tmp_path_factory.mktemp("erring")
    build_tiny_model(models, as_json(known))
    return models


@pytest.fixture(scope="session")
def tiny_encoder(erring_models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pretrained encoder's folder, as training reads it: of the tiny model's shape."""
    model = open_model_folder(erring_models / "tiny" / "1.0.0")
    folder = tmp_path_factory.mktemp("encoder")
    with torch.random.fork_rng():
        torch.manual_seed(5)
        encoder = BertModel(BertConfig(**model.config.encoder.model_dump(exclude={"kind"})))
    for parameter in encoder.parameters():
        parameter.data.mul_(8.0)  # spread out: with the small initial weights every statement reads alike
    encoder.save_pretrained(folder)
    (folder / "tokenizer.json").write_bytes(model.tokenizer.read_bytes())
    return folder


@pytest.fixture(scope="session")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in miniature; not to be changed."""
    return build_measured_folder(tmp_path_factory.mktemp("measured"))


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the project wrote itself, in miniature; not to be changed."""
    return build_own_folder(tmp_path_factory.mktemp("own"))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A README with a part for each command."""
    path = tmp_path / "README.md"
    path.write_text(
        "".join(_PAGE.format(part=part) for part in ("evaluation", "benchmark", "scale")), encoding="utf-8"
    )
    return path
